// Package watchpoints is everything a customer does to a WatchPoint. It never judges the weather.
package watchpoints

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"

	"example.org/watchpoint/api/core"
	"example.org/watchpoint/api/forecasts"
	"example.org/watchpoint/api/types"
)

// Requests asks the workers for something, by a message.
type Requests interface {
	Evaluate(ctx context.Context, watchpoint string) error
	SendDigest(ctx context.Context, watchpoint string) error
}

// Handler is the only author of configurations.
type Handler struct {
	DB        *sql.DB
	Usage     UsageEnforcer
	Requests  Requests
	Forecasts forecasts.ForecastService
}

// Create answers `POST /watchpoints`.
func (h Handler) Create(r *http.Request) (any, error) {
	request, err := core.Body[types.WatchPointRequest](r)
	if err != nil {
		return nil, err
	}
	return h.create(r.Context(), core.CallerOf(r).Organization, request)
}

func (h Handler) create(ctx context.Context, organization string, request types.WatchPointRequest) (any, error) {
	config, err := configOf(request)
	if err != nil {
		return nil, err
	}
	if err := h.Usage.Check(ctx, organization, 1); err != nil {
		return nil, err
	}
	id := core.NewID()
	_, err = h.DB.ExecContext(ctx, `INSERT INTO watchpoints
		(id, organization_id, name, latitude, longitude, mode, config) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, organization, request.Name, request.Place.Latitude, request.Place.Longitude, request.Mode, config)
	return map[string]string{"id": id}, err
}

func configOf(request types.WatchPointRequest) ([]byte, error) {
	switch {
	case request.Mode == "event" && request.Event != nil:
		return newEvent(*request.Event)
	case request.Mode == "monitor" && request.Monitor != nil:
		return newMonitor(*request.Monitor)
	}
	return nil, invalid("the configuration does not fit the mode")
}

// newEvent makes the configuration of one occasion, which must end after it begins.
func newEvent(config types.EventConfig) ([]byte, error) {
	if !config.Starts.Before(config.Ends) {
		return nil, invalid("an event ends after it begins")
	}
	return json.Marshal(config)
}

// newMonitor makes the configuration of a moving window; its bounds are checked by its tags.
func newMonitor(config types.MonitorConfig) ([]byte, error) {
	if err := (core.Validator{}).Check(config); err != nil {
		return nil, err
	}
	return json.Marshal(config)
}

func invalid(text string) error {
	return core.Problem{Status: http.StatusUnprocessableEntity, Code: "invalid", Text: text}
}

// Update answers `PUT /watchpoints/{id}`. The new version makes the worker start afresh.
func (h Handler) Update(r *http.Request) (any, error) {
	request, err := core.Body[types.WatchPointRequest](r)
	if err != nil {
		return nil, err
	}
	config, err := configOf(request)
	if err != nil {
		return nil, err
	}
	if err := h.change(r, `UPDATE watchpoints SET name = $3, mode = $4, config = $5, config_version = config_version + 1
		WHERE id = $1 AND organization_id = $2`, request.Name, request.Mode, config); err != nil {
		return nil, err
	}
	return nil, h.updateTriggered(r.Context(), core.Param(r, "id"))
}

// updateTriggered has a WatchPoint that was changed after it had triggered evaluated at once: its customer has been
// told of a danger by the old configuration, and waits for what the new one says.
func (h Handler) updateTriggered(ctx context.Context, id string) error {
	var level int
	err := h.DB.QueryRowContext(ctx, `SELECT level FROM evaluation_state WHERE watchpoint_id = $1`, id).Scan(&level)
	if err == sql.ErrNoRows || (err == nil && level == 0) {
		return nil
	}
	if err != nil {
		return err
	}
	return h.Requests.Evaluate(ctx, id)
}

// Pause answers `POST /watchpoints/{id}/pause`: no notifications, and nothing else is changed.
func (h Handler) Pause(r *http.Request) (any, error) {
	return nil, h.change(r, `UPDATE watchpoints SET paused_at = now() WHERE id = $1 AND organization_id = $2`)
}

// PauseAll pauses what an organization has: it is about to go, and only this package writes WatchPoints.
func PauseAll(ctx context.Context, db *sql.DB, organization string) error {
	_, err := db.ExecContext(ctx, `UPDATE watchpoints SET paused_at = now() WHERE organization_id = $1`, organization)
	return err
}

// Resume answers `POST /watchpoints/{id}/resume`.
func (h Handler) Resume(r *http.Request) (any, error) {
	if err := h.change(r, `UPDATE watchpoints SET paused_at = NULL WHERE id = $1 AND organization_id = $2`); err != nil {
		return nil, err
	}
	id := core.Param(r, "id")
	if err := h.Requests.Evaluate(r.Context(), id); err != nil {
		return nil, err
	}
	return nil, h.sendBacklog(r.Context(), id)
}

// sendBacklog has what gathered during a pause sent as one digest.
func (h Handler) sendBacklog(ctx context.Context, id string) error {
	var held int
	err := h.DB.QueryRowContext(ctx, `SELECT count(*) FROM notifications
		WHERE watchpoint_id = $1 AND held_back`, id).Scan(&held)
	if err != nil || held == 0 {
		return err
	}
	return h.Requests.SendDigest(ctx, id)
}

// Delete answers `DELETE /watchpoints/{id}`: it is marked, and removed once nothing refers to it.
func (h Handler) Delete(r *http.Request) (any, error) {
	return nil, h.change(r, `UPDATE watchpoints SET deleted_at = now() WHERE id = $1 AND organization_id = $2`)
}

// Clone answers `POST /watchpoints/{id}/clone`.
func (h Handler) Clone(r *http.Request) (any, error) {
	organization := core.CallerOf(r).Organization
	if err := h.Usage.Check(r.Context(), organization, 1); err != nil {
		return nil, err
	}
	id := core.NewID()
	return map[string]string{"id": id}, core.Change(r.Context(), h.DB, `INSERT INTO watchpoints
		(id, organization_id, name, latitude, longitude, mode, config)
		SELECT $3, organization_id, name || ' (copy)', latitude, longitude, mode, config
		FROM watchpoints WHERE id = $1 AND organization_id = $2`, core.Param(r, "id"), organization, id)
}

// RotateSecret answers `POST /webhook-secrets/rotate`: for a day, the old secret and the new one are valid.
func (h Handler) RotateSecret(r *http.Request) (any, error) {
	organization, secret := core.CallerOf(r).Organization, core.NewID()
	if _, err := h.DB.ExecContext(r.Context(), `UPDATE webhook_secrets SET valid_until = now() + interval '1 day'
		WHERE organization_id = $1 AND valid_until IS NULL`, organization); err != nil {
		return nil, err
	}
	_, err := h.DB.ExecContext(r.Context(), `INSERT INTO webhook_secrets (organization_id, secret)
		VALUES ($1, $2)`, organization, secret)
	return map[string]string{"secret": secret}, err
}

func (h Handler) change(r *http.Request, statement string, more ...any) error {
	args := append([]any{core.Param(r, "id"), core.CallerOf(r).Organization}, more...)
	return core.Change(r.Context(), h.DB, statement, args...)
}
