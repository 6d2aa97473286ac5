package people

import (
	"errors"
	"fmt"
	"io/fs"

	"clausebook/internal/conflict"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/nearest"
	"clausebook/internal/plain"
	"clausebook/internal/schemacheck"
	"clausebook/internal/strictyaml"
	"clausebook/internal/years"
)

// The rules whose findings come out of reading people.yaml.
const (
	RuleSyntax    diag.RuleID = "PE001" // not readable, or not of its form
	RuleDuplicate diag.RuleID = "PE002" // an id or address is given twice
	RuleUnknown   diag.RuleID = "PE003" // a role is held by somebody who is not listed
	RuleSpan      diag.RuleID = "PE004" // ends before it begins
	RuleDeputy    diag.RuleID = "PE013" // a deputyship that cannot take effect, or that goes round in a circle
	RuleParty     diag.RuleID = "PE014" // a person acts for a party that is not listed
)

// maxFile is the largest list of people that is read, in bytes.
const maxFile = 4 << 20

// Load reads people.yaml at this path of fsys, which is rooted at the repository root. Without the file the register
// is empty. What is wrong in it becomes findings; an error means that the file exists and cannot be read.
func Load(fsys fs.FS, path string, schema *schemacheck.Schema) (*Register, error) {
	raw, err := plain.Read(fsys, path, maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return &Register{}, nil
	}
	r := &Register{Path: path}
	if plain.Refused(err) {
		r.find(RuleSyntax, &strictyaml.Node{}, "the list of people "+plain.Reason(err), "")
		return r, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	if conflicts := conflict.In(raw); len(conflicts) > 0 {
		for _, c := range conflicts {
			r.Findings = append(r.Findings, c.Finding(path))
		}
		return r, nil
	}
	root, problems := strictyaml.Parse(raw, 1, strictyaml.Limits{Bytes: maxFile})
	for _, p := range problems {
		r.find(RuleSyntax, &strictyaml.Node{Line: p.Line, Col: p.Col}, p.Message, p.Hint)
	}
	if root.IsNull() {
		return r, nil
	}
	for _, p := range schema.Check(root) {
		r.find(RuleSyntax, p.Node, p.Message, p.Hint)
	}
	r.fill(root)
	r.checkReferences()
	r.Findings = append(r.Findings, years.In(path, root)...)
	return r, nil
}

func (r *Register) pos(n *strictyaml.Node) diag.Pos {
	return diag.Pos{File: r.Path, Line: n.Line, Col: n.Col, EndCol: n.EndCol}
}

func (r *Register) find(rule diag.RuleID, n *strictyaml.Node, message, hint string) {
	r.Findings = append(r.Findings, diag.Finding{Rule: rule, Pos: r.pos(n), Message: message, Hint: hint})
}

func (r *Register) fill(root *strictyaml.Node) {
	for _, n := range root.Get("people").Items() {
		p := Person{ID: n.Get("id").Text(), Name: n.Get("name").Text(), Emails: n.Get("emails").Texts(), Keys: keysOf(n.Get("keys")),
			Bot: n.Get("bot").Text() == "true", Party: n.Get("party").Text(), From: day(n.Get("from")), To: day(n.Get("to")), Pos: r.pos(n)}
		r.checkSpan(n)
		for _, d := range n.Get("deputy_of").Items() {
			p.Deputy = append(p.Deputy, Deputyship{For: d.Get("person").Text(), From: day(d.Get("from")), To: day(d.Get("to")), Pos: r.pos(d)})
			r.checkSpan(d)
		}
		r.People = append(r.People, p)
	}
	for _, n := range root.Get("roles").Items() {
		role := Role{ID: n.Get("id").Text(), Title: n.Get("title").Text(), Pos: r.pos(n)}
		for _, h := range n.Get("holders").Items() {
			role.Holders = append(role.Holders, Holding{Person: h.Get("person").Text(), From: day(h.Get("from")), To: day(h.Get("to")),
				Pos: r.pos(h)})
			r.checkSpan(h)
		}
		r.Roles = append(r.Roles, role)
	}
	for _, n := range root.Get("parties").Items() {
		r.Parties = append(r.Parties, Party{ID: n.Get("id").Text(), Name: n.Get("name").Text(), Kind: n.Get("kind").Text(), Pos: r.pos(n)})
	}
}

// keysOf reads keys, each a text or a map with the day from which it is not to be trusted.
func keysOf(n *strictyaml.Node) []Key {
	var out []Key
	for _, item := range n.Items() {
		k := Key{Text: item.Text()}
		if item.Kind == strictyaml.Map {
			k = Key{Text: item.Get("key").Text(), CompromisedFrom: day(item.Get("compromised_from"))}
		}
		if k.Text != "" {
			out = append(out, k)
		}
	}
	return out
}

func day(n *strictyaml.Node) date.Date {
	d, err := date.Parse(n.Text())
	if err != nil {
		return date.Date{} // absent, or reported by the schema
	}
	return d
}

func (r *Register) checkSpan(n *strictyaml.Node) {
	from, to := day(n.Get("from")), day(n.Get("to"))
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		r.find(RuleSpan, n.Get("to"), fmt.Sprintf("`to: %s` is before `from: %s`", to, from), "correct one of the two dates")
	}
}

// checkReferences finds ids and addresses that are given twice, and roles held by people who are not listed. An
// address of two people could be either of them, so it identifies nobody.
func (r *Register) checkReferences() {
	seen := map[string]diag.Pos{}
	once := func(kind, id string, pos diag.Pos) {
		if first, dup := seen[kind+id]; dup && id != "" {
			hint := "give each entry an id of its own"
			if kind == "address" {
				hint = "leave it with the one who uses it: an address of two people shows neither"
			}
			r.Findings = append(r.Findings, diag.Finding{Rule: RuleDuplicate, Pos: pos, Message: fmt.Sprintf("the %s `%s` is used twice", kind, id),
				Hint: hint, Related: []diag.Note{{Pos: first, Message: "first used here"}}})
			return
		}
		seen[kind+id] = pos
	}
	for _, p := range r.People {
		once("person", p.ID, p.Pos)
		for _, e := range p.Emails {
			once("address", FoldAddress(e), p.Pos)
		}
	}
	for _, p := range r.Parties {
		once("party", p.ID, p.Pos)
	}
	r.checkParties()
	r.checkDeputies()
	for _, role := range r.Roles {
		once("role", role.ID, role.Pos)
		for _, h := range role.Holders {
			if _, known := r.Person(h.Person); !known && h.Person != "" { // the schema reports a holder without a name
				r.Findings = append(r.Findings, diag.Finding{Rule: RuleUnknown, Pos: h.Pos,
					Message: fmt.Sprintf("the role `%s` is held by `%s`, who is not listed under `people:`", role.ID, h.Person), Hint: r.suggest(h.Person),
					About: h.Person})
			}
		}
	}
}

// checkParties finds people who act for a party that is not listed.
func (r *Register) checkParties() {
	for _, p := range r.People {
		if _, known := r.Party(p.Party); p.Party != "" && !known {
			ids := make([]string, len(r.Parties))
			for i, party := range r.Parties {
				ids[i] = party.ID
			}
			hint := "add the party to `parties:`"
			if near, ok := nearest.Name(p.Party, ids); ok {
				hint = fmt.Sprintf("did you mean `%s`?", near)
			}
			r.Findings = append(r.Findings, diag.Finding{Rule: RuleParty, Pos: p.Pos, About: p.Party, Hint: hint,
				Message: fmt.Sprintf("`%s` acts for the party `%s`, which is not listed under `parties:`", p.ID, p.Party)})
		}
	}
}

// suggest names the person who was most likely meant.
func (r *Register) suggest(id string) string {
	ids := make([]string, len(r.People))
	for i, p := range r.People {
		ids[i] = p.ID
	}
	if near, ok := nearest.Name(id, ids); ok {
		return fmt.Sprintf("did you mean `%s`?", near)
	}
	return "add the person to `people:`"
}
