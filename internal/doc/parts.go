package doc

import "clausebook/internal/strictyaml"

// Parts are the two parts of a file as written: without the names and defaults that the configuration gives.
type Parts struct {
	Front    *strictyaml.Node // nil where there is none, and where it cannot be read
	Block    string           // the lines between the fences
	Language string           // of the front matter: YAML, TOML or JSON; empty where there is none
	Body     []byte
	BodyLine int // 1-based
}

// Take takes a file apart. It reports nothing: what is wrong with an old version cannot be fixed any more.
func Take(raw []byte) Parts {
	return new(Document).take(raw).Parts
}

// taken is the parts of a file and the line at which its front matter begins; 0 where there is none.
type taken struct {
	Parts
	line int
}

func (d *Document) take(raw []byte) taken {
	written := d.split(raw)
	t := taken{Parts{Block: string(written.text), Language: written.language, Body: d.Source[d.BodyAt:], BodyLine: d.BodyLine}, written.line}
	if written.line > 0 {
		t.Front = d.readFront(written)
	}
	return t
}
