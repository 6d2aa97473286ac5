// Package period tells what an audit period brought: versions that took effect, approvals given, reviews held against
// due, records of each required cadence, and the days on which something stood without a valid text.
//
// An auditor samples a period, not a day. Everything is counted from evidence that has a day of its own: approvals that
// count, reviews that documents log, dates of records. What the history cannot tell is named and not counted as kept.
package period

import (
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/inforce"
	"clausebook/internal/ledger"
	"clausebook/internal/series"
	"clausebook/internal/standard"
	"clausebook/internal/witness"
)

// Input is what a period is judged by.
type Input struct {
	AsOf      date.Date // days after it are not looked at
	Docs      *doc.Set
	Standards *standard.Library
	Approvals *ledger.Ledger
	Acts      *witness.Book
	InForce   *inforce.Book // nil stands for what approvals say alone
}

// Period is an audit period, both days inclusive. A zero To is open: the period goes on.
type Period struct {
	ID, Name string
	From, To date.Date
}

// Report is what a period brought.
type Report struct {
	Period
	Until     date.Date  // the last day that is looked at: the end of the period, or the as-of day if that is earlier
	Days      int        // from From to Until; 0 where the period has not begun
	Known     date.Date  // the day in it on which the first documents landed; zero where that was before, or is not known
	Effects   []Effect   // versions that took effect, by day
	Approvals []Approval // given, whether they count or not, by day
	Reviews   []Review   // held or due, by day
	Series    []Series   // records that recur, in the standards' order
	Documents []Document // maintained documents, by path
	Clauses   []Clause   // clauses that documents serve or should serve, in the standards' order
}

// Effect is a version that took effect.
type Effect struct {
	*inforce.Tenure
	On date.Date
}

// Approval is an approval that was given.
type Approval struct {
	*inforce.Tenure
	Counts bool // or did, until the text changed
}

// Review is one turn of the reviews of a document: when it was due and when it was held. One of both days lies in the
// period.
type Review struct {
	Document *doc.Document
	Due      date.Date
	Held     date.Date // zero where it was not held up to the as-of day
	Late     int       // days between, up to the as-of day; 0 where it was held in time or is not due yet
}

// Series is the records of one required document that recur: at a cadence or, where they are of an activity that never rests,
// for each month.
type Series struct {
	Ref         standard.Ref
	Title       string
	Cadence     date.Period
	Operational bool
	Records     []Record      // of the period, by day
	Expected    int           // so many whole cadences lie in the days looked at
	Longest     int           // the longest time without a record, in days, from the last record before to the next one or the last day
	Holes       []series.Hole // what was left out between records
	Months      series.Months // of an activity that never rests
}

// Complete tells whether nothing was left out.
func (s Series) Complete() bool {
	return len(s.Holes) == 0 && len(s.Months.Open) == 0 && (s.Operational || len(s.Records) >= s.Expected)
}

// Record is a record with the last day that it is evidence of.
type Record struct {
	Document *doc.Document
	On       date.Date
	from     date.Date // the first one; zero where it has no period
}

// Document is how long a maintained document stood without a valid text in the period.
type Document struct {
	Document *doc.Document
	Without  int    // days on which no approved version was in force
	Unknown  int    // days before the first documents landed, of which nothing says that a version was in force
	Overdue  int    // days on which a review was overdue
	Gaps     []Span // the days of Without
}

// Clause is how long nothing valid served a clause.
type Clause struct {
	Ref       standard.Ref
	Title     string
	Documents []*doc.Document // maintained ones that serve it
	Without   int             // days on which none of them had an approved version in force
	Unknown   int             // days before the first documents landed, of which nothing says that one had
	Gaps      []Span          // the days of Without
}

// Span is some days, both inclusive.
type Span struct{ From, To date.Date }

// Days is the number of days of the span.
func (s Span) Days() int { return s.From.DaysUntil(s.To) + 1 }
