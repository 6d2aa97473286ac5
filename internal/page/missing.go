package page

import (
	"strings"

	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

var missingKind = sheet.Kind{Name: "missing", Fixed: []string{"404.html"}, Pages: sheet.Fixed("404.html", missingData),
	Empty:  missingPage{},
	Golden: "404.html"}

// missingPage is shown where an address leads nowhere.
type missingPage struct{ view.Shell }

// missingData is served from anywhere, so its links start at the site's root where that is known.
func missingData(p view.Page) any {
	if p.Site.BaseURL != "" {
		p.Root, p.Anywhere = strings.TrimSuffix(p.Site.BaseURL, "/")+"/", true
	}
	return missingPage{p.Shell(p.T("Page not found"), "")}
}
