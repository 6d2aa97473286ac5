package build

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/nearest"
	"clausebook/internal/standard"
	"clausebook/schemas"
)

// Standards are those that a project can name: the included ones and its own.
type Standards struct {
	Config config.Config
	InUse  *standard.Library // by the configuration, as far as they can be read
	tree   fs.FS
}

// ReadStandards reads the configuration of a project and its standards as they lie there, and nothing else. Without a configuration the
// defaults hold.
func ReadStandards(ctx context.Context, o Options) (*Standards, error) {
	src, err := openSource(ctx, o)
	if err != nil {
		return nil, err
	}
	cfg, _, _, err := src.settings(o)
	if err != nil {
		return nil, err
	}
	lib, err := shelf.Load(src.tree, cfg.Standards, cfg.Language)
	if err != nil { // none can be read: there is still something to be said of others
		lib = &standard.Library{}
	}
	return &Standards{Config: cfg, InUse: lib, tree: src.tree}, nil
}

// NoProject gives the included standards alone.
func NoProject() *Standards { return &Standards{InUse: &standard.Library{}} }

// IDs lists the ids of the included standards and of those in use, sorted.
func (s *Standards) IDs() []string {
	ids, err := standard.Builtin(schemas.FS)
	if err != nil {
		return nil // there is nothing to suggest; reading them will say why
	}
	for _, std := range s.InUse.Standards {
		ids = append(ids, std.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Take reads standards, named by an id or by the path of a file in the project, and what leads from one to another. It fails where one
// of them cannot be read.
func (s *Standards) Take(names ...string) (*standard.Library, error) {
	asked := make([]string, len(names))
	for i, name := range names {
		asked[i] = name
		if own := s.InUse.Standard(name); own != nil && !own.Builtin {
			asked[i] = own.Path
		}
		if !standard.IsPath(asked[i]) && !slices.Contains(s.IDs(), name) {
			hint := "known are " + strings.Join(s.IDs(), ", ") + "; give your own file by its path"
			if near, ok := nearest.Name(name, s.IDs()); ok {
				hint = "did you mean `" + near + "`?"
			}
			return nil, fmt.Errorf("unknown standard `%s`: %s", name, hint)
		}
	}
	lib, err := shelf.Load(s.tree, asked, s.Config.Language)
	if err == nil && len(lib.Standards) != len(asked) {
		f := lib.Findings[0]
		err = fmt.Errorf("%s: %s", f.Message, f.Hint)
	}
	return lib, err
}
