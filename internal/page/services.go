package page

import (
	"cmp"
	"html/template"

	"clausebook/internal/doc"
	"clausebook/internal/sheet"
	"clausebook/internal/thread"
	"clausebook/internal/view"
)

// servicesPage is the service catalogue.
type servicesPage struct {
	view.Shell
	Picture  template.HTML // which service depends on which
	Services []ServiceRow
	Pager    view.Pager
}

// ServiceRow is a service in the catalogue.
type ServiceRow struct {
	ID          string
	Link        view.Link
	Owner       view.Link
	State       string
	Criticality string
	Hours       string
	Customers   []view.Link
	DependsOn   []view.Link
	UsedBy      []view.Link
	Agreements  []view.Link
	Status      view.Tag
}

var servicesKind = sheet.Kind{Name: "services", Fixed: []string{"services.html"}, Menu: view.Menu{Section: "Services"},
	Empty:  servicesPage{},
	Golden: "services.html",
	Pages: func(s *view.View) []sheet.Sheet {
		return sheet.Parts("services.html", len(s.Index.ByType()["service"]), servicesPerPage, servicesData)
	}}

const (
	servicesPerPage = 60
	serviceLinks    = 6 // of one kind beside a service
)

func servicesData(p view.Page, at view.Pager) any {
	services := p.Index.ByType()["service"]
	out := servicesPage{Shell: p.Shell(p.T("Services"), "services.html"), Pager: at}
	for _, d := range services[at.From:at.To] {
		out.Services = append(out.Services, serviceRow(p, d))
	}
	out.Picture = picture(p, services)
	return out
}

// few keeps the first of many links, and leads to the page of the service for the others.
func few(p view.Page, links []view.Link, d *doc.Document) []view.Link {
	if len(links) <= serviceLinks {
		return links
	}
	return append(links[:serviceLinks], p.More(len(links)-serviceLinks, p.Addr.Documents[d]))
}

func serviceRow(p view.Page, d *doc.Document) ServiceRow {
	row := ServiceRow{ID: string(d.ID), Link: p.Named(d), Owner: p.Owner(cmp.Or(d.Front.Get("service_owner").Text(), d.Owner)),
		State: p.ServiceState(d.Front.Get("state").Text()), Criticality: p.T(d.Front.Get("criticality").Text()),
		Hours:  d.Front.Get("hours").Text(),
		Status: p.StatusOf(d)}
	for _, id := range d.Front.Get("customers").Texts() {
		row.Customers = append(row.Customers, p.Party(id))
	}
	for _, id := range thread.IDs(d.Front.Get("depends_on").Texts()) {
		row.DependsOn = append(row.DependsOn, p.Document(id))
	}
	for _, b := range p.Index.Backlinks()[d.ID] {
		switch {
		case b.Relation == "depends":
			row.UsedBy = append(row.UsedBy, p.DocumentLink(b.From))
		case b.Relation == "services" && b.From.Type == "agreement":
			row.Agreements = append(row.Agreements, p.DocumentLink(b.From))
		}
	}
	for _, links := range []*[]view.Link{&row.Customers, &row.DependsOn, &row.UsedBy, &row.Agreements} {
		*links = few(p, *links, d)
	}
	return row
}
