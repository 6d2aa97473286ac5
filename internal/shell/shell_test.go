package shell

import (
	"os/exec"
	"testing"
)

// A shell makes of each text one word, which is the text.
func TestQuote(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell")
	}
	for _, text := range []string{"", "a", "a b", "it's", "''", "$(id)", "`id`", "$HOME", "a\\b", "a\nb", `"`, "a;b", "*", "~", "-n", "#x", "ä", "a&b|c>d"} {
		out, err := exec.Command(sh, "-c", "printf '%s|' "+Quote(text)).Output()
		if err != nil || string(out) != text+"|" {
			t.Errorf("%q: %v, got %q", text, err, out)
		}
	}
}
