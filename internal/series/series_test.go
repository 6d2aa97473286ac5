package series

import (
	"strings"
	"testing"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

func on(s string) date.Date {
	if s == "" {
		return date.Date{}
	}
	d, err := date.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// span reads "2026-01-01..2026-01-31", or a day, which is that of a record without a period.
func span(s string) doc.Span {
	from, to, both := strings.Cut(s, "..")
	if !both {
		from, to = "", s
	}
	return doc.Span{From: on(from), To: on(to)}
}

func spans(all ...string) []doc.Span {
	var out []doc.Span
	for _, s := range all {
		out = append(out, span(s))
	}
	return out
}

func TestMonths(t *testing.T) {
	t.Parallel()
	year := "2026-01-01..2026-12-31"
	for name, c := range map[string]struct {
		records      []string
		within, asOf string
		covered      int
		open         string
	}{
		"two of twelve":                           {spans12("2026-09", "2026-10"), year, "2027-02-01", 2, "2026-01 to 2026-08, 2026-11 to 2026-12"},
		"all by one extract":                      {[]string{year}, year, "2027-02-01", 12, ""},
		"an extract that ends early":              {[]string{"2026-01-01..2026-05-31"}, "2026-01-01..2026-08-15", "2026-08-15", 5, "2026-06"},
		"the record of July may still be written": {spans12("2026-01", "2026-06"), "2026-01-01..2026-08-31", "2026-08-31", 6, ""},
		"and a day later it is missing":           {spans12("2026-01", "2026-06"), "2026-01-01..2026-09-01", "2026-09-01", 6, "2026-07"},
		"a month written early counts":            {spans12("2026-01", "2026-07"), "2026-01-01..2026-08-02", "2026-08-02", 7, ""},
		"the month that goes on does not":         {spans12("2026-01", "2026-08"), "2026-01-01..2026-08-31", "2026-08-31", 7, ""},
		"two halves make a month":                 {[]string{"2026-03-01..2026-03-15", "2026-03-16..2026-03-31"}, "2026-03-01..2026-04-30", "2026-12-01", 1, "2026-04"},
		"a week left out":                         {[]string{"2026-03-01..2026-03-15", "2026-03-24..2026-03-31"}, "2026-03-01..2026-03-31", "2026-12-01", 0, "2026-03"},
		"an extract of the last working day":      {[]string{"2026-01-01..2026-01-30"}, "2026-01-01..2026-01-31", "2026-12-01", 1, ""},
		"four days are more than a weekend":       {[]string{"2026-01-01..2026-01-27"}, "2026-01-01..2026-01-31", "2026-12-01", 0, "2026-01"},
		"one record for each event":               {[]string{"2026-01-20", "2026-03-02", "2026-03-30"}, "2026-01-01..2026-03-31", "2026-12-01", 2, "2026-02"},
		"a period that is cut off":                {[]string{"2026-03-20..2026-03-31"}, "2026-03-20..2026-05-10", "2026-12-01", 1, "2026-04 to 2026-05"},
		"the same month twice":                    {[]string{"2026-01-01..2026-01-31", "2026-01-01..2026-01-31"}, "2026-01-01..2026-02-28", "2026-12-01", 1, "2026-02"},
		"nothing is looked at":                    {nil, "2026-03-01..2026-02-01", "2026-12-01", 0, ""},
		"two days of a month":                     {nil, "2026-03-30..2026-03-31", "2026-12-01", 0, ""},
		"longer ago":                              {[]string{"2020-01-01..2026-02-28"}, "2026-01-01..2026-02-28", "2026-12-01", 2, ""},
		"February of a leap year":                 {spans12("2028-02", "2028-02"), "2028-01-01..2028-03-31", "2028-12-01", 1, "2028-01, 2028-03"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := Of(spans(c.records...), date.Period{}).Months(span(c.within), on(c.asOf))
			if got := phrase.Join(m.Ranges(), ", ").String(); got != c.open || m.Covered != c.covered || m.All() != c.covered+len(m.Names()) {
				t.Errorf("%d covered, not %q; want %d, not %q", m.Covered, got, c.covered, c.open)
			}
		})
	}
}

// spans12 gives a record for each month from one to another.
func spans12(first, last string) []string {
	var out []string
	for m := on(first + "-01"); m.String()[:7] <= last; m = m.Add(date.Period{Months: 1}) {
		out = append(out, m.String()+".."+m.Add(date.Period{Months: 1}).AddDays(-1).String())
	}
	return out
}

func TestMeasured(t *testing.T) {
	t.Parallel()
	periods := []string{"2025-01-01..2025-12-31", "2026-01-01..2026-12-31", "2027-01-01..2027-12-31"}
	for name, c := range map[string]struct {
		periods     []string
		begun, asOf string
		want        string
	}{
		"the current period up to the day":         {periods, "2020-01-01", "2026-08-15", "2026-01-01..2026-08-15"},
		"no periods: the last twelve months":       {nil, "2020-01-01", "2026-08-15", "2025-08-16..2026-08-15"},
		"only periods to come":                     {periods[2:], "", "2026-08-15", "2025-08-16..2026-08-15"},
		"only periods that are over":               {periods[:1], "", "2026-08-15", "2025-08-16..2026-08-15"},
		"a new period that asks for nothing yet":   {periods, "", "2026-02-28", "2025-03-01..2026-02-28"},
		"and as soon as it does":                   {periods, "", "2026-03-04", "2026-01-01..2026-03-04"},
		"a period without an end":                  {[]string{"2026-01-01.."}, "", "2026-08-15", "2026-01-01..2026-08-15"},
		"a set that runs for less than the period": {periods, "2026-05-12", "2026-08-15", "2026-06-01..2026-08-15"},
		"begun on the first of a month":            {periods, "2026-05-01", "2026-08-15", "2026-05-01..2026-08-15"},
		"begun this month":                         {periods, "2026-08-12", "2026-08-15", "2026-09-01..2026-08-15"},
		"without a day nothing is judged":          {periods, "", "", ".."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Measured(spans(c.periods...), on(c.begun), on(c.asOf))
			if text := got.From.String() + ".." + got.To.String(); text != c.want {
				t.Errorf("%s, want %s", text, c.want)
			}
		})
	}
}

// TestHolesWithin wants the holes of a year to be those of its parts: pages of periods and the matrix look at different
// days and must not disagree.
func TestHolesWithin(t *testing.T) {
	t.Parallel()
	s := Of(spans(append(spans12("2025-10", "2026-01"), append(spans12("2026-04", "2026-05"), spans12("2026-08", "2026-09")...)...)...),
		date.Period{Months: 1})
	whole := strings.Join(Names(s.Holes(span("2025-10-01..2026-09-30"))), " ")
	if whole != "2026-02 2026-03 2026-06 2026-07" {
		t.Errorf("holes %s", whole)
	}
	parts := append(Names(s.Holes(span("2025-10-01..2026-03-15"))), Names(s.Holes(span("2026-03-16..2026-09-30")))...)
	if got := strings.Join(parts, " "); got != whole {
		t.Errorf("in two parts %s, as a whole %s", got, whole)
	}
	if due := s.Holes(span("2025-10-01..2026-09-30"))[0].Due.String(); due != "2026-03-31" {
		t.Errorf("February was in time until %s", due)
	}
}

// FuzzMonths holds that a month is not lost: each month looked at is covered, open, not over, or still in time.
func FuzzMonths(f *testing.F) {
	f.Add(uint16(0), uint16(400), uint16(30), uint16(60), uint16(500))
	f.Fuzz(func(t *testing.T, from, length, a, b, asOf uint16) {
		start := on("2024-01-01").AddDays(int(from % 1000))
		within := doc.Span{From: start, To: start.AddDays(int(length % 900))}
		one := doc.Span{From: on("2024-01-01").AddDays(int(a % 1200)), To: on("2024-01-01").AddDays(int(a%1200) + int(b%200))}
		day := start.AddDays(int(asOf % 1200))
		m := Of([]doc.Span{one}, date.Period{}).Months(within, day)
		if n := within.From.DaysUntil(within.To)/28 + 2; m.All() > n {
			t.Fatalf("%d months in %v", m.All(), within)
		}
		more := Of([]doc.Span{one, within}, date.Period{}).Months(within, day)
		if len(more.Open) > 0 || more.Covered < m.All() {
			t.Fatalf("covered whole, yet %v of %d", more.Open, m.All())
		}
	})
}
