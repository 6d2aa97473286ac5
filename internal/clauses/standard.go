package clauses

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/address"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// standardPage is the overview of one standard.
type standardPage struct {
	view.Shell
	StandardRow
	Rows   []TreeRow
	Areas  []EntryRow
	Stages []EntryRow
	Groups []ProcessGroup
	Tiles  []TileGroup
	Only   []OnlyRow // gaps that no other standard in use shares
	Shared int       // gaps that others share, or that are listed with theirs
	Lent   int       // of a standard without required documents: requirements for which evidence counts that others ask for
}

// OnlyRow is something to do for one standard alone. What is called by a number has its words beside it.
type OnlyRow struct {
	Link  view.Link
	Words theme.Text
}

// TreeRow is a clause in the table of all clauses.
type TreeRow struct {
	Level  int
	Clause view.Link
	Title  theme.Text
	State  view.Tag
	Reason theme.Text
	Bar    view.Bar
}

// ProcessGroup is processes that a reference model puts together.
type ProcessGroup struct {
	Name      theme.Text
	Processes []ProcessRow
}

// ProcessRow is a process in a list.
type ProcessRow struct {
	Link     view.Link
	Purpose  theme.Text
	State    view.Tag
	Evidence []view.Link
	Rest     view.Link // to the evidence that is not shown
}

// StandardKind has an overview of each standard.
var StandardKind = sheet.Kind{Name: "standard", Empty: standardPage{}, Golden: "standards/model/index.html",
	Claim: func(s *view.View) {
		for _, std := range s.StandardsOnce() {
			s.Addr.Standards[std.ID] = s.Addr.Claim(standardFolder(std), "index", ".html")
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, std := range s.StandardsOnce() {
			out = append(out, sheet.Sheet{At: s.Addr.Standards[std.ID], Data: func(p view.Page) any { return standardData(p, std) }})
		}
		return out
	}}

// standardFolder is where the pages of a standard stand.
func standardFolder(std *standard.Standard) string { return "standards/" + address.Slug(std.ID) + "/" }

func standardData(p view.Page, std *standard.Standard) any {
	out := standardPage{Shell: p.Shell(view.NameOf(std), "standards.html", p.Link(p.T("Standards"), "standards.html")),
		StandardRow: StandardRowOf(p, std)}
	p.Local(&out.Shell, p.T("Standards"), standardsNav(p, std)...)
	out.Description = out.Subject
	out.Rows = treeRows(p, std, everyClause(std))
	for i := range out.Rows {
		if len(std.Children(std.Clauses[i].ID)) > 0 {
			out.Rows[i].Reason = nil // the rows below it say why
		}
	}
	out.Areas, out.Stages = subjectRows(p, std, std.Areas), subjectRows(p, std, std.Stages)
	out.Groups, out.Tiles = processGroups(p, std), standardTiles(p, std)
	out.Only, out.Shared = onlyHere(p, std)
	if len(std.Required) == 0 && std != p.Standards.Primary() {
		out.Only, out.Lent = requirementsOnlyHere(p, std)
	}
	return out
}

// subjectRows shows areas or stages on the page of their standard.
func subjectRows(p view.Page, std *standard.Standard, subjects []standard.Subject) []EntryRow {
	var out []EntryRow
	for i := range subjects {
		x := &subjects[i]
		row := entryRow(p, std, x)
		row.Anchor = address.Anchor(x.Kind, x.ID)
		out = append(out, row)
	}
	return out
}

// processGroups lists the processes by group, in the order in which groups first appear.
func processGroups(p view.Page, std *standard.Standard) []ProcessGroup {
	var out []ProcessGroup
	at := map[string]int{}
	for _, proc := range std.Processes {
		i, known := at[proc.Group]
		if !known {
			i = len(out)
			at[proc.Group] = i
			out = append(out, ProcessGroup{Name: groupName(p, std, proc.Group)})
		}
		out[i].Processes = append(out[i].Processes, processRow(p, std, &proc))
	}
	return out
}

func processRow(p view.Page, std *standard.Standard, proc *standard.Process) ProcessRow {
	cell := p.Cell(std.ID, proc.ID)
	row := ProcessRow{Link: p.Item(cell.Ref), Purpose: p.Stated(std, proc.Purpose), State: p.State(cell.State)}
	row.Evidence, row.Rest = p.EvidenceLinks(cell.Ref, cell.Evidence, 3)
	return row
}

// processRows lists processes by their ids.
func processRows(p view.Page, std *standard.Standard, ids []string) []ProcessRow {
	var out []ProcessRow
	for _, id := range ids {
		if proc := std.Process(id); proc != nil {
			out = append(out, processRow(p, std, proc))
		}
	}
	return out
}

// groupName makes a title of a group's id: "sms-general" is "SMS general".
func groupName(p view.Page, std *standard.Standard, id string) theme.Text {
	words, language := strings.ReplaceAll(id, "-", " "), std.LanguageOf(id)
	if words == "" {
		return theme.Own(p.T("Processes"))
	}
	words = strings.ReplaceAll(words, "sms", "SMS")
	first, size := utf8.DecodeRuneInString(words)
	return p.Quote(language, string(unicode.ToUpper(first))+words[size:])
}
