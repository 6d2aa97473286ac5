package serve

import (
	"fmt"
	"net/http"
	"sync"
)

// hub knows the browsers that wait for a reload.
type hub struct {
	mu      sync.Mutex
	waiting map[chan struct{}]bool
	closed  chan struct{}
	once    sync.Once
}

func newHub() *hub { return &hub{waiting: map[chan struct{}]bool{}, closed: make(chan struct{})} }

// tell wakes every browser and gives their number.
func (h *hub) tell() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.waiting {
		select {
		case c <- struct{}{}:
		default: // it has not taken the last one yet, one reload serves both
		}
	}
	return len(h.waiting)
}

func (h *hub) close() { h.once.Do(func() { close(h.closed) }) }

func (h *hub) join() (chan struct{}, func()) {
	c := make(chan struct{}, 1)
	h.mu.Lock()
	h.waiting[c] = true
	h.mu.Unlock()
	return c, func() {
		h.mu.Lock()
		delete(h.waiting, c)
		h.mu.Unlock()
	}
}

// ServeHTTP is the stream of server-sent events that a page listens to.
func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, leave := h.join()
	defer leave()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	flush := http.NewResponseController(w)
	fmt.Fprint(w, ": connected\n\n")
	for {
		if err := flush.Flush(); err != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-h.closed:
			return
		case <-c:
			if _, err := fmt.Fprint(w, "event: reload\ndata: site\n\n"); err != nil {
				return
			}
		}
	}
}
