package core

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
)

// Validator applies the rules that types carry as tags.
type Validator struct{}

// Check returns a Problem that names every field that breaks its rules, or nil.
func (v Validator) Check(value any) error {
	if broken := v.broken(reflect.Indirect(reflect.ValueOf(value)), ""); len(broken) > 0 {
		return Problem{http.StatusUnprocessableEntity, "invalid", "the request breaks rules", broken}
	}
	return nil
}

func (v Validator) broken(value reflect.Value, prefix string) []string {
	var found []string
	if value.Kind() != reflect.Struct {
		return nil
	}
	for i := 0; i < value.NumField(); i++ {
		field := value.Type().Field(i)
		name := prefix + strings.Split(field.Tag.Get("json"), ",")[0]
		for _, rule := range strings.Split(field.Tag.Get("validate"), ",") {
			if rule != "" && !holds(rule, value.Field(i)) {
				found = append(found, fmt.Sprintf("%s: %s", name, rule))
			}
		}
		if field.Type.Kind() == reflect.Pointer && !value.Field(i).IsNil() {
			found = append(found, v.broken(value.Field(i).Elem(), name+".")...)
		}
	}
	return found
}

func holds(rule string, value reflect.Value) bool {
	name, text, _ := strings.Cut(rule, "=")
	if name == "required" {
		return !value.IsZero()
	}
	bound, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return false
	}
	var size float64
	switch value.Kind() {
	case reflect.Int:
		size = float64(value.Int())
	case reflect.Float64:
		size = value.Float()
	default:
		size = float64(value.Len())
	}
	return (name == "min" && size >= bound) || (name == "max" && size <= bound)
}

// Body reads the body of a request, and turns away what breaks the rules of its type.
func Body[T any](r *http.Request) (T, error) {
	var value T
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<20)).Decode(&value); err != nil {
		return value, Problem{Status: http.StatusBadRequest, Code: "malformed", Text: "the body is not what it should be"}
	}
	return value, Validator{}.Check(value)
}
