package generator

import (
	"testing"
	"testing/fstest"
)

// TestSiteOf reads the configuration of generators as their documentation shows it.
func TestSiteOf(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file, text, title, address string
	}{
		"MkDocs": {"mkdocs.yml", "site_name: Handbook of North – IT\nsite_url: https://handbook.example.org/\nmarkdown_extensions:\n" +
			"  - emoji: {index: !!python/name:material.extensions.emoji.twemoji}\n", "Handbook of North – IT", "https://handbook.example.org"},
		"MkDocs that reads the environment": {"mkdocs.yml", "site_name: !ENV [NAME, 'x']\nsite_url: !ENV URL\n", "", ""},
		"Jekyll": {"docs/_config.yml", "title: \"Town: ICT\" # shown in the menu\nbaseurl: /ict\nurl: 'https://alder.example'\n", "Town: ICT",
			"https://alder.example/ict"},
		"Docusaurus": {"website/docusaurus.config.ts", "const config = {\n  title: 'Kestrel',\n  url: 'https://ops.example',\n  baseUrl: '/handbook/',\n" +
			"  i18n: {},\n};\n", "Kestrel", "https://ops.example/handbook"},
		"Hugo":          {"hugo.toml", "baseURL = \"https://q.example/\"\ntitle = \"Quality\"\n", "Quality", "https://q.example"},
		"Hugo, in YAML": {"hugo.yaml", "baseURL: https://q.example/manual\ntitle: Quality\n", "Quality", "https://q.example/manual"},
		"VitePress":     {"docs/.vitepress/config.mts", "export default defineConfig({\n  title: \"Team\",\n  base: '/team/',\n})\n", "Team", ""},
		"VitePress with an address": {"docs/.vitepress/config.ts", "export default {\n  title: 'Alder',\n  sitemap: {\n    hostname: 'https://alder.example/handbook/'\n  }\n}\n",
			"Alder", "https://alder.example/handbook"},
		"VuePress":  {"docs/.vuepress/config.js", "module.exports = {\n  title: 'Team',\n  base: '/team/'\n}\n", "Team", ""},
		"Starlight": {"astro.config.mjs", "export default defineConfig({\n  site: 'https://ops.example',\n  base: '/docs',\n  integrations: [\n    starlight({\n      title: 'Ops',\n", "Ops", "https://ops.example/docs"},
		"Mintlify":  {"docs.json", "{\n  \"$schema\": \"https://mintlify.com/docs.json\",\n  \"name\": \"Quay\",\n  \"colors\": {}\n}\n", "Quay", ""},
		"Quarto":    {"_quarto.yml", "project:\n  type: website\nwebsite:\n  title: \"Manual\"\n  site-url: https://m.example\n", "Manual", "https://m.example"},
		"Sphinx":    {"docs/conf.py", "project = 'Handbook'\nhtml_baseurl = \"https://h.example/en/\"\n", "Handbook", "https://h.example/en"},
		"mdBook":    {"book.toml", "[book]\ntitle = \"Manual\"\n", "Manual", ""},
		"Antora":    {"antora-playbook.yml", "site:\n  title: Docs\n  url: https://docs.example\n", "Docs", "https://docs.example"},
		"preview":   {"_config.yml", "title: T\nurl: http://localhost:4000\n", "T", ""},
		"another":   {"package.json", "{\"title\": \"x\"}", "", ""},
	} {
		got := SiteOf(fstest.MapFS{test.file: {Data: []byte(test.text)}})
		if got.Title != test.title || got.Address != test.address {
			t.Errorf("%s: %+v, want %q at %q", name, got, test.title, test.address)
		}
	}
}
