-- A downgrade waits for the end of the period, a failed payment for the end of its grace.
ALTER TABLE organizations ADD COLUMN next_plan text;
ALTER TABLE organizations ADD COLUMN next_plan_from timestamptz;
ALTER TABLE organizations ADD COLUMN grace_until timestamptz;

CREATE VIEW effective_plans AS
SELECT id AS organization_id,
       CASE WHEN next_plan_from <= now() THEN next_plan ELSE plan END AS plan
FROM organizations;
