-- Tenants, their people, and how these sign in.
CREATE TABLE tenants (
    id text PRIMARY KEY,
    name text NOT NULL,
    plan text NOT NULL DEFAULT 'free',
    stripe_customer text UNIQUE,
    stripe_subscription text,
    deleted_at timestamptz
);

CREATE TABLE users (
    id text PRIMARY KEY,
    organization_id text NOT NULL REFERENCES tenants (id),
    email text NOT NULL UNIQUE,
    role text NOT NULL CHECK (role IN ('owner', 'member', 'admin')),
    password_hash text
);

CREATE TABLE invitations (
    token_hash text PRIMARY KEY,
    organization_id text NOT NULL REFERENCES tenants (id),
    email text NOT NULL,
    role text NOT NULL,
    accepted_at timestamptz
);

CREATE TABLE sessions (
    token_hash text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);

CREATE TABLE password_resets (
    token_hash text PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    asked_at timestamptz NOT NULL DEFAULT now(),
    used_at timestamptz
);

CREATE TABLE login_attempts (
    account text PRIMARY KEY,
    failures integer NOT NULL,
    locked_until timestamptz
);

CREATE TABLE audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id text NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    happened_at timestamptz NOT NULL DEFAULT now()
);
