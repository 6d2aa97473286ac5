package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/websocket"
)

// settle is how long a server is left alone before the edit.
const settle = 500 * time.Millisecond

// patience is how long anything of a server is waited for.
const patience = 5 * time.Minute

// live starts a server, edits a document, and takes the time from the save until the event that makes browsers reload.
// The page must show the edit then. Processor time is that of the edit alone, memory that of the server's whole life.
func live(ctx context.Context, t *tool) (s sample, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	port, err := freePort()
	if err != nil {
		return s, err
	}
	cmd := t.serve(ctx, port)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return s, err
	}
	if err := cmd.Start(); err != nil {
		return s, err
	}
	url := fmt.Sprintf("http://localhost:%d/", port)
	s, err = t.editLive(ctx, cmd, stdout, url)
	_ = cmd.Process.Signal(os.Interrupt) // where it has ended already, Wait says how
	_, _ = io.Copy(io.Discard, stdout)   // to its end, as Wait wants
	if ended := cmd.Wait(); ended != nil && err == nil {
		err = ended
	}
	if err != nil {
		return s, fmt.Errorf("%s: %w\n%s", cmd, err, &stderr)
	}
	s.peak = peak(cmd.ProcessState)
	return s, nil
}

// editLive does what live says with a server that was just started.
func (t *tool) editLive(ctx context.Context, cmd *exec.Cmd, stdout io.Reader, url string) (s sample, err error) {
	if err := t.awaitReady(stdout, port(url)); err != nil {
		return s, fmt.Errorf("wait for the server: %w", err)
	}
	events, err := t.listen(ctx, url)
	if err != nil {
		return s, fmt.Errorf("listen for events: %w", err)
	}
	defer events.Close() //nolint:errcheck // it was only read
	time.Sleep(settle)
	user, system := spentBy(cmd.Process.Pid)
	if err := t.edit(); err != nil {
		return s, err
	}
	saved := time.Now()
	if err := awaitLine(events, "reload"); err != nil {
		return s, fmt.Errorf("wait for the event: %w", err)
	}
	s.wall = time.Since(saved)
	userNow, systemNow := spentBy(cmd.Process.Pid)
	s.user, s.system = userNow-user, systemNow-system
	return s, t.shows(ctx, url+editedPage)
}

// awaitReady waits until a server shows its site. An edit before that would wait for the first gathering.
func (t *tool) awaitReady(stdout io.Reader, port string) error {
	if t.ready != "" {
		return awaitLine(stdout, t.ready)
	}
	return awaitLine(stdout, "localhost:"+port, "127.0.0.1:"+port)
}

// shows reads a page and wants the last edit on it.
func (t *tool) shows(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close() //nolint:errcheck // it was only read
	page, err := io.ReadAll(answer.Body)
	if err == nil && !bytes.Contains(page, []byte(t.edited())) {
		err = fmt.Errorf("%s does not show the edit", url)
	}
	return err
}

// awaitLine reads until a line holds one of some texts.
func awaitLine(r io.Reader, texts ...string) error {
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		for _, text := range texts {
			if strings.Contains(lines.Text(), text) {
				return nil
			}
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return io.ErrUnexpectedEOF
}

// listenEvents listens to server-sent events, as clausebook's pages do.
func listenEvents(ctx context.Context, url string) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"_events", nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s, %w", answer.Status, answer.Body.Close())
	}
	return answer.Body, nil
}

// listenSocket listens to a web socket, as Hugo's pages do, and gives every message as a line.
func listenSocket(ctx context.Context, url string) (io.ReadCloser, error) {
	config, err := websocket.NewConfig("ws"+strings.TrimPrefix(url, "http")+"livereload", url)
	if err != nil {
		return nil, err
	}
	socket, err := config.DialContext(ctx)
	if err != nil {
		return nil, err
	}
	lines, out := io.Pipe()
	go func() {
		for {
			var message string
			if err := websocket.Message.Receive(socket, &message); err != nil {
				out.CloseWithError(err)
				return
			}
			if _, err := fmt.Fprintln(out, message); err != nil {
				return // nobody listens any more
			}
		}
	}()
	return closer{lines, socket}, nil
}

// closer reads from one and closes both.
type closer struct {
	*io.PipeReader
	socket io.Closer
}

func (c closer) Close() error {
	_ = c.PipeReader.Close() // never fails
	return c.socket.Close()
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

func port(url string) string { return strings.Trim(url[strings.LastIndex(url, ":"):], ":/") }

// spentBy gives the processor time of a process that still runs, from a file of Linux's; elsewhere nothing is known.
func spentBy(pid int) (user, system time.Duration) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0
	}
	_, rest, _ := strings.Cut(string(text), ") ") // the name of the program may hold anything
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, 0
	}
	const tick = 10 * time.Millisecond
	at := func(i int) time.Duration {
		n, _ := strconv.Atoi(fields[i]) // the kernel writes numbers
		return time.Duration(n) * tick
	}
	return at(11), at(12)
}
