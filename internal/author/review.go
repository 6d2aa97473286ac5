package author

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"clausebook/internal/date"
	"clausebook/internal/doc"
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
		parts = append(parts, "note: "+quoted(r.Note))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// flowScalar writes a text that stands between brackets.
func flowScalar(value string) string {
	if strings.ContainsAny(value, ",[]{}") {
		return quoted(value)
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
	if err := e.setDay(dayKey, r.On); err != nil {
		return nil, err
	}
	base := e.cuts
	for _, place := range []func(string, Review) error{e.logAfterItems, e.logBeforeNext} {
		e.cuts = slices.Clone(base)
		if err = place(logKey, r); err != nil {
			return nil, err
		}
		out := e.apply()
		if err = e.verify(out, dayKey, logKey, r); err == nil {
			return out, nil
		}
	}
	return nil, err
}

// edit is a file whose front matter is being changed.
type edit struct {
	raw    []byte
	front  *strictyaml.Node // nil where the block is empty
	starts []int            // offset of each line of the file, from 0
	end    int              // offset of the line that closes the front matter
	eol    string
	cuts   []cut
}

// cut replaces a span of the file by a text.
type cut struct {
	from, to int
	text     string
}

// newEdit takes a file apart and refuses one that cannot be read with certainty.
func newEdit(raw []byte) (*edit, error) {
	if !utf8.Valid(raw) {
		return nil, errors.New("the file is not valid UTF-8")
	}
	e := &edit{raw: raw, starts: []int{0}, eol: "\n"}
	for i, b := range raw {
		if b == '\n' {
			e.starts = append(e.starts, i+1)
		}
	}
	if len(e.starts) > 1 && e.starts[1] >= 2 && raw[e.starts[1]-2] == '\r' {
		e.eol = "\r\n"
	}
	return e, e.read()
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// read finds the front matter and its end.
func (e *edit) read() error {
	source := bytes.TrimPrefix(e.raw, byteOrderMark)
	mark := len(e.raw) - len(source)
	read := (&doc.Reader{}).Parse("file.md", e.raw)
	for _, f := range read.Findings {
		switch f.Rule {
		case doc.RuleNoFront:
			if read.BodyAt == 0 {
				return errors.New("the file has no front matter for the review; start it with a block between two lines `---`")
			}
		case doc.RuleUnclosed, doc.RuleSyntax, doc.RuleDuplicate, doc.RuleAlias, doc.RuleLimit, doc.RuleFence:
			return fmt.Errorf("line %d: %s", f.Pos.Line, f.Message)
		}
	}
	e.front = doc.Take(e.raw).Front
	head := bytes.TrimRight(source[:read.BodyAt], "\r\n")
	e.end = mark + bytes.LastIndexByte(head, '\n') + 1
	if root := e.front; root != nil {
		if at := e.offset(root.Line, root.Col); e.raw[at] == '{' {
			return errors.New("the front matter is written between braces; write one key per line")
		}
	}
	return nil
}

// offset gives where a place of the file lies: line and column are 1-based, columns count characters.
func (e *edit) offset(line, col int) int {
	at := e.starts[line-1]
	if line == 1 {
		at += len(e.raw) - len(bytes.TrimPrefix(e.raw, byteOrderMark))
	}
	for ; col > 1 && at < len(e.raw); col-- {
		_, size := utf8.DecodeRune(e.raw[at:])
		at += size
	}
	return min(at, len(e.raw)-1)
}

// lineAfter gives the offset of the line after this one.
func (e *edit) lineAfter(line int) int {
	if line < len(e.starts) {
		return min(e.starts[line], e.end)
	}
	return e.end
}

// keyFor gives the name that the file uses for one of our keys: our own if it is there, else a foreign one that the
// configuration knows, else ours.
func (e *edit) keyFor(ours string, fields map[string]string) string {
	if e.front.Key(ours) != nil {
		return ours
	}
	for k := range e.front.Pairs() {
		if fields[k.Raw] == ours {
			return k.Raw
		}
	}
	return ours
}

// setDay replaces the day under a key, or adds the key.
func (e *edit) setDay(key string, day date.Date) error {
	v := e.front.Get(key)
	switch {
	case e.front.Key(key) == nil:
		e.insert(e.besideApproval(), key+": "+day.String())
	case v.IsNull() && v.Raw == "":
		k := e.front.Key(key)
		at := e.offset(k.Line, k.Col) + len(k.Raw)
		if !bytes.HasPrefix(e.raw[at:], []byte(":")) {
			return fmt.Errorf("line %d: `%s` is written in a form that cannot be edited safely", k.Line, key)
		}
		e.cuts = append(e.cuts, cut{at + 1, at + 1, " " + day.String()})
	case !e.onOneLine(v):
		return fmt.Errorf("line %d: the value of `%s` is not on one line", v.Line, key)
	default:
		from := e.offset(v.Line, v.Col)
		to := e.offset(v.Line, v.EndCol)
		if v.Quoted {
			from, to = from+1, to-1
		}
		e.cuts = append(e.cuts, cut{from, to, day.String()})
	}
	return nil
}

// onOneLine tells whether a scalar stands in the file just as it reads.
func (e *edit) onOneLine(v *strictyaml.Node) bool {
	if v.Kind != strictyaml.Scalar || v.EndCol == 0 {
		return false
	}
	there := string(e.raw[e.offset(v.Line, v.Col):e.offset(v.Line, v.EndCol)])
	if v.Quoted {
		return there == `"`+v.Raw+`"` || there == "'"+v.Raw+"'"
	}
	return there == v.Raw
}

// besideApproval gives where a new day reads best: after the days of approval, else at the end of the front matter.
func (e *edit) besideApproval() int {
	for _, key := range []string{"effective_from", "approved_on", "approved_by", "approver", "owner"} {
		if v := e.front.Get(key); v != nil && !v.IsNull() && e.onOneLine(v) && v.Line == e.front.Key(key).Line {
			return e.lineAfter(v.Line)
		}
	}
	return e.end
}

// insert adds a line at the level of the keys.
func (e *edit) insert(at int, text string) {
	indent := ""
	if e.front != nil {
		indent = strings.Repeat(" ", e.front.Col-1)
	}
	e.cuts = append(e.cuts, cut{at, at, indent + text + e.eol})
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

// apply makes the file with all cuts made. Cuts at one place keep their order.
func (e *edit) apply() []byte {
	slices.SortStableFunc(e.cuts, func(a, b cut) int { return a.from - b.from })
	var out []byte
	at := 0
	for _, c := range e.cuts {
		out = append(append(out, e.raw[at:c.from]...), c.text...)
		at = c.to
	}
	return append(out, e.raw[at:]...)
}

// verify reads the changed file and wants that it says what the old one said, but for the two keys, and that the text
// below is the same. What cannot be verified is not written.
func (e *edit) verify(out []byte, dayKey, logKey string, r Review) error {
	refused := errors.New("the front matter is written in a form that cannot be edited safely; add the review by hand")
	before, after := doc.Take(e.raw), doc.Take(out)
	if !bytes.Equal(before.Body, after.Body) || after.Front == nil {
		return refused
	}
	if again, err := newEdit(out); err != nil || again.front == nil {
		return refused
	}
	want := map[string]any{}
	if old, ok := before.Front.Value().(map[string]any); ok {
		want = old
	}
	reviews, _ := want[logKey].([]any)
	want[dayKey], want[logKey] = r.On.String(), append(slices.Clone(reviews), r.value())
	if !reflect.DeepEqual(want, after.Front.Value()) {
		return refused
	}
	return nil
}
