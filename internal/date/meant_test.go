package date

import "testing"

func TestAdvice(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-02-30":    "February 2026 has 28 days: write the day that is meant",
		"2024-02-30":    "February 2024 has 29 days: write the day that is meant",
		"2026-04-31":    "April 2026 has 30 days: write the day that is meant",
		"2026-13-02":    "a year has 12 months: write a day as YYYY-MM-DD, such as 2026-03-31",
		"2026-00-02":    "a year has 12 months: write a day as YYYY-MM-DD, such as 2026-03-31",
		"2026-3-2":      "write it as `2026-03-02`",
		"2 March 2026":  "write it as `2026-03-02`",
		"02.03.2026":    "write it as `2026-03-02`",
		"2. 3. 2026":    "write it as `2026-03-02`",
		"31.02.2026":    "write a day as YYYY-MM-DD, such as 2026-03-31",
		"3/2/2026":      "write it as `2026-02-03` or `2026-03-02`, whichever day it is",
		"3/14/2026":     "write it as `2026-03-14`",
		"14/3/2026":     "write it as `2026-03-14`",
		"4/4/2026":      "write it as `2026-04-04`",
		"14-03-2026":    "write it as `2026-03-14`",
		"26-03-02":      "write a day as YYYY-MM-DD, such as 2026-03-31",
		"soon":          "write a day as YYYY-MM-DD, such as 2026-03-31",
		"2026-03-31T10": "write a day as YYYY-MM-DD, such as 2026-03-31",
	} {
		if got := Advice(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestPeriodAdvice(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"yearly": "write it as `P1Y`", "Annually": "write it as `P1Y`", "every two years": "write it as `P2Y`", "twice a year": "write it as `P6M`",
		"1 year": "write it as `P1Y`", "12 months": "write it as `P12M`", "six months": "write it as `P6M`", "90d": "write it as `P90D`",
		"2-weeks": "write it as `P2W`", "1Y": "write it as `P1Y`", "p6m": "write it as `P6M`", "every 3 months": "write it as `P3M`",
		"12":        "say of what: `P12D` for 12 days, `P12M` for 12 months, `P12Y` for 12 years",
		"regularly": "write P1Y for a year, P6M for six months, P2W for two weeks",
	} {
		if got := PeriodAdvice(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// FuzzAdvice: whatever stands there, what is advised can be read.
func FuzzAdvice(f *testing.F) {
	for _, s := range []string{"02.03.2026", "2026-02-30", "3/2/2026", "yearly", "12", "P", "99999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if Advice(s) == "" || PeriodAdvice(s) == "" {
			t.Errorf("%q: no advice", s)
		}
	})
}
