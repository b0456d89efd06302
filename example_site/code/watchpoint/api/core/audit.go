package core

import (
	"database/sql"
	"log"
	"net/http"
	"time"
)

// AuditLog records changes, and answers administrators who ask what happened.
type AuditLog struct{ DB *sql.DB }

// Entry is one change.
type Entry struct {
	Actor, Action string
	At            time.Time
}

// Wrap records every request that may change something.
func (l AuditLog) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
		if r.Method == http.MethodGet {
			return
		}
		caller := CallerOf(r)
		if _, err := l.DB.ExecContext(r.Context(), `INSERT INTO audit_log (organization_id, actor, action)
			VALUES ($1, $2, $3)`, caller.Organization, caller.User, r.Method+" "+r.URL.Path); err != nil {
			log.Printf("not in the audit log: %v", err)
		}
	})
}

// Query answers `GET /admin/audit-log/{organization}`, newest first.
func (l AuditLog) Query(r *http.Request) (any, error) {
	if CallerOf(r).Role != "admin" {
		return nil, NotFound
	}
	return List(r.Context(), l.DB, func(rows *sql.Rows) (entry Entry, err error) {
		return entry, rows.Scan(&entry.Actor, &entry.Action, &entry.At)
	}, `SELECT actor, action, happened_at FROM audit_log
		WHERE organization_id = $1 ORDER BY happened_at DESC LIMIT 500`, Param(r, "organization"))
}

// Latency emits how long an answer took.
func Latency(emit func(name string, seconds float64, endpoint string), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		next.ServeHTTP(w, r)
		emit("APILatency", time.Since(begin).Seconds(), r.Method+" "+r.URL.Path)
	})
}
