package pack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"clausebook/internal/bag"
	"clausebook/internal/build"
	"clausebook/internal/heads"
)

// Again makes a pack again from a repository, as its bag-info.txt says. It gives its manifest, and what the log of heads should say of
// its commit.
func Again(ctx context.Context, o build.Options, info map[string]string) (manifest []byte, head heads.Entry, err error) {
	project := filepath.FromSlash(cmp.Or(info[bag.FieldProject], "."))
	if !filepath.IsLocal(project) {
		return nil, head, fmt.Errorf("%s: %q leads out of the repository", bag.FieldProject, project)
	}
	o.Dir = filepath.Join(o.Dir, project)
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, head, fmt.Errorf("make the folder of the project: %w", err)
	}
	site := info[bag.FieldSite] == "yes"
	o.AsOf, o.Trend, o.NoCache, o.NoLog = info[bag.FieldCommit], site, true, true
	p, err := build.Gather(ctx, o)
	if err != nil {
		return nil, head, err
	}
	if head, err = p.Stands(); err != nil {
		return nil, head, err
	}
	plan, err := Of(p, Options{Scope: info[bag.FieldScope], Site: site, History: info[bag.FieldHistory] == "yes"})
	if err != nil {
		return nil, head, err
	}
	k := manifestOnly{}
	if err := plan.Write(ctx, &k, Seal{}, nil); err != nil {
		return nil, head, err
	}
	if k.text == nil {
		return nil, head, errors.New("no manifest was made")
	}
	return k.text, head, nil
}

// manifestOnly keeps the manifest of a pack and lets the rest go.
type manifestOnly struct{ text []byte }

// Put takes a file.
func (k *manifestOnly) Put(path string, content []byte) error {
	if path == bag.Manifest {
		k.text = content
	}
	return nil
}
