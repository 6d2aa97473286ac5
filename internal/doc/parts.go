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
	d := &Document{}
	written := d.split(raw)
	p := Parts{Block: string(written.text), Language: written.language, Body: d.Source[d.BodyAt:], BodyLine: d.BodyLine}
	if written.line > 0 {
		p.Front = d.readFront(written)
	}
	return p
}
