-- Of the secret of a key, only a hash is kept. It is absent for the moment between naming a key and making its secret.
CREATE TABLE api_keys (
    id text PRIMARY KEY,
    organization_id text NOT NULL REFERENCES tenants (id),
    name text NOT NULL,
    secret_hash text UNIQUE,
    expires_at timestamptz,
    rotated_at timestamptz,
    revoked_at timestamptz
);
