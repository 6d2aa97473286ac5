//go:build unix

// Package forge holds no code, only tests against a real Gitea: they build one, start it on loopback, play through its interface what
// teams do with pull requests, and let clausebook judge each by the JSON that the server writes. It is a module of its own, so that
// `go test ./...` of the product knows nothing of a forge; `make forge` runs it. The first run compiles Gitea, which takes some
// minutes; afterwards the build cache has it.
package forge

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The Gitea that is tested with. It is built in the folder of its own module, so that all that it needs has the versions and hashes
// that its makers give it. The sum is that of the module, as in go.sum.
const (
	giteaModule  = "code.gitea.io/gitea"
	giteaVersion = "v1.26.0"
	giteaSum     = "h1:fJP9dqLbzKrKWUVnCVTfVersZdVDuyJQLEDzCAOmKKA="
	giteaTags    = "sqlite sqlite_unlock_notify"
)

// patience is how long the server may take for anything.
const patience = time.Minute

// nobody is the user under whom the server runs where the tests run as root, under whom Gitea refuses to work.
const nobody = 65534

// server is a Gitea that runs for one test.
type server struct {
	t       *testing.T
	program string
	work    string            // its folder
	base    string            // its address on loopback
	tokens  map[string]string // of its users
}

// account is a user of the forge.
type account struct{ login, name, email string }

// config is the least with which Gitea runs. Pages are addressed by a name that does not change, so that what the server writes is
// the same on every machine.
const config = `APP_NAME = test
RUN_USER = %[1]s
RUN_MODE = prod
WORK_PATH = %[5]s
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = %[2]d
DOMAIN = git.example
ROOT_URL = https://git.example/
LOCAL_ROOT_URL = http://127.0.0.1:%[2]d/
PUBLIC_URL_DETECTION = never
DISABLE_SSH = true
OFFLINE_MODE = true
LFS_START_SERVER = false
[database]
DB_TYPE = sqlite3
[repository]
DEFAULT_BRANCH = main
[security]
INSTALL_LOCK = true
SECRET_KEY = of-a-server-that-lives-for-a-minute
INTERNAL_TOKEN = %[3]s
[repository.signing]
SIGNING_FORMAT = ssh
SIGNING_KEY = %[5]s/signing.pub
SIGNING_NAME = Gitea
SIGNING_EMAIL = noreply@git.example
INITIAL_COMMIT = never
CRUD_ACTIONS = always
MERGES = never
[oauth2]
JWT_SECRET = %[4]s
[service]
DISABLE_REGISTRATION = true
[log]
MODE = file
LEVEL = Info
[actions]
ENABLED = false
[indexer]
ISSUE_INDEXER_TYPE = db
[cron]
ENABLED = false
[mailer]
ENABLED = false
`

// start builds a Gitea with some users and starts it.
func start(t *testing.T, accounts ...account) *server {
	t.Helper()
	s := &server{t: t, tokens: map[string]string{}}
	s.work = s.folder()
	s.install()
	output(t, s.unprivileged("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", filepath.Join(s.work, "signing")))
	port := s.freePort()
	s.base = fmt.Sprintf("http://127.0.0.1:%d", port)
	s.configure(port)
	s.gitea("migrate")
	for _, a := range accounts {
		said := strings.Fields(s.gitea("admin", "user", "create", "--username", a.login, "--fullname", a.name, "--email", a.email,
			"--password", "Secret-1-local", "--must-change-password=false", "--access-token"))
		s.tokens[a.login] = said[len(said)-1]
	}
	s.serve()
	return s
}

// folder makes one that other users may enter, which those of testing.T are not.
func (s *server) folder() string {
	s.t.Helper()
	dir, err := os.MkdirTemp("", "forge")
	if err == nil {
		s.t.Cleanup(func() { _ = os.RemoveAll(dir) })
		err = os.Chmod(dir, 0o755)
	}
	if err == nil && os.Getuid() == 0 {
		err = os.Chown(dir, nobody, nobody)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return dir
}

// install builds the program and copies the files that it reads.
func (s *server) install() {
	s.t.Helper()
	var module struct{ Dir, Sum, Error string }
	if err := json.Unmarshal([]byte(run(s.t, s.t.TempDir(), "go", "mod", "download", "-json", giteaModule+"@"+giteaVersion)), &module); err != nil {
		s.t.Fatal(err)
	}
	if module.Sum != giteaSum {
		s.t.Fatalf("%s %s has the sum %s, want %s %s", giteaModule, giteaVersion, module.Sum, giteaSum, module.Error)
	}
	s.program = filepath.Join(s.work, "gitea")
	run(s.t, module.Dir, "go", "build", "-tags", giteaTags, "-o", s.program, ".")
	for _, name := range []string{"templates", "options", "public"} {
		if err := os.CopyFS(filepath.Join(s.work, name), os.DirFS(filepath.Join(module.Dir, name))); err != nil {
			s.t.Fatal(err)
		}
	}
}

// freePort gives one that nobody listens on.
func (s *server) freePort() int {
	s.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}

func (s *server) configure(port int) {
	s.t.Helper()
	who := "nobody"
	if os.Getuid() != 0 {
		me, err := user.Current()
		if err != nil {
			s.t.Fatal(err)
		}
		who = me.Username
	}
	secret := func(kind string) string { return strings.TrimSpace(s.gitea("generate", "secret", kind)) }
	text := fmt.Sprintf(config, who, port, secret("INTERNAL_TOKEN"), secret("JWT_SECRET"), s.work)
	at := filepath.Join(s.work, "custom", "conf")
	save(s.t, filepath.Join(at, "app.ini"), []byte(text))
}

// command gives a command of Gitea.
func (s *server) command(args ...string) *exec.Cmd { return s.unprivileged(s.program, args...) }

// unprivileged gives a command that the user of the server runs.
func (s *server) unprivileged(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = s.work
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.work, "GITEA_WORK_DIR=" + s.work, "LANG=C.UTF-8"}
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return cmd
}

// gitea runs a command of Gitea and gives what it prints.
func (s *server) gitea(args ...string) string {
	s.t.Helper()
	return output(s.t, s.command(args...))
}

// serve starts the server, waits until it answers, and stops it at the end of the test.
func (s *server) serve() {
	s.t.Helper()
	cmd := s.command("web")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = cmd.Wait() }()
	s.t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(patience):
			_ = cmd.Process.Kill()
			<-ended
		}
		if s.t.Failed() {
			s.t.Logf("the server said:\n%s", said.String())
		}
	})
	s.until("the server answers", func() bool {
		select {
		case <-ended:
			s.t.Fatal("the server ended as it began")
		default:
		}
		answer, err := http.Get(s.base + "/api/v1/version")
		if err != nil {
			return false
		}
		return answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
	})
}

// until waits for something that the server does in its own time.
func (s *server) until(what string, done func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("waited %s in vain until %s", patience, what)
		}
	}
}

// ask sends a request to the interface in the name of a user.
func (s *server) ask(who, method, path string, body any) (status int, answer []byte) {
	s.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	q, err := http.NewRequest(method, s.base+"/api/v1"+path, bytes.NewReader(text))
	if err != nil {
		s.t.Fatal(err)
	}
	q.Header.Set("Authorization", "token "+s.tokens[who])
	q.Header.Set("Content-Type", "application/json")
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = a.Body.Close() }()
	if answer, err = io.ReadAll(a.Body); err != nil {
		s.t.Fatal(err)
	}
	return a.StatusCode, answer
}

// must sends a request that has to succeed, and reads the answer into a value.
func (s *server) must(who, method, path string, body, into any) {
	s.t.Helper()
	status, answer := s.ask(who, method, path, body)
	if status/100 != 2 {
		s.t.Fatalf("%s %s for %s: %d %s", method, path, who, status, answer)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(answer, into); err != nil {
		s.t.Fatalf("%s %s: %s in %s", method, path, err, answer)
	}
}

// save writes a file, with the folders that it needs.
func save(t *testing.T, at string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// run runs a program in a folder and gives what it prints.
func run(t *testing.T, dir, program string, args ...string) string {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	return output(t, cmd)
}

func output(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("%s: %s\n%s%s", cmd, err, out, exit.Stderr)
		}
		t.Fatalf("%s: %s", cmd, err)
	}
	return string(out)
}
