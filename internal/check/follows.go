package check

import (
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/conflict"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// follow says that findings of some rules are nothing but consequences of findings of others: who fixes the cause has
// fixed them too. One fault is then one finding, that of the cause, which bears the consequences with it.
//
// Cause and effect belong together when they speak of the same: each of the effect's keys must be a key of a cause. An
// effect without keys follows from nothing. What a key is (a file, a place, an id) differs from entry to entry.
type follow struct {
	causes, effects []diag.RuleID
	cause, effect   func(*Input, diag.Finding) []string
}

// follows lists what follows from what. The rules must form no circle. A text must not appear here because it is
// usually wrong together with another, but only if fixing the one fixes the other.
var follows = []follow{
	// Where two texts stand in one file, hardly anything that is found in it is true.
	{[]diag.RuleID{conflict.Rule}, textRules, file, file},
	{[]diag.RuleID{conflict.Rule}, []diag.RuleID{"LK003", "RL002", "RQ001"}, written, named},
	{[]diag.RuleID{conflict.Rule}, []diag.RuleID{"RQ002", "RQ003", "RQ004", "RQ005", "RQ010"}, file, files},
	{[]diag.RuleID{conflict.Rule}, []diag.RuleID{"PE005", "PE007", "PE009", "PE011", "SV006", "HI004"}, unreadRegister, partOfRegister},

	// A value that nobody has filled in yet is none of what it should be.
	{
		[]diag.RuleID{"TX007"},
		[]diag.RuleID{"PE005", "PE007", "PE011", "RL002", "SV006", "FM009", "FM010", "FM011", "FM012", "FM013", "FM014"},
		spot,
		spot,
	},

	// What stands in control data that cannot be read is not there for anybody else either.
	{[]diag.RuleID{"FM001", "FM003", "FM006"}, []diag.RuleID{"LK003", "RL002", "RQ001"}, written, named},
	{[]diag.RuleID{"FM016", "ID005"}, []diag.RuleID{"ID002"}, files, files},
	{[]diag.RuleID{"FM016", "FS001", "FS002", "FS004", "ID001", "ID002", "ID004"}, []diag.RuleID{"LK003", "RL002"}, formerIDs, named},
	{[]diag.RuleID{"FM007"}, []diag.RuleID{"RQ001"}, misnamed, named},
	{[]diag.RuleID{"FM001"}, []diag.RuleID{"TX003", "TX004", "TX005", "TX006", "TX007"}, files, files},
	{[]diag.RuleID{"PE001"}, []diag.RuleID{"PE005", "PE007", "PE009", "PE011", "SV006", "HI004"}, unreadRegister, partOfRegister},

	// One id for two texts mixes up their versions and approvals.
	{
		[]diag.RuleID{"ID001", "ID003"},
		[]diag.RuleID{"ID004", "FM017", "AP001", "AP002", "AP003", "AP004", "AP006", "AP007", "AP012", "AP013", "AP015", "AP018",
			"AP020", "RQ005"},
		files, files,
	},

	// A value that is wrong or absent, and what is judged by it.
	{fieldRules, []diag.RuleID{"RQ002"}, atKey("status"), files},
	{fieldRules, []diag.RuleID{"AP007", "AP012", "AP013", "RQ005", "RV005"}, atKey("approved_by", "approved_on"), files},
	{fieldRules, []diag.RuleID{"FM017", "AP007", "AP012", "AP013", "RQ005"}, atKey("version"), files},
	{fieldRules, []diag.RuleID{"RV001", "RV003", "RQ003"}, atKey("reviewed_on", "review_every"), files},
	{[]diag.RuleID{"FM017"}, []diag.RuleID{"AP007", "AP012", "AP013", "RQ005"}, files, files},

	// A doubt for which the approval does not count leaves the required document unapproved.
	{
		[]diag.RuleID{"AP001", "AP002", "AP003", "AP004", "AP005", "AP006", "AP007", "AP008", "AP009", "AP011", "AP015",
			"AP016", "AP017", "AP018", "AP020", "AP022"},
		[]diag.RuleID{"RQ005"}, doubtful, files,
	},

	// A misspelt item, and the gap where it was meant; a decision that is open or void, and what hangs on it.
	{[]diag.RuleID{"CV001", "CV006"}, []diag.RuleID{"CV003"}, clauseMeant, subject},
	{[]diag.RuleID{"CV002"}, []diag.RuleID{"RQ001"}, about, subject},
	{[]diag.RuleID{"RQ006", "RQ007"}, []diag.RuleID{"RQ001", "RQ002", "RQ003", "RQ004", "RQ005", "RQ010"}, about, subject},
	{[]diag.RuleID{"RQ007"}, []diag.RuleID{"RQ009"}, about, subject},
	{[]diag.RuleID{"RQ008"}, []diag.RuleID{"RQ001", "RQ002", "RQ003", "RQ004", "RQ005", "RQ010"}, about, conditions},
	{[]diag.RuleID{"RQ009"}, []diag.RuleID{"RQ001"}, subject, conditions},

	// A gap in the required set, and other signs of it.
	{[]diag.RuleID{"RQ002"}, []diag.RuleID{"LK009"}, files, about},
	{[]diag.RuleID{"RQ003"}, []diag.RuleID{"RV001"}, files, files},
	{[]diag.RuleID{"CV003"}, []diag.RuleID{"CV005"}, subject, clauseOf},
	{[]diag.RuleID{"RQ001"}, []diag.RuleID{"CV005"}, subject, missingFor},

	// Somebody who stands in no register.
	{[]diag.RuleID{"PE003"}, []diag.RuleID{"PE007"}, about, about},
	{[]diag.RuleID{"PE007"}, []diag.RuleID{"AP002", "AP006", "AP029"}, files, files},
	{[]diag.RuleID{"SV006"}, []diag.RuleID{"SV005"}, about, about},
	{[]diag.RuleID{"PE005", "PE011", "SV006"}, []diag.RuleID{"FM013"}, spot, spot}, // a name is no id, and the id is what is wanted
}

// textRules are the rules that read a document or a file of data.
var textRules = []diag.RuleID{
	"FM001", "FM002", "FM003", "FM004", "FM005", "FM006", "FM007", "FM008", "FM009", "FM010", "FM011", "FM012", "FM013", "FM014", "FM015",
	"FM016", "FM017", "ID001", "ID002", "ID004", "ID005", "ID006", "MD001", "MD002", "MD003", "MD004", "MD005",
	"LK001", "LK002", "LK003", "LK004", "LK005", "LK006", "LK007", "LK008", "LK009", "LK010", "DA001", "DA002", "RL001", "RL002",
	"CV001", "CV002", "CV005", "CV006", "RV001", "RV002", "RV003", "RV004", "RV005", "RV006", "RV007",
	"AP003", "AP006", "AP012", "AP013", "PE005", "PE007", "PE011", "SV001", "SV002", "SV003", "SV004", "SV005", "SV006", "SV007", "SV008",
	"TX001", "TX002", "TX003", "TX004", "TX005", "TX006", "TX007", "SU001",
}

// fieldRules are the rules that say that a value of the front matter is wrong, misspelt or absent.
var fieldRules = []diag.RuleID{"FM007", "FM008", "FM009", "FM010", "FM011", "FM012", "FM013", "RV004", "RV006"}

// GroupedUnder lists the rules under whose findings those of this rule are listed where they cause them, apart from a conflict,
// which causes whatever is found in its file.
func GroupedUnder(id diag.RuleID) []diag.RuleID {
	return slices.DeleteFunc(FollowsFrom(id), func(cause diag.RuleID) bool { return cause == conflict.Rule })
}

// FollowsFrom lists the rules from whose findings findings of this rule can follow, sorted.
func FollowsFrom(id diag.RuleID) []diag.RuleID {
	var out []diag.RuleID
	for _, f := range follows {
		if slices.Contains(f.effects, id) {
			out = append(out, f.causes...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// gatherConsequences takes findings that follow from others out of the list and hands them to their causes. A cause becomes as
// grave as the gravest that follows from it, so that no finding counts for less than before; where the configuration
// itself sets a lower severity for the cause, both stand. A gap makes no cause graver, as it counts where gaps are told, nor
// does what nobody has filled in yet in a draft. The findings must be sorted and have their severities.
func gatherConsequences(in *Input, found []diag.Finding, severity map[diag.RuleID]config.Severity) []diag.Finding {
	t := newTree(in, found, severity)
	var out []diag.Finding
	for i := range found {
		root := t.root(i)
		if root == i {
			continue
		}
		if t.adds(i, root) {
			t.found[root].Severity = max(t.found[root].Severity, found[i].Severity)
		}
		t.found[root].Consequences = append(t.found[root].Consequences, found[i])
	}
	for i := range found {
		if t.root(i) == i {
			out = append(out, t.found[i])
		}
	}
	return out
}

// tree knows of every finding which other it follows from.
type tree struct {
	found   []diag.Finding
	set     map[diag.RuleID]config.Severity
	drafts  map[string]bool // files of documents that are not approved
	parents [][]int         // findings that each follows from directly
	roots   []int           // the finding that each follows from in the end; itself if none, -1 if not yet known
}

func newTree(in *Input, found []diag.Finding, severity map[diag.RuleID]config.Severity) *tree {
	t := &tree{found: slices.Clone(found), set: severity, parents: make([][]int, len(found)), roots: make([]int, len(found))}
	t.drafts = map[string]bool{}
	for _, d := range in.Docs.Documents {
		t.drafts[d.Path] = d.Status == doc.Draft || d.Status == doc.InReview
	}
	byRule := map[diag.RuleID][]int{}
	for i, f := range found {
		t.roots[i] = -1
		byRule[f.Rule] = append(byRule[f.Rule], i)
	}
	for _, f := range follows {
		t.apply(in, f, byRule)
	}
	return t
}

// apply finds what follows from what by one entry.
func (t *tree) apply(in *Input, f follow, byRule map[diag.RuleID][]int) {
	causes := map[string]int{} // key -> the first cause that has it
	for _, rule := range f.causes {
		for _, i := range byRule[rule] {
			for _, key := range f.cause(in, t.found[i]) {
				if first, ok := causes[key]; !ok || i < first {
					causes[key] = i
				}
			}
		}
	}
	if len(causes) == 0 {
		return
	}
	for _, rule := range f.effects {
		for _, i := range byRule[rule] {
			t.parents[i] = append(t.parents[i], allOf(causes, f.effect(in, t.found[i]))...)
		}
	}
}

// allOf gives the cause of each key; none unless every key has one.
func allOf(causes map[string]int, keys []string) []int {
	out := make([]int, 0, len(keys))
	for _, k := range keys {
		i, ok := causes[k]
		if !ok {
			return nil
		}
		out = append(out, i)
	}
	return out
}

// root gives the finding that stands for this one: the first of those that it follows from, as far up as it goes.
func (t *tree) root(i int) int {
	if t.roots[i] >= 0 {
		return t.roots[i]
	}
	t.roots[i] = i
	for _, p := range t.parents[i] {
		if r := t.root(p); t.roots[i] == i && (!t.adds(i, r) || t.canBear(r, t.found[i].Severity)) {
			t.roots[i] = r
		}
	}
	return t.roots[i]
}

// adds tells whether a cause becomes as grave as what follows from it.
func (t *tree) adds(effect, cause int) bool {
	if IsGap(t.found[effect].Rule) {
		return false
	}
	f := t.found[cause]
	return f.Rule != "TX007" || !t.drafts[f.Pos.File]
}

// canBear tells whether a cause may become as grave as what follows from it.
func (t *tree) canBear(cause int, severity diag.Severity) bool {
	set, ok := t.set[t.found[cause].Rule]
	return !ok || set.Level == diag.Unset || t.found[cause].Severity >= severity
}

// spot is where the finding points.
func spot(_ *Input, f diag.Finding) []string {
	if f.Pos.Line == 0 {
		return nil
	}
	return []string{f.Pos.String()}
}

// files are the files that the finding rests on: for a required document those that are in its state.
func files(in *Input, f diag.Finding) []string {
	if c := cellOf(in, f); c != nil {
		return paths(faulty(c))
	}
	if f.Pos.File == "" {
		return nil
	}
	out := []string{f.Pos.File}
	for _, n := range f.Related {
		out = append(out, n.Pos.File)
	}
	return out
}

// cellOf gives the cell of the required document that a finding of the family RQ reports, or nil.
func cellOf(in *Input, f diag.Finding) *trace.Cell {
	ref, kind, ok := in.Standards.Resolve(f.Subject)
	if !ok || kind != standard.KindRequired || !strings.HasPrefix(string(f.Rule), "RQ") {
		return nil
	}
	return in.Matrix.Cell(ref)
}

// faulty gives the evidence for which a required document is in its state; none where sections, services or records
// are missing as well, which have no file.
func faulty(c *trace.Cell) []trace.Evidence {
	var out []trace.Evidence
	for _, e := range c.Evidence {
		if e.State == c.State && len(c.Missing) == 0 {
			out = append(out, e)
		}
	}
	return out
}

func paths(list []trace.Evidence) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.Path)
	}
	return out
}

// atKey gives the file of a finding about one of these keys of the front matter.
func atKey(keys ...string) func(*Input, diag.Finding) []string {
	return func(_ *Input, f diag.Finding) []string {
		if !slices.Contains(keys, f.About) {
			return nil
		}
		return []string{f.Pos.File}
	}
}

// doubtful is the file whose approval does not count because of this doubt.
func doubtful(_ *Input, f diag.Finding) []string {
	if f.About != voiding {
		return nil
	}
	return []string{f.Pos.File}
}

// file is the file in which the finding is.
func file(_ *Input, f diag.Finding) []string { return known(f.Pos.File) }

func about(_ *Input, f diag.Finding) []string   { return known(f.About) }
func subject(_ *Input, f diag.Finding) []string { return known(f.Subject) }

// named is the id that the finding looks for in vain.
func named(_ *Input, f diag.Finding) []string {
	if f.Rule == "RQ001" {
		return known(f.Subject)
	}
	return known(f.About)
}

func known(key string) []string {
	if key == "" {
		return nil
	}
	return []string{key}
}

// conditions is the condition that the required document depends on.
func conditions(in *Input, f diag.Finding) []string {
	ref, _, ok := in.Standards.Resolve(f.Subject)
	if !ok {
		return nil
	}
	for _, d := range in.Standards.Standard(ref.Standard).Required {
		if d.ID == ref.Item && d.Condition != "" {
			return []string{standard.Ref{Standard: ref.Standard, Item: d.Condition}.String()}
		}
	}
	return nil
}

// clauseOf is the clause that the finding speaks of, or to which its requirement belongs.
func clauseOf(in *Input, f diag.Finding) []string { return clause(in, f.Subject) }

// clauseMeant is the clause of the item that a misspelt one stands for.
func clauseMeant(in *Input, f diag.Finding) []string { return clause(in, f.About) }

func clause(in *Input, item string) []string {
	ref, _, ok := in.Standards.Resolve(item)
	if !ok {
		return nil
	}
	if r := in.Standards.Standard(ref.Standard).Requirement(ref.Item); r != nil {
		ref.Item = r.Clause
	}
	return []string{ref.String()}
}

// missingFor is the first missing required document of the clause or requirement that the finding speaks of.
func missingFor(in *Input, f diag.Finding) []string {
	ref, _, ok := in.Standards.Resolve(f.Subject)
	if !ok {
		return nil
	}
	if c := in.Matrix.Cell(ref); c != nil {
		return known(missingUnder(in, c))
	}
	return nil
}

func missingUnder(in *Input, c *trace.Cell) string {
	for _, r := range c.From {
		part := in.Matrix.Cell(r)
		switch {
		case part == nil:
		case part.Kind == standard.KindRequired && part.State == trace.Missing:
			return part.Ref.String()
		case part.Kind == standard.KindRequirement:
			if found := missingUnder(in, part); found != "" {
				return found
			}
		}
	}
	return ""
}

// formerIDs are the ids under which the history knows the file, where it is called otherwise now.
func formerIDs(in *Input, f diag.Finding) []string {
	if in.History == nil || !in.History.Reliable() {
		return nil
	}
	for _, r := range in.History.Revisions(f.Pos.File) {
		if r.Facts.ID != "" && in.Docs.ByID(doc.ID(r.Facts.ID)) == nil {
			return []string{r.Facts.ID}
		}
	}
	return nil
}

// misnamed are the required documents that stand under a misspelt `fulfils`.
func misnamed(in *Input, f diag.Finding) []string {
	d := in.Docs.ByPath(f.Pos.File)
	if d == nil || f.About != "fulfils" {
		return nil
	}
	var out []string
	for key, value := range d.Front.Pairs() {
		if key.Line == f.Pos.Line {
			for _, name := range value.Texts() {
				out = append(out, known(itemRef(in, name))...)
			}
		}
	}
	return out
}

var (
	idLine       = regexp.MustCompile(`(?m)^id:[ \t]*["']?([A-Za-z0-9._-]+)`)
	fulfilsLines = regexp.MustCompile(`(?m)^fulfils:(.*(?:\n[ \t-].*)*)`)
	itemName     = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9.:-]*`)
)

// headLength bounds where control data that cannot be read is looked for, in bytes.
const headLength = 8 << 10

// written are the id and the required documents that unreadable control data seem to name.
func written(in *Input, f diag.Finding) []string {
	d := in.Docs.ByPath(f.Pos.File)
	if d == nil {
		return nil
	}
	head := d.Source[:min(len(d.Source), headLength)]
	var out []string
	if m := idLine.FindSubmatch(head); m != nil {
		out = append(out, string(m[1]))
	}
	if m := fulfilsLines.FindSubmatch(head); m != nil {
		for _, name := range itemName.FindAll(m[1], -1) {
			out = append(out, known(itemRef(in, string(name)))...)
		}
	}
	return out
}

// The parts of people.yaml, for what is missing only because a whole part of the file could not be read.
func unreadRegister(in *Input, _ diag.Finding) []string {
	var out []string
	if len(in.People.People) == 0 {
		out = append(out, "people")
	}
	if len(in.People.Roles) == 0 {
		out = append(out, "roles")
	}
	if len(in.People.Parties) == 0 {
		out = append(out, "parties")
	}
	return out
}

func partOfRegister(_ *Input, f diag.Finding) []string {
	return []string{
		map[diag.RuleID]string{"PE005": "roles", "PE007": "people", "PE009": "roles", "PE011": "roles", "SV006": "parties",
			"HI004": "people"}[f.Rule],
	}
}
