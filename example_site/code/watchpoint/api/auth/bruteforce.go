package auth

import (
	"context"
	"database/sql"
	"net/http"

	"example.org/watchpoint/api/core"
)

const freeAttempts = 5

// BruteForceProtector counts failed attempts in the database, so that each instance knows what the others saw.
type BruteForceProtector struct{ DB *sql.DB }

// Allow returns a Problem while an account has to wait. An attempt that cannot be counted is not allowed either.
func (p BruteForceProtector) Allow(ctx context.Context, account string) error {
	var waits bool
	err := p.DB.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM login_attempts
		WHERE account = $1 AND locked_until > now())`, account).Scan(&waits)
	if err == nil && waits {
		return core.Problem{Status: http.StatusTooManyRequests, Code: "wait", Text: "too many attempts, wait a while"}
	}
	return err
}

// Failed counts a failure. Beyond the free ones, the wait doubles with each.
func (p BruteForceProtector) Failed(ctx context.Context, account string) error {
	_, err := p.DB.ExecContext(ctx, `INSERT INTO login_attempts (account, failures) VALUES ($1, 1)
		ON CONFLICT (account) DO UPDATE SET failures = login_attempts.failures + 1, locked_until =
			CASE WHEN login_attempts.failures >= $2
			THEN now() + power(2, least(login_attempts.failures, 20) - $2) * interval '1 minute' END`, account, freeAttempts)
	return err
}

// Succeeded forgets the failures of an account.
func (p BruteForceProtector) Succeeded(ctx context.Context, account string) error {
	_, err := p.DB.ExecContext(ctx, `DELETE FROM login_attempts WHERE account = $1`, account)
	return err
}
