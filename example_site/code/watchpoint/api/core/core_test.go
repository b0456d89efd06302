package core

import (
	"errors"
	"testing"
	"time"

	"example.org/watchpoint/api/types"
)

func TestValidatorNamesAllMistakesAtOnce(t *testing.T) {
	var problem Problem
	err := Validator{}.Check(types.WatchPointRequest{Monitor: &types.MonitorConfig{WindowHours: 169}})
	if !errors.As(err, &problem) || len(problem.Fields) != 5 {
		t.Error(err)
	}
}

func TestAddressLimitForgetsAfterAMinute(t *testing.T) {
	now := time.Unix(0, 0)
	limit := &AddressLimit{PerMinute: 1, Now: func() time.Time { return now }}
	if !limit.Allow("a") || limit.Allow("a") || !limit.Allow("b") {
		t.Error("not counted by address")
	}
	now = now.Add(time.Minute)
	if !limit.Allow("a") {
		t.Error("not forgotten")
	}
}
