package organizations

import (
	"database/sql"
	"net/http"

	"example.org/watchpoint/api/auth"
	"example.org/watchpoint/api/core"
)

// APIKeyHandler owns the names and lifetimes of keys. Their secrets are made elsewhere, and pass through here once.
type APIKeyHandler struct {
	DB   *sql.DB
	Keys auth.KeyMaker
}

// Create answers `POST /organization/keys`.
func (h APIKeyHandler) Create(r *http.Request) (any, error) {
	type key struct {
		Name string `json:"name" validate:"required,max=100"`
		Days int    `json:"days" validate:"min=1,max=730"`
	}
	wanted, err := core.Body[key](r)
	if err != nil {
		return nil, err
	}
	id := core.NewID()
	if _, err := h.DB.ExecContext(r.Context(), `INSERT INTO api_keys (id, organization_id, name, expires_at)
		VALUES ($1, $2, $3, now() + $4 * interval '1 day')`,
		id, core.CallerOf(r).Organization, wanted.Name, wanted.Days); err != nil {
		return nil, err
	}
	secret, err := h.Keys.Make(r.Context(), id)
	return map[string]string{"id": id, "secret": secret}, err
}

// Rotate answers `POST /organization/keys/{id}/rotate`.
func (h APIKeyHandler) Rotate(r *http.Request) (any, error) {
	id := core.Param(r, "id")
	if err := core.Change(r.Context(), h.DB, `UPDATE api_keys SET rotated_at = now()
		WHERE id = $1 AND organization_id = $2 AND revoked_at IS NULL`, id, core.CallerOf(r).Organization); err != nil {
		return nil, err
	}
	secret, err := h.Keys.Make(r.Context(), id)
	return map[string]string{"id": id, "secret": secret}, err
}

// Revoke answers `DELETE /organization/keys/{id}`.
func (h APIKeyHandler) Revoke(r *http.Request) (any, error) {
	return nil, core.Change(r.Context(), h.DB, `UPDATE api_keys SET revoked_at = now()
		WHERE id = $1 AND organization_id = $2 AND revoked_at IS NULL`, core.Param(r, "id"), core.CallerOf(r).Organization)
}
