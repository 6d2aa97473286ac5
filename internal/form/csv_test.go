package form

import "testing"

func TestFormula(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{"": false, "policy": false, "a=1": false, "8.4": false, "=1": true, "+1": true, "-1": true,
		"@x": true, "\tx": true,
		"\rx": true, "\nx": true, "＝1": true, "＋1": true, "－1": true, "＠x": true, "  =1": true, "\u00a0=1": true, "\ufeff=1": true,
		"'=1": false} {
		if got := formula(s); got != want {
			t.Errorf("formula(%q) = %v", s, got)
		}
	}
}
