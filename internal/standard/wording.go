package standard

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
)

// translated are the keys of a standard's file that give a text in other languages, with the keys of the texts.
var translated = map[string][]string{"titles": {"title", "name"}, "texts": {"text"}, "summaries": {"summary", "purpose"}}

// table turns texts of a file into another language.
type table map[string]string

// Tongue tells in which language the texts of a file are shown, and which of them nobody has translated.
type Tongue struct {
	Language     string // BCP 47, of the texts, default "en"
	written      string // the language of the file, where texts are shown in another one
	untranslated map[string]bool
	originals    map[string]string // a text as it is shown -> as it is written
}

// LanguageOf gives the language that a text is in: the one that the file is shown in, or its own where nobody has translated the text.
func (t *Tongue) LanguageOf(text string) string {
	if t.untranslated[text] {
		return t.written
	}
	return t.Language
}

// Say quotes a text in the language that it is in.
func (t *Tongue) Say(text string) phrase.Phrase { return phrase.In(t.LanguageOf(text), text) }

// Original gives a text as the file has it, so that documents in the language of either are understood.
func (t *Tongue) Original(text string) string {
	if was, ok := t.originals[text]; ok {
		return was
	}
	return text
}

// into makes the function that turns a text into the language of a table. What the table lacks stays as it is written.
func (t *Tongue) into(language string, words table) func(text *string) {
	t.written, t.Language = t.Language, language
	t.untranslated, t.originals = map[string]bool{}, map[string]string{}
	return func(text *string) {
		switch own, ok := words[*text]; {
		case *text == "":
		case ok:
			t.originals[own] = *text
			*text = own
		default:
			t.untranslated[*text] = true
		}
	}
}

// wording gives the texts of a standard's file in a language: what the file says itself, and for a file that is brought along, what
// stands beside it in the folder of the language. It gives nothing where there is no text in that language.
func wording(builtin fs.FS, f *file, language string) (table, error) {
	out := table{}
	gather(f.root, language, out)
	if !f.builtin || f.root == nil {
		return out, nil
	}
	name := path.Join(path.Dir(f.path), language, strings.TrimSuffix(path.Base(f.path), path.Ext(f.path))+".json")
	src, err := fs.ReadFile(builtin, name)
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err == nil {
		err = json.Unmarshal(src, &out)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return out, nil
}

// gather takes what a node and those below it say in a language into a table.
func gather(n *strictyaml.Node, language string, out table) {
	if n != nil && n.Kind == strictyaml.List {
		for _, item := range n.Values {
			gather(item, language, out)
		}
	}
	for k, v := range n.Pairs() {
		own := v.Get(language).Text()
		for _, key := range translated[k.Raw] {
			if text := n.Get(key).Text(); own != "" && text != "" {
				out[text] = own
			}
		}
		gather(v, language, out)
	}
}

// speak shows the standards and the crosswalk of a library, which nobody has been given yet, in a language. The files are those that they
// were read from, in the same order, the crosswalk last.
func (l *Library) speak(builtin fs.FS, language string, used map[string]*file, crosswalk *file) error {
	for _, s := range l.Standards {
		words, err := wording(builtin, used[s.ID], language)
		if err != nil {
			return err
		}
		if len(words) > 0 && s.Language != language {
			s.Texts(s.into(language, words))
		}
	}
	words, err := wording(builtin, crosswalk, language)
	if err == nil && len(words) > 0 {
		l.Crosswalk.Texts(l.Crosswalk.into(language, words))
	}
	return err
}

// Texts hands on the place of every text of the standard that is language rather than a name or a number, in the order of the file.
func (s *Standard) Texts(to func(text *string)) {
	all := func(texts ...*string) {
		for _, t := range texts {
			to(t)
		}
	}
	list := func(texts []string) {
		for i := range texts {
			to(&texts[i])
		}
	}
	all(&s.Title, &s.Status)
	list(s.Notes)
	for i := range s.Sources {
		all(&s.Sources[i].Text)
	}
	for i := range s.Amendments {
		all(&s.Amendments[i].Effect)
	}
	for i := range s.Conditions {
		all(&s.Conditions[i].Text)
	}
	for i := range s.Clauses {
		c := &s.Clauses[i]
		all(&c.Title, &c.Summary, &c.Note)
		for j := range c.Requirements {
			all(&c.Requirements[j].Text)
		}
	}
	for i := range s.Required {
		r := &s.Required[i]
		all(&r.Title, &r.Owner, &r.Approver, &r.CadenceNote, &r.Retention, &r.Note)
		list(r.Sections)
	}
	for _, subjects := range [][]Subject{s.Areas, s.Stages} {
		for i := range subjects {
			all(&subjects[i].Title, &subjects[i].Summary)
			list(subjects[i].Questions)
		}
	}
	for i := range s.Processes {
		p := &s.Processes[i]
		all(&p.Name, &p.Group, &p.Purpose)
		for j := range p.Outcomes {
			all(&p.Outcomes[j].Text)
		}
	}
	for i := range s.Mappings {
		all(&s.Mappings[i].Basis)
		for j := range s.Mappings[i].Rows {
			all(&s.Mappings[i].Rows[j].Basis)
		}
	}
}

// Texts hands on the place of every text of the crosswalk.
func (c *Crosswalk) Texts(to func(text *string)) {
	for i := range c.Notes {
		to(&c.Notes[i])
	}
	for i := range c.Relations {
		to(&c.Relations[i].Text)
	}
	for _, clause := range slices.Sorted(maps.Keys(c.New)) {
		note := c.New[clause]
		to(&note)
		c.New[clause] = note
	}
	for i := range c.Moves {
		to(&c.Moves[i].Note)
	}
	for i := range c.Rows {
		to(&c.Rows[i].Note)
	}
}
