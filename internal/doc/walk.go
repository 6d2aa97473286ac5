package doc

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"clausebook/internal/content"
	"clausebook/internal/diag"
	"clausebook/internal/markdown"
	"clausebook/internal/plain"
)

// ErrNoFolder says that the content folder is not there. It is an fs.ErrNotExist, too.
var ErrNoFolder error = noFolderError{}

type noFolderError struct{}

func (noFolderError) Error() string { return "the folder does not exist" }
func (noFolderError) Unwrap() error { return fs.ErrNotExist }

// LeftOut counts the Markdown files of the place of documents that are none of them, by the reason, and names the first one.
type LeftOut struct {
	Why   content.Omission
	Count int
	First string
}

// listing is what a walk finds.
type listing struct {
	place     content.Place
	files     *content.Files
	ignored   func(name string, folder bool) bool // by git
	apart     []string                            // folders that are repositories of their own
	documents []string
	assets    []string
	texts     []string // files of word processors
	findings  []diag.Finding
	leftOut   []LeftOut
	idle      []string
	folded    map[string]string // name in lower case -> file
	pages     map[string]string // name without its ending in lower case -> document
}

// ignorer is a file system that knows which files git ignores.
type ignorer interface {
	Ignored(name string, folder bool) bool
}

// walk lists the files of a place. Symbolic links are reported and never followed: what a link shows is not what the commit
// holds.
func walk(fsys fs.FS, place content.Place) (*listing, error) {
	l := &listing{place: place, files: place.Files(), ignored: func(string, bool) bool { return false },
		folded: map[string]string{}, pages: map[string]string{}}
	if git, ok := fsys.(ignorer); ok && place.Whole() {
		l.ignored = git.Ignored
	}
	missing := 0
	for _, part := range place.Parts() {
		info, err := l.part(fsys, part)
		switch {
		case err != nil:
			return l, err
		case info == nil:
			missing++
			l.idle = append(l.idle, "content: "+part)
		case info.IsDir():
			err = l.folder(fsys, part)
		default:
			l.add(part, fs.FileInfoToDirEntry(info))
		}
		if err != nil {
			return l, fmt.Errorf("read the content folder %s: %w", part, err)
		}
	}
	if missing == len(place.Parts()) {
		return l, fmt.Errorf("read the content folder %s: %w", strings.Join(place.Parts(), ", "), ErrNoFolder)
	}
	for _, pattern := range place.Excluded() {
		if !slices.ContainsFunc(l.leftOut, func(o LeftOut) bool { return string(o.Why) == excludedBy+pattern }) {
			l.idle = append(l.idle, excludedBy+pattern)
		}
	}
	return l, nil
}

// part looks at a folder or file of the place; nil where it is not there.
func (l *listing) part(fsys fs.FS, part string) (fs.FileInfo, error) {
	info, err := fs.Stat(fsys, part)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err == nil && info.Mode()&fs.ModeSymlink != 0:
		return nil, fmt.Errorf("read the content folder %s: it %w", part, plain.ErrLink)
	case err == nil && info.Mode()&fs.ModeIrregular != 0:
		return nil, fmt.Errorf("read the content folder %s: it is a git submodule, whose files are in another repository: "+
			"read them without --as-of, or run clausebook in the submodule", part)
	case err == nil && !info.IsDir() && !l.place.Listed():
		return nil, fmt.Errorf("read the content folder %s: it is not a folder", part)
	case err != nil:
		return nil, fmt.Errorf("read the content folder %s: %w", part, err)
	}
	return info, nil
}

// folder lists what is below a folder of the place.
func (l *listing) folder(fsys fs.FS, top string) error {
	return fs.WalkDir(fsys, top, func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && p == top:
			return err
		case err != nil:
			l.find(RuleUnreadable, p, "cannot be read: "+reason(err), "check the permissions of the file")
			return nil
		case p == top:
			return nil
		case strings.HasPrefix(e.Name(), "."):
			l.hidden(p, e)
			return skip(e)
		case top == content.Root && l.files.Named(p):
			return skip(e) // it is gone through for itself
		case l.leaves(fsys, p, e):
			return skip(e)
		case !utf8.ValidString(p) || unsafeName(path.Base(p)):
			if l.matters(p) {
				l.find(RuleFileName, strings.ToValidUTF8(p, "\ufffd"), "not read, because not every system can store its name",
					"use letters, digits, hyphens, underscores and dots")
			}
			return skip(e)
		}
		l.add(p, e)
		return nil
	})
}

// hidden looks at a hidden file or folder, which is never read: one of git says that its folder is a repository of its own.
func (l *listing) hidden(p string, e fs.DirEntry) {
	if e.Name() != ".git" || path.Dir(p) == content.Root {
		return
	}
	l.apart = append(l.apart, path.Dir(p))
	l.find(RuleSubmodule, path.Dir(p), "a git submodule or a repository of its own, so the history of its documents is not read",
		"run clausebook in that repository, or keep the documents in this one")
}

// excludedBy begins the reason of what a pattern leaves out.
const excludedBy = "exclude: "

// leaves tells whether a file or folder is not of the place, and counts it. A folder that a pattern excludes is gone through, to
// tell how much it holds.
func (l *listing) leaves(fsys fs.FS, p string, e fs.DirEntry) bool {
	if e.IsDir() {
		why := l.files.Omitted(path.Join(p, "x"))
		if why == "" && l.place.Whole() {
			why = l.ofOthers(fsys, p)
		}
		if why != "" && why != content.Excluded {
			l.leave(why, p)
		}
		return why != "" && why != content.Excluded
	}
	why := l.files.Omitted(p)
	switch {
	case why == "" && l.ignored(p, false):
		why = content.Ignored
	case why == content.Excluded:
		l.leave(content.Omission(excludedBy+l.files.Pattern(p)), p)
		return true
	}
	if why != "" && content.IsMarkdown(p) {
		l.leave(why, p)
	}
	return why != ""
}

// ofOthers says why a folder of the project is not of the place: git ignores it, it holds what others made, or it is a project of its own.
func (l *listing) ofOthers(fsys fs.FS, p string) content.Omission {
	if l.ignored(p, true) {
		return content.Ignored
	}
	return ofOthers(fsys, p)
}

// leave counts what is left out.
func (l *listing) leave(why content.Omission, p string) {
	i := slices.IndexFunc(l.leftOut, func(o LeftOut) bool { return o.Why == why })
	if i < 0 {
		i, l.leftOut = len(l.leftOut), append(l.leftOut, LeftOut{Why: why, First: p})
	}
	l.leftOut[i].Count++
}

func skip(e fs.DirEntry) error {
	if e.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// matters tells whether something that cannot be read would be missed: everything in a folder of documents, but of a project
// as a whole only Markdown.
func (l *listing) matters(p string) bool { return !l.place.Whole() || content.IsMarkdown(p) }

func (l *listing) add(p string, e fs.DirEntry) {
	switch {
	case e.IsDir():
	case e.Type()&fs.ModeSymlink != 0:
		l.findIf(l.matters(p), RuleSymlink, p, "symbolic link; links are not followed",
			"put the file here instead, or link to it from a document")
	case e.Type()&fs.ModeIrregular != 0:
		l.find(RuleSubmodule, p, "a git submodule, whose documents are not read here, because they are in another repository",
			"read them without --as-of, or keep them in this repository")
	case !e.Type().IsRegular():
		l.findIf(l.matters(p), RuleUnreadable, p, "not a regular file", "remove it from the content folder")
	case l.folded[strings.ToLower(p)] != "":
		l.findIf(l.matters(p), RuleFileName, p,
			fmt.Sprintf("not read, because its name differs from `%s` only in upper and lower case", l.folded[strings.ToLower(p)]),
			"rename one of the two")
	case content.IsMarkdown(p):
		l.documents = append(l.documents, p)
		l.folded[strings.ToLower(p)] = p
		l.claim(p)
	default:
		if slices.Contains(processed, strings.ToLower(path.Ext(p))) {
			l.texts = append(l.texts, p)
		}
		l.assets = append(l.assets, p)
		l.folded[strings.ToLower(p)] = p
	}
}

// processed are the endings of files of word processors and in other markup, which may be documents that nobody reads here.
var processed = []string{".docx", ".doc", ".odt", ".rtf", ".pages", ".dotx", ".rst", ".adoc", ".asciidoc", ".org", ".textile",
	".mediawiki"}

// claim sees that no two documents differ in their endings alone: links that leave out the ending would mean either.
func (l *listing) claim(p string) {
	page := strings.ToLower(path.Join(path.Dir(p), content.Stem(p)))
	if other := l.pages[page]; other != "" {
		l.find(RuleSamePage, p, fmt.Sprintf("its name differs from `%s` in the ending alone, so both would take one address", path.Base(other)),
			"rename one of the two, or put them together")
		return
	}
	l.pages[page] = p
}

func (l *listing) findIf(matters bool, rule diag.RuleID, p, message, hint string) {
	if matters {
		l.find(rule, p, message, hint)
	}
}

func (l *listing) find(rule diag.RuleID, p, message, hint string) {
	l.findings = append(l.findings, diag.Finding{Rule: rule, Pos: diag.Pos{File: p}, Message: message, Hint: hint})
}

// linkedFiles gives those of some files to which documents link, or which hold their rows: what else a project holds is no part
// of its site.
func linkedFiles(documents []*Document, files []string) []string {
	there, linked, named := map[string]bool{}, map[string]bool{}, map[string][]string{}
	for _, f := range files {
		there[f] = true
		named[strings.ToLower(path.Base(f))] = append(named[strings.ToLower(path.Base(f))], f)
	}
	for _, d := range documents {
		if name, _ := DataFile(d.Front.Get("data").Text()); name != "" {
			linked[path.Join(path.Dir(d.Path), name)] = true
		}
		if name := d.Record().File; name != "" {
			linked[path.Join(path.Dir(d.Path), name)] = true
		}
		for _, l := range d.Body.Links {
			if l.Kind == markdown.LinkDocument { // as programs for notes write it: by path, or by name alone
				for _, f := range append(named[strings.ToLower(l.Target)], path.Join(path.Dir(d.Path), l.Target), l.Target) {
					linked[f] = true
				}
			}
			if l.Kind != markdown.LinkRelative {
				continue
			}
			rooted, absolute := strings.CutPrefix(l.Target, "/")
			if !absolute {
				linked[path.Join(path.Dir(d.Path), l.Target)] = true
				continue
			}
			for more := true; more; _, rooted, more = strings.Cut(rooted, "/") { // below whatever root it is written
				linked[path.Clean(rooted)] = true
			}
		}
	}
	return slices.DeleteFunc(files, func(f string) bool { return !linked[f] })
}
