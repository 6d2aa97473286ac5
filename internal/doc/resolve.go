package doc

import (
	"cmp"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"clausebook/internal/anchors"
	"clausebook/internal/content"
	"clausebook/internal/markdown"
	"clausebook/internal/phrase"
	"clausebook/internal/routes"
)

// Fault tells why a link leads nowhere.
type Fault string

// The faults of links.
const (
	NoFault     Fault = ""
	FaultTarget Fault = "target"  // no such file or document
	FaultCase   Fault = "case"    // a file whose name differs in upper and lower case
	FaultForm   Fault = "form"    // a file whose name looks the same, in other characters of Unicode
	FaultTitle  Fault = "title"   // several documents have the title
	FaultBeyond Fault = "beyond"  // a file of the repository that is no part of the site and that no forge shows
	FaultStored Fault = "stored"  // a file whose content Git LFS keeps elsewhere
	FaultHead   Fault = "heading" // the document has no such heading
	FaultRooted Fault = "rooted"  // an address from the root of a site, of which the documents may be a part
)

// Target is what a link leads to.
type Target struct {
	Document *Document         // nil for an attachment
	Heading  *markdown.Heading // nil for the document as a whole
	Asset    string            // path of an attachment, relative to the project root
	Beyond   string            // path of a file outside the content folder, relative to the project root, that the forge shows
	Swapped  bool              // the link has the words first, and what it leads to behind the bar
	Fault    Fault
	Message  string // what is wrong, where Fault is set
	Hint     string // how to fix it, where that can be told without looking for what was meant; see Nearest
}

// Resolve follows a relative link, a fragment or a document reference that stands in the document from. Clause
// references and external links are not the set's to resolve: their target is zero.
func (s *Set) Resolve(from *Document, l markdown.Link) Target {
	switch l.Kind {
	case markdown.LinkDocument:
		return s.resolveID(from, l)
	case markdown.LinkFragment:
		return s.within(from, l)
	case markdown.LinkRelative:
		return s.resolvePath(from, l)
	case markdown.LinkExternal:
		return s.resolveOwn(from, l)
	}
	return Target{}
}

// within follows a link to a place of the document itself, else to the label of MyST or Quarto that only one document has, or to the page
// of which Docsify writes the path there: #/guides/leave?id=steps.
func (s *Set) within(from *Document, l markdown.Link) Target {
	t := s.To(from, l.Fragment)
	if t.Fault == FaultHead && strings.HasPrefix(l.Fragment, "/") {
		at, id, _ := strings.Cut(l.Fragment, "?id=")
		page := l
		page.Kind, page.Target, page.Fragment = markdown.LinkRelative, at, id
		if found := s.resolvePath(from, page); found.Document != nil {
			return found
		}
	}
	if d := s.names.labels[l.Fragment]; t.Fault == FaultHead && d != nil {
		return s.To(d, l.Fragment)
	}
	return t
}

// resolveOwn follows an address of the set's own site to what stands there. What no document or file of the set has is a link into
// the web like any other.
func (s *Set) resolveOwn(from *Document, l markdown.Link) Target {
	at, fragment, ok := s.own(l.Target)
	if !ok {
		return Target{}
	}
	l.Kind, l.Target, l.Fragment = markdown.LinkRelative, "/"+at, fragment
	if t := s.resolvePath(from, l); t.Document != nil || t.Fault == NoFault && t.Asset != "" {
		return t
	}
	return Target{}
}

// Own tells whether a link is an address of the set's own site.
func (s *Set) Own(l markdown.Link) bool {
	_, _, ok := s.own(l.Target)
	return ok && l.Kind == markdown.LinkExternal
}

// own gives the path and the fragment of an address of the set's own site. The front page is its index.
func (s *Set) own(address string) (at, fragment string, ok bool) {
	if len(s.around.Sites) == 0 {
		return "", "", false
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return "", "", false
	}
	whole := strings.ToLower(u.Host) + path.Clean("/"+u.Path)
	for _, site := range s.around.Sites {
		if below, found := strings.CutPrefix(whole, site+"/"); found {
			return below, u.Fragment, true
		}
		if whole == site || whole == site+"/" {
			return "index", u.Fragment, true
		}
	}
	return "", "", false
}

func (s *Set) resolveID(from *Document, l markdown.Link) Target {
	d, fault := s.named(l.Target)
	if d == nil {
		if t, ok := s.resolveNote(from, l); ok {
			return t
		}
		if d = s.names.labels[l.Target]; d != nil {
			return s.To(d, l.Target)
		}
		name, fragment, _ := strings.Cut(l.Text, "#") // wikis of forges have the words first
		if d, _ = s.named(name); d == nil || name == "" {
			return fault
		}
		t := s.To(d, fragment)
		t.Swapped = true
		return t
	}
	return s.To(d, l.Fragment)
}

// resolveNote follows a reference in the way of programs for notes: to a file by its path, from the folder of the document or of all
// documents, or to a file other than a document by its name, where only one has it.
func (s *Set) resolveNote(from *Document, l markdown.Link) (Target, bool) {
	if path.Ext(l.Target) == "" && !strings.Contains(l.Target, "/") {
		return Target{}, false
	}
	for _, p := range []string{path.Join(path.Dir(from.Path), l.Target), s.Folder.In(l.Target)} {
		if d := cmp.Or(s.byPath[p], s.names.pages[p]); d != nil {
			return s.To(d, l.Fragment), true
		}
		if a := s.assets[p]; a != nil && p != s.peoplePath() {
			return s.withAsset(a, l), true
		}
	}
	if found := s.names.places[strings.ToLower(l.Target)]; len(found) == 1 && s.assets[found[0]] != nil && found[0] != s.peoplePath() {
		return s.withAsset(s.assets[found[0]], l), true
	}
	return Target{}, false
}

// named gives the document that a reference names: by its id, else by its title or the name of its file, where only one
// document has it.
func (s *Set) named(name string) (*Document, Target) {
	if d := s.byID[ID(name)]; d != nil {
		return d, Target{}
	}
	switch found := s.names.titles[foldName(name)]; len(found) {
	case 0:
		return nil, Target{Fault: FaultTarget, Message: fmt.Sprintf("no document has the id `%s`", name)}
	case 1:
		return found[0], Target{}
	default:
		return nil, Target{Fault: FaultTitle, Message: fmt.Sprintf("`%s` is the name of several documents", name),
			Hint: fmt.Sprintf("use an id: `%s` or `%s`", found[0].ID, found[1].ID)}
	}
}

// resolvePath follows a path, whose percent signs the Markdown reader has resolved: once, or %2541 would be read twice.
func (s *Set) resolvePath(from *Document, l markdown.Link) Target {
	paths := s.pathsOf(from, l)
	for _, find := range [...]func(string) *Document{func(p string) *Document { return s.byPath[p] }, s.without} {
		for _, p := range paths {
			switch d := find(p); {
			case d != nil && l.Image:
				return Target{Fault: FaultTarget, Message: fmt.Sprintf("the image `%s` is the document `%s`", l.Target, d.ID),
					Hint: "write it as a link, without the exclamation mark"}
			case d != nil:
				return s.To(d, l.Fragment)
			case s.converted(p) != nil && !l.Image:
				return s.To(s.converted(p), l.Fragment)
			case s.assets[p] != nil && p != s.peoplePath():
				return s.withAsset(s.assets[p], l)
			}
		}
	}
	if d := s.published(from, l); d != nil && !l.Image {
		return s.To(d, l.Fragment)
	}
	if d := s.names.page(l.Target); d != nil && !l.Image {
		return s.To(d, l.Fragment)
	}
	if l.Target == "" && content.Stem(from.Path) == "SUMMARY" { // a chapter of mdBook that nobody has written yet
		return Target{Document: from}
	}
	for _, p := range paths {
		if t, ok := s.beyond(p, l); ok {
			return t
		}
	}
	if from.Adopted && s.names.folders[paths[0]] != nil && !l.Image { // forges list what is in it
		return s.shown(paths[0], l)
	}
	return s.missingPath(from, paths[0], l)
}

// published finds the document that has an address on a site of its own: one from the root, with the path of the site or without, or one
// from the address that the document of the link has there.
func (s *Set) published(from *Document, l markdown.Link) *Document {
	if rel := s.Folder.Rel(from.Path); !strings.HasPrefix(l.Target, "/") {
		if at := routes.Collected(rel); at != rel {
			return s.names.sites[routes.Address(path.Join(path.Dir(at), l.Target))]
		}
		if at := routes.FromPage(from.Path, l.Target); at != "" {
			return s.without(at)
		}
		return nil
	}
	for _, p := range append([]string{l.Target}, s.pathsOf(from, l)...) {
		if d := s.names.sites[routes.Address(s.Folder.Rel(p))]; d != nil {
			return d
		}
	}
	return s.names.sites[routes.Posted(l.Target)]
}

// pathsOf gives the paths that a relative link may mean, from the project root.
func (s *Set) pathsOf(from *Document, l markdown.Link) []string {
	site := routes.Site{Root: s.Folder.Folder(), Prefix: s.around.Prefix, Below: []string{s.around.Base}, Top: from.Adopted}
	for _, address := range s.around.Sites {
		_, below, _ := strings.Cut(address, "/")
		site.Below = append(site.Below, below)
	}
	return site.Paths(from.Path, l.Target)
}

// without finds the document that a path means which names a page of a site or a folder rather than a file.
func (s *Set) without(p string) *Document {
	for _, stem := range routes.Stems(p) {
		if d := s.names.pages[stem]; d != nil {
			return d
		}
	}
	for _, stem := range routes.Stems(p) {
		if d := s.names.others[stem]; d != nil {
			return d
		}
	}
	return nil
}

// converted finds the document of the same name beside a page of HTML, such as a wiki exports: the one was made of the other, and readers
// want the page of the document.
func (s *Set) converted(p string) *Document {
	stem, isPage := strings.CutSuffix(p, ".html")
	if !isPage || s.assets[p] == nil {
		return nil
	}
	return s.names.pages[stem]
}

// withAsset gives an attachment as target, if there is more of it than a pointer.
func (s *Set) withAsset(a *Asset, l markdown.Link) Target {
	if a.Pointer {
		message := fmt.Sprintf("the file `%s` was not fetched: here is only the pointer that Git LFS keeps in its place", l.Target)
		return Target{Fault: FaultStored, Message: message, Hint: fetchHint}
	}
	return Target{Asset: a.Path}
}

// beyond gives a file of the repository that is no part of the site as target; ok is false where git tracks no such file.
func (s *Set) beyond(p string, l markdown.Link) (t Target, ok bool) {
	switch folder := s.around.Folders[p]; {
	case !s.around.Tracked[p] && !folder && !s.large[p], folder && l.Image:
		return t, false
	case l.Image && s.large[p]:
		return Target{Fault: FaultBeyond, Message: fmt.Sprintf("the image `%s` is too large for the site, so the page cannot show it", l.Target),
			Hint: "make it smaller"}, true
	case l.Image:
		return Target{Fault: FaultBeyond, Message: fmt.Sprintf("the image `%s` is outside the project, so the page cannot show it", l.Target),
			Hint: "put it into the content folder"}, true
	}
	return s.shown(p, l), true
}

// shown gives a file or folder that has no page as target where the forge shows it.
func (s *Set) shown(p string, l markdown.Link) Target {
	if !s.around.Shown {
		return Target{Fault: FaultBeyond, Message: fmt.Sprintf("`%s` is no part of the site, so the page cannot link to it", l.Target),
			Hint: "set `forge:` in clausebook.yaml, so that the page links to the file there"}
	}
	return Target{Beyond: p}
}

// peoplePath is where people are described: their addresses and keys are not copied to the site.
func (s *Set) peoplePath() string { return s.Folder.In("people.yaml") }

func (s *Set) missingPath(from *Document, p string, l markdown.Link) Target {
	t := Target{Fault: FaultTarget, Message: fmt.Sprintf("the link target `%s` does not exist", l.Target)}
	folded := s.names.folded[foldPath(p)]
	switch {
	case l.Target == "":
		t.Message, t.Hint = "the link has no target", "link to a file, a heading or a document"
	case p == s.peoplePath():
		t.Message, t.Hint = fmt.Sprintf("`%s` is not copied to the site, because it holds addresses and keys", l.Target), "remove the link"
	case s.names.folders[p] != nil:
		t.Message, t.Hint = fmt.Sprintf("the link target `%s` is a folder without an index, so it has no page", l.Target),
			"link to a document in it, or add an `index.md`"
	case p != s.Folder.Folder() && !s.Holds(p) && !rootedPage(l):
		t.Message, t.Hint = fmt.Sprintf("the link target `%s` is outside the content folder", l.Target),
			"only files in the content folder become part of the site"
	case folded != "" && norm.NFC.String(folded) == norm.NFC.String(p):
		t.Fault = FaultForm
		t.Message = fmt.Sprintf("`%s` looks like the name of the file, but has other characters: %s", l.Target, forms(p, folded))
		t.Hint = "rename the file so that its letters are composed (NFC), as keyboards write them, and write the link in the same way"
	case folded != "":
		t.Fault, t.Message = FaultCase, fmt.Sprintf("`%s` differs from `%s` in upper and lower case", l.Target, relative(from.Path, folded))
		t.Hint = "write it exactly as the file name; many systems distinguish upper and lower case"
	case routes.InJoplin(l.Target):
		t.Fault, t.Message = FaultRooted, fmt.Sprintf("`%s` is a note or file of Joplin, which nothing else can find", l.Target)
		t.Hint = "link to the document, or export the notes once more with all that they link to"
	case rootedPage(l):
		t.Fault = FaultRooted
		t.Message = fmt.Sprintf("nothing here has the address `%s` from the root of a site, so it cannot be judged", l.Target)
		t.Hint = "link to a document by its id or by a relative path; set `site_urls:` if the documents stand below a path of a site"
	}
	return t
}

// rootedPage tells whether a link is written from the root of a site, and names a page there rather than a file.
func rootedPage(l markdown.Link) bool {
	ext := path.Ext(l.Target)
	return strings.HasPrefix(l.Target, "/") && !l.Image && (ext == "" || ext == ".html" || ext == ".htm") || routes.InJoplin(l.Target)
}

// forms says how two names differ that look the same.
func forms(link, file string) string {
	word := func(s string) string {
		switch {
		case norm.NFC.IsNormalString(s):
			return "composed letters (NFC)"
		case norm.NFD.IsNormalString(s):
			return "letters and accents apart (NFD)"
		}
		return "a mixture of forms"
	}
	return fmt.Sprintf("the link has %s, the file name has %s", word(link), word(file))
}

// To gives a document as target, or one of its headings. The top of the page is the document itself.
func (s *Set) To(d *Document, fragment string) Target {
	t := Target{Document: d}
	if fragment == "" {
		return t
	}
	switch i, ok := s.anchors(d).Find(fragment); {
	case ok && i != anchors.Top:
		t.Heading = &d.Body.Headings[i]
	case !ok && strings.HasPrefix(fragment, "^"): // as Obsidian names paragraphs
		t.Fault, t.Message = FaultHead, fmt.Sprintf("`%s` has no paragraph `%s`", d.ID, fragment)
	case !ok:
		t.Fault, t.Message = FaultHead, fmt.Sprintf("`%s` has no heading `#%s`", d.ID, fragment)
	}
	return t
}

// anchors gives the names of a document's headings, which are made when first asked for.
func (s *Set) anchors(d *Document) anchors.Names {
	if known, ok := s.heads.Load(d); ok {
		return known.(anchors.Names)
	}
	made, _ := s.heads.LoadOrStore(d, d.Body.Anchors())
	return made.(anchors.Names)
}

// Around is what a set has to know of the repository around it to follow links that leave the content folder.
type Around struct {
	Prefix  string          // the project root in the repository; empty if they are the same
	Base    string          // the path under which the site is published, without slashes at its ends
	Sites   []string        // addresses at which the documents are published too: host and path, without a slash at the end
	Tracked map[string]bool // files outside the content folder that git tracks, relative to the project root
	Folders map[string]bool // folders there in which git tracks files
	Shown   bool            // the forge shows them
}

// Beyond gives the files outside the content folder that links may mean, relative to the project root, each once.
func (s *Set) Beyond() []string {
	var out []string
	seen := map[string]bool{}
	for _, d := range s.Documents {
		for _, l := range d.Body.Links {
			if l.Kind != markdown.LinkRelative || l.Target == "" || s.resolvePath(d, l).Fault != FaultTarget {
				continue
			}
			for _, p := range s.pathsOf(d, l) {
				// Wikis keep pictures in hidden folders; the root of a project is no document, wherever these are.
				inside := p != content.Root && (p == s.Folder.Folder() || s.Holds(p) && !strings.Contains("/"+p, "/."))
				if (!inside || p == s.peoplePath()) && !seen[p] {
					seen[p] = true
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// Borrow takes in those of some files outside the content folder that documents show as images, or that stand in a folder of what documents
// give away, before anybody else uses the set.
func (s *Set) Borrow(fsys fs.FS, files map[string]bool) {
	var shown []string
	for _, d := range s.Documents {
		for _, l := range d.Body.Links {
			if l.Kind != markdown.LinkRelative {
				continue
			}
			for _, p := range s.pathsOf(d, l) {
				wanted := files[p] && (l.Image || routes.IsAttached(p) && !content.IsMarkdown(p)) && fs.ValidPath(p) && p != s.peoplePath()
				if wanted && s.assets[p] == nil && !slices.Contains(shown, p) {
					shown = append(shown, p)
				}
			}
		}
	}
	assets, _, findings := hashAssets(fsys, shown, s.Documents) // a forge shows what is too large
	s.Assets, s.Findings = append(s.Assets, assets...), append(s.Findings, findings...)
	slices.SortFunc(s.Assets, func(a, b Asset) int { return cmp.Compare(a.Path, b.Path) })
	for i := range s.Assets {
		s.assets[s.Assets[i].Path] = &s.Assets[i]
	}
}

// Place tells the set of the repository around it, before anybody else uses it.
func (s *Set) Place(a Around) { s.around = a }

// Nearest words what a link that leads nowhere most likely means, or nothing. It compares the link with every id, file
// or heading that could be meant: who asks for each of many broken links pays with the square of their number.
func (s *Set) Nearest(from *Document, l markdown.Link) string {
	switch l.Kind {
	case markdown.LinkDocument:
		if d, _ := s.named(l.Target); d != nil {
			return nearestHeading(d, l.Fragment)
		}
		return suggestNear(l.Target, s.names.ids)
	case markdown.LinkFragment:
		return nearestHeading(from, l.Fragment)
	case markdown.LinkRelative:
		if d := s.resolvePath(from, l).Document; d != nil {
			return nearestHeading(d, l.Fragment)
		}
		if windows := strings.ReplaceAll(l.Target, `\`, "/"); windows != l.Target {
			return "write the path with `/`: `" + windows + "`"
		}
		p := s.pathsOf(from, l)[0]
		if near := s.names.near(p); near != "" {
			return fmt.Sprintf("did you mean `%s`?", relative(from.Path, near))
		}
	}
	return ""
}

// Elsewhere gives, as a path from the document, the file that a link leads to in another place or in other letters: written with the
// bars of Windows, in another case, moved since, which now tells of a path, or the only file of that name. Empty where that is not plain.
func (s *Set) Elsewhere(from *Document, l markdown.Link, now func(earlier string) string) string {
	if l.Target == "" || strings.HasPrefix(l.Target, "/") {
		return ""
	}
	p := path.Join(path.Dir(from.Path), strings.ReplaceAll(l.Target, `\`, "/"))
	to := s.names.folded[foldPath(p)]
	if to == "" {
		to = now(p)
	}
	if found := s.names.places[strings.ToLower(path.Base(p))]; to == "" && len(found) == 1 {
		to = found[0]
	}
	isDocument := s.byPath[to] != nil
	if !isDocument && s.assets[to] == nil || to == s.peoplePath() || isDocument && l.Image {
		return ""
	}
	return relative(from.Path, to)
}

// shownHeadings is how many headings a hint names.
const shownHeadings = 5

// nearestHeading words the heading that was most likely meant; where none is near, those that there are.
func nearestHeading(d *Document, fragment string) string {
	ids := make([]string, len(d.Body.Headings))
	for i := range d.Body.Headings {
		ids[i] = d.Body.Headings[i].ID
	}
	if hint := suggestNear(fragment, ids); hint != "" || len(ids) == 0 {
		return hint
	}
	return "its headings are " + phrase.First(ids, shownHeadings, func(id string) string { return "`#" + id + "`" })
}
