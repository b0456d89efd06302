package billing

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"example.org/watchpoint/api/core"
)

// Event is what Stripe tells.
type Event struct {
	ID       string    `json:"id"`
	Type     string    `json:"type"`
	Customer string    `json:"customer"`
	Plan     string    `json:"plan"`
	Created  time.Time `json:"created"`
	// PeriodEnd is until when the present plan is paid for.
	PeriodEnd time.Time `json:"period_end"`
}

// Plans is what events change. Besides administrators, nobody else does.
type Plans interface {
	// Remember says whether an event is new, and no older than what is already known of its customer.
	Remember(ctx context.Context, event Event) (isNew bool, err error)
	Set(ctx context.Context, customer, plan string, from time.Time) error
	BeginGrace(ctx context.Context, customer string, until time.Time) error
}

const grace = 7 * 24 * time.Hour

// StripeWebhookHandler is the one way in which a plan changes.
type StripeWebhookHandler struct {
	Secret []byte
	Plans  Plans
}

// ServeHTTP answers `POST /stripe/webhook`. An event that cannot be handled is answered so that Stripe sends it again.
func (h StripeWebhookHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<16))
	var event Event
	if err != nil || !h.isGenuine(body, r.Header.Get("Stripe-Signature")) || json.Unmarshal(body, &event) != nil {
		core.Respond(w, nil, core.Problem{Status: http.StatusBadRequest, Code: "not_genuine", Text: "not from Stripe"})
		return
	}
	isNew, err := h.Plans.Remember(r.Context(), event)
	if err == nil && isNew {
		err = h.handle(r.Context(), event)
	}
	core.Respond(w, nil, err)
}

// isGenuine checks a header of the form `t=…,v1=…`.
func (h StripeWebhookHandler) isGenuine(body []byte, header string) bool {
	stamp, signature, _ := strings.Cut(header, ",")
	given, err := hex.DecodeString(strings.TrimPrefix(signature, "v1="))
	if err != nil {
		return false
	}
	made := hmac.New(sha256.New, h.Secret)
	made.Write([]byte(strings.TrimPrefix(stamp, "t=") + "."))
	made.Write(body)
	return hmac.Equal(given, made.Sum(nil))
}

func (h StripeWebhookHandler) handle(ctx context.Context, event Event) error {
	switch event.Type {
	case "plan.upgraded":
		return h.upgrade(ctx, event)
	case "plan.downgraded":
		return h.downgrade(ctx, event)
	case "payment.failed":
		return h.paymentFailed(ctx, event)
	}
	return nil
}

// upgrade takes effect at once.
func (h StripeWebhookHandler) upgrade(ctx context.Context, event Event) error {
	return h.Plans.Set(ctx, event.Customer, event.Plan, event.Created)
}

// downgrade takes effect at the end of what was paid for.
func (h StripeWebhookHandler) downgrade(ctx context.Context, event Event) error {
	return h.Plans.Set(ctx, event.Customer, event.Plan, event.PeriodEnd)
}

// paymentFailed begins a grace period, whose end a scheduled job notices.
func (h StripeWebhookHandler) paymentFailed(ctx context.Context, event Event) error {
	return h.Plans.BeginGrace(ctx, event.Customer, event.Created.Add(grace))
}

// StoredPlans keeps plans in the database.
type StoredPlans struct{ DB *sql.DB }

// Remember stores the id of an event.
func (p StoredPlans) Remember(ctx context.Context, event Event) (bool, error) {
	result, err := p.DB.ExecContext(ctx, `INSERT INTO stripe_events (id, customer, created)
		SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM stripe_events WHERE customer = $2 AND created > $3)
		ON CONFLICT DO NOTHING`, event.ID, event.Customer, event.Created)
	if err != nil {
		return false, err
	}
	stored, err := result.RowsAffected()
	return stored == 1, err
}

// Set changes a plan, now or later.
func (p StoredPlans) Set(ctx context.Context, customer, plan string, from time.Time) error {
	return core.Change(ctx, p.DB, `UPDATE organizations SET grace_until = NULL,
		plan = CASE WHEN $3 <= now() THEN $2 ELSE plan END, next_plan = $2, next_plan_from = $3
		WHERE stripe_customer = $1`, customer, plan, from)
}

// BeginGrace leaves a plan as it is for a while; a second failed payment does not make it longer.
func (p StoredPlans) BeginGrace(ctx context.Context, customer string, until time.Time) error {
	_, err := p.DB.ExecContext(ctx, `UPDATE organizations SET grace_until = $2
		WHERE stripe_customer = $1 AND grace_until IS NULL`, customer, until)
	return err
}
