package standard

import (
	"cmp"
	"fmt"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
)

// decoder turns the nodes of one standard's file into a Standard. What the schema says about the file has been
// reported before; the decoder takes what it understands and reports what a schema cannot see: names that stand
// twice, and references that lead nowhere.
type decoder struct {
	file  *file // gets the findings
	items names // what documents can refer to: clauses, requirements, required documents, processes, outcomes

	clauses, required, processes, conditions, sources names

	mapped []mapped // rows of mappings, whose other ends are looked at once all standards are read
}

// names holds what has been declared, with the node that does so.
type names map[string]*strictyaml.Node

// standard decodes the whole file.
func (d *decoder) standard(root *strictyaml.Node) *Standard {
	s := &Standard{
		ID:           root.Get("id").Text(),
		Name:         root.Get("name").Text(),
		Edition:      root.Get("edition").Text(),
		Tongue:       Tongue{Language: cmp.Or(root.Get("language").Text(), phrase.Source)},
		Title:        root.Get("title").Text(),
		System:       root.Get("system").Text(),
		Status:       root.Get("status").Text(),
		Published:    root.Get("published").Text(),
		Certifiable:  truth(root.Get("certifiable")),
		Supersedes:   root.Get("supersedes").Text(),
		SupersededBy: root.Get("superseded_by").Text(),
		Licence:      root.Get("licence").Text(),
		Notes:        root.Get("notes").Texts(),
	}
	d.items, d.conditions, d.sources = names{}, names{}, names{}
	for _, n := range root.Get("amendments").Items() {
		s.Amendments = append(s.Amendments, Amendment{n.Get("id").Text(), n.Get("year").Text(), n.Get("effect").Text()})
	}
	for _, n := range d.declare(root.Get("sources"), d.sources) {
		s.Sources = append(s.Sources, source(n))
	}
	for _, n := range d.declare(root.Get("conditions"), d.conditions) {
		s.Conditions = append(s.Conditions, Condition{n.Get("id").Text(), n.Get("text").Text()})
	}
	s.Unreviewed = root.Get("reviewed").Text() == "false"
	d.decodeItems(root, s)
	d.mappings(root, s)
	s.Index()
	return s
}

func source(n *strictyaml.Node) Source {
	seen, _ := date.Parse(n.Get("seen").Text()) // the schema has reported what is no day
	return Source{ID: n.Get("id").Text(), Text: n.Get("text").Text(), Kind: SourceKind(n.Get("kind").Text()),
		Edition: n.Get("edition").Text(), URL: n.Get("url").Text(), Seen: seen}
}

// decodeItems declares all items first, so that they can refer to each other, and then decodes them.
func (d *decoder) decodeItems(root *strictyaml.Node, s *Standard) {
	clauses := d.declare(root.Get("clauses"), d.items)
	d.clauses = byID(clauses)
	required := d.declare(root.Get("required"), d.items)
	d.required = byID(required)
	processes := d.declare(root.Get("processes"), d.items)
	d.processes = byID(processes)

	levels := map[string]int{}
	for _, n := range clauses {
		s.Clauses = append(s.Clauses, d.clause(n, levels))
	}
	for _, n := range required {
		s.Required = append(s.Required, d.requiredDocument(n))
	}
	for _, n := range d.declare(root.Get("areas"), names{}) {
		s.Areas = append(s.Areas, d.subject(n, AreaKind, s.ID))
	}
	for _, n := range d.declare(root.Get("stages"), names{}) {
		s.Stages = append(s.Stages, d.subject(n, StageKind, s.ID))
	}
	areas := areaOfProcess(s.Areas)
	for _, n := range processes {
		s.Processes = append(s.Processes, d.process(n, s.ID, areas))
	}
}

// clause decodes a clause. Levels holds the depth of the clauses before it, by their ids.
func (d *decoder) clause(n *strictyaml.Node, levels map[string]int) Clause {
	c := Clause{
		ID:          n.Get("id").Text(),
		Title:       n.Get("title").Text(),
		Untitled:    truth(n.Get("untitled")),
		Informative: truth(n.Get("informative")),
		Selectable:  truth(n.Get("selectable")),
		Summary:     n.Get("summary").Text(),
		Note:        n.Get("note").Text(),
		Required:    d.refs(n.Get("required"), d.required, "required document"),
		Pos:         pos(d.file.path, n),
	}
	if p := n.Get("parent"); p.Text() != "" {
		if levels[p.Text()] > 0 {
			c.Parent = p.Text()
		} else {
			d.report(p, fmt.Sprintf("the parent `%[2]s` of clause `%[1]s` is not listed before it", c.ID, p.Text()),
				"put the parent first, or remove it")
		}
	}
	c.Level = levels[c.Parent] + 1
	levels[c.ID] = c.Level
	for _, r := range d.declare(n.Get("requirements"), d.items) {
		c.Requirements = append(c.Requirements, d.requirement(r, c.ID))
	}
	return c
}

func (d *decoder) requirement(n *strictyaml.Node, clause string) Requirement {
	return Requirement{
		ID:        n.Get("id").Text(),
		Clause:    clause,
		Text:      n.Get("text").Text(),
		Kind:      n.Get("kind").Text(),
		Required:  d.refs(n.Get("required"), d.required, "required document"),
		Condition: d.ref(n.Get("condition"), d.conditions, "condition"),
		Planned:   truth(n.Get("planned")),
		Since:     n.Get("since").Text(),
		Pos:       pos(d.file.path, n),
	}
}

func (d *decoder) requiredDocument(n *strictyaml.Node) RequiredDocument {
	cadence, _ := date.ParsePeriod(n.Get("cadence").Text()) // the schema has reported what is no period
	return RequiredDocument{
		ID:           n.Get("id").Text(),
		Title:        n.Get("title").Text(),
		Kind:         n.Get("kind").Text(),
		Type:         n.Get("type").Text(),
		Clauses:      d.refs(n.Get("clauses"), d.clauses, "clause"),
		Strength:     Strength(n.Get("strength").Text()),
		Cardinality:  n.Get("cardinality").Text(),
		Condition:    d.ref(n.Get("condition"), d.conditions, "condition"),
		Owner:        n.Get("owner").Text(),
		Approver:     n.Get("approver").Text(),
		Cadence:      cadence,
		CadenceBasis: n.Get("cadence_basis").Text(),
		CadenceNote:  n.Get("cadence_note").Text(),
		Operational:  truth(n.Get("operational")),
		Retention:    n.Get("retention").Text(),
		Sections:     n.Get("sections").Texts(),
		Note:         n.Get("note").Text(),
		Sources:      d.refs(n.Get("sources"), d.sources, "source"),
		Pos:          pos(d.file.path, n),
	}
}

// subject decodes an area or a stage.
func (d *decoder) subject(n *strictyaml.Node, kind, standard string) Subject {
	return Subject{
		Kind:      kind,
		ID:        n.Get("id").Text(),
		Title:     n.Get("title").Text(),
		Summary:   n.Get("summary").Text(),
		Questions: n.Get("questions").Texts(),
		Processes: d.refs(n.Get("processes"), d.processes, "process"),
		Related:   d.refs(n.Get("related"), d.processes, "process"),
		Clauses:   d.mapping(n.Get("clauses"), standard),
	}
}

// areaOfProcess tells which area names a process first.
func areaOfProcess(areas []Subject) map[string]string {
	out := map[string]string{}
	for _, a := range areas {
		for _, p := range a.Processes {
			if out[p] == "" {
				out[p] = a.ID
			}
		}
	}
	return out
}

func (d *decoder) process(n *strictyaml.Node, standard string, areas map[string]string) Process {
	p := Process{
		ID:      n.Get("id").Text(),
		Name:    n.Get("name").Text(),
		Group:   n.Get("group").Text(),
		Purpose: n.Get("purpose").Text(),
		Clauses: d.mapping(n.Get("clauses"), standard),
		Pos:     pos(d.file.path, n),
	}
	p.Area = areas[p.ID]
	for _, o := range d.declare(n.Get("outcomes"), d.items) {
		p.Outcomes = append(p.Outcomes, Outcome{o.Get("id").Text(), o.Get("text").Text()})
	}
	return p
}

// mapping decodes clauses by standard. Those of other standards are held against them by no one, since they need
// not be in use; those of this standard must exist.
func (d *decoder) mapping(n *strictyaml.Node, standard string) map[string][]string {
	out := map[string][]string{}
	for k, v := range n.Pairs() {
		if k.Raw == standard {
			out[k.Raw] = d.refs(v, d.clauses, "clause")
			continue
		}
		out[k.Raw] = v.Texts()
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// declare gives the items of the list that have an id which is not yet taken, and takes it.
func (d *decoder) declare(list *strictyaml.Node, taken names) []*strictyaml.Node {
	var out []*strictyaml.Node
	for _, n := range list.Items() {
		id := n.Get("id")
		if id.Text() == "" {
			continue
		}
		if first := taken[id.Text()]; first != nil {
			d.file.findings = append(d.file.findings, diag.Finding{
				Rule: RuleReference, Pos: pos(d.file.path, id), Message: fmt.Sprintf("the id `%s` is used twice", id.Text()),
				Hint:    "the second one is ignored; give it its own id",
				Related: []diag.Note{{Pos: pos(d.file.path, first), Message: "first used here"}},
			})
			continue
		}
		taken[id.Text()] = id
		out = append(out, n)
	}
	return out
}

func byID(nodes []*strictyaml.Node) names {
	out := make(names, len(nodes))
	for _, n := range nodes {
		out[n.Get("id").Text()] = n
	}
	return out
}

// refs gives the names in the list that are known, each once, and reports the others.
func (d *decoder) refs(list *strictyaml.Node, known names, what string) []string {
	var out []string
	seen := map[string]bool{}
	for _, n := range list.Items() {
		if id := d.ref(n, known, what); id != "" && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// ref gives the name if it is known, and reports it otherwise.
func (d *decoder) ref(n *strictyaml.Node, known names, what string) string {
	id := n.Text()
	if id == "" || known[id] != nil {
		return id
	}
	d.report(n, fmt.Sprintf("unknown %s `%s`", what, id), suggestion(id, known))
	return ""
}

func (d *decoder) report(at *strictyaml.Node, message, hint string) {
	d.file.report(RuleReference, at, message, hint)
}

// truth reads true; everything else is false, and the schema reports what is neither.
func truth(n *strictyaml.Node) bool { return n.Text() == "true" && !n.Quoted }
