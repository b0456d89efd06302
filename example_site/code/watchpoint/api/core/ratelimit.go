package core

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"sync"
	"time"
)

var tooMany = Problem{Status: http.StatusTooManyRequests, Code: "too_many", Text: "try again later"}

// Counter counts requests of an organization, and says how many there may be.
type Counter interface {
	Count(ctx context.Context, organization string) (used, allowance int, err error)
}

// TableCounter counts in `rate_limits`, where all processes and the scheduled jobs see it.
type TableCounter struct{ DB *sql.DB }

// Count adds one.
func (c TableCounter) Count(ctx context.Context, organization string) (used, allowance int, err error) {
	err = c.DB.QueryRowContext(ctx, `UPDATE rate_limits SET used = used + 1
		WHERE organization_id = $1 RETURNING used, allowance`, organization).Scan(&used, &allowance)
	return used, allowance, err
}

// MemoryCounter counts in one process, where nothing is shared: less exact, but it stops nobody from working.
type MemoryCounter struct {
	Allowance int

	lock   sync.Mutex
	counts map[string]int
}

// Count adds one.
func (c *MemoryCounter) Count(_ context.Context, organization string) (used, allowance int, err error) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.counts == nil {
		c.counts = map[string]int{}
	}
	c.counts[organization]++
	return c.counts[organization], c.Allowance, nil
}

// RateLimitMiddleware holds organizations to the allowance of their plan.
type RateLimitMiddleware struct{ Counter Counter }

// Wrap turns away what is beyond the allowance.
func (m RateLimitMiddleware) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		used, allowance, err := m.Counter.Count(r.Context(), CallerOf(r).Organization)
		if err == nil && used > allowance {
			err = tooMany
		}
		if err != nil {
			Respond(w, nil, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// AddressLimit stops whoever tries keys at random. Its counts are cheap, and may be forgotten.
type AddressLimit struct {
	PerMinute int
	Now       func() time.Time

	lock   sync.Mutex
	minute int64
	counts map[string]int
}

// Allow counts a request of an address; whether it is within the limit.
func (l *AddressLimit) Allow(address string) bool {
	l.lock.Lock()
	defer l.lock.Unlock()
	if minute := l.Now().Unix() / 60; minute != l.minute || l.counts == nil {
		l.minute, l.counts = minute, map[string]int{}
	}
	l.counts[address]++
	return l.counts[address] <= l.PerMinute
}

// Wrap turns away addresses that are beyond the limit.
func (l *AddressLimit) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		address, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil || !l.Allow(address) {
			Respond(w, nil, tooMany)
			return
		}
		next.ServeHTTP(w, r)
	})
}
