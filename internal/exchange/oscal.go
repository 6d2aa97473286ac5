package exchange

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode"

	"clausebook/internal/export"
	"clausebook/internal/form"
	"clausebook/internal/report"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// oscalVersion is the version of the schema that is written.
const oscalVersion = "1.2.2"

// namespace is the one of our own properties. It is a name, and nothing has to be there.
const namespace = "urn:clausebook:oscal"

type object = map[string]any

// token makes a name that OSCAL takes as an identifier: letters, digits, dots, hyphens and underscores, with a letter first.
func token(parts ...string) string {
	word := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(".-_", r) {
			return r
		}
		return '-'
	}, strings.Join(parts, "_"))
	if word == "" || !unicode.IsLetter([]rune(word)[0]) {
		return "_" + word
	}
	return word
}

func (x *exchange) encode(w io.Writer, model string, v object) error {
	return form.Encode(w, object{model: v})
}

// moment is the as-of day as OSCAL wants it, so that the same input gives the same file.
func (x *exchange) moment() string {
	if x.AsOf.Day.IsZero() {
		return "1980-01-01T00:00:00Z"
	}
	return x.AsOf.Day.String() + "T00:00:00Z"
}

func (x *exchange) metadata(title string) object {
	return object{"title": line(title), "last-modified": x.moment(), "version": line(x.all.Commit, x.AsOf.Day.String()),
		"oscal-version": oscalVersion, "remarks": "Written by clausebook " + line(x.Tool, "of an unknown version") +
			". It says what documents evidence. It is no certificate and no statement of conformity."}
}

// property is a property of ours; nothing where there is no value.
func property(list []object, name, value string) []object {
	if strings.TrimSpace(value) == "" {
		return list
	}
	return append(list, object{"name": name, "ns": namespace, "value": line(value)})
}

// set puts a list into an object, unless it is empty, which OSCAL does not allow.
func set[T any](o object, key string, list []T) {
	if len(list) > 0 {
		o[key] = list
	}
}

// standards gives the standards that are written.
func (x *exchange) standards() []*standard.Standard {
	var out []*standard.Standard
	for _, s := range x.Standards.Standards {
		if x.only == "" || s.ID == x.only {
			out = append(out, s)
		}
	}
	return out
}

// catalog writes the standards as groups of controls: a control for each clause and for each required document.
func (x *exchange) catalog(w io.Writer) error {
	out := object{"uuid": x.uuid("catalog", x.only), "metadata": x.metadata("Standards in use, in our own words: " + x.labels())}
	var groups []object
	for _, s := range x.standards() {
		g := object{"id": token(s.ID), "class": "standard", "title": line(s.Label())}
		var parts []object
		for _, c := range s.Children("") {
			parts = append(parts, group(s, c))
		}
		if len(s.Required) > 0 {
			parts = append(parts, documents(s))
		}
		set(g, "groups", parts)
		groups = append(groups, g)
	}
	set(out, "groups", groups)
	return x.encode(w, "catalog", out)
}

func (x *exchange) labels() string {
	var out []string
	for _, s := range x.standards() {
		out = append(out, s.Label())
	}
	return cmp.Or(strings.Join(out, ", "), "none")
}

// group is a chapter. What it asks for itself is a control of its own.
func group(s *standard.Standard, c *standard.Clause) object {
	g := object{"id": token(s.ID, c.ID, "chapter"), "class": "chapter", "title": line(c.ID + " " + c.Title)}
	var controls []object
	if len(c.Requirements) > 0 || len(s.Children(c.ID)) == 0 {
		controls = append(controls, control(s, c, false))
	}
	for _, below := range s.Children(c.ID) {
		controls = append(controls, control(s, below, true))
	}
	set(g, "controls", controls)
	return g
}

// control is a clause with its requirements as objectives, and, if asked for, the clauses below it.
func control(s *standard.Standard, c *standard.Clause, deep bool) object {
	out := object{"id": token(s.ID, c.ID), "class": "clause", "title": line(c.Title, c.ID)}
	set(out, "props", property(nil, "clause", c.ID))
	var parts []object
	if c.Summary != "" {
		parts = append(parts, object{"id": token(s.ID, c.ID, "smt"), "name": "overview", "prose": line(c.Summary)})
	}
	for _, r := range c.Requirements {
		parts = append(parts, object{"id": token(s.ID, r.ID), "name": "assessment-objective", "prose": line(r.Text, r.ID)})
	}
	if bare(s, c) {
		parts = append(parts, object{"id": objective(s, c.ID), "name": "assessment-objective", "prose": line(c.Summary, c.Title, c.ID)})
	}
	set(out, "parts", parts)
	if deep {
		var below []object
		for _, sub := range s.Children(c.ID) {
			below = append(below, control(s, sub, true))
		}
		set(out, "controls", below)
	}
	return out
}

// bare tells whether a clause is judged by itself, as nothing says more closely what it asks for.
func bare(s *standard.Standard, c *standard.Clause) bool {
	return len(c.Requirements) == 0 && len(s.Children(c.ID)) == 0
}

func objective(s *standard.Standard, item string) string { return token(s.ID, item, "obj") }

func documents(s *standard.Standard) object {
	var controls []object
	for _, r := range s.Required {
		c := object{"id": token(s.ID, r.ID), "class": "required-document", "title": line(r.Title, r.ID),
			"parts": []object{{"id": objective(s, r.ID), "name": "assessment-objective", "prose": line(r.Title, r.ID)}}}
		props := property(property(nil, "kind", r.Kind), "strength", string(r.Strength))
		set(c, "props", property(props, "clauses", strings.Join(r.Clauses, ", ")))
		controls = append(controls, c)
	}
	return object{"id": token(s.ID, "documents"), "class": "documentation", "title": "Required documents and records", "controls": controls}
}

// target is something that is judged: the control it is of, the objective, and the item.
type target struct {
	control, objective string
	item               export.Item
}

// targets lists what is judged of the standards that are written: requirements, bare clauses, and required documents.
func (x *exchange) targets() []target {
	var out []target
	add := func(s *standard.Standard, id, control, objective string) {
		if item, ok := x.items[s.ID+":"+id]; ok {
			out = append(out, target{control, objective, item})
		}
	}
	for _, s := range x.standards() {
		for i := range s.Clauses {
			c := &s.Clauses[i]
			for _, r := range c.Requirements {
				add(s, r.ID, token(s.ID, c.ID), token(s.ID, r.ID))
			}
			if bare(s, c) {
				add(s, c.ID, token(s.ID, c.ID), objective(s, c.ID))
			}
		}
		for _, r := range s.Required {
			add(s, r.ID, token(s.ID, r.ID), objective(s, r.ID))
		}
	}
	return out
}

// components writes a component for each document that is evidence of something, with what it implements.
func (x *exchange) components(w io.Writer) error {
	serving := map[string][]target{} // by document
	for _, t := range x.targets() {
		for _, e := range t.item.Evidence {
			serving[e.Document] = append(serving[e.Document], t)
		}
	}
	out := object{"uuid": x.uuid("component-definition", x.only), "metadata": x.metadata("Documents and what they implement: " + x.labels())}
	var components []object
	for _, d := range x.all.Docs {
		if len(serving[d.ID]) > 0 {
			components = append(components, x.component(d, serving[d.ID]))
		}
	}
	set(out, "components", components)
	return x.encode(w, "component-definition", out)
}

// componentTypes are the types of components that OSCAL has words for; others are plans of ours and records.
var componentTypes = map[string]string{"policy": "policy", "process": "process-procedure", "procedure": "process-procedure", "plan": "plan",
	"guide": "guidance", "service": "service"}

func (x *exchange) component(d export.Document, serves []target) object {
	out := object{"uuid": x.uuid("document", d.ID), "type": cmp.Or(componentTypes[d.Type], "documentation"), "title": line(d.Title, d.ID),
		"description": line(d.ID + ", " + d.Place.File)}
	props := property(property(property(nil, "document", d.ID), "version", d.Version), "status", string(d.Status))
	props = property(property(props, "sha256", d.SHA256), "commit", d.Place.Commit)
	set(out, "props", approvalProps(props, d.Approval))
	done := map[string]bool{}
	var requirements []object
	for _, t := range serves {
		if done[t.control] {
			continue
		}
		done[t.control] = true
		requirements = append(requirements, object{"uuid": x.uuid("implements", d.ID, t.control), "control-id": t.control,
			"description": line(fmt.Sprintf("%s is evidence of %s; the item is %s", d.ID, t.item.Item, t.item.State))})
	}
	out["control-implementations"] = []object{{"uuid": x.uuid("implementation", d.ID), "source": "urn:uuid:" + x.uuid("catalog", x.only),
		"description": "What the document is evidence of.", "implemented-requirements": requirements}}
	return out
}

func approvalProps(props []object, a *report.Approval) []object {
	if a == nil {
		return props
	}
	props = property(property(props, "approved-on", a.On.String()), "approval-grade", a.Grade)
	if a.Approver != nil {
		props = property(props, "approver", a.Approver.Words())
	}
	return props
}

// results writes how each item stands, with an observation for each piece of evidence.
func (x *exchange) results(w io.Writer) error {
	plan := x.uuid("no-plan")
	result := object{"uuid": x.uuid("result", x.only, x.all.Commit, x.moment()), "title": "Evidence in the repository", "start": x.moment(),
		"description":       "What the documents in the repository evidence, by rules and without anybody having sampled the practice.",
		"reviewed-controls": object{"control-selections": []object{{"description": "All items of " + line(x.labels()), "include-all": object{}}}}}
	var observations, findings []object
	for _, t := range x.targets() {
		var related []object
		for i, e := range t.item.Evidence {
			o := x.observation(t, e, i)
			observations = append(observations, o)
			related = append(related, object{"observation-uuid": o["uuid"]})
		}
		f := x.finding(t)
		set(f, "related-observations", related)
		findings = append(findings, f)
	}
	set(result, "observations", observations)
	set(result, "findings", findings)
	return x.encode(w, "assessment-results", object{"uuid": x.uuid("assessment-results", x.only, x.all.Commit, x.moment()),
		"metadata": x.metadata("Readiness as of " + x.AsOf.Day.String()), "import-ap": object{"href": "#" + plan},
		"results": []object{result}, "back-matter": object{"resources": []object{{"uuid": plan, "title": "No assessment plan",
			"description": "Nobody planned this assessment: a program judged what the repository holds."}}}})
}

// observation is a piece of evidence of an item. An item may name one document twice, for two of its sections.
func (x *exchange) observation(t target, e export.Evidence, n int) object {
	at := e.File
	if e.Line > 0 {
		at += fmt.Sprintf("#L%d", e.Line)
	}
	piece := object{"href": strings.ReplaceAll(at, " ", "%20"),
		"description": line(e.Document + " " + e.How + " " + t.item.Item + ", " + string(e.State))}
	props := property(property(property(nil, "document", e.Document), "commit", e.Commit), "section", e.Section)
	set(piece, "props", approvalProps(property(props, "evidence-state", string(e.State)), e.Approval))
	return object{"uuid": x.uuid("observation", t.objective, e.Document, e.Section, e.How, fmt.Sprint(n)), "methods": []string{"EXAMINE"},
		"types": []string{"control-objective"}, "collected": x.moment(), "description": line(e.Document + ": " + t.item.Title),
		"relevant-evidence": []object{piece}}
}

// finding says how an item stands. What does not apply is satisfied and says so; what is waived is a gap that somebody accepted.
func (x *exchange) finding(t target) object {
	status := object{"state": "not-satisfied", "reason": token(string(t.item.State))}
	out := object{"type": "objective-id", "target-id": t.objective, "status": status}
	switch t.item.State {
	case trace.Met:
		status["state"] = "satisfied"
	case trace.NotApplicable:
		status["state"], out["implementation-status"] = "satisfied", object{"state": "not-applicable"}
	}
	props := property(property(nil, "item", t.item.Standard+":"+t.item.Item), "state", string(t.item.State))
	for _, c := range t.item.Carried {
		if c.Counted {
			props = property(props, "carried-from", c.From+" ("+string(c.Relation)+")")
		}
	}
	f := object{"uuid": x.uuid("finding", t.objective), "title": line(t.item.Title, t.item.Item),
		"description": line(t.item.Reason), "target": out}
	set(f, "props", props)
	return f
}
