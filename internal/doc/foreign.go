package doc

import (
	"cmp"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/labels"
	"clausebook/internal/plain"
	"clausebook/internal/strictyaml"
)

// Ignore is what `fields:` gives a name that is to mean nothing, even if it is one of ours.
const Ignore = "ignore"

// What `fields:` may name beside a key of the front matter or a label of the first lines: a part of the file's name, or a key of a YAML
// file beside the document, as in `kep.yaml:status`. Of a file with a slash, whose path is told from the project root, the key is the
// document's name: `_data/owners.yml`.
const (
	FromNameID      = "name:id"
	FromNameDate    = "name:date"
	FromNameVersion = "name:version"
	FromNameStatus  = "name:status"
)

// IDInName is an id at the start of a file's name: letters, then a number.
var IDInName = regexp.MustCompile(`^([A-Z]{1,8}(?:[-_][A-Z]{2,8})*[-_]?\d{1,4})(?:[^0-9A-Za-z].*)?$`)

// yearInName is what looks like an id and is a year: FY2026.
var yearInName = regexp.MustCompile(`(19|20)\d\d$`)

var dayInName = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d)(?:\D|$)`)

// NameID gives the id with which the name of a file begins; empty where it does not begin with one.
func NameID(p string) string {
	m := IDInName.FindStringSubmatch(content.Stem(p))
	if m == nil || yearInName.MatchString(m[1]) {
		return ""
	}
	return m[1]
}

var (
	versionInName = regexp.MustCompile(`(?i)[ _(.-](?:v|ver\.?|version)[ _-]?(\d{1,3}(?:\.\d{1,3}){0,2})\)?$`)
	revisionName  = regexp.MustCompile(`[ _(-](?i:rev|revision|ausgabe|stand)[ ._-]{0,2}([A-Z]|\d{1,2}(?:\.\d{1,2})?)\)?$`)
	draftInName   = regexp.MustCompile(`(?:^|[^\pL\d])(?:DRAFT|ENTWURF)(?:$|[^\pL\d])|(?i:\((?:draft|entwurf)\)|[ _-](?:draft|entwurf)$)`)
)

// NameVersion gives the version in which the name of a file ends: v2.1, Rev. C; empty where it ends in none.
func NameVersion(p string) string {
	for _, form := range []*regexp.Regexp{versionInName, revisionName} {
		if m := form.FindStringSubmatch(content.Stem(p)); m != nil {
			return m[1]
		}
	}
	return ""
}

// NameStatus gives the state that the name of a file says, which is draft; empty where it says none.
func NameStatus(p string) string {
	if draftInName.MatchString(content.Stem(p)) {
		return string(Draft)
	}
	return ""
}

// NameDate gives the day that the name of a file says; zero where it says none.
func NameDate(p string) date.Date {
	m := dayInName.FindStringSubmatch(content.Stem(p))
	if m == nil {
		return date.Date{}
	}
	digits := strings.NewReplacer("-", "", "_", "", ".", "").Replace(m[1])
	if len(digits) != 8 {
		return date.Date{}
	}
	day, err := date.Parse(digits[:4] + "-" + digits[4:6] + "-" + digits[6:])
	if err != nil {
		return date.Date{}
	}
	return day
}

// Says gives what a document says of itself, under our names and in our words: in its front matter, in its first lines, in files beside it
// and in its name, in this order.
func (r *Reader) Says(tree fs.FS, d *Document) *strictyaml.Node {
	front := r.inOurNames(d.Front)
	r.labelled(front, d.Text(), d.BodyLine)
	if tree != nil {
		r.fromBeside(front, r.beside(tree, d.Path))
	}
	r.stated(front, d.Path)
	r.fromName(front, d.Path)
	r.fromText(front, d.Text())
	return front
}

// IsSidecar tells whether a name of `fields:` means a file beside documents, and gives the file and the key.
func IsSidecar(name string) (file, key string, ok bool) {
	for _, ending := range []string{".yaml", ".yml"} {
		if f, k, cut := strings.Cut(name, ending+":"); cut && f != "" && k != "" {
			return f + ending, k, true
		}
		if strings.HasSuffix(name, ending) && strings.Contains(name, "/") {
			return name, "", true
		}
	}
	return "", "", false
}

// maxSidecar is the largest file beside a document that is read for its keys, in bytes.
const maxSidecar = 1 << 20

// beside gives what files beside a document say of it, by the names of `fields:`. A file that is not there or cannot be read says nothing.
func (r *Reader) beside(fsys fs.FS, p string) map[string]*strictyaml.Node {
	var out map[string]*strictyaml.Node
	for name := range r.Fields {
		file, key, ok := IsSidecar(name)
		if !ok {
			continue
		}
		if !strings.Contains(file, "/") {
			file = path.Join(path.Dir(p), file)
		}
		value := Sidecar(fsys, file).Get(cmp.Or(key, content.Stem(p)))
		if value == nil || value.IsNull() {
			continue
		}
		if out == nil {
			out = map[string]*strictyaml.Node{}
		}
		out[name] = elsewhere(value)
	}
	return out
}

// Sidecar reads a YAML file beside documents; nil where it is none that can be read.
func Sidecar(fsys fs.FS, file string) *strictyaml.Node {
	if !fs.ValidPath(file) {
		return nil
	}
	raw, err := plain.Read(fsys, file, maxSidecar)
	if err != nil {
		return nil
	}
	node, _ := strictyaml.Parse(raw, 1, strictyaml.Limits{})
	if node == nil || node.Kind != strictyaml.Map {
		return nil
	}
	return node
}

// elsewhere copies a value that does not stand in the document, so that no finding points into it.
func elsewhere(v *strictyaml.Node) *strictyaml.Node {
	if v.Kind == strictyaml.List {
		return listOf(v.Texts())
	}
	return &strictyaml.Node{Raw: v.Text(), Quoted: true}
}

// needsBeside tells whether the names of `fields:` ask for more than the document itself.
func (r *Reader) needsBeside() bool {
	for name := range r.Fields {
		if _, _, ok := IsSidecar(name); ok {
			return true
		}
	}
	return false
}

// labelled adds to front matter what the first lines of the text say under names of `fields:`, where the front matter does not.
func (r *Reader) labelled(front *strictyaml.Node, body []byte, line int) {
	wanted := map[string]string{}
	for name, ours := range r.Fields {
		if ours != Ignore && front.Key(ours) == nil && !strings.Contains(name, ":") {
			wanted[FoldName(name)] = ours
		}
	}
	if len(wanted) == 0 {
		return
	}
	for _, l := range labels.Of(body, line) {
		ours := wanted[FoldName(l.Name)]
		if ours == "" || front.Key(ours) != nil {
			continue
		}
		v := r.said(ours, &strictyaml.Node{Raw: l.Value, Quoted: true, Line: l.Line, Col: l.Col})
		if usable(ours, v) {
			put(front, ours, v)
		}
	}
}

// put adds a key of ours at the end.
func put(front *strictyaml.Node, key string, v *strictyaml.Node) {
	front.Keys, front.Values = append(front.Keys, &strictyaml.Node{Raw: key}), append(front.Values, v)
}

// fromBeside adds what files beside the document say, and what its name says, where nothing else does.
func (r *Reader) fromBeside(front *strictyaml.Node, values map[string]*strictyaml.Node) {
	names := slices.SortedFunc(maps.Keys(values), func(a, b string) int {
		return cmp.Or(boolsOrder(isLast(a), isLast(b)), strings.Compare(a, b))
	})
	for _, name := range names {
		ours := r.Fields[name]
		if ours == Ignore || front.Key(ours) != nil {
			continue
		}
		if v := r.said(ours, values[name]); usable(ours, v) {
			put(front, ours, v)
		}
	}
}

// isLast tells whether the key of a file beside a document is one of last resort.
func isLast(name string) bool {
	_, k, _ := IsSidecar(name)
	return slices.Contains(lastResort, FoldName(k))
}

// boolsOrder puts what is false before what is true.
func boolsOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// fromName adds what the name of the file says, where nothing else does. A day is added to documents of a day alone: others have no key
// for it.
func (r *Reader) fromName(front *strictyaml.Node, p string) {
	if ours := r.Fields[FromNameID]; ours == "id" && front.Key("id") == nil {
		if id := NameID(p); id != "" {
			put(front, "id", &strictyaml.Node{Raw: id, Quoted: true})
		}
	}
	if r.Fields[FromNameDate] != "date" || front.Key("date") != nil || !RecordType(front.Get("type").Text()) {
		return
	}
	if day := NameDate(p); !day.IsZero() {
		put(front, "date", &strictyaml.Node{Raw: day.String(), Quoted: true})
	}
}

// stated adds the version and the state that the name of the file says, before any default.
func (r *Reader) stated(front *strictyaml.Node, p string) {
	for _, name := range []string{FromNameVersion, FromNameStatus} {
		_, ours, _ := strings.Cut(name, ":")
		if r.Fields[name] != ours || front.Key(ours) != nil {
			continue
		}
		said := NameVersion(p)
		if ours == "status" {
			said = NameStatus(p)
		}
		if said != "" {
			put(front, ours, &strictyaml.Node{Raw: said, Quoted: true})
		}
	}
}

// usable tells whether a value from outside of the front matter has the form that its key wants. One that has not is left out: nobody
// wrote it for us, so it is no fault.
func usable(ours string, v *strictyaml.Node) bool {
	text := v.Text()
	switch ours {
	case "id":
		return ValidID(text)
	case "owner":
		return ValidRole(text)
	case "status":
		return Status(text).Known()
	case "approved_on", "effective_from", "reviewed_on", "date", "raised_on", "closed_on":
		_, err := date.Parse(text)
		return err == nil
	case "review_every":
		_, err := date.ParsePeriod(text)
		return err == nil && text != ""
	}
	return text != "" || len(v.Texts()) > 0
}

// Known tells whether a status is one that a document can declare.
func (s Status) Known() bool {
	return slices.Contains([]Status{Draft, InReview, Approved, InUse, Superseded, Withdrawn}, s)
}

var roleForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// ValidRole tells whether a text can be the id of a role.
func ValidRole(text string) bool { return roleForm.MatchString(text) }

// said gives a value that stands under a foreign name in our words: as `values:` says, or, where its form can mean nothing else, in the
// form that ours has. "6 months" is P6M, "Jane Doe" the role jane-doe, 7 as an id "7". Everything else stays as it is, and the schema
// reports it.
func (r *Reader) said(ours string, v *strictyaml.Node) *strictyaml.Node {
	if word := r.word(ours, v.Text()); word != "" && v.Text() != "" {
		return worded(v, word)
	}
	if list := InList(ours, v); list != nil {
		return list
	}
	text, ok := InOurForm(ours, v)
	if !ok {
		return v
	}
	return worded(v, text)
}

// word gives our word for a text under a key, as `values:` has it: for the text itself, or for the longest beginning of it that stands
// there with a star behind it, as "superseded by *" does. It is empty where there is none.
func (r *Reader) word(ours, text string) string {
	if word, ok := r.Values[ours][text]; ok || text == "" {
		return word
	}
	word, longest := "", -1
	for theirs, w := range r.Values[ours] {
		if start, ok := strings.CutSuffix(theirs, "*"); ok && len(start) > longest && strings.HasPrefix(text, start) {
			word, longest = w, len(start)
		}
	}
	return word
}

func worded(v *strictyaml.Node, text string) *strictyaml.Node {
	said := *v
	said.Kind, said.Keys, said.Values = strictyaml.Scalar, nil, nil
	said.Raw, said.Quoted = text, true
	return &said
}

// InList gives a text under a key that wants a list, as "a, b" of tags, as that list; nil for all else.
func InList(ours string, v *strictyaml.Node) *strictyaml.Node {
	if ours != "tags" && ours != "aliases" || v.Kind != strictyaml.Scalar || strings.TrimSpace(v.Text()) == "" {
		return nil
	}
	var items []string
	for item := range strings.SplitSeq(v.Text(), ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return listOf(items)
}

// InOurForm gives a value in the form that a key of ours has, where that can be told without guessing.
func InOurForm(ours string, v *strictyaml.Node) (string, bool) {
	text := strings.TrimSpace(v.Text())
	switch ours {
	case "id":
		id := strings.Trim(notOfID.ReplaceAllString(text, "-"), "-")
		return id, v.Kind == strictyaml.Scalar && id != ""
	case "version":
		return text, v.Kind == strictyaml.Scalar && text != ""
	case "owner":
		if v.Kind == strictyaml.List {
			text, _, _ = strings.Cut(strings.Join(v.Texts(), "\n"), "\n")
		}
		role := RoleOf(text)
		return role, role != ""
	case "approved_on", "effective_from", "reviewed_on", "date", "raised_on", "closed_on":
		day, ok := date.Meant(text)
		return day.String(), ok
	case "review_every":
		period, ok := date.PeriodInWords(text)
		return period.String(), ok
	}
	return "", false
}

var (
	notOfID   = regexp.MustCompile(`[^A-Za-z0-9._-]+`)
	notOfRole = regexp.MustCompile(`[^a-z0-9.]+`)
)

// RoleOf makes the id of a role out of how somebody is named: "#security-team", "@org/Quality_Team" and "Head of IT" are security-team,
// quality-team and head-of-it. An address gives what stands before its sign. Empty where no letter is left, and of a text that is no name.
func RoleOf(name string) string {
	name = strings.TrimSpace(name)
	if inner, ok := strings.CutPrefix(name, "[["); ok && strings.HasSuffix(inner, "]]") { // a note of Obsidian
		_, words, _ := strings.Cut(strings.TrimSuffix(inner, "]]"), "|")
		page, _, _ := strings.Cut(strings.TrimSuffix(inner, "]]"), "|")
		name = cmp.Or(words, path.Base(page))
	}
	if i := strings.LastIndexByte(name, '/'); i >= 0 && strings.HasPrefix(name, "@") {
		name = name[i+1:]
	}
	name = strings.TrimLeft(name, "@#")
	if local, domain, ok := strings.Cut(name, "@"); ok && domain != "" && !strings.Contains(local, " ") {
		name = local
	}
	if len(strings.Fields(name)) > 6 || strings.ContainsAny(name, "<>{}[]|\n") {
		return ""
	}
	return strings.Trim(notOfRole.ReplaceAllString(strings.ToLower(withoutAccents(name)), "-"), "-.")
}

// withoutAccents gives a text with plain letters in place of those with accents.
func withoutAccents(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(text))
}

var betweenWords = strings.NewReplacer("-", "_", " ", "_", ".", "")

// FoldName gives a name in the form in which two that mean the same key are equal: "Document No." and "document_no".
func FoldName(name string) string {
	folded := strings.ToLower(betweenWords.Replace(strings.TrimSpace(name)))
	return strings.Trim(folded, "_:")
}
