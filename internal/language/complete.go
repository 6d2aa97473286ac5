package language

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"clausebook/internal/content"
	"clausebook/internal/doc"
	"clausebook/internal/standard"
)

// Choice is something that may stand at a place.
type Choice struct {
	Label  string // what is shown
	Detail string // what it is, beside it
	Text   string // what is written in place of the last so many characters
	Back   int    // how many characters before the place belong to it
}

// Complete gives what may stand at the end of the last of some lines of a file, the ones above it with it. Rest is what follows on that
// line.
func (a *Answers) Complete(file string, lines []string, rest string) []Choice {
	if len(lines) == 0 || !content.IsMarkdown(file) {
		return nil
	}
	last := lines[len(lines)-1]
	if key, list, ok := inFront(lines); ok {
		return a.front(lines, key, list, last)
	}
	if m := wanted.FindStringSubmatch(last); m != nil {
		return a.inReference(file, m[1], closing(rest, "]]"))
	}
	if m := local.FindStringSubmatch(last); m != nil {
		return a.headings(a.Docs.ByPath(file), m[1], "")
	}
	if m := covers.FindStringSubmatch(last); m != nil {
		return a.items(strings.TrimLeft(m[1], " "), "", nil)
	}
	return nil
}

var (
	wanted  = regexp.MustCompile(`\[\[([^\[\]|]*)$`)
	local   = regexp.MustCompile(`\]\(#([^()\s]*)$`)
	covers  = regexp.MustCompile(`<!--\s*covers:(?:[^>]*,)?([^,>]*)$`)
	keyLine = regexp.MustCompile(`^([A-Za-z_]+):(.*)$`)
)

// closing gives what closes a reference, unless it is there already.
func closing(rest, mark string) string {
	if strings.HasPrefix(rest, mark) {
		return ""
	}
	return mark
}

// inFront tells whether the last of some lines stands in front matter, under which key, and whether it is an item of a list.
func inFront(lines []string) (key string, list, ok bool) {
	if strings.TrimRight(lines[0], " \t") != "---" || len(lines) == 1 || slices.ContainsFunc(lines[1:], func(l string) bool {
		return strings.TrimRight(l, " \t") == "---"
	}) {
		return "", false, false
	}
	for i := len(lines) - 1; i > 0; i-- {
		m := keyLine.FindStringSubmatch(lines[i])
		switch {
		case m != nil:
			return m[1], i < len(lines)-1 || strings.Contains(m[2], "["), true
		case i == len(lines)-1 && !strings.HasPrefix(strings.TrimLeft(lines[i], " "), "-"):
			return "", false, true
		}
	}
	return "", false, true
}

// front gives keys at the beginning of a line, and values behind a key.
func (a *Answers) front(lines []string, name string, list bool, last string) []Choice {
	if name == "" {
		if strings.HasPrefix(last, " ") {
			return nil
		}
		return freshKeys(lines, last)
	}
	word := last[strings.LastIndexAny(last, " [,:\"'")+1:]
	k := keyOf(name)
	var out []Choice
	for _, v := range k.values {
		out = append(out, Choice{Label: v, Text: v})
	}
	switch k.means {
	case meansDocument:
		if name != "id" {
			out = append(out, a.documents("")...)
		}
	case meansRole:
		out = append(out, a.roles()...)
	case meansPerson:
		out = append(out, a.persons()...)
	case meansAuthority:
		out = append(append(out, a.roles()...), a.persons()...)
	case meansParty:
		for _, p := range a.People.Parties {
			out = append(out, Choice{Label: p.ID, Detail: p.Kind + " " + p.Name, Text: p.ID})
		}
	case meansRequired:
		return a.items(word, "", func(k standard.Kind) bool { return k == standard.KindRequired })
	case meansItem:
		if i := strings.LastIndexAny(last, " [,\"'"); list || i >= 0 {
			word = last[i+1:]
		}
		return a.items(word, "", func(k standard.Kind) bool { return k != standard.KindRequired })
	}
	return matching(out, word)
}

// freshKeys gives the keys of a type of document that are not there yet.
func freshKeys(lines []string, word string) []Choice {
	there, kind := map[string]bool{}, ""
	for _, l := range lines[:len(lines)-1] {
		if m := keyLine.FindStringSubmatch(l); m != nil {
			there[m[1]] = true
			if m[1] == "type" {
				kind = strings.Trim(m[2], " \"'")
			}
		}
	}
	var out []Choice
	for _, k := range append(slices.Clone(keys()[kind]), keys()[""]...) {
		if !there[k.name] {
			there[k.name] = true
			out = append(out, Choice{Label: k.name, Detail: k.about, Text: k.name + ": "})
		}
	}
	return matching(out, word)
}

// inReference gives what may stand in [[…]]: clauses behind a section mark, headings behind a hash, else documents.
func (a *Answers) inReference(file, word, end string) []Choice {
	if clause, ok := strings.CutPrefix(word, "§"); ok {
		return a.items(clause, end, func(k standard.Kind) bool { return k == standard.KindClause })
	}
	if id, fragment, ok := strings.Cut(word, "#"); ok {
		d := a.Docs.ByID(doc.ID(id))
		if id == "" {
			d = a.Docs.ByPath(file)
		}
		return a.headings(d, fragment, end)
	}
	return matching(a.documents(end), word)
}

func (a *Answers) documents(end string) []Choice {
	var out []Choice
	for _, d := range a.Docs.Documents {
		out = append(out, Choice{Label: string(d.ID), Detail: d.Title, Text: string(d.ID) + end})
	}
	return out
}

func (a *Answers) roles() []Choice {
	var out []Choice
	for _, r := range a.People.Roles {
		out = append(out, Choice{Label: r.ID, Detail: r.Title, Text: r.ID})
	}
	return out
}

func (a *Answers) persons() []Choice {
	var out []Choice
	for _, p := range a.People.People {
		if p.Active(a.AsOf.Day) && !p.Bot {
			out = append(out, Choice{Label: p.ID, Detail: p.Name, Text: p.ID})
		}
	}
	return out
}

func (a *Answers) headings(d *doc.Document, word, end string) []Choice {
	if d == nil {
		return nil
	}
	var out []Choice
	for _, h := range d.Body.Headings {
		out = append(out, Choice{Label: h.ID, Detail: h.Text, Text: h.ID + end})
	}
	return matching(out, word)
}

// items gives what standards have of some kinds; of the first standard without its name.
func (a *Answers) items(word, end string, of func(standard.Kind) bool) []Choice {
	var out []Choice
	for _, m := range a.Matrix.Standards {
		for _, c := range slices.Concat(m.Clauses, m.Requirements, m.Required, m.Processes) {
			if of != nil && !of(c.Kind) {
				continue
			}
			name := c.Ref.String()
			if p := a.Standards.Primary(); p != nil && c.Ref.Standard == p.ID {
				name = c.Ref.Item
			}
			out = append(out, Choice{Label: name, Detail: c.Title + " · " + kindWords[c.Kind], Text: name + end})
		}
	}
	return matching(out, word)
}

// matching gives the choices that a word may become: it begins their label, or is part of what they are.
func matching(all []Choice, word string) []Choice {
	folded := strings.ToLower(word)
	out := slices.DeleteFunc(all, func(c Choice) bool {
		return !strings.HasPrefix(strings.ToLower(c.Label), folded) && !strings.Contains(strings.ToLower(c.Label+" "+c.Detail), folded)
	})
	for i := range out {
		out[i].Back = utf8.RuneCountInString(word)
	}
	return out
}
