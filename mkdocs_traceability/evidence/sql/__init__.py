"""SQL DDL: the tables and columns that are there once all of it has been applied."""
