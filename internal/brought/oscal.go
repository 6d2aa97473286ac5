package brought

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// This file reads catalogs of OSCAL in JSON: groups and controls become clauses, what a statement asks for requirements.

type oscalFile struct {
	Catalog *oscalCatalog `json:"catalog"`
}

type oscalCatalog struct {
	Metadata struct {
		Title     string       `json:"title"`
		Version   string       `json:"version"`
		Published string       `json:"published"`
		Modified  string       `json:"last-modified"`
		Remarks   string       `json:"remarks"`
		Language  string       `json:"language"`
		Props     []oscalProp  `json:"props"`
		Links     []oscalLink  `json:"links"`
		Parties   []oscalParty `json:"parties"`
	} `json:"metadata"`
	Params   []oscalParam `json:"params"`
	Controls []oscalPart  `json:"controls"`
	Groups   []oscalPart  `json:"groups"`
	Matter   struct {
		Resources []struct {
			Title, UUID string
			Rlinks      []oscalLink
		} `json:"resources"`
	} `json:"back-matter"`
}

type oscalProp struct{ Name, Value string }

type oscalLink struct{ Href, Rel, Text string }

type oscalParty struct{ Name string }

type oscalParam struct {
	ID     string
	Label  string
	Select struct{ Choice []string }
	Values []string
}

// oscalPart is a group, a control or a part of one.
type oscalPart struct {
	ID       string
	Class    string
	Name     string // of a part: statement, item, guidance and others
	Title    string
	Prose    string
	Props    []oscalProp
	Params   []oscalParam
	Parts    []oscalPart
	Groups   []oscalPart
	Controls []oscalPart
}

// otherOSCAL says what to do with the other models of OSCAL.
var otherOSCAL = map[string]string{
	"profile": "a profile of OSCAL selects controls of a catalog and holds none itself; resolve it first " +
		"(`oscal-cli profile resolve`, or `trestle author profile-resolve`), and take the catalog that this gives",
	"component-definition":          "a component definition of OSCAL says who implements what; take the catalog that it is about",
	"system-security-plan":          "a system security plan of OSCAL says how one system does it; take the catalog that it is about",
	"assessment-plan":               "an assessment plan of OSCAL holds no controls; take the catalog that it is about",
	"assessment-results":            "assessment results of OSCAL hold no controls; take the catalog that they are about",
	"plan-of-action-and-milestones": "a plan of action of OSCAL holds no controls; take the catalog that it is about",
	"mapping-collection":            "a mapping of OSCAL holds no controls; take the catalogs that it is about",
}

func readOSCAL(raw []byte) (*source, error) {
	var top map[string]json.RawMessage
	if err := json.Unmarshal(raw, &top); err != nil {
		return nil, fmt.Errorf("it cannot be read as JSON: %w", err)
	}
	for model, what := range otherOSCAL {
		if _, is := top[model]; is {
			return nil, errors.New(what)
		}
	}
	if _, is := top["catalog"]; !is {
		return nil, errors.New("it is JSON and no catalog of OSCAL, whose outermost key is `catalog`")
	}
	var f oscalFile
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, fmt.Errorf("it is no catalog of OSCAL: %w", err)
	}
	if f.Catalog == nil {
		return nil, errors.New("its catalog is empty")
	}
	return f.Catalog.source(), nil
}

func (c *oscalCatalog) source() *source {
	m := c.Metadata
	s := &source{form: "a catalog of OSCAL", name: oneLine(m.Title), title: oneLine(m.Title), edition: oneLine(m.Version),
		language: m.Language, published: day(m.Published, m.Modified), licence: c.licence(), left: leftOut{}}
	for _, p := range m.Parties {
		if s.publisher == "" {
			s.publisher = oneLine(p.Name)
		}
	}
	for _, l := range m.Links {
		if slices.Contains([]string{"canonical", "reference", "alternate"}, l.Rel) && strings.HasPrefix(l.Href, "http") && s.url == "" {
			s.url = l.Href
		}
	}
	r := &oscalReader{left: s.left, params: map[string]oscalParam{}}
	r.note(c.Params)
	r.notes(c.Groups)
	r.notes(c.Controls)
	s.roots = append(r.nodes(c.Groups, false), r.nodes(c.Controls, true)...)
	return s
}

// licence gives what a catalog says of its licence: a link or a property of that name, or remarks that speak of copyright.
func (c *oscalCatalog) licence() string {
	var out []string
	for _, p := range c.Metadata.Props {
		if isLicence(p.Name) {
			out = append(out, p.Value)
		}
	}
	for _, l := range c.Metadata.Links {
		if isLicence(l.Rel) {
			out = append(out, strings.TrimSpace(l.Text+" "+l.Href))
		}
	}
	for _, r := range c.Matter.Resources {
		if isLicence(r.Title) {
			for _, l := range r.Rlinks {
				out = append(out, l.Href)
			}
		}
	}
	if len(out) == 0 && speaksOfLicence.MatchString(c.Metadata.Remarks) {
		out = append(out, c.Metadata.Remarks)
	}
	return oneLine(strings.Join(out, " "))
}

var speaksOfLicence = regexp.MustCompile(`(?i)copyright|licen[cs]e|creative commons|public domain|rights`)

func isLicence(name string) bool {
	return slices.Contains([]string{"license", "licence", "rights", "copyright"}, strings.ToLower(name))
}

type oscalReader struct {
	left   leftOut
	params map[string]oscalParam
}

func (r *oscalReader) note(params []oscalParam) {
	for _, p := range params {
		r.params[p.ID] = p
	}
}

// notes takes note of all parameters before a text names one.
func (r *oscalReader) notes(parts []oscalPart) {
	for _, p := range parts {
		r.note(p.Params)
		r.notes(p.Groups)
		r.notes(p.Controls)
	}
}

// nodes makes parts of groups or controls.
func (r *oscalReader) nodes(parts []oscalPart, asks bool) []*node {
	var out []*node
	for i, p := range parts {
		x := &node{number: p.number(), spare: p.ID, title: oneLine(p.Title), asks: asks, place: fmt.Sprintf("part %d", i+1)}
		if p.ID != "" {
			x.place = "`" + p.ID + "`"
		}
		if prop(p.Props, "status") == "withdrawn" {
			r.left["withdrawn controls"]++
			continue
		}
		for _, part := range p.Parts {
			switch {
			case part.Name == "statement":
				x.texts = append(x.texts, r.statement(part)...)
			case part.Name == "overview" && x.about == "":
				x.about = r.text(part)
			default:
				r.left["parts named "+part.Name]++
			}
		}
		x.below = append(r.nodes(p.Groups, false), r.nodes(p.Controls, true)...)
		out = append(out, x)
	}
	return out
}

// statement gives what a statement asks for: its items, or where it has none its own text. An introduction stands before each item.
func (r *oscalReader) statement(p oscalPart) []string {
	var items []string
	for _, part := range p.Parts {
		if text := r.text(part); text != "" {
			items = append(items, text)
		}
	}
	own := r.prose(p.Prose)
	switch {
	case len(items) == 0 && own == "":
		return nil
	case len(items) == 0:
		return []string{own}
	case own != "":
		for i := range items {
			items[i] = own + " " + items[i]
		}
	}
	return items
}

// text gives a part with all below it as one text.
func (r *oscalReader) text(p oscalPart) string {
	out := r.prose(p.Prose)
	for _, part := range p.Parts {
		if t := r.text(part); t != "" {
			out = strings.TrimSpace(out + " " + t)
		}
	}
	return out
}

var inserted = regexp.MustCompile(`\{\{\s*(?:insert:)?\s*(?:param,)?\s*([^\s}]+)\s*\}\}`)

// prose gives a text on one line, with what an organization is to fill in between brackets.
func (r *oscalReader) prose(text string) string {
	return oneLine(inserted.ReplaceAllStringFunc(text, func(found string) string {
		return "[" + r.meant(inserted.FindStringSubmatch(found)[1]) + "]"
	}))
}

func (r *oscalReader) meant(id string) string {
	p, known := r.params[id]
	switch {
	case known && p.Label != "":
		return oneLine(p.Label)
	case known && len(p.Values) > 0:
		return oneLine(strings.Join(p.Values, ", "))
	case known && len(p.Select.Choice) > 0:
		return oneLine(inserted.ReplaceAllString(strings.Join(p.Select.Choice, " / "), "…"))
	}
	return "to be filled in"
}

// number gives what a group or control is called: its label, unless that is a title, else what it is sorted by.
func (p oscalPart) number() string {
	for _, name := range []string{"label", "sort-id"} {
		if v := prop(p.Props, name); v != "" && !strings.Contains(v, " ") {
			return v
		}
	}
	return ""
}

func prop(props []oscalProp, name string) string {
	for _, p := range props {
		if p.Name == name {
			return strings.TrimSpace(p.Value)
		}
	}
	return ""
}

var startsWithDay = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?`)

// day gives the first of these that begins with a day, as far as it is one.
func day(texts ...string) string {
	for _, t := range texts {
		if d := startsWithDay.FindString(strings.TrimSpace(t)); d != "" {
			return d
		}
	}
	return ""
}
