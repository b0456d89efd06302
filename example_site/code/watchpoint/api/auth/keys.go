package auth

import (
	"context"
	"database/sql"

	"example.org/watchpoint/api/core"
)

// KeyMaker makes the secrets of API keys. Nothing else writes their hashes.
type KeyMaker struct{ DB *sql.DB }

// Make gives a key a new secret, and returns it for the only time.
func (k KeyMaker) Make(ctx context.Context, key string) (string, error) {
	secret := "wp_" + core.NewID()
	return secret, core.Change(ctx, k.DB, `UPDATE api_keys SET hash = $2 WHERE id = $1`, key, core.Hash(secret))
}
