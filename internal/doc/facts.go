package doc

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"clausebook/internal/history"
	"clausebook/internal/strictyaml"
)

// Facts derives from one version of a file what its history is followed and classed by. It reports nothing: an old
// version that was broken is simply less known.
func (r *Reader) Facts(blob []byte) history.Facts {
	if len(blob) > MaxFile {
		return history.Facts{}
	}
	d := &Document{}
	written := d.split(blob)
	var node *strictyaml.Node
	switch {
	case written.line == 0:
	case written.language == yamlFront:
		node = d.takeFront(r.entries.Parse(written.text, written.line))
	default:
		node = d.readFront(written)
	}
	front := r.inOurNames(node)
	r.labelled(front, d.Text(), d.BodyLine)
	if kind := front.Get("type").Text(); kind == "minutes" || kind == "" { // the type may stand in the defaults
		r.fromText(front, d.Text())
	}
	id := front.Get("id").Text()
	if !ValidID(id) {
		id = ""
	}
	f := history.Facts{
		ID: id, Version: front.Get("version").Text(), Status: front.Get("status").Text(), Title: front.Get("title").Text(),
		Approver: front.Get("approver").Text(), ApprovedBy: approvedBy(front), ApprovedOn: front.Get("approved_on").Text(),
		Metadata: sum256([]byte(strings.TrimSpace(string(written.text)))),
		Body:     sum256(d.Source[d.BodyAt:]),
		Acts:     packActs(actsOf(front)),
		Fulfils:  strings.Join(front.Get("fulfils").Texts(), ","),
		Meeting:  meeting(front),
		Parties:  strings.Join(front.Get("parties").Texts(), ","),

		Withdrawn: packWithdrawals(withdrawalsOf(front)),
		Record:    packRecord(recordOf(front)),
	}
	binding(&f, front, r.memory.Say(d.Source[d.BodyAt:], front.Get("rows").Texts()))
	return f
}

// meeting gives who chaired a meeting and then who attended it, one a line; nothing where the document does not say so.
func meeting(front *strictyaml.Node) string {
	if front.Get("chair").IsNull() && front.Get("attendees").IsNull() {
		return ""
	}
	lines := append([]string{front.Get("chair").Text()}, front.Get("attendees").Texts()...)
	for i, name := range lines {
		lines[i] = strings.Join(strings.Fields(name), " ")
	}
	return strings.Join(lines, "\n")
}

// factsFormat changes whenever Facts would derive something else from the same bytes.
const factsFormat = 14

// FactsVersion names the way in which Facts reads, so that facts kept from another way are not used.
func (r *Reader) FactsVersion() string {
	var b strings.Builder
	for _, name := range sortedKeys(r.Fields) {
		fmt.Fprintf(&b, "%s=%s;", name, r.Fields[name])
	}
	for _, key := range slices.Sorted(maps.Keys(r.Values)) {
		for _, word := range sortedKeys(r.Values[key]) {
			fmt.Fprintf(&b, "%s:%s=%s;", key, word, r.Values[key][word])
		}
	}
	return fmt.Sprintf("facts %d %s", factsFormat, sum256([]byte(b.String()))[:12])
}
