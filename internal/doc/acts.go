package doc

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/strictyaml"
)

// Act is a day on which, by the words of a document, something was done. What is only planned (`due`, `effective_from`) is
// no act.
type Act struct {
	Kind ActKind
	Item string    // which of a list it is of: its id, else a name made from its text; empty where it is the document's own
	By   string    // who did it, as the document names the person; empty where it names nobody
	Day  date.Date // as written
	Path []string  // where it stands in the front matter, for Document.Pos
	In   Source    // where the day stands
}

// ActKind is the key under which a document states an act.
type ActKind string

// The kinds of acts.
const (
	ApprovalAct ActKind = "approved_on"
	ReviewAct   ActKind = "reviewed_on" // and each entry of `reviews`
	SightingAct ActKind = "seen_on"
	RaisingAct  ActKind = "raised_on"
	ClosureAct  ActKind = "closed_on" // of the document or of one of its `actions`
	RecordAct   ActKind = "date"
	IssueAct    ActKind = "issued_on"   // of a certificate, by the body
	VerifyAct   ActKind = "verified_on" // of a corrective action or of what came of an improvement
	DecisionAct ActKind = "decided_on"  // about an improvement, or of a body about a certificate
)

// ownActs are the kinds that stand at the top of the front matter.
var ownActs = [...]ActKind{ApprovalAct, ReviewAct, SightingAct, RaisingAct, ClosureAct, RecordAct, IssueAct, VerifyAct,
	DecisionAct}

// listedActs are the acts of entries of lists: the list, the key in each entry, and the kind.
var listedActs = [...]struct {
	list, key, by string
	kind          ActKind
}{{"reviews", "on", "by", ReviewAct}, {"actions", "closed_on", "closed_by", ClosureAct}}

// doers are the keys beside an act of the document itself that name who did it.
var doers = map[ActKind]string{ApprovalAct: "approved_by", SightingAct: "seen_by", VerifyAct: "verified_by",
	DecisionAct: "decided_by"}

// Acts gives what the document says was done, in the order of its front matter's keys.
// What only the configuration's defaults give, nobody stated.
func (d *Document) Acts() []Act {
	out := actsOf(d.Front)
	for i := range out {
		out[i].In = d.sourceOf(out[i].Path[0])
	}
	return slices.DeleteFunc(out, func(a Act) bool { return a.In == InText && d.Front.At(a.Path).Line == 0 })
}

// sourceOf tells where the value of a key stands.
func (d *Document) sourceOf(key string) Source {
	for _, said := range d.Beside {
		if said.Key == key {
			return said.In
		}
	}
	return InText
}

func actsOf(front *strictyaml.Node) []Act {
	var out []Act
	for _, kind := range ownActs {
		if day := dateOf(front.Get(string(kind))); !day.IsZero() {
			out = append(out, Act{Kind: kind, By: front.Get(doers[kind]).Text(), Day: day, Path: []string{string(kind)}})
		}
	}
	for _, l := range listedActs {
		for i, item := range front.Get(l.list).Items() {
			day := dateOf(item.Get(l.key))
			if day.IsZero() {
				continue
			}
			out = append(out, Act{Kind: l.kind, Item: itemName(l.list, item), By: item.Get(l.by).Text(), Day: day,
				Path: []string{l.list, fmt.Sprint(i), l.key}})
		}
	}
	return out
}

// ActionName names an entry of `actions` as its closure does in Act.Item.
func ActionName(item *strictyaml.Node) string { return itemName("actions", item) }

// itemName names an entry of a list so that it is known again where others are added or the list is sorted anew. Reviews
// are told by their day alone.
func itemName(list string, item *strictyaml.Node) string {
	if list == "reviews" {
		return ""
	}
	if id := item.Get("id").Text(); id != "" {
		return id
	}
	sum := sha256.Sum256([]byte(item.Get("text").Text()))
	return "~" + hex.EncodeToString(sum[:4])
}

// claim is an act as facts of a revision hold it, where its place does not matter.
func (a Act) claim() string { return string(a.Kind) + " " + a.Day.String() + " " + a.Item }

// packActs writes acts into one text, for the facts of a revision.
func packActs(acts []Act) string {
	lines := make([]string, len(acts))
	for i, a := range acts {
		lines[i] = a.claim()
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n")
}

// StatedIn tells whether a revision states an act: its facts, or the path that it had. What a file beside it states, no revision of its
// own does.
func (a Act) StatedIn(path, facts string) bool {
	switch a.In {
	case InName:
		return NameDate(path) == a.Day
	case InBeside:
		return false
	}
	claim := a.claim()
	for line := range strings.SplitSeq(facts, "\n") {
		if line == claim {
			return true
		}
	}
	return false
}
