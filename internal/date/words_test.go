package date

import "testing"

// TestInWords reads days as people write them, and none that can be read in two ways or is none.
func TestInWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"1st March 2024": "2024-03-01", "March 1st, 2024": "2024-03-01", "22nd of March 2024": "",
		"Monday, 5 May 2025": "2025-05-05", "Mon 5 May 2025": "2025-05-05", "5 Sept 2025": "2025-09-05", "Sept. 5, 2025": "2025-09-05",
		"3rd Aug. 2024": "2024-08-03", "5 may 2025": "2025-05-05", "May 5 2025": "2025-05-05", "5 May, 2025": "2025-05-05",
		"5. März 2025": "2025-03-05", "31. Dezember 2024": "2024-12-31", "1. Mai 2025": "2025-05-01", "30. Februar 2025": "",
		"31st April 2024": "", "03/04/2025": "", "1th": "", "Monday": "", "May 2025": "", "": "", "Marchst 2 2024": "", "2024-02-30": ""} {
		got := ""
		if day, ok := InWords(text); ok {
			got = day.String()
		}
		if got != want {
			t.Errorf("InWords(%q) = %q, want %q", text, got, want)
		}
	}
}

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
