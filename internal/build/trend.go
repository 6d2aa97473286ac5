package build

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/dossier"
	"clausebook/internal/history"
	"clausebook/internal/trace"
)

const (
	trendMonths = 12  // ends of months that the trend looks back
	trendKept   = 200 // days of the trend that the cache holds at most
)

// judged holds days of the trend by what they follow from: standard -> state -> ids of required documents.
type judged map[string]map[string]map[trace.State][]string

// trend judges the documents as they stood at the ends of the last months, each as of that day. What was judged before
// is taken from the previous project or from the cache.
//
// A history that cannot be relied on has no trend; the Dossier says why. A day that cannot be judged says so and stops
// nothing: what is wrong in an old commit cannot be fixed any more.
func trend(ctx context.Context, o Options, p *Project, past *past) error {
	d := p.Dossier
	d.Trend, p.trend = &dossier.Trend{}, judged{}
	if past == nil {
		return nil
	}
	digest, err := digestOf(o.Config, d.Standards.Standards)
	if err != nil {
		return err
	}
	memo := trendMemo(o, p)
	known := knownDays(o.Previous, memo)
	h := &hindsight{Options: o, past: past, standards: d.Standards, present: p.Config,
		config: p.Config, docs: d.Docs, history: d.History}
	lending, err := digestOf(digest, p.Config)
	if err != nil {
		return err
	}
	configured := past.configured(p.Config.Path)
	for _, at := range monthEnds(d) {
		by := digest
		if at.Borrowed = configured != nil && !configured(at.Commit); at.Borrowed {
			by = lending
		}
		key, err := digestOf(by, at.Commit, at.Day, tagsUntil(past.tags, at.Day), past.asideUntil(at.Day))
		if err != nil {
			return err
		}
		if at.Items = known[key]; at.Items == nil {
			o.stage("judging " + at.Day.String())
			if at.Items, at.Unjudged, err = h.judge(ctx, at); err != nil {
				return err
			}
		}
		if at.Items != nil {
			p.trend[key] = at.Items
		}
		d.Trend.Points = append(d.Trend.Points, at)
	}
	d.Trend.Points = begun(d.Trend.Points)
	return keepDays(memo, known, p.trend)
}

// monthEnds gives the last days of the months before that of the as-of day, the latest first, each with the commit
// that stood on the main line by its end. Days before the first commit are left out.
func monthEnds(d *dossier.Dossier) []dossier.TrendPoint {
	var out []dossier.TrendPoint
	for i := range trendMonths {
		day := date.New(d.AsOf.Day.Year(), d.AsOf.Day.Month(), 1).Add(date.Period{Months: -i}).AddDays(-1)
		if c := d.History.Until(day); c != nil {
			out = append(out, dossier.TrendPoint{Day: day, Commit: c.Hash})
		}
	}
	return out
}

// begun puts days that stand latest first in order, without those on which there was no folder of documents yet.
func begun(points []dossier.TrendPoint) []dossier.TrendPoint {
	slices.Reverse(points)
	first := slices.IndexFunc(points, func(at dossier.TrendPoint) bool { return at.Unjudged != dossier.NoDocuments })
	if first < 0 {
		return nil
	}
	return points[first:]
}

// tagsUntil gives the tags that had been made by a day: they may approve, and do not follow from the commit.
func tagsUntil(tags []history.Tag, day date.Date) [][]byte {
	var out [][]byte
	for _, t := range tags {
		if !t.Tagger.Day().After(day) {
			out = append(out, t.Raw)
		}
	}
	return out
}

// asideUntil gives where the lines beside the branches were that hold reviews at the end of a day, and the branches that these may be
// about. One that cannot be read is a finding of the judgement itself.
func (p *past) asideUntil(day date.Date) []history.Hash {
	var out []history.Hash
	lines := []string{history.ReviewNotes, history.GittufAttestations, history.GittufLog, history.GittufPolicy}
	for _, branch := range p.main {
		lines = append(lines, branch.Ref)
	}
	for _, ref := range lines {
		at := history.Hash("")
		if line, err := p.Line(ref, func(made date.Date) bool { return !made.After(day) }); err == nil && line != nil {
			tip, _ := line.At(0)
			at = tip.Hash
		}
		out = append(out, at)
	}
	return out
}

// digestOf names values by what they hold.
func digestOf(values ...any) (string, error) {
	text, err := json.Marshal(values)
	if err != nil {
		return "", fmt.Errorf("name the trend in the cache: %w", err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(text)), nil
}

// trendMemo gives what the cache keeps of the trend; nothing for a program without a name, whose judgement cannot be
// told from that of another.
func trendMemo(o Options, p *Project) history.Memo {
	version := cmp.Or(o.Program, o.Tool)
	if version == "" {
		return history.Memo{}
	}
	return history.OpenMemo(history.Options{Dir: o.Dir, Folder: p.Config.Content, CacheDir: o.cache(), Version: version}, "trend")
}

// knownDays gives what was judged before. A cache that says something else than days is none.
func knownDays(previous *Project, memo history.Memo) judged {
	if previous != nil && len(previous.trend) > 0 {
		return previous.trend
	}
	var days judged
	if err := json.Unmarshal(memo.Load(), &days); err != nil {
		return nil
	}
	return days
}

// keepDays puts what was judged now into the cache, beside what it held as long as there is room.
func keepDays(memo history.Memo, known, now judged) error {
	fresh := false
	for key := range now {
		fresh = fresh || known[key] == nil
	}
	if !fresh {
		return nil
	}
	all := maps.Clone(now)
	if len(known)+len(now) <= trendKept {
		maps.Copy(all, known)
	}
	text, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("keep the trend: %w", err)
	}
	memo.Save(text)
	return nil
}
