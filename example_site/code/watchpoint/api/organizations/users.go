package organizations

import (
	"context"
	"database/sql"
	"net/http"

	"example.org/watchpoint/api/core"
)

// UserHandler looks after the people in an organization, of whom one always owns it.
type UserHandler struct {
	DB *sql.DB
	// Mail sends an invitation. If it bounces, the owner is told, and it can be sent again.
	Mail func(ctx context.Context, address, token string) error
}

// Invite answers `POST /organization/invitations`. The invitation is stored before it is mailed.
func (h UserHandler) Invite(r *http.Request) (any, error) {
	type invitation struct {
		Email string `json:"email" validate:"required"`
		Role  string `json:"role" validate:"required"`
	}
	wanted, err := core.Body[invitation](r)
	if err != nil {
		return nil, err
	}
	token := core.NewID()
	if _, err := h.DB.ExecContext(r.Context(), `INSERT INTO invitations (token_hash, organization_id, email, role)
		VALUES ($1, $2, $3, $4)`, core.Hash(token), core.CallerOf(r).Organization, wanted.Email, wanted.Role); err != nil {
		return nil, err
	}
	return nil, h.Mail(r.Context(), wanted.Email, token)
}

// ChangeRole answers `PUT /organization/users/{id}/role`.
func (h UserHandler) ChangeRole(r *http.Request) (any, error) {
	type change struct {
		Role string `json:"role" validate:"required"`
	}
	wanted, err := core.Body[change](r)
	if err != nil {
		return nil, err
	}
	return nil, h.unlessLastOwner(r, wanted.Role, `UPDATE users SET role = $3 WHERE id = $1 AND organization_id = $2
		AND ($3 = 'owner' OR role <> 'owner' OR EXISTS (SELECT 1 FROM users AS others
			WHERE others.organization_id = $2 AND others.role = 'owner' AND others.id <> $1))`)
}

// Remove answers `DELETE /organization/users/{id}`.
func (h UserHandler) Remove(r *http.Request) (any, error) {
	return nil, h.unlessLastOwner(r, "none", `DELETE FROM users WHERE id = $1 AND organization_id = $2
		AND (role <> $3 AND (role <> 'owner' OR EXISTS (SELECT 1 FROM users AS others
			WHERE others.organization_id = $2 AND others.role = 'owner' AND others.id <> $1)))`)
}

// unlessLastOwner runs a statement that spares the last owner by itself: two requests at once must not remove both.
func (h UserHandler) unlessLastOwner(r *http.Request, role, statement string) error {
	caller := core.CallerOf(r)
	if caller.Role != "owner" {
		return onlyOwners
	}
	return core.Change(r.Context(), h.DB, statement, core.Param(r, "id"), caller.Organization, role)
}
