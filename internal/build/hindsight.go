package build

import (
	"context"
	"errors"
	"io/fs"
	"runtime"

	"clausebook/internal/config"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/moved"
	"clausebook/internal/people"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/witness"
)

// hindsight judges earlier commits, the latest first: each takes over what the later one has read and it has as well,
// so that the cost follows what changed between them.
type hindsight struct {
	Options
	past      *past
	standards *standard.Library // of today, whatever was in use then
	present   config.Config     // with which trees from before there was a configuration are read
	config    config.Config     // the one with which the documents were read
	docs      *doc.Set
	history   *history.Log
}

// judge lists the required documents of each standard by state, as they stood at a commit and are judged as of a day:
// with configuration, people and history of then. Only what the matrix needs is read, and no rule is run. An error
// means that the work was called off; whatever else is in the way is the reason why the day is not judged.
func (h *hindsight) judge(ctx context.Context, at dossier.TrendPoint) (map[string]map[trace.State][]string, dossier.Unjudged, error) {
	d := &dossier.Dossier{AsOf: dossier.AsOf{Day: at.Day, Pinned: true, Revision: string(at.Commit)}, Standards: h.standards}
	cfg, why := h.read(ctx, d)
	if why != "" {
		return nil, why, ctx.Err()
	}
	d.Elsewhere = h.past.elsewhere(d, cfg)
	d.Acts = witness.Read(d.Docs, d.History, d.Elsewhere, d.AsOf.Clock())
	d.Approvals = h.past.approvals(d, cfg, false, nil)
	d.Acts = d.Acts.Approved(d.Approvals.Day)
	h.config, h.docs, h.history = cfg, d.Docs, d.History
	items := map[string]map[trace.State][]string{}
	for _, m := range join(d, cfg).Standards {
		items[m.Standard] = trace.ByState(m.Required)
	}
	return items, "", nil
}

// read reads a commit's configuration, documents, people and history.
func (h *hindsight) read(ctx context.Context, d *dossier.Dossier) (config.Config, dossier.Unjudged) {
	tree, err := h.past.At(history.Hash(d.AsOf.Revision))
	if err != nil {
		return config.Config{}, whyUnread(err)
	}
	cfg := lent(h.present)
	if h.present.Path == "" || h.hasConfig(tree) {
		if cfg, _, err = loadConfig(tree, h.Options); err != nil {
			return cfg, dossier.NoConfiguration
		}
	}
	reader := &doc.Reader{Folder: cfg.Content, Fields: cfg.Fields, Values: cfg.Values, Defaults: cfg.Defaults, NoAssets: true}
	if readAlike(h.config, cfg) {
		reader.Previous = h.docs
	}
	if d.Docs, err = reader.Load(ctx, tree, runtime.GOMAXPROCS(0)); err != nil {
		return cfg, whyUnread(err)
	}
	if d.People, err = people.Load(tree, cfg.Content.In("people.yaml"), h.past.people); err != nil {
		return cfg, dossier.Unreadable
	}
	o := h.historyOptions(reader, cfg)
	o.Rev, o.CacheDir, o.Known = d.AsOf.Revision, "", h.history
	o.Moves, _ = moved.Read(tree, cfg.History.Moved) // what is wrong with it was said of its day
	if d.History, err = history.Read(ctx, o); err != nil || !d.History.Reliable() {
		return cfg, dossier.Unreadable
	}
	return cfg, ""
}

func whyUnread(err error) dossier.Unjudged {
	if errors.Is(err, fs.ErrNotExist) {
		return dossier.NoDocuments
	}
	return dossier.Unreadable
}
