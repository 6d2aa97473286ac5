// Package generator reads what the configurations of programs that make sites of Markdown say of the site and its documents.
package generator

import (
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"

	"clausebook/internal/plain"
)

// Site is what the configuration of a generator of sites says of the one that it makes of the documents.
type Site struct {
	Title   string
	Address string // empty where it is not known in full
	File    string // that says so
}

// generator is a program that makes a site, by the names of its configuration and the lines in which that says what is wanted. Lines are
// enough: nobody writes these keys in another way, and some of the files are programs, or YAML with tags that no reader knows.
type generator struct {
	files                 []string
	title, address, below *regexp.Regexp // below is the path under which the site stands, where it is no part of the address
}

var generators = sync.OnceValue(func() []generator {
	return []generator{
		{files: []string{"mkdocs.yml", "mkdocs.yaml"}, title: keyLine("site_name"), address: keyLine("site_url")},
		{files: []string{"_config.yml", "_config.yaml"}, title: keyLine("title"), address: keyLine("url"), below: keyLine("baseurl")},
		{files: []string{"docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"}, title: innerLine("title"),
			address: innerLine("url"), below: innerLine("baseUrl")},
		{files: []string{"hugo.toml", "hugo.yaml", "hugo.yml", "config.toml", "config.yaml"}, title: keyLine("title"),
			address: keyLine("baseURL")},
		{files: []string{"antora-playbook.yml"}, title: innerLine("title"), address: innerLine("url")},
		{files: []string{".vitepress/config.ts", ".vitepress/config.mts", ".vitepress/config.js", ".vitepress/config.mjs"},
			title: innerLine("title"), address: innerLine("hostname")},
		{files: []string{".vuepress/config.ts", ".vuepress/config.js", ".vuepress/config.mjs"}, title: innerLine("title")},
		{files: []string{"astro.config.mjs", "astro.config.ts", "astro.config.js"}, title: innerLine("title"), address: innerLine("site"),
			below: innerLine("base")},
		{files: []string{"docs.json", "mint.json"}, title: innerLine("name")},
		{files: []string{"_quarto.yml"}, title: innerLine("title"), address: innerLine("site-url")},
		{files: []string{"conf.py", "source/conf.py"}, title: keyLine("project"), address: keyLine("html_baseurl")},
		{files: []string{"book.toml"}, title: keyLine("title")},
	}
})

// keyLine finds a key at the start of a line, of YAML or TOML, and innerLine one that stands further in, or in a program.
func keyLine(key string) *regexp.Regexp { return lineOf("", key) }

func innerLine(key string) *regexp.Regexp { return lineOf(`[ \t]+`, key) }

func lineOf(before, key string) *regexp.Regexp {
	return regexp.MustCompile(`(?im)^` + before + `["']?` + regexp.QuoteMeta(key) + `["']?[ \t]*[:=][ \t]*` +
		`(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^"'\r\n#,]*))`)
}

// siteFolders are where such a configuration stands, from the root of a project.
var siteFolders = []string{".", "docs", "website", "site"}

// maxSiteFile bounds such a configuration, in bytes.
const maxSiteFile = 1 << 20

// SiteOf finds what is said of the site of the documents in a tree; the zero value where nothing is.
func SiteOf(tree fs.FS) Site {
	if tree == nil {
		return Site{}
	}
	for _, g := range generators() {
		for _, folder := range siteFolders {
			for _, name := range g.files {
				raw, err := plain.Read(tree, path.Join(folder, name), maxSiteFile)
				if err != nil {
					continue
				}
				if s := g.read(raw); s != (Site{}) {
					s.File = path.Join(folder, name)
					return s
				}
			}
		}
	}
	return Site{}
}

func (g generator) read(raw []byte) Site {
	return Site{Title: said(g.title, raw), Address: wholeAddress(said(g.address, raw), said(g.below, raw))}
}

// said gives the value in the first line of a form. One that something else fills in says nothing.
func said(form *regexp.Regexp, raw []byte) string {
	if form == nil {
		return ""
	}
	m := form.FindSubmatch(raw)
	if m == nil {
		return ""
	}
	value := strings.TrimSpace(string(m[1]) + string(m[2]) + string(m[3]))
	if strings.ContainsAny(value, "{}<>$!`()|") {
		return ""
	}
	return value
}

// wholeAddress joins the address of a host and the path below it; nothing where that is no address of a site on the web.
func wholeAddress(host, below string) string {
	u, err := url.Parse(host)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.HasPrefix(u.Host, "localhost") {
		return ""
	}
	u.Path = strings.TrimSuffix(path.Join("/", u.Path, below), "/")
	u.RawQuery, u.Fragment = "", ""
	return u.String()
}
