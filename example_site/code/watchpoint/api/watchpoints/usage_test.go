package watchpoints

import (
	"context"
	"testing"
)

func TestUsageEnforcer(t *testing.T) {
	cases := []struct {
		plan        string
		count, more int
		fits        bool
	}{
		{"free", 2, 1, true},
		{"free", 3, 1, false},
		{"pro", 3, 1, true},
		{"of old", 0, 1, false},
	}
	for _, each := range cases {
		t.Run(each.plan, func(t *testing.T) {
			enforcer := UsageEnforcer{
				Limits: map[string]int{"free": 3, "pro": 100},
				Used:   func(context.Context, string) (string, int, error) { return each.plan, each.count, nil },
			}
			if err := enforcer.Check(context.Background(), "o1", each.more); (err == nil) != each.fits {
				t.Errorf("%d and %d more under %s: %v", each.count, each.more, each.plan, err)
			}
		})
	}
}
