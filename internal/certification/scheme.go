package certification

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"clausebook/internal/conflict"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/nearest"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
	"clausebook/internal/schemacheck"
	"clausebook/internal/standard"
	"clausebook/internal/strictyaml"
)

// RuleScheme is the rule whose findings say what is wrong with the file of a scheme.
const RuleScheme diag.RuleID = "CE001"

// Scheme is what certification bodies ask of those whom they have certified, and who says so. No rule of it is code.
type Scheme struct {
	ID, Title, Language, Note string

	Path     string // of its file
	Builtin  bool
	Reviewed bool // somebody has compared it with the documents that it rests on

	Sources         []Source
	Surveillance    SurveillanceRule
	Recertification RecertificationRule
	Findings        []FindingRule
	Tell            []TellRule
}

// Source is something that rules rest on.
type Source struct {
	ID, Title, Kind, Edition, URL string
	Seen                          date.Date
}

// Basis says who says so: a source, and where in it.
type Basis struct{ Source, Clause, Note string }

// SurveillanceRule says when surveillance audits are due. Nothing is known of it where FirstWithin is zero.
type SurveillanceRule struct {
	FirstWithin date.Period // after the decision, the first of a first certificate
	EachYear    bool        // and one in each calendar year but that of the end
	Basis       Basis
}

// RecertificationRule says when a certificate has to be followed by the next one.
type RecertificationRule struct {
	Begin         date.Period // before the end it is time to begin
	RestoreWithin date.Period // after the end the body may restore it
	Basis         Basis
}

// FindingRule says by when findings of a grade have to be corrected; none of them where Within is zero.
type FindingRule struct {
	Grade  string
	Within date.Period
	Stages []Stage // of audits; nil for all
	Basis  Basis
}

// TellRule says of which changes the body has to be told.
type TellRule struct {
	What     string
	Required []string // required documents whose text speaks of it, with their standard
	Headings []string // words of headings, in lower case; nil for all
	Settings []string
	Services bool
	Basis    Basis
}

// Source gives the source of this name; one without a title where there is none.
func (s *Scheme) Source(id string) Source {
	if i := slices.IndexFunc(s.Sources, func(x Source) bool { return x.ID == id }); i >= 0 {
		return s.Sources[i]
	}
	return Source{ID: id}
}

// Says words a basis: the title of the source, and where in it.
func (s *Scheme) Says(b Basis) phrase.Phrase {
	title := phrase.In(s.Language, cmp.Or(s.Source(b.Source).Title, b.Source))
	if b.Clause == "" {
		return title
	}
	return phrase.Of("%s, %s", title, b.Clause)
}

// Finding gives the rule for a finding of a grade in an audit of a stage; false where the scheme says nothing of it.
func (s *Scheme) Finding(grade string, stage Stage) (FindingRule, bool) {
	if s == nil {
		return FindingRule{}, false
	}
	i := slices.IndexFunc(s.Findings, func(r FindingRule) bool {
		return r.Grade == grade && (len(r.Stages) == 0 || slices.Contains(r.Stages, stage))
	})
	if i < 0 {
		return FindingRule{}, false
	}
	return s.Findings[i], true
}

// limits bound the file of a scheme.
var limits = strictyaml.Limits{Bytes: 1 << 20, Depth: 16}

const folder = "schemes"

// Load reads a scheme: the id of one in builtin, or a path in user. Where it cannot be used the scheme is nil and the findings say why.
func Load(builtin, user fs.FS, name string, schema *schemacheck.Schema) (*Scheme, []diag.Finding, error) {
	r := reader{path: name}
	from := user
	if !standard.IsPath(name) {
		ids, err := Builtin(builtin)
		if err != nil {
			return nil, nil, err
		}
		if !slices.Contains(ids, name) {
			r.path = ""
			r.report(nil, fmt.Sprintf("unknown scheme `%s`", name), unknownHint(name, ids))
			return nil, r.findings, nil
		}
		from, r.path, r.builtin = builtin, folder+"/"+name+".yaml", true
	}
	s := r.read(from, schema)
	return s, r.findings, nil
}

// Builtin lists the ids of the schemes that are brought along, sorted.
func Builtin(builtin fs.FS) ([]string, error) {
	files, err := fs.Glob(builtin, folder+"/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the built-in schemes: %w", err)
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(path.Base(f), ".yaml")
	}
	return files, nil
}

func unknownHint(name string, ids []string) string {
	if near, ok := nearest.Name(name, ids); ok {
		return "did you mean `" + near + "`?"
	}
	return "known schemes: " + strings.Join(ids, ", ") + "; give your own file by its path"
}

// reader collects what is wrong with a file.
type reader struct {
	path     string
	builtin  bool
	findings []diag.Finding
}

func (r *reader) report(at *strictyaml.Node, message, hint string) {
	pos := diag.Pos{File: r.path}
	if at != nil && at.Line > 0 {
		pos.Line, pos.Col, pos.EndCol = at.Line, at.Col, at.EndCol
	}
	r.findings = append(r.findings, diag.Finding{Rule: RuleScheme, Pos: pos, Message: message, Hint: hint})
}

// read gives the scheme of a file; nil where anything is wrong with it, as half a scheme would be silent about what it lacks.
func (r *reader) read(from fs.FS, schema *schemacheck.Schema) *Scheme {
	if from == nil || !fs.ValidPath(r.path) {
		r.report(nil, fmt.Sprintf("the scheme `%s` is not a path in the repository", r.path),
			"write it relative to the root of the repository, with forward slashes")
		return nil
	}
	src, err := plain.Read(from, r.path, int64(limits.Bytes))
	if err != nil {
		r.report(nil, "the scheme cannot be read: it "+plain.Reason(err), "")
		return nil
	}
	for _, c := range conflict.In(src) {
		r.findings = append(r.findings, c.Finding(r.path))
	}
	if len(r.findings) > 0 {
		return nil
	}
	root, problems := strictyaml.Parse(src, 1, limits)
	for _, p := range problems {
		r.report(&strictyaml.Node{Line: p.Line, Col: p.Col}, p.Message, p.Hint)
	}
	if root == nil {
		if len(problems) == 0 {
			r.report(nil, "the file is empty", "")
		}
		return nil
	}
	for _, p := range schema.Check(root) {
		r.report(p.Node, p.Message, p.Hint)
	}
	if len(r.findings) > 0 {
		return nil
	}
	s := decode(root)
	s.Path, s.Builtin = r.path, r.builtin
	r.holdSources(root)
	if len(r.findings) > 0 {
		return nil
	}
	return s
}

// holdSources sees that each rule rests on a source that the file has, and that no two sources have one name.
func (r *reader) holdSources(root *strictyaml.Node) {
	seen := map[string]bool{}
	for _, n := range root.Get("sources").Items() {
		id := n.Get("id").Text()
		if seen[id] {
			r.report(n.Get("id"), fmt.Sprintf("two sources are called `%s`", id), "give each a name of its own")
		}
		seen[id] = true
	}
	rules := append(slices.Clone(root.Get("findings").Items()), root.Get("tell").Items()...)
	for _, n := range append(rules, root.Get("surveillance"), root.Get("recertification")) {
		if at := n.Get("basis").Get("source"); !at.IsNull() && !seen[at.Text()] {
			r.report(at, fmt.Sprintf("no source is called `%s`", at.Text()), "add it under `sources`")
		}
	}
}

func decode(root *strictyaml.Node) *Scheme {
	text := func(key string) string { return root.Get(key).Text() }
	s := &Scheme{ID: text("id"), Title: text("title"), Language: cmp.Or(text("language"), phrase.Source), Note: text("note"),
		Reviewed: text("reviewed") == "true"}
	for _, n := range root.Get("sources").Items() {
		seen, _ := date.Parse(n.Get("seen").Text())
		s.Sources = append(s.Sources, Source{ID: n.Get("id").Text(), Title: n.Get("title").Text(), Kind: n.Get("kind").Text(),
			Edition: n.Get("edition").Text(), URL: n.Get("url").Text(), Seen: seen})
	}
	if n := root.Get("surveillance"); !n.IsNull() {
		s.Surveillance = SurveillanceRule{FirstWithin: period(n, "first_within"), Basis: basis(n),
			EachYear: n.Get("each").Text() == "calendar-year"}
	}
	if n := root.Get("recertification"); !n.IsNull() {
		s.Recertification = RecertificationRule{Begin: period(n, "begin"), RestoreWithin: period(n, "restore_within"), Basis: basis(n)}
	}
	for _, n := range root.Get("findings").Items() {
		rule := FindingRule{Grade: n.Get("grade").Text(), Within: period(n, "within"), Basis: basis(n)}
		for _, stage := range n.Get("stages").Texts() {
			rule.Stages = append(rule.Stages, Stage(stage))
		}
		s.Findings = append(s.Findings, rule)
	}
	for _, n := range root.Get("tell").Items() {
		rule := TellRule{What: n.Get("what").Text(), Required: n.Get("required").Texts(), Settings: n.Get("settings").Texts(),
			Services: n.Get("services").Text() == "true", Basis: basis(n)}
		for _, word := range n.Get("headings").Texts() {
			rule.Headings = append(rule.Headings, strings.ToLower(word))
		}
		s.Tell = append(s.Tell, rule)
	}
	return s
}

// period reads a duration, which the schema has checked.
func period(n *strictyaml.Node, key string) date.Period {
	p, _ := date.ParsePeriod(n.Get(key).Text())
	return p
}

func basis(n *strictyaml.Node) Basis {
	b := n.Get("basis")
	return Basis{Source: b.Get("source").Text(), Clause: b.Get("clause").Text(), Note: b.Get("note").Text()}
}
