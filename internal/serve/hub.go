package serve

import (
	"fmt"
	"net/http"
	"sync"
)

// hub knows the browsers that wait for a reload.
type hub struct {
	mu      sync.Mutex
	waiting map[chan string]bool
	closed  chan struct{}
	once    sync.Once
}

// wholeSite is told to browsers whatever page they show.
const wholeSite = "site"

func newHub() *hub { return &hub{waiting: map[chan string]bool{}, closed: make(chan struct{})} }

// tell wakes every browser and gives their number.
func (h *hub) tell() int { return h.tellPage(wholeSite) }

// tellPage wakes the browsers that show a page. All of them are told, and know what they show.
func (h *hub) tellPage(at string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.waiting {
		select {
		case last := <-c: // it has not taken the last one yet, one reload serves both
			if last != at {
				at = wholeSite
			}
		default:
		}
		c <- at
	}
	return len(h.waiting)
}

func (h *hub) close() { h.once.Do(func() { close(h.closed) }) }

func (h *hub) join() (chan string, func()) {
	c := make(chan string, 1)
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
	h.listen(w, r, func() bool { return false })
}

// listen is the stream for a page that may have missed something before it began to listen.
func (h *hub) listen(w http.ResponseWriter, r *http.Request, missed func() bool) {
	c, leave := h.join()
	defer leave()
	if missed() {
		h.mu.Lock()
		select {
		case c <- wholeSite:
		default: // it is told already
		}
		h.mu.Unlock()
	}
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
		case at := <-c:
			if _, err := fmt.Fprintf(w, "event: reload\ndata: %s\n\n", at); err != nil {
				return
			}
		}
	}
}
