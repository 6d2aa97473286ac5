package date

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"
)

// leap and length are the calendar written out once more, so that Add is not compared with the library it uses.
func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func length(year, month int) int {
	switch month {
	case 2:
		if leap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// slow moves a day by a period one month and one day at a time.
func slow(d Date, p Period) Date {
	year, month, day := d.Year(), int(d.Month()), d.Day()
	for range p.Years*12 + p.Months {
		if month++; month > 12 {
			year, month = year+1, 1
		}
	}
	day = min(day, length(year, month))
	for range p.Days {
		if day++; day > length(year, month) {
			day, month = 1, month+1
		}
		if month > 12 {
			year, month = year+1, 1
		}
	}
	return Date{year, time.Month(month), day}
}

func randomDate(r *rand.Rand) Date {
	year, month := 1890+r.IntN(250), 1+r.IntN(12)
	day := 1 + r.IntN(length(year, month))
	if r.IntN(2) == 0 { // month ends are where calendars go wrong
		day = length(year, month)
	}
	return Date{year, time.Month(month), day}
}

func TestAddAgreesWithCountingDayByDay(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		d := randomDate(r)
		p := Period{Years: r.IntN(6), Months: r.IntN(30), Days: r.IntN(800)}
		if got, want := d.Add(p), slow(d, p); got != want {
			t.Fatalf("%s + %s = %s, counted by hand %s", d, p, got, want)
		}
		n := r.IntN(2000)
		if got, want := d.AddDays(n), slow(d, Period{Days: n}); got != want {
			t.Fatalf("%s + %d days = %s, counted by hand %s", d, n, got, want)
		}
		if got := d.DaysUntil(d.AddDays(n)); got != n {
			t.Fatalf("from %s to %d days later are %d days", d, n, got)
		}
	}
}

func TestAdd(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, period, want string }{
		{"2026-03-31", "P1M", "2026-04-30"},
		{"2026-01-31", "P1M", "2026-02-28"},
		{"2024-01-31", "P1M", "2024-02-29"},
		{"2024-02-29", "P1Y", "2025-02-28"},
		{"2024-02-29", "P4Y", "2028-02-29"},
		{"1896-02-29", "P4Y", "1900-02-28"}, // 1900 had no leap day
		{"1996-02-29", "P4Y", "2000-02-29"}, // 2000 had one
		{"2026-10-31", "P18M", "2028-04-30"},
		{"2026-12-31", "P1D", "2027-01-01"},
		{"2024-02-28", "P2D", "2024-03-01"},
		{"2026-01-31", "P1M1D", "2026-03-01"}, // months first, then days
		{"2026-08-31", "P1Y6M2W", "2028-03-14"},
		{"2026-03-28", "P1W", "2026-04-04"}, // over the change to summer time
	} {
		from, p := mustDate(t, c.from), mustPeriod(t, c.period)
		if got := from.Add(p).String(); got != c.want {
			t.Errorf("%s + %s = %s, want %s", c.from, c.period, got, c.want)
		}
	}
	if got := (Date{}).Add(Period{Years: 1}); !got.IsZero() {
		t.Errorf("no date + P1Y = %s, want no date", got)
	}
	if d := New(2026, 5, 5); d.Add(Period{}) != d {
		t.Error("adding no period moves the date")
	}
}

func mustDate(t *testing.T, s string) Date {
	t.Helper()
	d, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustPeriod(t *testing.T, s string) Period {
	t.Helper()
	p, err := ParsePeriod(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"2026-03-31", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"} {
		d, err := Parse(s)
		if err != nil || d.String() != s || d.IsZero() {
			t.Errorf("Parse(%q) = %s, %v", s, d, err)
		}
	}
	for _, s := range []string{
		"", "2026", "2026-03", "2026-3-1", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31",
		"2026-01-00", "31.03.2026", "2026/03/31", "2026-03-31T00:00:00Z", " 2026-03-31", "2026-03-31 ", "20260331",
		"-2026-03-31", "12026-03-31", "2026-W14-2", "२०२६-०३-३१", "2026-03-3\x00", "heute",
	} {
		if d, err := Parse(s); err == nil || !d.IsZero() {
			t.Errorf("Parse(%q) = %s, %v, want an error and no date", s, d, err)
		}
	}
}

func TestDateStringReadsBack(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	for range 5_000 {
		d := randomDate(r)
		if got, err := Parse(d.String()); err != nil || got != d {
			t.Fatalf("%#v reads back as %v, %v", d, got, err)
		}
	}
	if got := (Date{}).String(); got != "" {
		t.Errorf("no date reads %q", got)
	}
}

func TestCompareOrdersDays(t *testing.T) {
	t.Parallel()
	days := []Date{{}, New(1, 1, 1), New(1999, 12, 31), New(2000, 1, 1), New(2000, 1, 2), New(2000, 2, 1), New(9999, 12, 31)}
	for i, a := range days {
		for j, b := range days {
			if a.Before(b) != (i < j) || a.After(b) != (i > j) || (a.Compare(b) == 0) != (i == j) {
				t.Errorf("%q against %q: before %v, after %v, compare %d", a, b, a.Before(b), a.After(b), a.Compare(b))
			}
		}
	}
}

func TestDaysUntilOverCenturies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2026-01-01", "2026-01-01", 0},
		{"2026-03-01", "2026-02-28", -1},
		{"2024-01-01", "2025-01-01", 366},
		{"2000-01-01", "2400-01-01", 146097}, // the calendar repeats after 400 years, which no time.Duration can hold
		{"2400-01-01", "2000-01-01", -146097},
		{"0001-01-01", "9999-12-31", 3652058},
	} {
		if got := mustDate(t, c.from).DaysUntil(mustDate(t, c.to)); got != c.want {
			t.Errorf("from %s to %s = %d days, want %d", c.from, c.to, got, c.want)
		}
	}
}

func TestOfKeepsTheDayOfItsOwnZone(t *testing.T) {
	t.Parallel()
	late := time.Date(2026, 3, 31, 23, 30, 0, 0, time.FixedZone("west", -8*3600))
	if got := Of(late).String(); got != "2026-03-31" {
		t.Errorf("half past eleven in the evening falls on %s", got)
	}
	if got := New(2026, 14, 1).String(); got != "2027-02-01" {
		t.Errorf("the fourteenth month is %s", got)
	}
}

func TestParsePeriod(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]Period{
		"P1Y":       {Years: 1},
		"P6M":       {Months: 6},
		"P18M":      {Months: 18},
		"P2W":       {Days: 14},
		"P30D":      {Days: 30},
		"P1Y6M":     {Years: 1, Months: 6},
		"P1Y2M3W4D": {Years: 1, Months: 2, Days: 25},
		"P0Y6M":     {Months: 6},
		"P01Y":      {Years: 1},
		"P100Y":     {Years: 100},
	} {
		if got, err := ParsePeriod(s); err != nil || got != want {
			t.Errorf("ParsePeriod(%q) = %+v, %v, want %+v", s, got, err, want)
		}
	}
	for _, s := range []string{
		"", "P", "1Y", "P1", "PY", "P1.5Y", "P1,5Y", "-P1Y", "P-1Y", "+P1Y", "p1y", "P1M1Y", "P1Y1Y", "PT24H", "P1YT1H",
		" P1Y", "P1Y ", "P1Y\n", "P0D", "P0Y0M", "1 year", "yearly", "P٣Y",
		"P101Y", "P1201M", "P36526D", "P9999W", "P99999999999999999999Y", "P9223372036854775807W", "P18446744073709551616D",
	} {
		if got, err := ParsePeriod(s); err == nil || !got.IsZero() {
			t.Errorf("ParsePeriod(%q) = %+v, %v, want an error and no period", s, got, err)
		}
	}
}

func TestPeriodStringReadsBack(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 8))
	for range 5_000 {
		p := Period{r.IntN(101), r.IntN(1201), r.IntN(36526)}
		if p.IsZero() {
			continue
		}
		if got, err := ParsePeriod(p.String()); err != nil || got != p {
			t.Fatalf("%+v is written %s and read back as %+v, %v", p, p, got, err)
		}
	}
	if got := (Period{}).String(); got != "" {
		t.Errorf("no period reads %q", got)
	}
}

func TestPeriodWords(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]Period{
		"":                            {},
		"1 year":                      {Years: 1},
		"2 years":                     {Years: 2},
		"1 month":                     {Months: 1},
		"18 months":                   {Months: 18},
		"1 day":                       {Days: 1},
		"2 weeks":                     {Days: 14},
		"1 week":                      {Days: 7},
		"30 days":                     {Days: 30},
		"1 year and 6 months":         {Years: 1, Months: 6},
		"2 years and 1 day":           {Years: 2, Days: 1},
		"1 year, 6 months and 3 days": {Years: 1, Months: 6, Days: 3},
	} {
		if got := p.Words().String(); got != want {
			t.Errorf("%+v = %q, want %q", p, got, want)
		}
	}
}

func TestMarshalText(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(map[string]any{"on": New(2026, 3, 31), "every": Period{Months: 6}, "none": Date{}})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"every":"P6M","none":"","on":"2026-03-31"}`; string(got) != want {
		t.Errorf("as JSON %s, want %s", got, want)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2026-03-31", "2024-02-29", "0000-00-00", "P1Y", "P1Y6M2W3D", "P99999999999999999999Y", "PT1H"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := Parse(s); err == nil && d.String() != s {
			t.Errorf("the date %q reads back as %q", s, d)
		}
		p, err := ParsePeriod(s)
		if err != nil {
			return
		}
		if p.Years < 0 || p.Months < 0 || p.Days < 0 || p.IsZero() {
			t.Errorf("the period %q is %+v", s, p)
		}
		if again, err := ParsePeriod(p.String()); err != nil || again != p {
			t.Errorf("the period %q reads back as %+v, %v", s, again, err)
		}
		if from := New(2026, 1, 31); !from.Add(p).After(from) {
			t.Errorf("%s later than %s is %s", s, from, from.Add(p))
		}
	})
}
