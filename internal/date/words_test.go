package date

import "testing"

func TestPeriodInWords(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"6 months": "P6M", "1 year": "P1Y", "12  Weeks": "P84D", "a quarter": "P3M", "every 2 quarters": "P6M", "every year": "P1Y",
		"annually": "P1Y",
		"month":    "P1M", "weekly": "P7D", "one day": "P1D",
		"": "", "0 months": "", "biannual": "", "6": "", "months 6": "", "6 monthsx": "", "999 years": "", "soon": "",
	} {
		p, ok := PeriodInWords(words)
		if p.String() != want || ok != (want != "") {
			t.Errorf("%q is %q, %v; want %q", words, p, ok, want)
		}
		if ok {
			if back, ok := PeriodInWords(p.Words().String()); len(p.Words().String()) < 10 && (!ok || back != p) {
				t.Errorf("%q says %q, which is read as %q", words, p.Words(), back)
			}
		}
	}
}
