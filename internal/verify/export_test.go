package verify

import (
	"bytes"
	"context"
	"io"
)

// RunFiles checks a pack whose files are in memory, as Run does with one on a disk.
func RunFiles(ctx context.Context, files map[string][]byte, o Options) ([]Result, error) {
	s, err := ofFiles(files)
	if err != nil {
		return nil, err
	}
	return run(ctx, s, o)
}

// FirstFailed gives the first check that fails, and does none of those behind it.
func FirstFailed(ctx context.Context, files map[string][]byte, o Options) (string, error) {
	s, err := ofFiles(files)
	if err != nil {
		return "", err
	}
	p := &pack{ctx: ctx, source: s, o: o}
	defer p.clean()
	for _, c := range checks {
		if outcome, _ := c.run(p); outcome == Failed {
			return c.name, nil
		}
	}
	return "", nil
}

func ofFiles(files map[string][]byte) (*source, error) {
	s := &source{limits: Usual, open: func(p string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(files[p])), nil }}
	s.site = isSite(func(path string) bool {
		_, ok := files[path]
		return ok
	})
	for path := range files {
		if err := s.add(path); err != nil {
			return nil, err
		}
	}
	return s, s.finish()
}
