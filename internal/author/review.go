package author

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/strictyaml"
)

// Review is the record of a review.
type Review struct {
	On      date.Date
	By      string // person id; may be empty
	Outcome string // no-change | changed
	Note    string // may be empty
}

// The outcomes of a review.
const (
	NoChange = "no-change"
	Changed  = "changed"
)

// Outcomes lists what a review may come to.
func Outcomes() []string { return []string{NoChange, Changed} }

// item writes the review as an entry of the list `reviews:`.
func (r Review) item() string {
	parts := []string{"on: " + r.On.String()}
	if r.By != "" {
		parts = append(parts, "by: "+flowScalar(r.By))
	}
	parts = append(parts, "outcome: "+r.Outcome)
	if r.Note != "" {
		parts = append(parts, "note: "+Quoted(r.Note))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// flowScalar writes a text that stands between brackets.
func flowScalar(value string) string {
	if strings.ContainsAny(value, ",[]{}") {
		return Quoted(value)
	}
	return scalar(value)
}

// value is the entry as it reads back.
func (r Review) value() map[string]any {
	v := map[string]any{"on": r.On.String(), "outcome": r.Outcome}
	if r.By != "" {
		v["by"] = r.By
	}
	if r.Note != "" {
		v["note"] = r.Note
	}
	return v
}

// Reviewed writes a review into the front matter of a file: `reviewed_on` gets its day, `reviews` one more entry.
// Every other byte stays as it is: comments, quotes, order, line ends. fields are the names that the documents use for
// ours, from the configuration. Front matter that is not plain enough for an edit that certainly means nothing else is
// refused; so is what cannot be read.
func Reviewed(raw []byte, r Review, fields map[string]string) ([]byte, error) {
	e, err := newEdit(raw)
	if err != nil {
		return nil, err
	}
	dayKey, logKey := e.keyFor("reviewed_on", fields), e.keyFor("reviews", fields)
	if err := e.set(dayKey, r.On.String(), "effective_from", "approved_on", "approved_by", "approver", "owner"); err != nil {
		return nil, err
	}
	base := e.cuts
	for _, place := range []func(string, Review) error{e.logAfterItems, e.logBeforeNext} {
		e.cuts = slices.Clone(base)
		if err = place(logKey, r); err != nil {
			return nil, err
		}
		out := e.apply()
		if err = e.verify(out, "review", func(front map[string]any) {
			reviews, _ := front[logKey].([]any)
			front[dayKey], front[logKey] = r.On.String(), append(slices.Clone(reviews), r.value())
		}); err == nil {
			return out, nil
		}
	}
	return nil, err
}

// logAfterItems adds the entry to the log behind its last item, or begins the log.
func (e *edit) logAfterItems(key string, r Review) error {
	v := e.front.Get(key)
	switch {
	case e.front.Key(key) == nil:
		e.insert(e.end, key+":")
		e.insert(e.end, "  - "+r.item())
		return nil
	case v.IsNull() && v.Raw == "":
		e.insert(e.lineAfter(e.front.Key(key).Line), "  - "+r.item())
		return nil
	case v.Kind != strictyaml.List:
		return fmt.Errorf("line %d: `%s` is not a list", v.Line, key)
	}
	if e.raw[e.offset(v.Line, v.Col)] == '[' {
		return e.logBetweenBrackets(v, r)
	}
	at := e.next(key)
	dash := e.dashOf(v)
	for line := e.lineOf(at) - 1; line > v.Line && e.idle(line, dash); line-- {
		at = e.starts[line-1]
	}
	e.cuts = append(e.cuts, cut{at, at, strings.Repeat(" ", dash) + "- " + r.item() + e.eol})
	return nil
}

// logBeforeNext adds the entry right before what follows the log, for blank lines may belong to its last item.
func (e *edit) logBeforeNext(key string, r Review) error {
	v := e.front.Get(key)
	if v.IsNull() || v.Kind != strictyaml.List || e.raw[e.offset(v.Line, v.Col)] == '[' {
		return e.logAfterItems(key, r)
	}
	at := e.next(key)
	e.cuts = append(e.cuts, cut{at, at, strings.Repeat(" ", e.dashOf(v)) + "- " + r.item() + e.eol})
	return nil
}

// next gives the offset of the line at which the key after this one stands, or the end of the front matter.
func (e *edit) next(key string) int {
	found := false
	for k := range e.front.Pairs() {
		if found {
			return e.starts[k.Line-1]
		}
		found = k.Raw == key
	}
	return e.end
}

// lineOf gives the line, 1-based, that begins at the offset.
func (e *edit) lineOf(at int) int {
	i, _ := slices.BinarySearch(e.starts, at)
	return i + 1
}

// idle tells whether a line is blank, or a comment that stands no deeper than the dashes of the list.
func (e *edit) idle(line, dash int) bool {
	text := strings.TrimRight(string(e.raw[e.starts[line-1]:e.starts[line]]), "\r\n")
	bare := strings.TrimLeft(text, " ")
	return bare == "" || bare[0] == '#' && len(text)-len(bare) <= dash
}

// dashOf gives the number of spaces before the dashes of a list.
func (e *edit) dashOf(v *strictyaml.Node) int {
	line := e.raw[e.starts[v.Line-1]:]
	return len(line) - len(bytes.TrimLeft(line, " "))
}

// logBetweenBrackets adds the entry to a list that is written between brackets.
func (e *edit) logBetweenBrackets(v *strictyaml.Node, r Review) error {
	end := closing(e.raw[:e.end], e.offset(v.Line, v.Col))
	if end < 0 {
		return fmt.Errorf("line %d: cannot find the end of the list", v.Line)
	}
	text := r.item()
	if len(v.Values) > 0 {
		text = ", " + text
	}
	e.cuts = append(e.cuts, cut{end, end, text})
	return nil
}

// closing gives the offset of the bracket that closes the one at from, or -1.
func closing(s []byte, from int) int {
	depth := 0
	for i := from; i < len(s); i++ {
		switch c := s[i]; {
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				return i
			}
		case (c == '"' || c == '\'') && bytes.IndexByte([]byte(" ,[{:\n"), s[i-1]) >= 0: // within a word it is a letter
			i = quoteEnd(s, i)
		case c == '#' && (s[i-1] == ' ' || s[i-1] == '\n'):
			for i < len(s) && s[i] != '\n' {
				i++
			}
		}
	}
	return -1
}

// quoteEnd gives the offset of the quote that closes the one at from, or the end.
func quoteEnd(s []byte, from int) int {
	for i := from + 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && s[from] == '"':
			i++
		case s[i] == s[from] && s[from] == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
		case s[i] == s[from]:
			return i
		}
	}
	return len(s)
}
