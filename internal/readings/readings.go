// Package readings reads former versions from their blobs, each once for all that shows it: its own page, the redline to it and the one
// from it.
package readings

import (
	"fmt"
	"sync"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/markdown"
	"clausebook/internal/redline"
)

// reading is a former version that was read from its blob, for its own page and for the redlines to it and from it. Each thing is made when
// it is first asked for, and what two of them need is made once.
type reading struct {
	raw []byte

	mu      sync.Mutex
	doc     *doc.Document
	text    *markdown.Text // of doc
	parts   doc.Parts      // of doc
	version *redline.Version
}

// keptReadings is how many versions are kept read. Pages are written so that a version's own page is followed by the redlines that it is
// part of.
const keptReadings = 8

// Book has the versions that were read last. It may be asked from several places at once.
type Book struct {
	Blob   func(history.Hash) ([]byte, error)
	Reader *doc.Reader
	Hide   func(front, body string) string // puts pseudonyms into a text; nil where people are shown by name

	mu   sync.Mutex
	read map[stood]func() (*reading, error)
	last []stood // the oldest first
}

// stood is a text at a path.
type stood struct {
	blob history.Hash
	path string
}

// reading reads a version, once as long as it is kept.
func (c *Book) reading(of *history.Revision) (*reading, error) {
	at := stood{of.Blob, of.Path}
	c.mu.Lock()
	once := c.read[at]
	if once == nil {
		once = sync.OnceValues(func() (*reading, error) {
			raw, err := c.Blob(at.blob)
			return &reading{raw: raw}, err
		})
		if c.read == nil {
			c.read = map[stood]func() (*reading, error){}
		}
		c.read[at] = once
		if c.last = append(c.last, at); len(c.last) > keptReadings {
			delete(c.read, c.last[0])
			c.last = c.last[1:]
		}
	}
	c.mu.Unlock()
	return once()
}

// Document reads a version as a document, with its text.
func (c *Book) Document(of *history.Revision) (*doc.Document, *markdown.Text, error) {
	r, err := c.reading(of)
	if err != nil {
		return nil, nil, err
	}
	if len(r.raw) > doc.MaxFile {
		return nil, nil, fmt.Errorf("it has %d bytes; at most %d are shown", len(r.raw), doc.MaxFile)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.doc == nil {
		r.doc, r.text, r.parts = c.Reader.ParseFormer(of.Path, r.raw)
	}
	return r.doc, r.text, nil
}

// Content reads a version as redlines compare it.
func (c *Book) Content(of *history.Revision) (*redline.Version, error) {
	r, err := c.reading(of)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.version == nil {
		r.version = c.comparable(r)
	}
	return r.version, nil
}

// comparable takes a version apart. Its text is not read again where its page has read it.
func (c *Book) comparable(r *reading) *redline.Version {
	if c.Hide == nil && r.doc != nil && r.doc.Filled == nil {
		return redline.ReadFrom(written(r.parts), r.text)
	}
	t := doc.Take(r.raw)
	if c.Hide != nil {
		t = doc.Take([]byte(c.Hide(string(r.raw[:len(r.raw)-len(t.Body)]), string(t.Body))))
	}
	return redline.Read(written(t))
}

func written(t doc.Parts) redline.Text {
	return redline.Text{Front: t.Front, Block: t.Block, Body: t.Body, BodyLine: t.BodyLine}
}
