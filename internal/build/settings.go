package build

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"

	"clausebook/internal/config"
	"clausebook/internal/diag"
	"clausebook/internal/plain"
)

// loadThen reads the configuration of an earlier tree. A tree from before there was one is read with that of the work tree, which
// says where the documents are and what their keys mean; borrowed tells so.
func loadThen(tree fs.FS, o Options) (cfg config.Config, read []diag.Finding, borrowed bool, err error) {
	if o.hasConfig(tree) {
		cfg, read, err = loadConfig(tree, o)
		return cfg, read, false, err
	}
	present, err := plain.Open(o.Dir)
	if err != nil {
		return cfg, nil, false, fmt.Errorf("open the project folder: %w", err)
	}
	if !o.hasConfig(present) {
		cfg, read, err = loadConfig(tree, o)
		return cfg, read, false, err
	}
	if cfg, _, err = loadConfig(present, o); err != nil {
		return cfg, nil, true, err
	}
	return lent(cfg), nil, true, nil
}

// Stated gives the configuration that the tree which was read states itself: the defaults where another was lent to it.
func (p *Project) Stated() config.Config {
	if p.Dossier.AsOf.Borrowed {
		return config.New()
	}
	return p.Config
}

// hasConfig tells whether a tree has the configuration file.
func (o Options) hasConfig(tree fs.FS) bool {
	_, err := fs.Stat(tree, cmp.Or(o.Config, config.FileName))
	return !errors.Is(err, fs.ErrNotExist)
}

// lent gives what a configuration says of trees from before it: all but what holds from its own day, which are the gaps that it
// accepts and the facts that it states.
func lent(cfg config.Config) config.Config {
	cfg.Waivers, cfg.Conditions = nil, nil
	return cfg
}
