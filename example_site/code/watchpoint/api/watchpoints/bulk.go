package watchpoints

import (
	"context"
	"errors"
	"net/http"

	"example.org/watchpoint/api/core"
	"example.org/watchpoint/api/types"
)

type many struct {
	IDs  []string `json:"ids" validate:"required,max=1000"`
	Tags []string `json:"tags"`
}

type imported struct {
	WatchPoints []types.WatchPointRequest `json:"watchpoints" validate:"required,max=1000"`
}

// Result says what became of one entry.
type Result struct {
	Entry int    `json:"entry"`
	Code  string `json:"code"`
}

// each does something to every entry. It is not all or nothing: one that fails is told, and the rest goes on.
func each(count int, do func(index int) error) []Result {
	results := make([]Result, count)
	for i := range results {
		results[i] = Result{i, "done"}
		if err := do(i); err != nil {
			results[i].Code = "failed"
			var problem core.Problem
			if errors.As(err, &problem) {
				results[i].Code = problem.Code
			}
		}
	}
	return results
}

// BulkImport answers `POST /watchpoints/bulk/import`.
func (h Handler) BulkImport(r *http.Request) (any, error) {
	list, err := core.Body[imported](r)
	if err != nil {
		return nil, err
	}
	return each(len(list.WatchPoints), func(i int) error {
		if err := (core.Validator{}).Check(list.WatchPoints[i]); err != nil {
			return err
		}
		_, err := h.create(r.Context(), core.CallerOf(r).Organization, list.WatchPoints[i])
		return err
	}), nil
}

// BulkPause answers `POST /watchpoints/bulk/pause`.
func (h Handler) BulkPause(r *http.Request) (any, error) { return h.bulk(r, h.Pause) }

// BulkResume answers `POST /watchpoints/bulk/resume`.
func (h Handler) BulkResume(r *http.Request) (any, error) { return h.bulk(r, h.Resume) }

// BulkDelete answers `POST /watchpoints/bulk/delete`.
func (h Handler) BulkDelete(r *http.Request) (any, error) { return h.bulk(r, h.Delete) }

// BulkClone answers `POST /watchpoints/bulk/clone`.
func (h Handler) BulkClone(r *http.Request) (any, error) { return h.bulk(r, h.Clone) }

func (h Handler) bulk(r *http.Request, action core.Action) (any, error) {
	list, err := core.Body[many](r)
	if err != nil {
		return nil, err
	}
	return each(len(list.IDs), func(i int) error {
		_, err := action(core.WithParam(r, "id", list.IDs[i]))
		return err
	}), nil
}

// BulkTags answers `POST /watchpoints/bulk/tags`.
func (h Handler) BulkTags(r *http.Request) (any, error) {
	list, err := core.Body[many](r)
	if err != nil {
		return nil, err
	}
	return each(len(list.IDs), func(i int) error {
		return h.retag(r.Context(), list.IDs[i], core.CallerOf(r).Organization, list.Tags)
	}), nil
}

func (h Handler) retag(ctx context.Context, id, organization string, tags []string) error {
	if err := core.Change(ctx, h.DB, `UPDATE watchpoints SET tagged_at = now()
		WHERE id = $1 AND organization_id = $2`, id, organization); err != nil {
		return err
	}
	if _, err := h.DB.ExecContext(ctx, `DELETE FROM watchpoint_tags WHERE watchpoint_id = $1`, id); err != nil {
		return err
	}
	for _, tag := range tags {
		if _, err := h.DB.ExecContext(ctx, `INSERT INTO watchpoint_tags (watchpoint_id, tag) VALUES ($1, $2)
			ON CONFLICT DO NOTHING`, id, tag); err != nil {
			return err
		}
	}
	return nil
}
