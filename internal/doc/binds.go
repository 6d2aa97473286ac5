package doc

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"clausebook/internal/history"
	"clausebook/internal/markdown"
	"clausebook/internal/strictyaml"
)

// boundKeys are the keys of a document's own front matter that an approval binds. `data`, `rows` and `rows_append_only` say
// where rows stand that are not bound and what may become of them, and therefore are bound themselves.
var boundKeys = []string{"title", "owner", "approver", "classification", "retention", "effective_from", "review_every",
	"targets", "measures", "objectives", "benefits", "parties", "data", "rows", "rows_append_only", "chair", "attendees", "decisions",
	"body", "standard", "certificate_number", "scope_statement", "locations", "decided_on", "issued_on", "expires_on", "mark"}

// binding fills in what an approval of the text would bind.
func binding(f *history.Facts, front *strictyaml.Node, said markdown.Said) {
	f.Type, f.Control = front.Get("type").Text(), control(front)
	f.Prose, f.Structure = sum256([]byte(said.Prose)), sum256([]byte(said.Structure))
	f.Rows, f.Links = sumOf(said.Rows), sumOf(strings.Join(said.Targets, "\n"))
}

// sumOf gives the hash of a text; nothing where it is empty.
func sumOf(text string) string {
	if text == "" {
		return ""
	}
	return sum256([]byte(text))
}

// control gives the bound keys with their values, one a line.
func control(front *strictyaml.Node) string {
	var b strings.Builder
	for _, key := range boundKeys {
		if n := front.Get(key); !n.IsNull() {
			b.WriteString(key + ": " + short(canonical(n)) + "\n")
		}
	}
	return b.String()
}

// longest is how much of a value stands in facts as it is, in bytes.
const longest = 40

// short gives a value as it is where it is short, else its hash.
func short(value string) string {
	if len(value) <= longest && !strings.ContainsAny(value, "\n\x00") && !strings.HasPrefix(value, "sha256 ") {
		return value
	}
	sum := sha256.Sum256([]byte(value))
	return "sha256 " + hex.EncodeToString(sum[:16])
}

// canonical writes a value so that only what it says makes a difference: not quotes, spaces or the order of keys.
func canonical(n *strictyaml.Node) string {
	var parts []string
	switch n.Kind {
	case strictyaml.Map:
		for k, v := range n.Pairs() {
			parts = append(parts, "\x00="+k.Raw+"\x00:"+canonical(v))
		}
		slices.Sort(parts)
	case strictyaml.List:
		for _, v := range n.Values {
			parts = append(parts, "\x00-"+canonical(v))
		}
	default:
		return strings.Join(strings.Fields(n.Text()), " ")
	}
	return strings.Join(parts, "") + "\x00."
}

// Facts gives what the document says of itself as Reader.Facts gives it of a revision, with what only the defaults of the
// configuration give where that is not bound.
func (d *Document) Facts() history.Facts {
	f := history.Facts{ID: string(d.ID), Version: d.Version, Status: string(d.Status), Title: d.Title,
		Approver: d.Approver, ApprovedBy: d.ApprovedBy, ApprovedOn: d.Front.Get("approved_on").Text(),
		Meeting: meeting(d.Front), Parties: strings.Join(d.Front.Get("parties").Texts(), ","), Withdrawn: packWithdrawals(d.Withdrawals()),
		Record: packRecord(d.Record())}
	own := d.own()
	binding(&f, own, markdown.Say(d.Source[min(d.BodyAt, len(d.Source)):], own.Get("rows").Texts()))
	f.Type = d.Type
	return f
}

// own gives the front matter without what only the defaults of the configuration give.
func (d *Document) own() *strictyaml.Node {
	out := &strictyaml.Node{Kind: strictyaml.Map, Line: 1, Col: 1}
	for k, v := range d.Front.Pairs() {
		if v.Line > 0 {
			out.Keys, out.Values = append(out.Keys, k), append(out.Values, v)
		}
	}
	return out
}

// rowTypes are the types of documents whose tables hold records of their own.
var rowTypes = []string{"register", "report", "record"}

// RowsApart tells whether the rows of tables are records of their own, which an approval of the document does not bind.
func RowsApart(f history.Facts) bool {
	return slices.Contains(rowTypes, f.Type) || strings.Contains(f.Control, "rows: ") && values(f.Control)["rows"] != ""
}

// RowsApartIn tells the same of a document by its type and front matter.
func RowsApartIn(documentType string, front *strictyaml.Node) bool {
	return slices.Contains(rowTypes, documentType) || len(front.Get("rows").Texts()) > 0
}

// AppendOnly tells whether the rows of a document may only be added to.
func AppendOnly(f history.Facts) bool { return values(f.Control)["rows_append_only"] == "true\n" }

// DataIn gives the name of the data file that a version of a document names, and the sheet in it; whole is false where they are too long to
// stand in the facts.
func DataIn(f history.Facts) (name, sheet string, whole bool) {
	text := strings.TrimSuffix(values(f.Control)["data"], "\n")
	name, sheet = DataFile(text)
	return name, sheet, !strings.HasPrefix(text, "sha256 ")
}

// ControlChanged gives the bound keys of the front matter in which two documents differ, as their facts have them.
func ControlChanged(a, b string) []string {
	was, is := values(a), values(b)
	return slices.DeleteFunc(slices.Clone(boundKeys), func(key string) bool { return was[key] == is[key] })
}

// BoundChanged gives what an approval binds of the front matter and differs between two texts: their type, which the defaults of
// the configuration may give, and the bound keys.
func BoundChanged(a, b history.Facts) []string {
	keys := ControlChanged(a.Control, b.Control)
	if a.Type != b.Type {
		keys = append([]string{"type"}, keys...)
	}
	return keys
}

// Bound gives the value of a bound key of the front matter, as facts have it; a long one is a hash.
func Bound(f history.Facts, key string) string {
	return strings.TrimSuffix(values(f.Control)[key], "\n")
}

func values(control string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(control) {
		key, value, _ := strings.Cut(line, ": ")
		out[key] = value
	}
	return out
}

// BoundLinks gives the relative links and images of a text that an approval binds, in the order of the text.
func BoundLinks(front *strictyaml.Node, body markdown.Body, rowsApart bool) []markdown.Link {
	hold := markdown.HoldRows(body.Headings, front.Get("rows").Texts())
	return slices.DeleteFunc(slices.Clone(body.Links), func(l markdown.Link) bool {
		return !l.Bound() || rowsApart && l.Row && hold(l.Section)
	})
}

// InheritedFacts gives the values that the document has from the configuration's defaults and not from its own front
// matter. Its revisions are read without defaults, so they lack them. Nothing that approves is among them.
func (d *Document) InheritedFacts() history.Facts {
	value := func(key string) string {
		if n := d.Front.Get(key); n != nil && n.Line == 0 {
			return n.Text()
		}
		return ""
	}
	return history.Facts{Type: value("type"), Version: value("version"), Status: value("status"),
		Approver: value("approver")}
}

// Binds gives what an approval of a text with these facts binds, as a text to compare; nothing where they are not known.
// Where relative links lead does not stand in a text alone; the approvals look at that.
func Binds(f history.Facts) string {
	if f.Structure == "" {
		return ""
	}
	return "type: " + f.Type + "\n" + f.Control + f.Structure + BoundRows(f)
}

// BoundRows gives the rows of tables where they are no records of their own.
func BoundRows(f history.Facts) string {
	if RowsApart(f) {
		return ""
	}
	return f.Rows
}
