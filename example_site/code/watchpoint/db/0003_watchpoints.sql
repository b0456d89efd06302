-- What was asked for, and what was found: two tables, because they have different authors.
CREATE TABLE watchpoints (
    id text PRIMARY KEY,
    organization_id text NOT NULL REFERENCES tenants (id),
    name text NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL,
    mode text NOT NULL CHECK (mode IN ('event', 'monitor')),
    settings jsonb NOT NULL,
    tags text,
    paused_at timestamptz,
    archived_at timestamptz,
    deleted_at timestamptz
);

CREATE TABLE evaluation_state (
    watchpoint_id text PRIMARY KEY REFERENCES watchpoints (id),
    run_id text NOT NULL,
    level integer NOT NULL
);

CREATE TABLE webhook_secrets (
    organization_id text NOT NULL REFERENCES tenants (id),
    secret text NOT NULL,
    valid_until timestamptz
);
