-- PATCH-6.1: a warning is given once in each period.
ALTER TABLE rate_limits ADD COLUMN warning_sent_at timestamptz;
ALTER TABLE rate_limits ADD COLUMN last_reset_at timestamptz NOT NULL DEFAULT now();
