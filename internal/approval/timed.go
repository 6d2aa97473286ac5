package approval

import (
	"clausebook/internal/date"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/witness"
)

// timed doubts evidence whose own time cannot be right: later than the clock, unreadable, or older than what it is about.
// Such a time shows no day, so whether the role was held and the key was valid on that day cannot be told by it. What was
// dated back still counts where it would have counted on the day that is certain as well.
func (s *timeline) timed(e *entry, c *candidate) {
	if c.stamp == nil {
		return // the front matter states a day, which is judged by its landing
	}
	if _, right := s.In.Clock.Landed(c.stamp.made); !right {
		c.doubt(
			ledger.RuleUntimed,
			c.evidence.Commit,
			phrase.Of("%s approved %s with evidence dated %s, which is an impossible time", c.person, e.claim.words(), dayOr(c.stamp.made)),
		)
		return
	}
	if !c.stamp.backdated() {
		return
	}
	on := *c
	on.day, on.doubts = c.stamp.after, nil
	if s.authorize(e, &on); !on.sound() {
		c.doubt(
			ledger.RuleUntimed,
			c.evidence.Commit,
			phrase.Of("%s approved %s with evidence dated %s, which is older than the text it approves (%s), so the date shows nothing",
				c.person, e.claim.words(), c.stamp.made, c.stamp.after),
		)
	}
}

// stamp is when a commit or tag says it was made, and the latest day of what it stands on.
type stamp struct {
	made  date.Date
	after date.Date // day of the newest parent, or of the tagged commit
}

// backdated tells whether it says to be older than what it stands on, by more than clocks explain.
func (s stamp) backdated() bool {
	return !s.after.IsZero() && s.made.AddDays(witness.Grace).Before(s.after)
}

// dayOr gives a day in words where there may be none.
func dayOr(d date.Date) phrase.Phrase {
	if d.IsZero() {
		return phrase.Of("an unknown day")
	}
	return phrase.Text(d.String())
}

// stampOf gives when a commit says it was made, and what it stands on.
func (j *judge) stampOf(c *history.Commit) *stamp {
	out := &stamp{made: c.Committer.Day()}
	if newest := j.NewestParent(c); newest != nil {
		out.after = newest.Committer.Day()
	}
	return out
}
