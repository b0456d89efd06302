// Package forecasts answers what the weather will be, for anybody who asks directly.
package forecasts

import (
	"context"
	"log"
	"net/http"
	"time"

	"example.org/watchpoint/api/core"
	"example.org/watchpoint/api/types"
)

// Run is a complete run of a model.
type Run struct {
	ID       string    `json:"id"`
	Product  string    `json:"product"`
	Complete time.Time `json:"complete"`
}

// Forecast is the answer for one place. Stale says that a newer run exists and could not be read.
type Forecast struct {
	Run    Run       `json:"run"`
	Stale  bool      `json:"stale"`
	Values []float64 `json:"values"`
}

// Arrays reads what inference wrote.
type Arrays interface {
	Read(ctx context.Context, run Run, place types.Place) ([]float64, error)
}

// ForecastService is the one way to a forecast: a place has the same wherever it is shown.
type ForecastService struct {
	Arrays Arrays
	// Complete returns the complete runs, newest first. Whether a run is complete is told by those who run it.
	Complete func(ctx context.Context) ([]Run, error)
	// MaxAge is how old the newest run may be before an answer says that it is stale.
	MaxAge time.Duration
	Now    func() time.Time
}

// At returns the forecast for a place from the newest run that can be read, and says if that is not a fresh one.
func (s ForecastService) At(ctx context.Context, place types.Place) (Forecast, error) {
	if err := (core.Validator{}).Check(place); err != nil {
		return Forecast{}, err
	}
	runs, err := s.Complete(ctx)
	if err != nil {
		return Forecast{}, err
	}
	for i, run := range runs {
		values, err := s.Arrays.Read(ctx, run, place)
		if err == nil {
			return Forecast{run, i > 0 || s.Now().Sub(run.Complete) > s.MaxAge, values}, nil
		}
		log.Printf("run %s cannot be read: %v", run.ID, err)
	}
	return Forecast{}, core.Problem{
		Status: http.StatusServiceUnavailable, Code: "no_forecast", Text: "no run can be read at present",
	}
}
