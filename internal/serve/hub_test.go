package serve

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestHubForgetsABrowserThatIsGone wants that only browsers that still listen are told and counted.
func TestHubForgetsABrowserThatIsGone(t *testing.T) {
	t.Parallel()
	h := newHub()
	gone := make(chan struct{}, 2)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r)
		gone <- struct{}{}
	}))
	defer web.Close()
	defer h.close()
	leave := listen(t, web.URL)
	listen(t, web.URL)
	if n := h.tell(); n != 2 {
		t.Errorf("%d browsers were told, want 2", n)
	}
	leave()
	select {
	case <-gone:
	case <-time.After(20 * time.Second):
		t.Fatal("the stream of a browser that is gone does not end")
	}
	if n := h.tell(); n != 1 {
		t.Errorf("%d browsers were told after one left, want 1", n)
	}
}

// TestHubEndsItsStreams wants that every stream ends when the hub is closed, and that closing it again does no harm.
func TestHubEndsItsStreams(t *testing.T) {
	t.Parallel()
	h := newHub()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/_events", nil))
	}()
	h.close()
	h.close()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Fatal("a stream goes on after the end")
	}
	if n := h.tell(); n != 0 {
		t.Errorf("%d browsers are told after the end, want none", n)
	}
}

// TestHubDoesNotWaitForASlowBrowser wants that what was not taken yet is one reload, and that nobody waits for it.
func TestHubDoesNotWaitForASlowBrowser(t *testing.T) {
	t.Parallel()
	h := newHub()
	c, leave := h.join()
	defer leave()
	for range 3 {
		h.tell()
	}
	if len(c) != 1 {
		t.Errorf("%d reloads are waiting, want 1", len(c))
	}
}

// listen opens a stream that is there when it returns, and gives the function that closes it.
func listen(t *testing.T, url string) context.CancelFunc {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	return cancel
}
