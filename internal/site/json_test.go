package site

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// TestJSONInLines holds that JSON is written in lines without a change of what it says, whatever stands in its texts.
func TestJSONInLines(t *testing.T) {
	for _, v := range []any{
		nil, "", []string{}, map[string]any{"a": []map[string]string{{"b": `"{[`}, {"c": `\`}, {"d": `\\",{`}}},
		map[string]any{"x": []any{map[string]any{"y": []any{1, "],[{", map[string]any{"z": []any{map[string]any{"deep": []int{1, 2}}}}}}}},
	} {
		var got bytes.Buffer
		if err := writeJSON(&got, v); err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var flat bytes.Buffer
		if err := json.Compact(&flat, got.Bytes()); err != nil || flat.String() != string(want) {
			t.Errorf("%s became %s (%v)", want, &got, err)
		}
	}
	var b bytes.Buffer
	if err := writeJSON(&b, map[string]any{"n": []any{map[string]int{"a": 1}, map[string]int{"a": 2}}}); err != nil {
		t.Fatal(err)
	}
	if want := "{\"n\":[\n{\"a\":1},\n{\"a\":2}]}\n"; b.String() != want || strings.Count(b.String(), "\n") != 3 {
		t.Errorf("got %q, want %q", &b, want)
	}
}
