package verify

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"clausebook/internal/bag"
	"clausebook/internal/phrase"
)

// The files by which a site is known, and those that stand beside its pages and are in no list.
const (
	siteSums   = "SHA256SUMS"
	siteMarker = ".clausebook-site"
	siteFiles  = ".clausebook-files"
)

// siteChecks are those of a site. It bears no signature and no history: what they leave open is said as well.
var siteChecks = []check{
	{"sums", "no page or file of the site was altered or lost since SHA256SUMS was written", (*pack).siteSums},
	{"nothing-added", "there is no file beside those that SHA256SUMS lists", (*pack).siteNothingAdded},
	{"origin", "the site is from whom it claims to be from, and follows from the history", (*pack).siteOrigin},
}

// isSite tells a site from a pack by the files that are there.
func isSite(has func(string) bool) bool { return has(siteSums) && !has(bag.Declaration) }

// siteIn tells whether a ZIP holds a site, and in which folder of it: whoever packs a site may pack its folder as well.
func siteIn(entries []*zip.File) (prefix string, ok bool) {
	for _, e := range entries {
		if prefix, ok = strings.CutSuffix(e.Name, siteSums); ok && (prefix == "" || strings.Index(prefix, "/") == len(prefix)-1) {
			break
		}
		ok = false
	}
	if !ok {
		return "", false
	}
	return prefix, isSite(func(name string) bool {
		for _, e := range entries {
			if e.Name == prefix+name {
				return true
			}
		}
		return false
	})
}

// listSite lists the files of a site in a ZIP. Names are of any kind, as long as they lead nowhere else.
func (s *source) listSite(entries []*zip.File, prefix string) error {
	byPath, total := make(map[string]*zip.File, len(entries)), uint64(0)
	for _, e := range entries {
		name, folder := strings.CutSuffix(e.Name, "/")
		if !fs.ValidPath(name) || strings.Contains(name, "\\") || !utf8.ValidString(name) {
			return refused("%s is absolute or leads elsewhere", bag.Quote(e.Name))
		}
		if folder && e.Mode().IsDir() && e.UncompressedSize64 == 0 {
			continue
		}
		if err := checkKind(e); err != nil {
			return err
		}
		if total += e.UncompressedSize64; e.UncompressedSize64 > uint64(s.limits.Bytes) || total > uint64(s.limits.Bytes) {
			return refused("unpacked, it would have more than %d MiB", s.limits.Bytes>>20)
		}
		path, inside := strings.CutPrefix(name, prefix)
		if !inside {
			return refused("%s does not lie in the folder of the site", bag.Quote(e.Name))
		}
		if byPath[path] != nil {
			return refused("%s is there twice", bag.Quote(e.Name))
		}
		byPath[path] = e
		if err := s.add(path); err != nil {
			return err
		}
	}
	s.open = opener(byPath)
	return s.finish()
}

// listedBySite reads the sums of a site, as sha256sum writes them.
func (p *pack) listedBySite() (map[string]string, error) {
	text, err := p.read(siteSums)
	if err != nil {
		return nil, err
	}
	out, n := map[string]string{}, 0
	for line := range strings.Lines(string(text)) {
		n++
		content, ended := strings.CutSuffix(line, "\n")
		if !ended || len(content) < 67 || content[64:66] != "  " || strings.Trim(content[:64], "0123456789abcdef") != "" {
			return nil, fmt.Errorf("line %d of %s is not a sum, two spaces and a path", n, siteSums)
		}
		if _, twice := out[content[66:]]; twice {
			return nil, fmt.Errorf("line %d of %s: %s is listed twice", n, siteSums, content[66:])
		}
		out[content[66:]] = content[:64]
	}
	return out, nil
}

func (p *pack) siteSums() (Outcome, string) {
	listed, err := p.listedBySite()
	if err != nil {
		return failed("%s", err)
	}
	if len(listed) == 0 {
		return failed("%s lists nothing", siteSums)
	}
	for _, name := range p.paths {
		want, known := listed[name]
		if !known {
			continue
		}
		if p.ctx.Err() != nil {
			return failed("interrupted")
		}
		switch sum, _, err := p.sum(name); {
		case err != nil:
			return failed("%s cannot be read: %s", name, err)
		case sum != want:
			return failed("%s was altered", name)
		}
		delete(listed, name)
	}
	if missing := slices.Sorted(maps.Keys(listed)); len(missing) > 0 {
		return failed("%s is missing, of %s in all", missing[0], phrase.Plural(len(missing), "file", "files"))
	}
	return Done, ""
}

func (p *pack) siteNothingAdded() (Outcome, string) {
	listed, err := p.listedBySite()
	if err != nil {
		return failed("%s", err)
	}
	for _, name := range []string{siteSums, siteMarker, siteFiles} {
		listed[name] = ""
	}
	for _, name := range p.paths {
		if _, known := listed[name]; !known {
			return failed("%s is in no list: it is not of the site, though a build keeps such files", name)
		}
	}
	return Done, ""
}

// siteOrigin is what no check of a site can show.
func (p *pack) siteOrigin() (Outcome, string) {
	o := p.o
	asked := o.Signers != nil || o.Roots != nil || o.SinceHead != "" || o.SinceCheckpoint != nil || o.LogKey != ""
	sum, _, err := p.sum(siteSums)
	if err != nil {
		return failed("%s", err)
	}
	return unlessAsked(asked, "a site bears no signature, time stamp or history, as an evidence pack does (clausebook pack); "+
		"compare the sum of "+siteSums+" with the one that its owner tells you by another way: "+sum)
}
