package history

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Remote is a repository from which this one fetches.
type Remote struct{ Name, URL string }

// Remotes gives those that the configuration of the repository around dir names, in its order, each with the address that git fetches
// from: `url.….insteadOf` of all of git's configuration is applied, which lookup helps to find.
func Remotes(dir string, lookup func(string) string) ([]Remote, error) {
	real, err := realPath(dir)
	if err != nil {
		return nil, fmt.Errorf("find repository of %s: %w", dir, err)
	}
	_, gitDir, err := discover(real)
	if err != nil {
		return nil, err
	}
	own, err := readConfig(filepath.Join(commonDir(gitDir), "config"))
	if err != nil {
		return nil, err
	}
	var shorter []instead
	for _, file := range configFiles(gitDir, lookup) {
		conf, err := readConfig(file)
		if err != nil {
			return nil, err
		}
		for _, s := range conf.Section("url").Subsections {
			for _, of := range s.OptionAll("insteadof") {
				shorter = append(shorter, instead{of, s.Name})
			}
		}
	}
	var out []Remote
	for _, r := range own.Section("remote").Subsections {
		if at := r.OptionAll("url"); len(at) > 0 { // git pushes to all of them, and fetches from the first
			out = append(out, Remote{r.Name, fetched(at[0], shorter)})
		}
	}
	return out, nil
}

// instead is a beginning of addresses, and what git puts in its place.
type instead struct{ of, put string }

// fetched gives an address as git uses it: of the beginnings that fit, the longest is replaced.
func fetched(address string, all []instead) string {
	var best instead
	for _, i := range all {
		if strings.HasPrefix(address, i.of) && len(i.of) > len(best.of) {
			best = i
		}
	}
	return best.put + strings.TrimPrefix(address, best.of)
}
