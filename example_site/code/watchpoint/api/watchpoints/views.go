package watchpoints

import (
	"database/sql"
	"log"
	"net/http"
	"time"

	"example.org/watchpoint/api/core"
	"example.org/watchpoint/api/forecasts"
	"example.org/watchpoint/api/types"
)

// Sent is a line of a notification history.
type Sent struct {
	Kind    string    `json:"kind"`
	Channel string    `json:"channel"`
	Outcome string    `json:"outcome"`
	At      time.Time `json:"at"`
}

// ScanSent reads such a line.
func ScanSent(rows *sql.Rows) (sent Sent, err error) {
	return sent, rows.Scan(&sent.Kind, &sent.Channel, &sent.Outcome, &sent.At)
}

// Notifications answers `GET /watchpoints/{id}/notifications`.
func (h Handler) Notifications(r *http.Request) (any, error) {
	return core.List(r.Context(), h.DB, ScanSent, `SELECT kind, channel, outcome, attempted_at
		FROM deliveries JOIN notifications ON notifications.id = notification_id
		WHERE watchpoint_id = $1 AND organization_id = $2 ORDER BY attempted_at DESC LIMIT 200`,
		core.Param(r, "id"), core.CallerOf(r).Organization)
}

// State answers `GET /watchpoints/{id}/state`: it is read here, and written nowhere but in the worker.
func (h Handler) State(r *http.Request) (any, error) {
	var state struct {
		Level int    `json:"level"`
		Run   string `json:"run"`
	}
	err := h.DB.QueryRowContext(r.Context(), `SELECT level, run_id FROM evaluation_state
		JOIN watchpoints ON watchpoints.id = watchpoint_id WHERE watchpoints.id = $1 AND organization_id = $2`,
		core.Param(r, "id"), core.CallerOf(r).Organization).Scan(&state.Level, &state.Run)
	if err == sql.ErrNoRows {
		err = core.NotFound
	}
	return state, err
}

// Show answers `GET /watchpoints/{id}`, with the forecast for its place if that can be had.
func (h Handler) Show(r *http.Request) (any, error) {
	var shown struct {
		Name     string              `json:"name"`
		Place    types.Place         `json:"place"`
		Forecast *forecasts.Forecast `json:"forecast"`
	}
	err := h.DB.QueryRowContext(r.Context(), `SELECT name, latitude, longitude FROM watchpoints
		WHERE id = $1 AND organization_id = $2`, core.Param(r, "id"), core.CallerOf(r).Organization).
		Scan(&shown.Name, &shown.Place.Latitude, &shown.Place.Longitude)
	if err == sql.ErrNoRows {
		return nil, core.NotFound
	}
	if err != nil {
		return nil, err
	}
	if forecast, err := h.Forecasts.At(r.Context(), shown.Place); err == nil {
		shown.Forecast = &forecast
	} else {
		log.Printf("a WatchPoint is shown without its forecast: %v", err)
	}
	return shown, nil
}
