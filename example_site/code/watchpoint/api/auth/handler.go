// Package auth turns a password, an external identity or an invitation into a session.
package auth

import (
	"context"
	"database/sql"
	"net/http"
	"time"

	"example.org/watchpoint/api/core"
)

var refused = core.Problem{Status: http.StatusUnauthorized, Code: "refused", Text: "that does not open anything"}

// Passwords hashes slowly, and compares in constant time.
type Passwords interface {
	Hash(password string) string
	Fits(password, hash string) bool
}

// AuthHandler begins and ends sessions.
type AuthHandler struct {
	DB        *sql.DB
	Protector BruteForceProtector
	Passwords Passwords
	// Identify asks an OAuth provider whose code it is.
	Identify func(ctx context.Context, provider, code string) (email string, err error)
	// Mail sends a link.
	Mail func(ctx context.Context, address, token string) error
}

type credentials struct {
	Email    string `json:"email" validate:"required"`
	Password string `json:"password" validate:"required,min=12,max=200"`
}

type secret struct {
	Token    string `json:"token" validate:"required"`
	Password string `json:"password" validate:"required,min=12,max=200"`
}

// Login answers `POST /sessions`. A wrong password and an account that does not exist get the same answer.
func (h AuthHandler) Login(r *http.Request) (any, error) {
	given, err := core.Body[credentials](r)
	if err != nil {
		return nil, err
	}
	return h.login(r.Context(), given)
}

func (h AuthHandler) login(ctx context.Context, given credentials) (any, error) {
	if err := h.Protector.Allow(ctx, given.Email); err != nil {
		return nil, err
	}
	var user, hash string
	err := h.DB.QueryRowContext(ctx, `SELECT id, password_hash FROM users
		WHERE email = $1 AND password_hash IS NOT NULL`, given.Email).Scan(&user, &hash)
	if err != nil && err != sql.ErrNoRows {
		return nil, err
	}
	// Without an account a password is compared all the same, so that it takes as long.
	if !h.Passwords.Fits(given.Password, hash) || err == sql.ErrNoRows {
		if err := h.Protector.Failed(ctx, given.Email); err != nil {
			return nil, err
		}
		return nil, refused
	}
	if err := h.Protector.Succeeded(ctx, given.Email); err != nil {
		return nil, err
	}
	return h.begin(ctx, user)
}

// DashboardLogin answers `POST /dashboard/login`, where the session becomes a cookie.
func (h AuthHandler) DashboardLogin(w http.ResponseWriter, r *http.Request) {
	given, err := core.Body[credentials](r)
	var answer any
	if err == nil {
		answer, err = h.login(r.Context(), given)
	}
	if session, ok := answer.(session); ok && err == nil {
		http.SetCookie(w, &http.Cookie{
			Name: "session", Value: session.Token, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
	}
	core.Respond(w, nil, err)
}

// LoginOAuth answers `POST /sessions/oauth/{provider}`, with a code that the provider gave the caller.
func (h AuthHandler) LoginOAuth(r *http.Request) (any, error) {
	type request struct {
		Code string `json:"code" validate:"required"`
	}
	given, err := core.Body[request](r)
	if err != nil {
		return nil, err
	}
	return h.identified(r.Context(), core.Param(r, "provider"), given.Code)
}

// OAuthCallback answers `GET /dashboard/oauth/{provider}/callback`, to which the provider sends the dashboard back.
func (h AuthHandler) OAuthCallback(r *http.Request) (any, error) {
	cookie, err := r.Cookie("oauth_state")
	if err != nil || cookie.Value == "" || cookie.Value != r.URL.Query().Get("state") {
		return nil, refused
	}
	return h.identified(r.Context(), core.Param(r, "provider"), r.URL.Query().Get("code"))
}

func (h AuthHandler) identified(ctx context.Context, provider, code string) (any, error) {
	email, err := h.Identify(ctx, provider, code)
	if err != nil {
		return nil, refused
	}
	var user string
	if err := h.DB.QueryRowContext(ctx, `SELECT id FROM users WHERE email = $1`, email).Scan(&user); err != nil {
		return nil, refused
	}
	return h.begin(ctx, user)
}

type session struct {
	Token string `json:"token"`
}

func (h AuthHandler) begin(ctx context.Context, user string) (any, error) {
	token := core.NewID()
	_, err := h.DB.ExecContext(ctx, `INSERT INTO sessions (token_hash, user_id, expires_at)
		VALUES ($1, $2, $3)`, core.Hash(token), user, time.Now().Add(time.Hour))
	return session{token}, err
}

// Logout answers `DELETE /dashboard/session`.
func (h AuthHandler) Logout(r *http.Request) (any, error) {
	cookie, err := r.Cookie("session")
	if err != nil {
		return nil, refused
	}
	return nil, core.Change(r.Context(), h.DB, `DELETE FROM sessions WHERE token_hash = $1`, core.Hash(cookie.Value))
}

// AcceptInvite answers `POST /invitations/accept`: who was invited chooses a password, and is a member.
func (h AuthHandler) AcceptInvite(r *http.Request) (any, error) {
	given, err := core.Body[secret](r)
	if err != nil {
		return nil, err
	}
	return nil, core.Change(r.Context(), h.DB, `WITH accepted AS (
			UPDATE invitations SET accepted_at = now() WHERE token_hash = $1 AND accepted_at IS NULL
			RETURNING organization_id, email, role)
		INSERT INTO users (id, organization_id, email, role, password_hash)
		SELECT $2, organization_id, email, role, $3 FROM accepted`,
		core.Hash(given.Token), core.NewID(), h.Passwords.Hash(given.Password))
}

// ForgotPassword answers `POST /password-resets`, and tells nobody whether there is such an account.
func (h AuthHandler) ForgotPassword(r *http.Request) (any, error) {
	type request struct {
		Email string `json:"email" validate:"required"`
	}
	given, err := core.Body[request](r)
	if err != nil {
		return nil, err
	}
	token := core.NewID()
	err = core.Change(r.Context(), h.DB, `INSERT INTO password_resets (token_hash, user_id)
		SELECT $2, id FROM users WHERE email = $1`, given.Email, core.Hash(token))
	if err == nil {
		err = h.Mail(r.Context(), given.Email, token)
	}
	if _, hidden := err.(core.Problem); hidden {
		return nil, nil
	}
	return nil, err
}

// ResetPassword answers `POST /password-resets/use`, with the token of a link that works once.
func (h AuthHandler) ResetPassword(r *http.Request) (any, error) {
	given, err := core.Body[secret](r)
	if err != nil {
		return nil, err
	}
	return nil, core.Change(r.Context(), h.DB, `WITH used AS (
			UPDATE password_resets SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL
			AND asked_at > now() - interval '1 hour' RETURNING user_id)
		UPDATE users SET password_hash = $2 FROM used WHERE users.id = used.user_id`,
		core.Hash(given.Token), h.Passwords.Hash(given.Password))
}
