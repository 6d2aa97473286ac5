package serve

import (
	"net"
	"strings"
	"testing"
)

func TestListen(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close() //nolint:errcheck // nothing is written to it
	port := taken.Addr().(*net.TCPAddr).Port

	other, busy, err := listenOn(t.Context(), Options{Host: "127.0.0.1", Port: port, Elsewhere: true})
	if err != nil || !busy {
		t.Fatalf("busy %v, %v: want another port, and to be told", busy, err)
	}
	defer other.Close() //nolint:errcheck // likewise
	if got := other.Addr().(*net.TCPAddr).Port; got == port || got == 0 {
		t.Errorf("it listens on %d", got)
	}
	_, _, err = listenOn(t.Context(), Options{Host: "127.0.0.1", Port: port})
	if err == nil || !strings.Contains(err.Error(), "another program uses port") {
		t.Errorf("a port that somebody asked for gives %v", err)
	}
	free, busy, err := listenOn(t.Context(), Options{Host: "127.0.0.1", Port: 0})
	if err != nil || busy {
		t.Fatalf("any port: busy %v, %v", busy, err)
	}
	_ = free.Close()
	if _, _, err := listenOn(t.Context(), Options{Host: "127.0.0.1", Port: 70000, Elsewhere: true}); err == nil {
		t.Error("a port that there is not is taken for one")
	}
}
