// Package organizations is about tenants, the people in them, and the keys of their programs.
package organizations

import (
	"database/sql"
	"net/http"

	"example.org/watchpoint/api/core"
	"example.org/watchpoint/api/watchpoints"
)

// OrganizationHandler creates tenants, and lets their owners change them. Their plan is not among what it changes.
type OrganizationHandler struct{ DB *sql.DB }

type organization struct {
	Name  string `json:"name" validate:"required,max=200"`
	Email string `json:"email" validate:"required"`
}

// Create answers `POST /organizations`: a signup. The payment provider is told on the first visit to billing.
func (h OrganizationHandler) Create(r *http.Request) (any, error) {
	wanted, err := core.Body[organization](r)
	if err != nil {
		return nil, err
	}
	tx, err := h.DB.BeginTx(r.Context(), nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	id := core.NewID()
	if _, err := tx.ExecContext(r.Context(), `INSERT INTO organizations (id, name) VALUES ($1, $2)`,
		id, wanted.Name); err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(r.Context(), `INSERT INTO users (id, organization_id, email, role)
		VALUES ($1, $2, $3, 'owner')`, core.NewID(), id, wanted.Email); err != nil {
		return nil, err
	}
	return map[string]string{"id": id}, tx.Commit()
}

// Update answers `PATCH /organization`.
func (h OrganizationHandler) Update(r *http.Request) (any, error) {
	type change struct {
		Name string `json:"name" validate:"required,max=200"`
	}
	wanted, err := core.Body[change](r)
	if err != nil {
		return nil, err
	}
	return nil, core.Change(r.Context(), h.DB, `UPDATE organizations SET name = $2
		WHERE id = $1 AND deleted_at IS NULL`, core.CallerOf(r).Organization, wanted.Name)
}

// Delete answers `DELETE /organization`: its WatchPoints stop, and its data stays until nobody can dispute an invoice.
func (h OrganizationHandler) Delete(r *http.Request) (any, error) {
	caller := core.CallerOf(r)
	if caller.Role != "owner" {
		return nil, onlyOwners
	}
	if err := watchpoints.PauseAll(r.Context(), h.DB, caller.Organization); err != nil {
		return nil, err
	}
	return nil, core.Change(r.Context(), h.DB, `UPDATE organizations SET deleted_at = now()
		WHERE id = $1 AND deleted_at IS NULL`, caller.Organization)
}

// Notifications answers `GET /organization/notifications`, over all WatchPoints.
func (h OrganizationHandler) Notifications(r *http.Request) (any, error) {
	return core.List(r.Context(), h.DB, watchpoints.ScanSent, `SELECT kind, channel, outcome, attempted_at
		FROM deliveries JOIN notifications ON notifications.id = notification_id
		WHERE organization_id = $1 ORDER BY attempted_at DESC LIMIT 500`, core.CallerOf(r).Organization)
}

var onlyOwners = core.Problem{Status: http.StatusForbidden, Code: "only_owners", Text: "ask an owner to do that"}
