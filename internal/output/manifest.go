package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"clausebook/internal/phrase"
)

// marker is the file by which a later run knows that a folder holds a site, and manifest the one that lists the site's
// own files, a path a line. Sums has the SHA-256 of each page and file, as sha256sum writes and checks them.
const (
	marker   = ".clausebook-site"
	manifest = ".clausebook-files"
	sums     = "SHA256SUMS"
)

// maxManifest bounds the list that is read, in bytes: room for some hundred thousand pages.
const maxManifest = 64 << 20

// neighbours are the files by which git and hosts of pages steer a folder. They make no folder somebody else's.
var neighbours = []string{".git", ".gitkeep", ".gitignore", ".gitattributes", ".nojekyll", "CNAME"}

// entry is what stands at a path of an output folder.
type entry struct {
	path string
	odd  string // what it is, if it is neither a file nor a repository; nothing is read from it
}

// list gives the files below a folder, sorted; nothing if there is no folder. No link is followed. A repository, be it a
// folder or the file of a linked work tree, is one entry.
func list(dir string) ([]entry, error) {
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close() //nolint:errcheck // read only
	var found []entry
	err = fs.WalkDir(root.FS(), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch {
		case e.IsDir() && e.Name() == ".git":
			found = append(found, entry{path: p})
			return fs.SkipDir
		case e.IsDir():
		default:
			found = append(found, entry{p, oddity(e.Type())})
		}
		return nil
	})
	return found, err
}

// oddity says what no regular file is; nothing for a regular file.
func oddity(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return ""
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "no regular file"
}

// readManifest gives the files that a site lists as its own; nil if it has no list that can be read.
func readManifest(dir string) (map[string]bool, error) {
	name := filepath.Join(dir, manifest)
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && (!info.Mode().IsRegular() || info.Size() > maxManifest) {
		return nil, nil
	}
	var text []byte
	if err == nil {
		text, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, fmt.Errorf("read the list of the site's files: %w", err)
	}
	own := map[string]bool{marker: true, manifest: true}
	for line := range strings.Lines(string(text)) {
		own[strings.TrimSuffix(line, "\n")] = true
	}
	return own, nil
}

// writeManifest lists the files of a site in its folder.
func writeManifest(dir string, files []File) error {
	paths := append(make([]string, 0, len(files)+2), sums)
	for _, f := range files {
		paths = append(paths, f.Path)
	}
	slices.Sort(paths)
	text := strings.Join(append(paths, ""), "\n")
	if err := os.WriteFile(filepath.Join(dir, manifest), []byte(text), 0o644); err != nil {
		return fmt.Errorf("list the files of the site: %w", err)
	}
	return nil
}

// adopt sees that the folder may be replaced: it does not exist, is as good as empty, or holds a site. A site of a former
// version has no list of its files; it gets one if it holds nothing but what the new site has too.
func adopt(dir string, files []File) error {
	found, err := list(dir)
	if err != nil {
		return fmt.Errorf("read the output folder: %w", err)
	}
	marked := slices.Contains(found, entry{path: marker})
	if own, err := readManifest(dir); err != nil || marked && own != nil {
		return err
	}
	planned := map[string]bool{marker: marked}
	if marked {
		for _, f := range files {
			planned[f.Path] = true
		}
	}
	var others []string
	for _, e := range found {
		if !planned[e.path] && !slices.Contains(neighbours, e.path) {
			others = append(others, e.path)
		}
	}
	switch {
	case len(others) > 0 && marked:
		return fmt.Errorf("the output folder %s holds a site of an earlier clausebook, which kept no list of its files, and files that "+
			"the new site does not have: %s\nremove the folder if it holds nothing else, or move these files away", dir, some(others, dir))
	case len(others) > 0:
		return fmt.Errorf("the output folder %s contains files that clausebook did not "+
			"write, such as %s: empty it or choose another folder",
			dir, some(others, dir))
	case marked:
		return writeManifest(dir, files)
	}
	return nil
}

// strangers gives the files of the output folder that are not of its site and are to be kept. It refuses those that
// cannot be kept: links and devices, which whoever publishes the folder would follow, and files where the new site has
// its own.
func strangers(dir string, files []File) ([]string, error) {
	found, err := list(dir)
	if err != nil {
		return nil, fmt.Errorf("read the output folder: %w", err)
	}
	own, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	var kept, odd []string
	for _, e := range found {
		switch {
		case own[e.path]:
		case e.odd != "":
			odd = append(odd, e.path+" ("+e.odd+")")
		default:
			kept = append(kept, e.path)
		}
	}
	if len(odd) > 0 {
		return nil, fmt.Errorf("the output folder %s contains something that is not a file, and its target would be published: %s\n"+
			"remove it, or put the file there instead", dir, some(odd, dir))
	}
	if both := collisions(kept, files); len(both) > 0 {
		return nil, fmt.Errorf("the output folder %s holds files that are not of the site where the new site has its own: %s\n"+
			"move them away, or rename them", dir, some(both, dir))
	}
	return kept, nil
}

// collisions gives the files that cannot stand beside those of a plan, also where a file system does not tell upper from
// lower case: at the path of one, where one has a folder, or below one.
func collisions(kept []string, files []File) []string {
	if len(kept) == 0 {
		return nil
	}
	isFile, isFolder := map[string]bool{marker: true, manifest: true, strings.ToLower(sums): true}, map[string]bool{}
	for _, f := range files {
		p := strings.ToLower(f.Path)
		isFile[p] = true
		for p = path.Dir(p); p != "." && !isFolder[p]; p = path.Dir(p) {
			isFolder[p] = true
		}
	}
	var both []string
	for _, name := range kept {
		p := strings.ToLower(name)
		hit := isFolder[p]
		for ; p != "." && !hit; p = path.Dir(p) {
			hit = isFile[p]
		}
		if hit {
			both = append(both, name)
		}
	}
	return both
}

// some names the first of many files of a folder.
func some(names []string, dir string) string { return phrase.Some(names, 5, "ls -R "+dir) }
