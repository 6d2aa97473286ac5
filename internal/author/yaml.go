package author

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"clausebook/internal/content"
)

// lines writes YAML line by line.
type lines struct{ bytes.Buffer }

func (l *lines) line(words ...string) {
	l.WriteString(strings.Join(words, "") + "\n")
}

// blank writes a blank line, unless there is one.
func (l *lines) blank() {
	if !bytes.HasSuffix(l.Bytes(), []byte("\n\n")) {
		l.line("")
	}
}

// text writes a key with a scalar, unless it is empty.
func (l *lines) text(key, value string) {
	if value != "" {
		l.line(key, ": ", scalar(value))
	}
}

// place writes where the documents are.
func (l *lines) place(at content.Place) {
	if at.Listed() {
		l.list("content", at.Parts())
	} else {
		l.text("content", at.Folder())
	}
	l.list("exclude", at.Excluded())
}

// list writes a key with a list on one line, unless it is empty.
func (l *lines) list(key string, items []string) {
	if len(items) > 0 {
		l.line(key, ": ", flowList(items))
	}
}

func flowList(items []string) string {
	quoted := make([]string, len(items))
	for i, item := range items {
		quoted[i] = scalar(item)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// unquoted are texts that mean the same with and without quotes, in every version of YAML.
var unquoted = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9._/-]*( [A-Za-z0-9()._/-]+)*|\d{4}-\d\d-\d\d|P\d+[YMWD])$`)

// loose are words that some readers take for something else than text.
var loose = regexp.MustCompile(`^(?i:true|false|null|yes|no|on|off|y|n)$`)

// scalar writes a text as YAML that reads back as that text.
func scalar(value string) string {
	if unquoted.MatchString(value) && !loose.MatchString(value) {
		return value
	}
	return Quoted(value)
}

// Quoted writes a text in double quotes: what JSON writes, YAML reads.
func Quoted(value string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil { // a string always has a form
		return `""`
	}
	return escapeInvisible(strings.TrimSuffix(b.String(), "\n"))
}

// escapeInvisible escapes what JSON leaves and YAML refuses as it stands.
func escapeInvisible(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= 0x7f && r < 0xa0 || r == 0xfeff || r == 0xfffe || r == 0xffff {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
