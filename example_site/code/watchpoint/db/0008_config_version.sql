-- A state knows under which version of the configuration it was built.
ALTER TABLE watchpoints ADD COLUMN config_version integer NOT NULL DEFAULT 1;
ALTER TABLE evaluation_state ADD COLUMN config_version integer NOT NULL DEFAULT 1;
