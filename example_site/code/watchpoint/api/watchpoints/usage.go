package watchpoints

import (
	"context"
	"net/http"

	"example.org/watchpoint/api/core"
)

// UsageEnforcer asks whether a plan has room for another WatchPoint.
type UsageEnforcer struct {
	Limits map[string]int
	// Used returns the plan of an organization, and how many WatchPoints it has.
	Used func(ctx context.Context, organization string) (plan string, count int, err error)
}

// Check returns a Problem where the plan has no room for so many more. A plan that nobody declared has none.
func (e UsageEnforcer) Check(ctx context.Context, organization string, more int) error {
	plan, count, err := e.Used(ctx, organization)
	if err != nil {
		return err
	}
	if count+more > e.Limits[plan] {
		return core.Problem{Status: http.StatusPaymentRequired, Code: "plan_full", Text: "the plan has no room"}
	}
	return nil
}
