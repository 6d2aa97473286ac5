package content

import "testing"

func TestDevice(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"con": true, "NUL.md": true, "Com1": true, "lpt9.tar.gz": true, "com¹": true, "aux": true,
		"console": false, "com": false, "com10": false, "lpta": false, "a.con": false, "": false, "comé": false} {
		if got := Device(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
