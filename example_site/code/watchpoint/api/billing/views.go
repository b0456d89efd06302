package billing

import (
	"context"
	"database/sql"
	"net/http"

	"example.org/watchpoint/api/core"
)

// Handler shows what the dashboard wants to know, and sends to Stripe whoever wants to change it.
type Handler struct{ Service BillingService }

// Usage is what was used in a period.
type Usage struct {
	Period string `json:"period"`
	Used   int    `json:"used"`
}

// CurrentUsage answers `GET /billing/usage`.
func (h Handler) CurrentUsage(r *http.Request) (any, error) {
	var usage struct {
		Used      int `json:"used"`
		Allowance int `json:"allowance"`
	}
	err := h.Service.DB.QueryRowContext(r.Context(), `SELECT used, allowance FROM rate_limits
		WHERE organization_id = $1`, core.CallerOf(r).Organization).Scan(&usage.Used, &usage.Allowance)
	return usage, err
}

// UsageHistory answers `GET /billing/usage/history`.
func (h Handler) UsageHistory(r *http.Request) (any, error) {
	return core.List(r.Context(), h.Service.DB, func(rows *sql.Rows) (usage Usage, err error) {
		return usage, rows.Scan(&usage.Period, &usage.Used)
	}, `SELECT period, used FROM usage_history WHERE organization_id = $1 ORDER BY period DESC`,
		core.CallerOf(r).Organization)
}

// Subscription answers `GET /billing/subscription`.
func (h Handler) Subscription(r *http.Request) (any, error) {
	var state struct {
		Plan     string  `json:"plan"`
		NextPlan *string `json:"next_plan"`
	}
	err := h.Service.DB.QueryRowContext(r.Context(), `SELECT plan, next_plan FROM organizations
		WHERE id = $1`, core.CallerOf(r).Organization).Scan(&state.Plan, &state.NextPlan)
	return state, err
}

// Invoices answers `GET /billing/invoices`; Stripe is asked each time.
func (h Handler) Invoices(r *http.Request) (any, error) {
	customer, err := h.Service.Customer(r.Context(), core.CallerOf(r).Organization)
	if err != nil {
		return nil, err
	}
	return h.Service.Stripe.Invoices(r.Context(), customer)
}

// Subscribe answers `POST /billing/subscription`.
func (h Handler) Subscribe(r *http.Request) (any, error) {
	wanted, err := core.Body[order](r)
	if err != nil {
		return nil, err
	}
	return nil, h.Service.CreateSubscription(r.Context(), core.CallerOf(r).Organization, wanted.Price)
}

type order struct {
	Price string `json:"price" validate:"required"`
}

// Checkout answers `POST /billing/checkout` with an address at Stripe.
func (h Handler) Checkout(r *http.Request) (any, error) {
	wanted, err := core.Body[order](r)
	if err != nil {
		return nil, err
	}
	return h.atStripe(r, func(ctx context.Context, customer string) (string, error) {
		return h.Service.Stripe.Checkout(ctx, customer, wanted.Price)
	})
}

// Portal answers `POST /billing/portal` with an address at Stripe.
func (h Handler) Portal(r *http.Request) (any, error) { return h.atStripe(r, h.Service.Stripe.Portal) }

func (h Handler) atStripe(r *http.Request, open func(context.Context, string) (string, error)) (any, error) {
	customer, err := h.Service.Customer(r.Context(), core.CallerOf(r).Organization)
	if err != nil {
		return nil, err
	}
	url, err := open(r.Context(), customer)
	return map[string]string{"url": url}, err
}
