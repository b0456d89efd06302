-- What organizations used of their allowance, and what Stripe told of them.
CREATE TABLE request_counts (
    organization_id text PRIMARY KEY REFERENCES tenants (id),
    used integer NOT NULL DEFAULT 0,
    allowance integer NOT NULL
);

CREATE TABLE usage_history (
    organization_id text NOT NULL REFERENCES tenants (id),
    period text NOT NULL,
    used integer NOT NULL,
    PRIMARY KEY (organization_id, period)
);

CREATE TABLE stripe_events (
    id text PRIMARY KEY,
    customer text NOT NULL,
    created timestamptz NOT NULL
);
