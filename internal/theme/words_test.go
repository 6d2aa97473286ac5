package theme

import "testing"

func TestPlural(t *testing.T) {
	w := &Words{language: "de", table: map[string]string{"document": "Dokument", "documents": "Dokumente"}}
	for n, want := range map[int]string{0: "0 Dokumente", 1: "1 Dokument", 2: "2 Dokumente", 12345: "12\u202f345 Dokumente"} {
		if got := w.N(n, "document", "documents"); got != want {
			t.Errorf("n(%d) = %q, want %q", n, got, want)
		}
	}
}
