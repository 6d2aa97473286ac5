package doc

import (
	"strings"
	"testing"
)

func TestTake(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		raw, id, block, body string
		line                 int
		unread               bool
	}{
		"whole":          {raw: "---\nid: A\n---\ntext\n", id: "A", block: "id: A", body: "text\n", line: 4},
		"byte order":     {raw: "\ufeff---\nid: A\n---\ntext\n", id: "A", block: "id: A", body: "text\n", line: 4},
		"no front":       {raw: "text\n", body: "text\n", line: 1, unread: true},
		"broken front":   {raw: "---\nid: [A\n---\ntext\n", block: "id: [A", body: "text\n", line: 4, unread: true},
		"not closed":     {raw: "---\nid: A\ntext\n", body: "---\nid: A\ntext\n", line: 1, unread: true},
		"own field name": {raw: "---\nref: A\n---\n", block: "ref: A", line: 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := Take([]byte(tt.raw))
			if (p.Front == nil) != tt.unread || p.Front.Get("id").Text() != tt.id || string(p.Body) != tt.body || p.BodyLine != tt.line {
				t.Errorf("got %+v", p)
			}
			if got := strings.TrimSpace(p.Block); got != tt.block {
				t.Errorf("block %q, want %q", got, tt.block)
			}
		})
	}
}
