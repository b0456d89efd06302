-- Two releases later nobody reads the column any more.
ALTER TABLE watchpoints DROP COLUMN tags;
