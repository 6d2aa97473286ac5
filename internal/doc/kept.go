package doc

import (
	"bytes"

	"clausebook/internal/fingerprint"
	"clausebook/internal/kept"
	"clausebook/internal/strictyaml"
)

// settings names the way in which documents are read. Schemas are those of the program.
func (r *Reader) settings() fingerprint.Digest {
	r.naming.Do(func() { r.named = fingerprint.Of(r.Folder, r.Fields, r.Values, r.Defaults) })
	return r.named
}

// keptDocument is a document as it is kept: without its file, which is at hand whenever it is asked for.
type keptDocument struct {
	Document Document
	Tail     int // the last bytes of the file that are its source; -1 where the source is no part of the file
}

// parseOnce gives what parse gives, unless it is kept from an earlier run.
func (r *Reader) parseOnce(p string, raw []byte, given *givens, beside map[string]*strictyaml.Node) *Document {
	if r.needsBeside() {
		return r.parse(p, raw, given, beside)
	}
	name := fingerprint.Of(r.settings(), p, sum256(raw))
	var d *Document
	known := r.Kept.Of(name, func() []byte {
		d = r.parse(p, raw, given, beside)
		if r.Kept == nil {
			return nil
		}
		return d.encode(raw)
	})
	if d == nil {
		d = decode(known, raw)
	}
	if d == nil { // cannot be, as what is kept has a sum
		d = r.parse(p, raw, given, beside)
	}
	if d.Front.Get("data") == nil {
		d.From = name
	}
	return d
}

func (d *Document) encode(raw []byte) []byte {
	k := keptDocument{Document: *d, Tail: len(d.Source)}
	if k.Document.Source = nil; !bytes.HasSuffix(raw, d.Source) {
		k.Document.Source, k.Tail = d.Source, -1
	}
	return kept.Encode(&k)
}

func decode(known, raw []byte) *Document {
	var k keptDocument
	if err := kept.Decode(known, &k); err != nil || k.Tail > len(raw) {
		return nil
	}
	if k.Tail >= 0 {
		k.Document.Source = raw[len(raw)-k.Tail:]
	}
	return &k.Document
}
