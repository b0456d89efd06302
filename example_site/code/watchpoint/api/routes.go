// Package api binds every endpoint of `openapi.yaml` to what answers it.
package api

import (
	"net/http"

	"example.org/watchpoint/api/auth"
	"example.org/watchpoint/api/billing"
	"example.org/watchpoint/api/core"
	"example.org/watchpoint/api/forecasts"
	"example.org/watchpoint/api/organizations"
	"example.org/watchpoint/api/watchpoints"
)

// Handlers are all that answer requests.
type Handlers struct {
	Auth          auth.AuthHandler
	Billing       billing.Handler
	Stripe        billing.StripeWebhookHandler
	Forecasts     forecasts.Handler
	Keys          organizations.APIKeyHandler
	Organizations organizations.OrganizationHandler
	Users         organizations.UserHandler
	WatchPoints   watchpoints.Handler
}

// Core is the chain that requests pass.
type Core struct {
	Addresses     *core.AddressLimit
	Authenticator core.Authenticator
	Limits        core.RateLimitMiddleware
	Audit         core.AuditLog
	Emit          func(name string, seconds float64, endpoint string)
}

// New returns the API: what anybody may ask, and behind the chain what only known callers may.
func New(h Handlers, c Core) http.Handler {
	behind := c.Authenticator.Wrap(c.Limits.Wrap(c.Audit.Wrap(private(h, c.Audit))))
	mux := http.NewServeMux()
	mux.Handle("/stripe/webhook", only("POST /stripe/webhook", h.Stripe))
	mux.Handle("/dashboard/login", only("POST /dashboard/login", http.HandlerFunc(h.Auth.DashboardLogin)))
	open := []string{"/sessions", "/sessions/", "/dashboard/", "/invitations/", "/organizations", "/password-resets", "/password-resets/"}
	for _, path := range open {
		mux.Handle(path, public(h))
	}
	mux.Handle("/", behind)
	return core.Latency(c.Emit, c.Addresses.Wrap(mux))
}

func only(pattern string, handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method+" "+r.URL.Path != pattern {
			core.Respond(w, nil, core.NotFound)
			return
		}
		handler.ServeHTTP(w, r)
	})
}

func public(h Handlers) http.Handler {
	router := &core.Router{}
	router.On("POST /sessions", h.Auth.Login)
	router.On("POST /sessions/oauth/{provider}", h.Auth.LoginOAuth)
	router.On("GET /dashboard/oauth/{provider}/callback", h.Auth.OAuthCallback)
	router.On("DELETE /dashboard/session", h.Auth.Logout)
	router.On("POST /invitations/accept", h.Auth.AcceptInvite)
	router.On("POST /password-resets", h.Auth.ForgotPassword)
	router.On("POST /password-resets/use", h.Auth.ResetPassword)
	router.On("POST /organizations", h.Organizations.Create)
	return router
}

func private(h Handlers, audit core.AuditLog) http.Handler {
	router := &core.Router{}
	router.On("POST /watchpoints", h.WatchPoints.Create)
	router.On("POST /watchpoints/bulk/import", h.WatchPoints.BulkImport)
	router.On("POST /watchpoints/bulk/pause", h.WatchPoints.BulkPause)
	router.On("POST /watchpoints/bulk/resume", h.WatchPoints.BulkResume)
	router.On("POST /watchpoints/bulk/delete", h.WatchPoints.BulkDelete)
	router.On("POST /watchpoints/bulk/tags", h.WatchPoints.BulkTags)
	router.On("POST /watchpoints/bulk/clone", h.WatchPoints.BulkClone)
	router.On("GET /watchpoints/{id}", h.WatchPoints.Show)
	router.On("PUT /watchpoints/{id}", h.WatchPoints.Update)
	router.On("DELETE /watchpoints/{id}", h.WatchPoints.Delete)
	router.On("POST /watchpoints/{id}/pause", h.WatchPoints.Pause)
	router.On("POST /watchpoints/{id}/resume", h.WatchPoints.Resume)
	router.On("POST /watchpoints/{id}/clone", h.WatchPoints.Clone)
	router.On("GET /watchpoints/{id}/notifications", h.WatchPoints.Notifications)
	router.On("GET /watchpoints/{id}/state", h.WatchPoints.State)
	router.On("POST /webhook-secrets/rotate", h.WatchPoints.RotateSecret)
	router.On("GET /forecasts/variables", h.Forecasts.List)
	router.On("GET /forecasts/status", h.Forecasts.Status)
	router.On("POST /forecasts/batch", h.Forecasts.Batch)
	router.On("GET /forecasts/{latitude}/{longitude}", h.Forecasts.Point)
	router.On("PATCH /organization", h.Organizations.Update)
	router.On("DELETE /organization", h.Organizations.Delete)
	router.On("GET /organization/notifications", h.Organizations.Notifications)
	router.On("POST /organization/invitations", h.Users.Invite)
	router.On("PUT /organization/users/{id}/role", h.Users.ChangeRole)
	router.On("DELETE /organization/users/{id}", h.Users.Remove)
	router.On("POST /organization/keys", h.Keys.Create)
	router.On("POST /organization/keys/{id}/rotate", h.Keys.Rotate)
	router.On("DELETE /organization/keys/{id}", h.Keys.Revoke)
	router.On("GET /billing/usage", h.Billing.CurrentUsage)
	router.On("GET /billing/usage/history", h.Billing.UsageHistory)
	router.On("GET /billing/subscription", h.Billing.Subscription)
	router.On("POST /billing/subscription", h.Billing.Subscribe)
	router.On("GET /billing/invoices", h.Billing.Invoices)
	router.On("POST /billing/checkout", h.Billing.Checkout)
	router.On("POST /billing/portal", h.Billing.Portal)
	router.On("GET /admin/audit-log/{organization}", audit.Query)
	return router
}
