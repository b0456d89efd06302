package core

import (
	"context"
	"database/sql"
)

// List returns what a query finds, each row read by `scan`.
func List[T any](
	ctx context.Context, db *sql.DB, scan func(*sql.Rows) (T, error), query string, args ...any,
) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := []T{}
	for rows.Next() {
		each, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, each)
	}
	return found, rows.Err()
}

// Change runs a statement that must hit a row; else there is no such thing.
func Change(ctx context.Context, db *sql.DB, statement string, args ...any) error {
	result, err := db.ExecContext(ctx, statement, args...)
	if err != nil {
		return err
	}
	if changed, err := result.RowsAffected(); err != nil || changed > 0 {
		return err
	}
	return NotFound
}
