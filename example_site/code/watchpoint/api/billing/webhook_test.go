package billing

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

type plans struct {
	seen map[string]bool
	set  []string
}

func (p *plans) Remember(_ context.Context, event Event) (bool, error) {
	isNew := !p.seen[event.ID]
	p.seen[event.ID] = true
	return isNew, nil
}

func (p *plans) Set(_ context.Context, _, plan string, from time.Time) error {
	p.set = append(p.set, plan+" from "+from.Format("2006-01-02"))
	return nil
}

func (p *plans) BeginGrace(_ context.Context, _ string, until time.Time) error {
	p.set = append(p.set, "grace until "+until.Format("2006-01-02"))
	return nil
}

func send(p *plans, body, secret string) int {
	made := hmac.New(sha256.New, []byte(secret))
	made.Write([]byte("1." + body))
	request := httptest.NewRequest("POST", "/stripe/webhook", strings.NewReader(body))
	request.Header.Set("Stripe-Signature", "t=1,v1="+hex.EncodeToString(made.Sum(nil)))
	answer := httptest.NewRecorder()
	StripeWebhookHandler{[]byte("ours"), p}.ServeHTTP(answer, request)
	return answer.Code
}

const event = `{"id":"e1","type":"TYPE","customer":"c1","plan":"pro",
	"created":"2026-06-01T00:00:00Z","period_end":"2026-07-01T00:00:00Z"}`

func told(kind string) *plans {
	p := &plans{seen: map[string]bool{}}
	send(p, strings.Replace(event, "TYPE", kind, 1), "ours")
	return p
}

func TestUpgradeTakesEffectAtOnce(t *testing.T) {
	if got := strings.Join(told("plan.upgraded").set, ""); got != "pro from 2026-06-01" {
		t.Error(got)
	}
}

func TestDowngradeWaitsForTheEndOfThePeriod(t *testing.T) {
	if got := strings.Join(told("plan.downgraded").set, ""); got != "pro from 2026-07-01" {
		t.Error(got)
	}
}

func TestFailedPaymentBeginsGrace(t *testing.T) {
	if got := strings.Join(told("payment.failed").set, ""); got != "grace until 2026-06-08" {
		t.Error(got)
	}
}

func TestForgedEventIsRefused(t *testing.T) {
	p := &plans{seen: map[string]bool{}}
	if code := send(p, event, "theirs"); code != 400 || len(p.seen) != 0 {
		t.Error(code, p.seen)
	}
}

func TestRepeatedEventChangesNothing(t *testing.T) {
	p := told("plan.upgraded")
	send(p, strings.Replace(event, "TYPE", "plan.upgraded", 1), "ours")
	if len(p.set) != 1 {
		t.Error(p.set)
	}
}
