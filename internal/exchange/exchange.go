// Package exchange writes what is known of standards and their evidence in the forms of other programs: OSCAL, CISO Assistant, a plain
// list of evidence, and a workbook for auditors.
//
// Whatever has two states there and eight here is never said to be more than it is: only what documents evidence in full is satisfied.
// Every identifier follows from the repository and the item alone, so that two runs over the same give the same file.
package exchange

import (
	"cmp"
	"crypto/sha1" //nolint:gosec // UUIDs of version 5 are made of it; nothing is protected by them
	"fmt"
	"io"
	"slices"
	"strings"

	"clausebook/internal/dossier"
	"clausebook/internal/export"
	"clausebook/internal/form"
	"clausebook/internal/nearest"
	"clausebook/internal/standard"
)

// format is one form: its name, what the help says of it, and what writes it.
type format struct {
	name, help string
	write      func(*exchange, io.Writer) error
}

var formats = []format{ // in the order of the help
	{"oscal-catalog", "OSCAL 1.2.2: clauses, requirements and required documents, in our words", (*exchange).catalog},
	{"oscal-component-definition", "OSCAL 1.2.2: what each document implements", (*exchange).components},
	{"oscal-assessment-results", "OSCAL 1.2.2: how each item stands, and what shows it", (*exchange).results},
	{"ciso-assistant", "CISO Assistant, data wizard: a compliance assessment (CSV), of one standard", (*exchange).cisoAssessment},
	{"ciso-assistant-policies", "CISO Assistant, data wizard: policies (CSV)", (*exchange).cisoPolicies},
	{"ciso-assistant-evidences", "CISO Assistant, data wizard: evidences (CSV)", (*exchange).cisoEvidences},
	{"evidence", "a list of all pieces of evidence (CSV), a row for each item and piece", (*exchange).evidence},
	{"auditors", "a workbook for auditors (XLSX), a sheet for each chapter of a standard", (*exchange).workbook},
}

// Formats names the forms.
func Formats() []string {
	out := make([]string, len(formats))
	for i, f := range formats {
		out[i] = f.name
	}
	return out
}

// Help says what each form is, a line each.
func Help() string {
	var b strings.Builder
	for _, f := range formats {
		fmt.Fprintf(&b, "  %-26s  %s\n", f.name, f.help)
	}
	return strings.TrimRight(b.String(), "\n")
}

// exchange is what is written: the standards that were asked for, with everything that is known of them.
type exchange struct {
	*dossier.Dossier
	all   export.Export
	items map[string]export.Item // by qualified name
	only  string                 // id of the one standard that was asked for; empty for all
}

// Write writes a dossier in one of Formats. Only, if given, is the id of the one standard that is written.
func Write(w io.Writer, d *dossier.Dossier, name, only string) error {
	i := slices.IndexFunc(formats, func(f format) bool { return f.name == name })
	if i < 0 {
		return fmt.Errorf("unknown export format %q", name)
	}
	x := &exchange{Dossier: d, all: export.Of(d), items: map[string]export.Item{}, only: only}
	for _, p := range x.all.Parts {
		for _, item := range p.Items {
			x.items[item.Standard+":"+item.Item] = item
		}
	}
	return formats[i].write(x, w)
}

// repository names the repository, the same in every run: by where its site or its forge is, else by whose it is.
func (x *exchange) repository() string {
	return cmp.Or(x.Site.BaseURL, x.Site.Forge.URL, x.Site.Organization+"/"+x.Site.Title)
}

// namespaceURL is the namespace of RFC 4122 for names that are addresses.
var namespaceURL = [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}

// uuid gives the UUID, version 5, of something in the repository. What the parts are joined by occurs in none of them.
func (x *exchange) uuid(parts ...string) string {
	h := sha1.New() //nolint:gosec // as above
	h.Write(namespaceURL[:])
	io.WriteString(h, strings.Join(append([]string{x.repository()}, parts...), "\x00")) //nolint:errcheck // a hash takes all
	b := h.Sum(nil)[:16]
	b[6], b[8] = b[6]&0x0f|0x50, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// line makes a text one line that is not empty.
func line(texts ...string) string {
	for _, t := range texts {
		if t = strings.Join(strings.Fields(form.Clean(t)), " "); t != "" {
			return t
		}
	}
	return "-"
}

// Long is the help of the command that writes these forms and those of package export.
func Long() string {
	return `Export writes every required document, requirement, clause and process of the
standards in use, with its state, reason, owner and evidence, and every document with
its version, its approval and the items it serves.

Formats:
  xlsx      a workbook with one sheet per kind and one row per piece of evidence
  csv       the same rows in one table, in UTF-8, as a file with a byte order mark so
            that Excel shows its letters; a value that a spreadsheet could read as a
            formula starts with an apostrophe
  json      one object; each item has its evidence and approvals

For other programs, and for auditors:
` + Help() + `

Identifiers in these follow from the repository and the item, so that they stay the same
from run to run. Only what documents evidence in full is called satisfied.`
}

// InUse tells whether a standard is one of the library, if any is named.
func InUse(lib *standard.Library, id string) error {
	if id == "" || lib.Standard(id) != nil {
		return nil
	}
	var known []string
	for _, s := range lib.Standards {
		known = append(known, s.ID)
	}
	if near, ok := nearest.Name(id, known); ok {
		return fmt.Errorf("standard %q is not in use: did you mean %q?", id, near)
	}
	return fmt.Errorf("standard %q is not in use; in use: %s", id, strings.Join(known, ", "))
}
