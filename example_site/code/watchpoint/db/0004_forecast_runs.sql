-- One row for a run of a model.
CREATE TABLE forecast_runs (
    id text PRIMARY KEY,
    product text NOT NULL,
    state text NOT NULL,
    asked_for timestamptz NOT NULL,
    completed_at timestamptz,
    attempts integer NOT NULL DEFAULT 1
);
