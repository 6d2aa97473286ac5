package doc

import (
	"cmp"
	"crypto/sha1" //nolint:gosec // git's name for the content, not a proof
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"clausebook/internal/conflict"
	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/diagram"
	"clausebook/internal/dialect"
	"clausebook/internal/markdown"
	"clausebook/internal/nearest"
	"clausebook/internal/schemacheck"
	"clausebook/internal/strictyaml"
)

// Parse reads one document. The path is relative to the repository root.
func (r *Reader) Parse(p string, raw []byte) *Document {
	return r.parse(p, raw, newGivens(r.Defaults), nil)
}

// ParseFormer reads a former version, with its text and its parts for whoever makes more of it. What is wrong with it, other than that it
// cannot be read, is not looked for, as it cannot be fixed any more.
func (r *Reader) ParseFormer(p string, raw []byte) (*Document, *markdown.Text, Parts) {
	return r.read(p, raw, newGivens(r.Defaults), nil)
}

// parse reads one document and finds what is wrong with it.
func (r *Reader) parse(p string, raw []byte, given *givens, beside map[string]*strictyaml.Node) *Document {
	d, _, _ := r.read(p, raw, given, beside)
	r.judge(d)
	return d
}

// read reads one document, with what the defaults give it and what files beside it say of it.
func (r *Reader) read(p string, raw []byte, given *givens, beside map[string]*strictyaml.Node) (*Document, *markdown.Text, Parts) {
	d := &Document{Path: p, SHA256: sum256(raw), Blob: blobName(raw)}
	for _, c := range conflict.InMarkdown(raw) {
		d.Findings = append(d.Findings, c.Finding(p))
	}
	written := d.take(raw)
	d.Front = r.front(d, written, given, beside)
	d.fillTemplate()
	text := markdown.Read(d.Text(), d.BodyLine)
	d.Body = text.Body()
	d.fill()
	d.identify(r.Folder)
	return d, text, written.Parts
}

// judge finds what is wrong with a document that was read.
func (r *Reader) judge(d *Document) {
	d.Body.CheckDiagrams(diagram.Check)
	r.checkShape(d)
	d.collectCoverage()
	d.reportBody()
	for i := range d.Findings {
		d.Findings[i].Document = string(d.ID)
	}
}

func (r *Reader) front(d *Document, written taken, given *givens, beside map[string]*strictyaml.Node) *strictyaml.Node {
	defaults := given.at(r.Folder.Rel(d.Path))
	node := written.Front
	if written.line > 0 {
		d.checkQuotes(node)
		if len(defaults) == 0 && node == nil && !d.unread() {
			d.find(RuleNoFront, max(written.line-1, 1), 1, "the front matter is empty",
				"add at least `id`, `title`, `type`, `version`, `status` and `owner`")
		}
	} else if len(defaults) > 0 { // a folder is adopted as it is: having no block is then no fault
		d.Findings = slices.DeleteFunc(d.Findings, func(f diag.Finding) bool { return f.Rule == RuleNoFront && f.Message == noFront })
	}
	front := r.inOurNames(node)
	d.Adopted = Status(defaults["status"].Text()) == InUse && !givesAll(node)
	r.labelled(front, d.Text(), d.BodyLine)
	d.from(InBeside, front, func() { r.fromBeside(front, beside) })
	r.stated(front, d.Path)
	addDefaults(front, defaults)
	d.from(InName, front, func() { r.fromName(front, d.Path) })
	if front.Get("type").Text() == "minutes" {
		r.fromText(front, d.Text())
	}
	return front
}

// from notes which keys are added to front matter, and whence.
func (d *Document) from(source Source, front *strictyaml.Node, add func()) {
	had := len(front.Keys)
	add()
	for _, key := range front.Keys[had:] {
		d.Beside = append(d.Beside, Said{key.Raw, source})
	}
}

// fill copies the front matter into the typed fields. Values that are not of their form stay zero here and are
// reported by the schema.
func (d *Document) fill() {
	f := d.Front
	d.Title, d.Type, d.Version = f.Get("title").Text(), f.Get("type").Text(), f.Get("version").Text()
	d.Status = Status(f.Get("status").Text())
	d.Owner, d.Approver, d.ApprovedBy = f.Get("owner").Text(), f.Get("approver").Text(), approvedBy(f)
	d.ApprovedOn, d.EffectiveFrom, d.ReviewedOn = dateOf(f.Get("approved_on")), dateOf(f.Get("effective_from")), dateOf(f.Get("reviewed_on"))
	d.ReviewEvery, _ = date.ParsePeriod(f.Get("review_every").Text())
	d.Classification, d.Language, d.Retention = f.Get("classification").Text(), f.Get("language").Text(), f.Get("retention").Text()
	d.TranslationOf = ID(f.Get("translation_of").Text())
	d.Fulfils, d.Tags, d.Aliases, d.Customers = f.Get("fulfils").Texts(), f.Get("tags").Texts(), f.Get("aliases").Texts(),
		f.Get("customers").Texts()
	d.Supersedes, d.Related, d.Services = idsOf(f.Get("supersedes")), idsOf(f.Get("related")), idsOf(f.Get("services"))
	d.Supplier = f.Get("supplier").Text()
	d.Date, d.Period = dateOf(f.Get("date")), Span{dateOf(f.Get("period").Get("from")), dateOf(f.Get("period").Get("to"))}
	if d.Adopted && !d.IsRecord() {
		d.Date = date.Date{} // when a page was published, as other programs use the key; it is evidence of nothing
	}
	d.Location, d.SeenOn, d.SeenBy = f.Get("location").Text(), dateOf(f.Get("seen_on")), f.Get("seen_by").Text()
}

// approvedBy gives in one line whom front matter names as approvers, one or a list of them.
func approvedBy(front *strictyaml.Node) string {
	return strings.Join(front.Get("approved_by").Texts(), "; ")
}

func dateOf(n *strictyaml.Node) date.Date {
	d, err := date.Parse(n.Text())
	if err != nil {
		return date.Date{}
	}
	return d
}

func idsOf(n *strictyaml.Node) []ID {
	var out []ID
	for _, s := range n.Texts() {
		out = append(out, ID(s))
	}
	return out
}

// identify settles id and title. A document without a usable id gets one from its path, so that it has a page.
func (d *Document) identify(in content.Place) {
	written := d.Front.Get("id")
	d.ID = ID(written.Text())
	if !ValidID(string(d.ID)) {
		d.ID, d.DerivedID = DerivedID(in, d.Path), true
		if written == nil && !d.unread() {
			d.find(RuleDerivedID, 1, 1, fmt.Sprintf("the document has no `id`, so the address of its page comes from its path: `%s`", d.ID),
				"add an `id`, so that moving the file does not break links")
		}
	}
	if d.Title == "" {
		d.Title = firstTitle(d.Body.Headings, d.Path)
	}
}

// unread tells whether the front matter could not be read, which is reported already: what is absent because of it
// is no finding of its own.
func (d *Document) unread() bool {
	return slices.ContainsFunc(d.Findings, func(f diag.Finding) bool {
		return f.Rule == RuleUnclosed || f.Rule == RuleSyntax || f.Rule == RuleLimit
	})
}

// ValidID tells whether a text can be the id of a document: its page gets its address from it.
func ValidID(id string) bool {
	for i, r := range id {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && (i == 0 || r != '-' && r != '_' && r != '.') {
			return false
		}
	}
	return id != "" && len(id) <= 64
}

// DerivedID makes the id of a document that has none written from its path: content/policies/Change mgmt.md becomes policies-change-mgmt.
func DerivedID(in content.Place, p string) ID {
	rel := strings.ToLower(path.Join(path.Dir(in.Rel(p)), content.Stem(p)))
	words := strings.FieldsFunc(rel, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	id := strings.Join(words, "-")
	if id == "" || len(id) > 64 {
		id = "document-" + sum256([]byte(p))[:12]
	}
	return ID(id)
}

func firstTitle(headings []markdown.Heading, p string) string {
	return cmp.Or(TitleIn(headings), content.Stem(p))
}

// TitleIn gives the heading that is the title of a text: its first one, if it is of the highest level. Where there are more of that level,
// one that every document has, or that has a number, is only its first section.
func TitleIn(headings []markdown.Heading) string {
	if len(headings) == 0 || headings[0].Level != 1 {
		return ""
	}
	first := headings[0].Text
	another := slices.ContainsFunc(headings[1:], func(h markdown.Heading) bool { return h.Level == 1 })
	if another && (sectionNumber.MatchString(first) || sectionNames[strings.ToLower(first)]) {
		return ""
	}
	return first
}

var (
	sectionNumber = regexp.MustCompile(`^\d{1,2}(?:\.\d+)*[.)]?[ \t]+\pL`)
	sectionNames  = setOf("summary", "abstract", "introduction", "purpose", "scope", "purpose and scope", "overview", "motivation",
		"background",
		"objective", "objectives", "table of contents", "contents", "revision history", "document control", "zweck", "einleitung",
		"geltungsbereich", "zusammenfassung")
)

// checkShape holds the front matter against the schema of its type.
func (r *Reader) checkShape(d *Document) {
	if len(r.Schemas) == 0 || len(d.Front.Keys) == 0 {
		return
	}
	schema, ok := r.Schemas[d.Type]
	if !ok {
		d.reportType(r.Schemas)
		return
	}
	for _, p := range schema.Check(d.Front) {
		if d.foundAt(p.Node) {
			continue // refused as YAML: that it is empty follows from it
		}
		d.findAt(shapeRule(p), p.Node, p.Message, p.Hint)
		d.edit(d.put(p.Node, p.Put))
		d.Findings[len(d.Findings)-1].About = aboutKey(p)
	}
}

// aboutKey names the key of the front matter that a problem speaks of, and for a misspelt one the key that was meant.
func aboutKey(p schemacheck.Problem) string {
	switch {
	case len(p.Path) == 0:
		return ""
	case len(p.Path) == 1 && p.Meant != "":
		return p.Meant
	}
	return p.Path[0]
}

// foundAt tells whether a finding points at the place of the node already.
func (d *Document) foundAt(n *strictyaml.Node) bool {
	return n != nil && n.Line > 0 && slices.ContainsFunc(d.Findings, func(f diag.Finding) bool {
		return f.Pos.Line == n.Line && f.Pos.Col == n.Col && f.Rule == RuleAlias
	})
}

func (d *Document) reportType(schemas map[string]*schemacheck.Schema) {
	types := slices.Sorted(maps.Keys(schemas))
	switch n := d.Front.Get("type"); {
	case n == nil || n.IsNull():
		d.findAt(RuleMissing, d.Front, "`type` is missing", "one of "+strings.Join(types, ", "))
	case n.Text() == "":
		d.findAt(RuleFieldType, n, "`type` must be one word", "one of "+strings.Join(types, ", "))
	default:
		d.findAt(RuleType, n, fmt.Sprintf("unknown type `%s`", d.Type), suggest(d.Type, types))
		same, _ := nearest.Same(d.Type, types)
		d.edit(d.put(n, same))
	}
}

func shapeRule(p schemacheck.Problem) diag.RuleID {
	last := ""
	if len(p.Path) > 0 {
		last = p.Path[len(p.Path)-1]
	}
	switch p.Kind {
	case schemacheck.UnknownKey:
		return RuleUnknownKey
	case schemacheck.Missing:
		return RuleMissing
	case schemacheck.Type:
		if last == "version" {
			return RuleVersion
		}
		return RuleFieldType
	case schemacheck.Format:
		if last == "review_every" {
			return RulePeriod
		}
		return RuleDate
	}
	return RuleValue
}

// collectCoverage joins what the front matter covers with the `<!-- covers: … -->` comments of the sections.
func (d *Document) collectCoverage() {
	for i, n := range d.Front.Get("covers").Items() {
		if target := n.Text(); target != "" {
			d.Covers = append(d.Covers, Coverage{Target: target, Section: -1, Pos: d.Pos("covers", strconv.Itoa(i))})
		}
	}
	for _, c := range d.Body.Comments {
		if list, ok := strings.CutPrefix(c.Text, coversMark); ok {
			d.coverSection(c, list)
		}
	}
}

const coversMark = "covers:"

// coverSection reads the list of a comment, which may go over several lines.
func (d *Document) coverSection(c markdown.Comment, list string) {
	line, col := c.TextLine, c.TextCol+len(coversMark)
	none := true
	for part := range strings.SplitSeq(list, ",") {
		target := strings.TrimSpace(part)
		blank, _, _ := strings.Cut(part, target)
		at, start := advance(line, col, blank)
		if target != "" {
			none = false
			d.Covers = append(d.Covers, Coverage{Target: strings.Join(strings.Fields(target), " "), Section: c.Section,
				Pos: diag.Pos{File: d.Path, Line: at, Col: start, EndCol: endOnLine(start, target)}})
		}
		line, col = advance(line, col, part+",")
	}
	if none {
		d.Findings = append(d.Findings, diag.Finding{Rule: RuleValue, Pos: diag.Pos{File: d.Path, Line: c.Line, Col: c.Col, EndCol: c.EndCol},
			Message: "the comment `covers:` is empty", Hint: "name clauses, requirements or processes: `<!-- covers: 8.5.1.3 -->`"})
	}
}

// advance gives the place behind a text that starts at line and col.
func advance(line, col int, text string) (int, int) {
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		return line + strings.Count(text, "\n"), 1 + utf8.RuneCountInString(text[i+1:])
	}
	return line, col + utf8.RuneCountInString(text)
}

func endOnLine(col int, text string) int {
	first, _, _ := strings.Cut(text, "\n")
	return col + utf8.RuneCountInString(strings.TrimRight(first, "\r"))
}

func (d *Document) reportBody() {
	for _, p := range d.Body.Problems {
		f := diag.Finding{Pos: diag.Pos{File: d.Path, Line: p.Line, Col: p.Col, EndCol: p.EndCol}}
		switch p.Kind {
		case markdown.ProblemRawHTML:
			f.Rule, f.Message, f.Hint = RuleRawHTML, fmt.Sprintf("raw HTML `%s` is left out of the page", p.Detail), "write it as Markdown"
		case markdown.ProblemHTML:
			f.Rule, f.Message, f.Hint = RuleRawHTML, fmt.Sprintf("raw HTML `%s` is shown as it is written", p.Detail), "write it as Markdown"
		case markdown.ProblemScheme:
			f.Rule, f.Message, f.Hint = RuleScheme, fmt.Sprintf("the link is not allowed: %s", p.Detail),
				"link to http, https, mailto, tel or a relative path"
		case markdown.ProblemTooLarge:
			f.Rule, f.Message, f.Hint = RuleBodyLimit, p.Detail, "split it, or move long tables to a data file"
		case markdown.ProblemImage:
			f.Rule, f.Message, f.Hint = RuleImage, fmt.Sprintf("the image `%s` is not a file in the content folder", p.Detail),
				"put the file next to the document and use a relative path"
		case markdown.ProblemFootnote:
			f.Rule, f.Message, f.Hint = RuleFootnote, fmt.Sprintf("nothing refers to the footnote `%s`, so the page does not show it", p.Detail),
				"refer to it in the text as `[^name]`, or remove it"
		case markdown.ProblemNote:
			f.Rule, f.Message, f.Hint = RuleNote, fmt.Sprintf("there is no footnote `%s`, so the page shows the brackets", p.Detail),
				fmt.Sprintf("add a paragraph `[^%s]: …`, or remove the mention", p.Detail)
		case markdown.ProblemLabel:
			f.Rule, f.Message, f.Hint = RuleLabel, fmt.Sprintf("nothing defines the link label `%s`, so the page shows the brackets", p.Detail),
				fmt.Sprintf("add a line `[%s]: path`, or write the path in the link", p.Detail)
		case markdown.ProblemSpace:
			f.Rule = RuleSpacedLink
			f.Message = fmt.Sprintf("the path `%s` has a bare space, so the page shows brackets in place of the link", p.Detail)
			f.Hint = fmt.Sprintf("write `<%s>` in the parentheses, or `%s`", p.Detail, strings.ReplaceAll(p.Detail, " ", "%20"))
		case markdown.ProblemCells:
			f.Rule, f.Message, f.Hint = RuleCells, "the row has "+p.Detail+": the page does not show the rest",
				"add a column; write a bar within a cell as `\\|`, in code too"
			if was, text := d.barsEscaped(p.Line); text != "" {
				f.Edit = &diag.Edit{Line: p.Line, Col: 1, Was: was, Text: text}
			}
		case markdown.ProblemForeign:
			f.Rule, f.Message, f.Hint = RuleForeign, p.Detail+", is shown as it is written",
				"replace it by Markdown; later ones of its kind in this document are not listed"
			if p.Detail == dialect.MarkdownInHTML {
				f.Hint = "leave an empty line between it and the tags around it; later ones in this document are not listed"
			}
		default:
			f.Rule, f.Message, f.Hint = RuleDiagram, p.Detail,
				"the page shows its source instead; use only flowchart, state and sequence diagrams that GitHub and GitLab draw as well"
		}
		d.Findings = append(d.Findings, f)
	}
}

func sum256(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// blobName gives the name that git gives to the content.
func blobName(b []byte) string {
	h := sha1.New() //nolint:gosec // see above
	fmt.Fprintf(h, "blob %d\x00", len(b))
	h.Write(b)
	return hex.EncodeToString(h.Sum(nil))
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
