package core

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"net/http"
	"time"
)

const sessionLength = 8 * time.Hour

// Caller is who sent a request.
type Caller struct{ User, Organization, Role string }

type callerKey struct{}

// Authenticator is the middleware that establishes who is calling. It can verify a key, not make one.
type Authenticator struct{ DB *sql.DB }

// Wrap lets known callers through.
func (a Authenticator) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, err := a.identify(r)
		if err == sql.ErrNoRows {
			err = Problem{Status: http.StatusUnauthorized, Code: "unknown_caller", Text: "sign in first"}
		}
		if err != nil {
			Respond(w, nil, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(WithCaller(r.Context(), caller)))
	})
}

func (a Authenticator) identify(r *http.Request) (Caller, error) {
	if key := r.Header.Get("X-API-Key"); key != "" {
		return a.verifyKey(r.Context(), key)
	}
	cookie, err := r.Cookie("session")
	if err != nil {
		return Caller{}, sql.ErrNoRows
	}
	return a.RenewSession(r.Context(), cookie.Value)
}

func (a Authenticator) verifyKey(ctx context.Context, key string) (Caller, error) {
	caller := Caller{Role: "program"}
	err := a.DB.QueryRowContext(ctx, `SELECT id, organization_id FROM api_keys
		WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`, Hash(key)).
		Scan(&caller.User, &caller.Organization)
	return caller, err
}

// RenewSession looks at a session that has not ended, and makes it last longer.
func (a Authenticator) RenewSession(ctx context.Context, token string) (Caller, error) {
	var caller Caller
	err := a.DB.QueryRowContext(ctx, `UPDATE sessions SET expires_at = $2 FROM users
		WHERE token_hash = $1 AND sessions.expires_at > now() AND users.id = sessions.user_id
		RETURNING users.id, users.organization_id, users.role`, Hash(token), time.Now().Add(sessionLength)).
		Scan(&caller.User, &caller.Organization, &caller.Role)
	return caller, err
}

// WithCaller returns a context that knows the caller.
func WithCaller(ctx context.Context, caller Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, caller)
}

// CallerOf returns the caller that the middleware has established.
func CallerOf(r *http.Request) Caller {
	caller, _ := r.Context().Value(callerKey{}).(Caller)
	return caller
}

// Hash returns what is stored of a secret that was made at random.
func Hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// NewID returns 128 bits nobody can guess.
func NewID() string {
	bits := make([]byte, 16)
	if _, err := rand.Read(bits); err != nil {
		panic(err) // without randomness nothing that follows would be safe
	}
	return hex.EncodeToString(bits)
}
