package history

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"clausebook/internal/mapped"
	"clausebook/internal/objects"

	gitconfig "github.com/go-git/go-git/v5/plumbing/format/config"
)

// Self gives the identity that git writes as author into the next commit made in dir: that of the environment, which lookup
// reads, else that of git's configuration, of the repository before that of the user and of the system. Files that such a
// configuration includes are not followed. What git does not know is empty.
func Self(dir string, lookup func(string) string) (Identity, error) {
	real, err := realPath(dir)
	if err != nil {
		return Identity{}, fmt.Errorf("find repository of %s: %w", dir, err)
	}
	_, gitDir, err := discover(real)
	if err != nil {
		return Identity{}, err
	}
	who := Identity{Name: lookup("GIT_AUTHOR_NAME"), Email: lookup("GIT_AUTHOR_EMAIL")}
	for _, file := range configFiles(gitDir, lookup) {
		conf, err := readConfig(file)
		if err != nil {
			return who, err
		}
		for _, section := range []string{"author", "user"} {
			who.Name = cmp.Or(who.Name, conf.Section(section).Option("name"))
			who.Email = cmp.Or(who.Email, conf.Section(section).Option("email"))
		}
	}
	who.Email = cmp.Or(who.Email, lookup("EMAIL"))
	return who, nil
}

// Merging gives the commits that a merge in progress in dir brings in beside the head; none where there is no merge.
func Merging(dir string) ([]Hash, error) {
	real, err := realPath(dir)
	if err != nil {
		return nil, fmt.Errorf("find repository of %s: %w", dir, err)
	}
	_, gitDir, err := discover(real)
	if err != nil {
		return nil, err
	}
	text, err := readSmall(filepath.Join(gitDir, "MERGE_HEAD"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read which commits are being merged: %w", err)
	}
	var out []Hash
	for _, line := range strings.Fields(string(text)) {
		if id, ok := objects.ParseID(line); ok {
			out = append(out, hashOf(id))
		}
	}
	return out, nil
}

// configFiles gives the files of git's configuration, the one that wins first.
func configFiles(gitDir string, lookup func(string) string) []string {
	out := []string{filepath.Join(gitDir, "config.worktree"), filepath.Join(commonDir(gitDir), "config")}
	home := lookup("HOME")
	if home == "" {
		home = lookup("USERPROFILE")
	}
	switch global := lookup("GIT_CONFIG_GLOBAL"); {
	case global != "":
		out = append(out, global)
	case home != "":
		settings := cmp.Or(lookup("XDG_CONFIG_HOME"), filepath.Join(home, ".config"))
		out = append(out, filepath.Join(home, ".gitconfig"), filepath.Join(settings, "git", "config"))
	}
	if lookup("GIT_CONFIG_NOSYSTEM") == "" {
		out = append(out, cmp.Or(lookup("GIT_CONFIG_SYSTEM"), "/etc/gitconfig"))
	}
	return out
}

// readConfig reads a file of git's configuration; one that is not there is empty.
func readConfig(file string) (*gitconfig.Config, error) {
	conf := gitconfig.New()
	text, err := readSmall(file)
	if errors.Is(err, fs.ErrNotExist) || file == "/dev/null" {
		return conf, nil
	}
	if err != nil {
		return conf, fmt.Errorf("read git's configuration: %w", err)
	}
	if err := mapped.Guard(func() error { return gitconfig.NewDecoder(bytes.NewReader(text)).Decode(conf) }); err != nil {
		return conf, fmt.Errorf("read git's configuration %s: %w", file, err)
	}
	return conf, nil
}
