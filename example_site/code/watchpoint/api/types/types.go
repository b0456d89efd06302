// Package types has what crosses a boundary. Its tags carry the rules, so that no reader has to repeat them.
package types

import "time"

// MonitorConfig watches a moving window, without an end.
type MonitorConfig struct {
	WindowHours int       `json:"window_hours" validate:"required,min=6,max=168"`
	Thresholds  []float64 `json:"thresholds" validate:"required"`
}

// EventConfig watches one occasion, which is archived once it is over.
type EventConfig struct {
	Starts     time.Time `json:"starts" validate:"required"`
	Ends       time.Time `json:"ends" validate:"required"`
	Thresholds []float64 `json:"thresholds" validate:"required"`
}

// WatchPointRequest has one of two configurations, as its mode says.
type WatchPointRequest struct {
	Name    string         `json:"name" validate:"required,max=200"`
	Place   *Place         `json:"place" validate:"required"`
	Mode    string         `json:"mode" validate:"required"`
	Event   *EventConfig   `json:"event"`
	Monitor *MonitorConfig `json:"monitor"`
}

// Place is a point on the map.
type Place struct {
	Latitude  float64 `json:"latitude" validate:"min=-90,max=90"`
	Longitude float64 `json:"longitude" validate:"min=-180,max=180"`
}
