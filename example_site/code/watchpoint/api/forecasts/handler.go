package forecasts

import (
	"net/http"
	"strconv"

	"example.org/watchpoint/api/core"
	"example.org/watchpoint/api/types"
)

// Handler answers requests for forecasts.
type Handler struct{ Service ForecastService }

// Variables are what a forecast can be asked for, with their units.
var Variables = map[string]string{"wind_gust": "m/s", "temperature": "°C", "precipitation": "mm/h"}

// Point answers `GET /forecasts/{latitude}/{longitude}`.
func (h Handler) Point(r *http.Request) (any, error) {
	latitude, err := strconv.ParseFloat(core.Param(r, "latitude"), 64)
	if err != nil {
		return nil, core.NotFound
	}
	longitude, err := strconv.ParseFloat(core.Param(r, "longitude"), 64)
	if err != nil {
		return nil, core.NotFound
	}
	return h.Service.At(r.Context(), types.Place{Latitude: latitude, Longitude: longitude})
}

// Batch answers `POST /forecasts/batch`. A place that has no forecast is told, and does not spoil the others.
func (h Handler) Batch(r *http.Request) (any, error) {
	type request struct {
		Places []types.Place `json:"places" validate:"required,max=100"`
	}
	asked, err := core.Body[request](r)
	if err != nil {
		return nil, err
	}
	type answer struct {
		Forecast *Forecast `json:"forecast"`
		Error    string    `json:"error,omitempty"`
	}
	answers := make([]answer, len(asked.Places))
	for i, place := range asked.Places {
		if forecast, err := h.Service.At(r.Context(), place); err == nil {
			answers[i].Forecast = &forecast
		} else {
			answers[i].Error = err.Error()
		}
	}
	return answers, nil
}

// List answers `GET /forecasts/variables`.
func (h Handler) List(*http.Request) (any, error) { return Variables, nil }

// Status answers `GET /forecasts/status`: the newest complete run of each product, and how old it is.
func (h Handler) Status(r *http.Request) (any, error) {
	runs, err := h.Service.Complete(r.Context())
	if err != nil {
		return nil, err
	}
	hours := map[string]float64{}
	for _, run := range runs {
		if _, known := hours[run.Product]; !known {
			hours[run.Product] = h.Service.Now().Sub(run.Complete).Hours()
		}
	}
	return hours, nil
}
