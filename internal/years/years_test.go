package years_test

import (
	"strings"
	"testing"
	"time"

	"clausebook/internal/years"
)

// TestTimesOfExports names the first time of a file that lies outside the years, where the file has it.
func TestTimesOfExports(t *testing.T) {
	t.Parallel()
	at := func(text string) time.Time {
		out, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	text := []byte("[{\n  \"merged_at\": \"2026-01-01T00:00:00Z\",\n  \"submitted_at\": \"2999-12-31T23:30:00-05:00\"}]")
	for _, c := range []struct {
		times []time.Time
		want  string
	}{
		{nil, ""},
		{[]time.Time{{}, at("2026-01-01T00:00:00Z"), at("1990-01-01T00:00:00Z"), at("2100-12-31T00:00:00Z")}, ""},
		{[]time.Time{at("2999-12-31T23:30:00-05:00"), at("2026-01-01T00:00:00Z")},
			"r.json:3:20 a time is 2999-12-31, which lies outside the years 1990 to 2100"},
		{[]time.Time{at("2999-12-31T23:30:00-05:00"), at("3000-01-01T00:00:00Z"), at("3000-01-01T01:00:00Z")},
			"r.json:3:20 a time is 2999-12-31, which lies outside the years 1990 to 2100; so do those of 1 more day"},
		{[]time.Time{at("1970-01-01T00:00:00Z")}, "r.json a time is 1970-01-01, which lies outside the years 1990 to 2100"},
	} {
		var got []string
		for _, f := range years.Among("r.json", text, c.times) {
			got = append(got, f.Pos.String()+" "+f.Message)
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%v: got %q, want %q", c.times, got, c.want)
		}
	}
}
