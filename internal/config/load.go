package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // so that zones are known on machines without the database

	"clausebook/internal/conflict"
	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/plain"
	"clausebook/internal/schemacheck"
	"clausebook/internal/strictyaml"
	"clausebook/internal/years"
)

// The rules whose findings come out of reading the configuration.
const (
	RuleUnknownKey diag.RuleID = "CF001"
	RuleValue      diag.RuleID = "CF002"
	RuleSyntax     diag.RuleID = "CF003"
	RuleOff        diag.RuleID = "CF004"
	RuleGiven      diag.RuleID = "CF005"
	RuleWords      diag.RuleID = "CF011"
)

// InvalidError says that the configuration cannot be used. Its findings say where and why.
type InvalidError struct{ Findings []diag.Finding }

func (e *InvalidError) Error() string {
	f := e.Findings[0]
	msg := fmt.Sprintf("%s: %s", f.Pos, f.Message)
	if f.Hint != "" {
		msg += " (" + f.Hint + ")"
	}
	if more := len(e.Findings) - 1; more > 0 {
		msg += fmt.Sprintf(", and %d more", more)
	}
	return msg
}

// maxFile is the largest configuration that is read, in bytes: room for a line of defaults for each of 20,000 files.
const maxFile = 4 << 20

// New gives the defaults: a repository with only a content folder builds with them.
func New() Config {
	return Config{
		Title: "Service management system", Language: "en", Content: "content", Output: "public",
		Standards: []string{"iso20000-1-2018", "iso20000-4"}, Scheme: "iso17021-1-2015",
		Approval: Approval{LeastGrade: "declared", Trailers: []string{"Approved-by", "Reviewed-by"}, SeparationOfDuties: true,
			Settle: date.Period{Days: 7}, LateAfter: date.Period{Days: 31}},
		Forge: Forge{Branch: "main"},
	}
}

// Load reads the configuration file at the root of fsys; where there is none the defaults hold. Unknown keys are
// findings; a value that cannot be used makes the error an *InvalidError.
func Load(fsys fs.FS, name string, schema *schemacheck.Schema) (Config, []diag.Finding, error) {
	c := New()
	raw, err := plain.Read(fsys, name, maxFile)
	if errors.Is(err, fs.ErrNotExist) && name == FileName {
		return c, nil, nil
	}
	if plain.Refused(err) {
		why := "the configuration " + plain.Reason(err)
		return c, nil, &InvalidError{[]diag.Finding{{Rule: RuleSyntax, Pos: diag.Pos{File: name}, Message: why}}}
	}
	if err != nil {
		return c, nil, unreadError{name, err}
	}
	c.Path = name
	r := &reader{file: name}
	if conflicts := conflict.In(raw); len(conflicts) > 0 {
		for _, mark := range conflicts {
			r.broken = append(r.broken, mark.Finding(name))
		}
		return c, nil, &InvalidError{Findings: r.broken}
	}
	root, problems := strictyaml.Parse(raw, 1, strictyaml.Limits{Bytes: maxFile})
	for _, p := range problems {
		r.fatal(RuleSyntax, p.Line, p.Col, p.Message, p.Hint)
	}
	if root != nil && root.Kind != strictyaml.Map && !root.IsNull() {
		r.fatal(RuleSyntax, root.Line, root.Col, "the configuration must be a list of `key: value` lines", "")
	}
	if len(r.broken) == 0 && !root.IsNull() {
		r.checkShape(root, schema)
		r.fill(&c, root)
		r.findings = append(r.findings, years.In(name, root)...)
	}
	diag.Sort(r.findings)
	diag.Sort(r.broken)
	if len(r.broken) > 0 {
		return c, r.findings, &InvalidError{Findings: r.broken}
	}
	return c, r.findings, nil
}

// LoadThere reads a configuration as Load does. Where there is none the error is fs.ErrNotExist.
func LoadThere(fsys fs.FS, name string, schema *schemacheck.Schema) (Config, error) {
	if _, err := fs.Stat(fsys, name); err != nil {
		return Config{}, unreadError{name, err}
	}
	c, _, err := Load(fsys, name, schema)
	return c, err
}

// unreadError is a configuration that cannot be read, and why.
type unreadError struct {
	name string
	err  error
}

func (u unreadError) Error() string {
	why := plain.Reason(u.err)
	switch {
	case errors.Is(u.err, fs.ErrNotExist):
		why = "there is no such file"
	case errors.Is(u.err, fs.ErrInvalid):
		why = "name it by its path within the project"
	}
	return fmt.Sprintf("read the configuration %s: %s", u.name, why)
}

func (u unreadError) Unwrap() error { return u.err }

type reader struct {
	file     string
	findings []diag.Finding
	broken   []diag.Finding
}

func (r *reader) pos(n *strictyaml.Node) diag.Pos {
	if n == nil {
		return diag.Pos{File: r.file}
	}
	return diag.Pos{File: r.file, Line: n.Line, Col: n.Col, EndCol: n.EndCol}
}

func (r *reader) fatal(rule diag.RuleID, line, col int, message, hint string) {
	r.broken = append(r.broken, diag.Finding{Rule: rule, Pos: diag.Pos{File: r.file, Line: line, Col: col}, Message: message, Hint: hint})
}

func (r *reader) wrong(n *strictyaml.Node, message, hint string) {
	r.broken = append(r.broken, diag.Finding{Rule: RuleValue, Pos: r.pos(n), Message: message, Hint: hint})
}

func (r *reader) checkShape(root *strictyaml.Node, schema *schemacheck.Schema) {
	for _, p := range schema.Check(root) {
		f := diag.Finding{Rule: RuleValue, Pos: r.pos(p.Node), Message: p.Message, Hint: p.Hint}
		if p.Kind == schemacheck.UnknownKey {
			f.Rule = RuleUnknownKey
			r.findings = append(r.findings, f)
			continue
		}
		r.broken = append(r.broken, f)
	}
}

func (r *reader) fill(c *Config, root *strictyaml.Node) {
	for key, target := range map[string]*string{
		"title": &c.Title, "organization": &c.Organization, "language": &c.Language, "output": &c.Output, "theme": &c.Theme,
	} {
		if text := root.Get(key).Text(); text != "" {
			*target = text
		}
	}
	c.BaseURL = strings.TrimSuffix(root.Get("base_url").Text(), "/")
	for key, folder := range map[string]*string{"output": &c.Output, "theme": &c.Theme} {
		*folder = r.folder(root.Get(key), key, *folder)
	}
	c.Content = r.place(c, root)
	r.keepApart(c, root)
	for _, n := range root.Get("site_urls").Items() {
		if u, err := url.Parse(n.Text()); err == nil && u.Host != "" { // the schema has reported others
			c.SiteURLs = append(c.SiteURLs, strings.TrimSuffix(strings.ToLower(u.Host)+path.Clean("/"+u.Path), "/"))
		}
	}
	c.AsOf = r.date(root.Get("as_of"))
	c.Log = r.logFolder(root.Get("log"))
	c.Timezone = r.timezone(root.Get("timezone"))
	if n := root.Get("standards"); !n.IsNull() && n.Kind == strictyaml.List {
		c.Standards = n.Texts() // none at all is a choice: documents, history, reviews and approvals need no standard
	}
	c.Scheme = cmp.Or(root.Get("scheme").Text(), c.Scheme)
	r.fillDocuments(c, root)
	r.fillFacts(c, root)
	r.fillApproval(&c.Approval, root.Get("approval"))
	r.fillHistory(&c.History, root.Get("history"))
	r.fillForge(&c.Forge, root.Get("forge"))
	r.fillSeverity(c, root.Get("severity"))
	r.fillLook(&c.Look, root.Get("look"))
	n := root.Get("pseudonyms")
	c.Pseudonyms = Pseudonyms{On: n.Text() == "true" || n != nil && n.Kind == strictyaml.Map, Key: n.Get("key").Text()}
}

// logFolder reads where the log of heads is. Within the repository it would be rewritten together with what it is to witness.
func (r *reader) logFolder(n *strictyaml.Node) string {
	name := n.Text()
	if name != "" && !strings.HasPrefix(name, "../") && !path.IsAbs(name) && !filepath.IsAbs(name) {
		r.wrong(n, fmt.Sprintf("`log: %s` is a folder within the project, where the log would be rewritten together with the history", name),
			"name a folder outside of the repository, such as `../heads`: a mounted share, or the work tree of another repository")
		return ""
	}
	return name
}

// timezone reads the name of a time zone; empty where there is none.
func (r *reader) timezone(n *strictyaml.Node) string {
	name := n.Text()
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		r.wrong(n, fmt.Sprintf("`timezone: %s` is not a known time zone", name),
			"use a name from the IANA time zone database, such as `Europe/Berlin`, or remove the key for UTC")
		return ""
	}
	return name
}

// fillLook takes the colours over. Links must be legible on the theme's ground; what stands on the accent is black or
// white, whichever is.
func (r *reader) fillLook(l *Look, n *strictyaml.Node) {
	*l = Look{Accent: n.Get("accent").Text(), OnAccent: ink(n.Get("accent").Text()), AccentDark: n.Get("accent_dark").Text(),
		OnAccentDark: ink(n.Get("accent_dark").Text()),
		Link:         n.Get("link").Text(), LinkDark: n.Get("link_dark").Text(), Logo: n.Get("logo").Text()}
	for key, pair := range map[string][2]string{"link": {l.Link, "#f5f7f9"}, "link_dark": {l.LinkDark, "#1a2027"}} {
		if pair[0] == "" {
			continue
		}
		if c := contrast(pair[0], pair[1]); c < leastContrast {
			r.wrong(n.Get(key), fmt.Sprintf("`%s: %q` has a contrast of only %.1f on the background %s", key, pair[0], c, pair[1]),
				"links need a contrast of at least 4.5 to be legible")
		}
	}
	if l.Logo != "" && (!fs.ValidPath(l.Logo) || !slices.Contains([]string{".svg", ".png"}, strings.ToLower(path.Ext(l.Logo)))) {
		r.wrong(n.Get("logo"), fmt.Sprintf("`logo: %s` is not an SVG or PNG file in the repository", l.Logo), "give a relative path without `..`")
	}
}

// ink gives black or white, whichever has more contrast on a colour; nothing where there is none.
func ink(ground string) string {
	if ground == "" {
		return ""
	}
	if contrast(ground, "#000000") > contrast(ground, "#ffffff") {
		return "#000000"
	}
	return "#ffffff"
}

// leastContrast is what WCAG 2.2 asks of text, level AA.
const leastContrast = 4.5

// contrast gives the ratio of two colours of the form #rrggbb as WCAG defines it, from 1 to 21.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(colour string) float64 {
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		return 0 // the schema has reported it
	}
	part := func(v uint64) float64 {
		c := float64(v&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n>>16) + 0.7152*part(n>>8) + 0.0722*part(n)
}

// folder takes a path within the repository.
func (r *reader) folder(n *strictyaml.Node, key, value string) string {
	clean := strings.Trim(strings.TrimPrefix(value, "./"), "/")
	if value != "" && (!fs.ValidPath(clean) || clean == "." || strings.HasPrefix(value, "/") || strings.ContainsAny(value, `\:`)) {
		r.wrong(n, fmt.Sprintf("`%s: %s` is not a folder in the repository", key, value), "give a relative path without `..`")
	}
	return clean
}

// place reads where the documents are: a folder, or a list of folders and files, and what is left out of them.
func (r *reader) place(c *Config, root *strictyaml.Node) content.Place {
	n := root.Get("content")
	list := n != nil && n.Kind == strictyaml.List
	var parts []string
	for _, item := range n.Items() {
		part := content.Root
		if text := item.Text(); text != content.Root && text != "./" {
			part = r.folder(item, "content", text)
		}
		if strings.Contains(part, "\n") {
			r.wrong(item, "a name of a folder or file has a line break", "write each name on a line of its own")
			continue
		}
		if part != "" {
			parts = append(parts, part)
		}
	}
	var exclude []string
	for _, item := range root.Get("exclude").Items() {
		pattern := strings.TrimPrefix(item.Text(), "./")
		if _, err := path.Match(pattern, ""); err != nil || strings.HasPrefix(pattern, "/") || strings.Contains(pattern, "\n") {
			r.wrong(item, fmt.Sprintf("`exclude: %s` is not a valid pattern", item.Text()),
				"write a name, or a path with `*` and `**` from the folder of documents")
			continue
		}
		exclude = append(exclude, pattern)
	}
	if len(parts) == 0 {
		parts = []string{"content"} // the schema has reported what else stands there
	}
	return content.Of(parts, list, exclude, slices.DeleteFunc([]string{c.Output, c.Theme}, func(s string) bool { return s == "" }))
}

// keepApart sees that writing the site, which replaces its folder as a whole, touches nothing else. Of the project as a whole the
// folder of the site is no part.
func (r *reader) keepApart(c *Config, root *strictyaml.Node) {
	type folder struct{ key, folder, noun string }
	others := []folder{{"theme", c.Theme, "theme"}}
	for _, part := range c.Content.Parts() {
		if part != content.Root {
			others = append(others, folder{"content", part, "documents"})
		}
	}
	for _, other := range others {
		if other.folder == "" || !within(c.Output, other.folder) && !within(other.folder, c.Output) {
			continue
		}
		at := root.Get("output")
		if at.IsNull() {
			at = root.Get(other.key)
		}
		r.wrong(at, fmt.Sprintf("`output: %s` and `%s: %s` overlap", c.Output, other.key, other.folder),
			"keep the site and the "+other.noun+" in separate folders")
	}
	if within(c.Output, ".git") {
		r.wrong(root.Get("output"), fmt.Sprintf("`output: %s` is inside the folder of git", c.Output), "choose another folder")
	}
}

func within(inner, outer string) bool { return inner == outer || strings.HasPrefix(inner, outer+"/") }

func (r *reader) date(n *strictyaml.Node) date.Date {
	if n.IsNull() {
		return date.Date{}
	}
	d, err := date.Parse(n.Text())
	if err != nil {
		return date.Date{} // the schema has reported it
	}
	return d
}

func (r *reader) fillDocuments(c *Config, root *strictyaml.Node) {
	for _, item := range root.Get("defaults").Items() {
		def := Default{Pattern: item.Get("path").Text(), FrontMatter: map[string]string{}}
		if _, err := path.Match(def.Pattern, ""); err != nil {
			r.wrong(item.Get("path"), fmt.Sprintf("`path: %s` is not a valid pattern", def.Pattern),
				"close the bracket, or write `\\[` for the character itself")
		}
		for k, v := range item.Get("front_matter").Pairs() {
			if r.approves(k, v) {
				continue
			}
			if v.Kind == strictyaml.List {
				def.setList(k.Raw, v.Texts())
				continue
			}
			def.FrontMatter[k.Raw] = v.Text()
		}
		c.Defaults = append(c.Defaults, def)
	}
	c.Fields = texts(root.Get("fields"))
	r.fillValues(c, root.Get("values"))
}

// fillValues reads which words of documents mean which of ours. What an approval rests on is a person and a day, which no word can
// stand for.
func (r *reader) fillValues(c *Config, n *strictyaml.Node) {
	for key, words := range n.Pairs() {
		if slices.Contains([]string{"approved_by", "approved_on", "reviewed_on"}, key.Raw) {
			r.findings = append(r.findings, diag.Finding{Rule: RuleWords, Pos: r.pos(key),
				Message: fmt.Sprintf("`values: %s` counts for nothing: no word can stand for a person or a day", key.Raw),
				Hint:    "take it out here, and write it in each document that was approved or reviewed"})
			continue
		}
		if c.Values == nil {
			c.Values = map[string]map[string]string{}
		}
		c.Values[key.Raw] = texts(words)
	}
}

// approves tells whether a default would state an act of people, which is one of a single text: it is reported and counts
// for nothing.
func (r *reader) approves(key, value *strictyaml.Node) bool {
	what := key.Raw
	switch key.Raw {
	case "approved_by", "approved_on", "reviewed_on", "approval_record":
	case "status":
		if !strings.EqualFold(strings.TrimSpace(value.Text()), "approved") {
			return false
		}
		what = "status: approved"
	default:
		return false
	}
	r.findings = append(r.findings, diag.Finding{Rule: RuleGiven, Pos: r.pos(key),
		Message: fmt.Sprintf("`%s` cannot be a default and counts for nothing: it would approve texts that nobody looked at", what),
		Hint:    "take it out here, and write it in each document that was approved or reviewed"})
	return true
}

func (d *Default) setList(key string, items []string) {
	if d.Lists == nil {
		d.Lists = map[string][]string{}
	}
	d.Lists[key] = items
}

func texts(n *strictyaml.Node) map[string]string {
	m := map[string]string{}
	for k, v := range n.Pairs() {
		m[k.Raw] = v.Text()
	}
	return m
}

func (r *reader) fillFacts(c *Config, root *strictyaml.Node) {
	c.Conditions = map[string]Condition{}
	for k, v := range root.Get("conditions").Pairs() {
		cond := Condition{Holds: v.Text() == "true", Pos: r.pos(k)}
		if v.Kind == strictyaml.Map {
			cond.Holds, cond.Reason = v.Get("holds").Text() == "true", reason(v)
		}
		c.Conditions[k.Raw] = cond
	}
	for _, item := range root.Get("waivers").Items() {
		w := Waiver{Target: item.Get("target").Text(), Reason: reason(item), ApprovedBy: item.Get("approved_by").Text(),
			Expires: r.date(item.Get("expires")), Pos: r.pos(item)}
		if n := item.Get("reason"); w.Reason == "" && n.Text() != "" { // the schema reports the other ways to give none
			r.wrong(n, fmt.Sprintf("the waiver for `%s` has no reason", w.Target), "say why the gap is accepted")
		}
		c.Waivers = append(c.Waivers, w)
	}
	for _, item := range root.Get("periods").Items() {
		p := Period{ID: item.Get("id").Text(), Name: item.Get("name").Text(), From: r.date(item.Get("from")), To: r.date(item.Get("to")),
			Pos: r.pos(item)}
		if !p.To.IsZero() && p.To.Before(p.From) {
			r.wrong(item.Get("to"), fmt.Sprintf("the period `%s` ends before it begins", p.ID), "")
		}
		if slices.ContainsFunc(c.Periods, func(q Period) bool { return q.ID == p.ID && p.ID != "" }) {
			r.wrong(item.Get("id"), fmt.Sprintf("the period id `%s` is used twice", p.ID), "give each period its own id")
		}
		c.Periods = append(c.Periods, p)
	}
}

// reason reads why something was decided; blanks are no reason.
func reason(n *strictyaml.Node) string { return strings.TrimSpace(n.Get("reason").Text()) }

func (r *reader) fillApproval(a *Approval, n *strictyaml.Node) {
	if grade := n.Get("least_grade").Text(); grade != "" {
		a.LeastGrade = grade
	}
	if list := n.Get("trailers").Texts(); len(list) > 0 {
		a.Trailers = list
	}
	a.SeparationOfDuties = n.Get("separation_of_duties").Text() != "false"
	a.SeparatedTypes = n.Get("separation_of_duties").Get("types").Texts()
	a.PolicyOwner = n.Get("policy_owner").Text()
	a.Minor = Minor{Roles: n.Get("minor").Get("roles").Texts(), Words: count(n.Get("minor").Get("words"))}
	for k, v := range n.Get("quorum").Pairs() {
		if a.Quorum == nil {
			a.Quorum = map[string]Quorum{}
		}
		a.Quorum[k.Raw] = Quorum{Approvers: count(v), Parties: v.Text() == "parties"}
		if _, err := strconv.Atoi(v.Text()); err != nil && v.Text() != "" && v.Text() != "parties" {
			r.wrong(v, fmt.Sprintf("the quorum of `%s` is `%s`, which is neither a number of people nor `parties`", k.Raw, v.Text()),
				"write how many people have to approve, or `parties` for one of ours and one of each party")
		}
	}
	a.AllowedSigners, a.OpenPGPKeys, a.Exports = n.Get("allowed_signers").Text(), n.Get("openpgp_keys").Text(), n.Get("exports").Text()
	if settle, err := date.ParsePeriod(n.Get("settle").Text()); err == nil {
		a.Settle = settle
	}
	if late, err := date.ParsePeriod(n.Get("late_after").Text()); err == nil {
		a.LateAfter = late
	}
	a.AppliesToAll = n.Get("applies_from").Text() == "all"
	r.fillAdopted(&a.Adopted, n.Get("adopted"))
	a.Roles = map[string][]string{}
	for k, v := range n.Get("roles").Pairs() {
		a.Roles[k.Raw] = v.Texts()
	}
}

// count reads a whole number; zero where there is none, or where the schema has reported it.
func count(n *strictyaml.Node) int {
	i, err := strconv.Atoi(n.Text())
	if err != nil {
		return 0
	}
	return i
}

func (r *reader) fillForge(f *Forge, n *strictyaml.Node) {
	f.Kind, f.URL = n.Get("kind").Text(), strings.TrimSuffix(n.Get("url").Text(), "/")
	if branch := n.Get("branch").Text(); branch != "" {
		f.Branch = branch
	}
}

// fillSeverity reads the overrides. Switching a rule off without a reason is not accepted: the rule stays on.
func (r *reader) fillSeverity(c *Config, n *strictyaml.Node) {
	c.Severity = map[diag.RuleID]Severity{}
	for k, v := range n.Pairs() {
		s := Severity{Pos: r.pos(k)}
		word := v.Text()
		if v.Kind == strictyaml.Map {
			word, s.Reason = v.Get("level").Text(), reason(v)
		}
		level, err := diag.ParseSeverity(word)
		if err != nil {
			continue // the schema has reported it
		}
		if level == diag.Off && s.Reason == "" {
			r.findings = append(r.findings, diag.Finding{Rule: RuleOff, Pos: s.Pos,
				Message: fmt.Sprintf("`%s` stays on, because it is switched off without a reason", k.Raw),
				Hint:    fmt.Sprintf("write `%s: {level: off, reason: \"…\"}`", k.Raw)})
			continue
		}
		s.Level = level
		c.Severity[diag.RuleID(k.Raw)] = s
	}
}
