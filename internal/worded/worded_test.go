package worded

import "testing"

func TestPeriod(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"P3Y": "3 years", "P18M": "18 months", "P2W": "2 weeks", "P1Y6M": "1 year and 6 months",
		"until-superseded": "until superseded", "until-superseded-plus-P3Y": "until superseded, then 3 years",
		"until-superseded-plus-P1M": "until superseded, then 1 month",
	} {
		if got, ok := Period(text); !ok || got.String() != want {
			t.Errorf("%s is %q (%v), want %q", text, got.String(), ok, want)
		}
	}
	for _, text := range []string{"", "P", "P0D", "3 years", "p3y", "PT5H", "P3Y and longer", "until-superseded-", "until-superseded-plus-", "until-closed-plus-P3Y", "P999Y"} {
		if got, ok := Period(text); ok {
			t.Errorf("%q is said as %q", text, got.String())
		}
	}
}

func TestColumn(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"raised_on": "Raised on", "identifier": "identifier", "id": "id", "asset_id": "Asset ID", "ci_type": "CI type", "test-and-back-out": "Test and back out",
		"größe": "größe", "über_alles": "Über alles", "2026": "2026", "q1_2026": "Q1 2026",
		"Identifier": "Identifier", "Next review": "Next review", "next review": "next review", "ISO": "ISO", "camelCase": "camelCase",
		"_private": "_private", "a__b": "a__b", "": "", "in%": "in%", "日付": "日付",
	} {
		if got := Column(name); got != want {
			t.Errorf("Column(%q) is %q, want %q", name, got, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]string{"de": "Deutsch", "DE": "Deutsch", "en-GB": "English (GB)", "zh-Hant-TW": "中文 (Hant-TW)", "xx": "xx", "": "", "tlh-Latn": "tlh-Latn"} {
		if got := Language(tag); got != want {
			t.Errorf("%s is %q, want %q", tag, got, want)
		}
	}
}
