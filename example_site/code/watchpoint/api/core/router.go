// Package core is what every request passes before it reaches a handler, and every answer on its way back.
package core

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"strings"
)

// Action answers a request with a value that becomes JSON, or with an error.
type Action func(r *http.Request) (any, error)

// Problem is an error that the caller may see: a stable code for programs, a sentence for people.
type Problem struct {
	Status int      `json:"-"`
	Code   string   `json:"code"`
	Text   string   `json:"text"`
	Fields []string `json:"fields,omitempty"`
}

func (p Problem) Error() string { return p.Code + ": " + p.Text }

// NotFound is answered for what does not exist, and for what the caller must not know to exist.
var NotFound = Problem{Status: http.StatusNotFound, Code: "not_found", Text: "there is no such thing"}

type paramsKey struct{}

type route struct {
	method   string
	segments []string
	action   Action
}

// Router finds the action of a request.
type Router struct{ routes []route }

// On binds an action to a method and a path, such as `GET /watchpoints/{id}`.
func (router *Router) On(pattern string, action Action) {
	method, path, _ := strings.Cut(pattern, " ")
	router.routes = append(router.routes, route{method, strings.Split(path, "/"), action})
}

func (router *Router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, each := range router.routes {
		if params, fits := each.match(r); fits {
			answer, err := each.action(r.WithContext(context.WithValue(r.Context(), paramsKey{}, params)))
			Respond(w, answer, err)
			return
		}
	}
	Respond(w, nil, NotFound)
}

func (route route) match(r *http.Request) (map[string]string, bool) {
	segments := strings.Split(r.URL.Path, "/")
	if r.Method != route.method || len(segments) != len(route.segments) {
		return nil, false
	}
	params := map[string]string{}
	for i, segment := range route.segments {
		if strings.HasPrefix(segment, "{") {
			params[strings.Trim(segment, "{}")] = segments[i]
		} else if segment != segments[i] {
			return nil, false
		}
	}
	return params, true
}

// Param returns what stands in the place of `{name}` in the path.
func Param(r *http.Request, name string) string {
	params, _ := r.Context().Value(paramsKey{}).(map[string]string)
	return params[name]
}

// Respond writes an answer. It is the only place that translates errors into HTTP.
func Respond(w http.ResponseWriter, answer any, err error) {
	status := http.StatusOK
	var problem Problem
	if errors.As(err, &problem) {
		status, answer = problem.Status, problem
	} else if err != nil {
		id := NewID()
		log.Printf("%s: %v", id, err)
		status = http.StatusInternalServerError
		answer = Problem{Code: "unexpected", Text: "something went wrong, known to us as " + id}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		log.Printf("an answer was not written: %v", err)
	}
}

// WithParam returns a request as if `value` stood in the place of `{name}`: a bulk request is many single ones.
func WithParam(r *http.Request, name, value string) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), paramsKey{}, map[string]string{name: value}))
}
