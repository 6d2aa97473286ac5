package aims

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/nearest"
)

// columns are the names of columns, folded, and what stands in them.
var columns = map[string]string{
	"of": "of", "objective": "of", "benefit": "of", "aim": "of", "ziel": "of", "nutzen": "of",
	"period": "period", "month": "period", "quarter": "period", "day": "period", "date": "period", "zeitraum": "period", "monat": "period",
	"quartal": "period", "datum": "period",
	"value": "value", "result": "value", "measured": "value", "wert": "value", "ergebnis": "value", "messwert": "value",
}

// rows reads the values of an aim from the data file of the document that it names.
func (r *reader) rows(a *Aim) {
	name := a.node.Get("values").Text()
	if name == "" {
		return
	}
	d := r.docs.ByID(doc.ID(name))
	switch {
	case d == nil:
		r.fault(a.Document, a.Pos("values"), fmt.Sprintf("no document has the id `%s`", name), "use the id of the document that has the values")
		return
	case d.Data == nil:
		r.fault(a.Document, a.Pos("values"), fmt.Sprintf("%s has no rows", name),
			"name a document with a data file, whose name stands under `data`")
		return
	}
	at := columnsOf(d.Data.Header)
	for _, needed := range []string{"period", "value"} {
		if _, ok := at[needed]; !ok {
			r.fault(a.Document, a.Pos("values"), fmt.Sprintf("%s has no column `%s`", name, needed),
				"give its file the columns period and value, and of where it holds several")
			return
		}
	}
	r.kept[d] = append(r.kept[d], a)
	eachRow(d, func(i int, pos diag.Pos, cell func(string) string) {
		if _, several := at["of"]; !several || a.called(cell("of")) {
			r.row(a, d, i, pos, cell)
		}
	})
}

// eachRow goes through the rows of a data file, with what stands in which column.
func eachRow(d *doc.Document, visit func(i int, pos diag.Pos, cell func(string) string)) {
	at := columnsOf(d.Data.Header)
	for i, cells := range d.Data.Rows {
		pos := diag.Pos{File: d.Data.Path}
		if i < len(d.Data.Lines) {
			pos.Line = d.Data.Lines[i]
		}
		visit(i, pos, func(column string) string {
			if c, ok := at[column]; ok && c < len(cells) {
				return strings.TrimSpace(cells[c])
			}
			return ""
		})
	}
}

// nobodys tells of rows that are of no objective or benefit whose values stand in the file.
func (r *reader) nobodys() {
	for d, kept := range r.kept {
		if _, several := columnsOf(d.Data.Header)["of"]; !several {
			continue
		}
		var known []string
		for _, a := range kept {
			known = append(known, a.ID)
		}
		eachRow(d, func(_ int, pos diag.Pos, cell func(string) string) {
			name := cell("of")
			if name == "" && cell("value") == "" || slices.ContainsFunc(kept, func(a *Aim) bool { return a.called(name) }) {
				return
			}
			hint := "the file has the values of " + strings.Join(known, ", ")
			if near, ok := nearest.Name(name, known); ok {
				hint = "did you mean `" + near + "`?"
			}
			r.fault(d, pos, fmt.Sprintf("the row is of `%s`, whose values do not stand in this file", name), hint)
		})
	}
}

func columnsOf(header []string) map[string]int {
	at := map[string]int{}
	for i, name := range header {
		if column := columns[doc.FoldName(name)]; column != "" {
			if _, twice := at[column]; !twice {
				at[column] = i
			}
		}
	}
	return at
}

// called tells whether a name is that of the aim.
func (a *Aim) called(name string) bool {
	of, id := Qualified(name)
	return id == a.ID && (of == "" || of == a.Document.ID)
}

// row takes in one row. One without a value says that nothing was measured yet.
func (r *reader) row(a *Aim, d *doc.Document, i int, pos diag.Pos, cell func(string) string) {
	written := cell("value")
	if written == "" {
		return
	}
	q, ok := quantity(written)
	if !ok {
		hint := "write a number with a decimal point and without a unit"
		if m, one := meant(written, a.Unit); one {
			hint = "write `" + m + "`"
		}
		r.fault(d, pos, fmt.Sprintf("`%s`, the value of `%s`, is no number", written, a.ID), hint)
		return
	}
	s, ok := span(cell("period"))
	if !ok {
		r.fault(d, pos, fmt.Sprintf("`%s`, the period of a value of `%s`, is none", cell("period"), a.ID), periodHint)
		return
	}
	r.take(a, Value{Quantity: q, Span: s, Document: d, Row: i, Pos: pos}, pos)
}

// order puts the values of an aim in the order of their periods and keeps one of each. Two that differ say nothing: neither counts.
func (r *reader) order(a *Aim) {
	slices.SortStableFunc(a.Values, func(x, y Value) int {
		return cmp.Or(x.Span.To.Compare(y.Span.To), y.Span.From.Compare(x.Span.From))
	})
	var out []Value
	for i := 0; i < len(a.Values); {
		same := i + 1
		differ := false
		for ; same < len(a.Values) && a.Values[same].Span == a.Values[i].Span; same++ {
			differ = differ || a.Values[same].number != a.Values[i].number
		}
		if differ {
			last := a.Values[same-1]
			r.fault(last.Document, last.Pos, fmt.Sprintf("`%s` has different values for %s: %s in %s and %s in %s", a.ID, SpanWords(last.Span),
				a.Values[i].Written, a.Values[i].Document.ID, last.Written, last.Document.ID), "keep the one that is right; until then neither counts")
		} else {
			out = append(out, a.Values[i])
		}
		i = same
	}
	a.Values = out
}
