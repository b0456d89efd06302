CREATE TABLE runs (id bigint PRIMARY KEY, state text DEFAULT 'x');
ALTER TABLE runs ADD COLUMN b int; -- c
CREATE VIEW v AS SELECT * FROM runs;
