package page

import (
	"cmp"
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/thread"
	"clausebook/internal/view"
)

// recordsPage lists the records of what was done, and what was decided to be done.
type recordsPage struct {
	view.Shell
	Actions []ActionRow
	Count   int       // of all open actions
	Rest    view.Link // to the actions that have no room here
	Rows    []view.DocumentRow
	Pager   view.Pager
}

// actionsPage lists the actions that are not closed, where they are many.
type actionsPage struct {
	view.Shell
	Actions []ActionRow
	Pager   view.Pager
}

// ActionRow is an action that was decided on.
type ActionRow struct {
	Number view.Link
	Text   theme.Text
	Owner  view.Link
	Due    string
	State  view.Tag
	From   view.Link
}

var recordsKind = sheet.Kind{Name: "records", Fixed: []string{"records.html"},
	Menu:  view.Menu{Section: "Records", Local: "Records and actions"},
	Empty: recordsPage{}, Golden: "records.html",
	Pages: func(s *view.View) []sheet.Sheet {
		records := records(s)
		return sheet.Parts("records.html", len(records), recordsPerPage, func(p view.Page, at view.Pager) any {
			return recordsData(p, records,
				at)
		})
	}}

// A list of actions that fits on the page of the records has no page of its own.
var actionsKind = sheet.Kind{Name: "actions", Fixed: []string{actionsPath}, Empty: actionsPage{}, Golden: actionsPath, Crowded: true,
	Pages: func(s *view.View) []sheet.Sheet {
		n := len(s.Index.Actions())
		if n <= shownActions {
			return nil
		}
		return sheet.Parts(actionsPath, n, actionsPerPage, actionsData)
	}}

// records lists what is evidence of something done on a day, newest first.
func records(s *view.View) []*doc.Document {
	var out []*doc.Document
	for _, d := range s.Docs.Documents {
		if d.IsRecord() {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b *doc.Document) int { return cmp.Or(b.Date.Compare(a.Date), view.CompareDocuments(a, b)) })
	return out
}

func recordsData(p view.Page, records []*doc.Document, at view.Pager) any {
	out := recordsPage{Shell: p.Shell(p.T("Records and actions"), "records.html"), Pager: at}
	p.TypesNav(&out.Shell, "records.html")
	for _, d := range records[at.From:at.To] {
		out.Rows = append(out.Rows, p.DocumentRow(d))
	}
	if actions := p.Index.Actions(); at.From == 0 {
		out.Count = len(actions)
		out.Actions = actionRows(p, actions[:min(len(actions), shownActions)])
		out.Rest = p.More(len(actions)-len(out.Actions), actionsPath)
	}
	return out
}

const (
	recordsPerPage = 100
	actionsPath    = "actions.html"
	actionsPerPage = 150
	shownActions   = 60 // on the page of the records
)

func actionRows(p view.Page, actions []view.OpenAction) []ActionRow {
	var out []ActionRow
	for _, a := range actions {
		number := view.Link{Text: a.Item.Get("id").Text(), ID: true}
		if at := thread.EntryAnchor(a.Item); at != "" {
			number.Href = p.Href(p.Addr.Documents[a.From] + "#" + at)
		}
		out = append(out, ActionRow{Number: number, Text: p.Thread(p.Quote(a.From.Language, a.Item.Get("text").Text())),
			Owner: p.Whoever(a.Item.Get("owner").Text()),
			Due:   p.Day(a.Due), State: p.ActionState(a.From, a.Item), From: p.Named(a.From)})
	}
	return out
}

func actionsData(p view.Page, at view.Pager) any {
	out := actionsPage{Shell: p.Shell(p.T("Open actions"), "records.html", p.Section("records.html")), Pager: at}
	p.TypesNav(&out.Shell, "records.html")
	out.Actions = actionRows(p, p.Index.Actions()[at.From:at.To])
	return out
}
