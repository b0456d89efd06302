-- What was news, and each attempt to tell it.
CREATE TABLE notifications (
    id text PRIMARY KEY,
    watchpoint_id text NOT NULL REFERENCES watchpoints (id),
    organization_id text NOT NULL,
    kind text NOT NULL,
    level integer NOT NULL,
    held_back boolean NOT NULL DEFAULT false,
    given_up_at timestamptz
);

CREATE TABLE deliveries (
    notification_id text NOT NULL REFERENCES notifications (id),
    channel text NOT NULL,
    outcome text NOT NULL,
    attempted_at timestamptz NOT NULL DEFAULT now()
);
