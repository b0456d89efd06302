-- One row for each tag replaces the column that had them all.
CREATE TABLE watchpoint_tags (
    watchpoint_id text NOT NULL REFERENCES watchpoints (id),
    tag text NOT NULL,
    PRIMARY KEY (watchpoint_id, tag)
);
ALTER TABLE watchpoints ADD COLUMN tagged_at timestamptz;
