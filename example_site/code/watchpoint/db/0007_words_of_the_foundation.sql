-- The words that the foundation document settled on. Nothing had been released yet, so nobody read the old ones.
ALTER TABLE tenants RENAME TO organizations;
ALTER TABLE request_counts RENAME TO rate_limits;
ALTER TABLE forecast_runs RENAME COLUMN state TO status;
ALTER TABLE watchpoints RENAME COLUMN settings TO config;
ALTER TABLE api_keys RENAME COLUMN secret_hash TO hash;
