package serve

import (
	"bytes"
	_ "embed"
	"fmt"
	"html"
	"html/template"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/build"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/form"
	"clausebook/internal/output"
	"clausebook/internal/plain"
	"clausebook/internal/site"
)

//go:embed reload.js
var reloadScript []byte

//go:embed preview.css
var previewStyle []byte

//go:embed problems.html
var problemsSource string

var problemsPage = template.Must(template.New("problems").Parse(problemsSource))

// handler answers to requests that name this server and come from its own pages.
func (s *server) handler(addr string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_events", s.events)
	mux.HandleFunc("GET /_reload.js", asset("text/javascript; charset=utf-8", reloadScript))
	mux.HandleFunc("GET /_preview.css", asset("text/css; charset=utf-8", previewStyle))
	mux.HandleFunc("GET /_problems", s.problems)
	mux.HandleFunc("GET /", s.page)
	return guard(addr, http.NewCrossOriginProtection().Handler(mux))
}

// guard refuses requests for another host, which is how a page in the writer's browser would reach this server under
// a name of its own, and requests from pages of another origin.
func guard(addr string, next http.Handler) http.Handler {
	_, port, _ := net.SplitHostPort(addr) // the listener gave the address
	hosts := map[string]bool{"localhost:" + port: true, "127.0.0.1:" + port: true, "[::1]:" + port: true}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Security-Policy", "frame-ancestors 'none'")
		origin := r.Header.Get("Origin")
		foreign := origin != "" && !hosts[strings.TrimPrefix(origin, "http://")]
		if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" && r.Header.Get("Sec-Fetch-Mode") != "navigate" {
			foreign = true
		}
		if !hosts[r.Host] || foreign {
			http.Error(w, "this preview only answers requests from its own pages on this machine", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func asset(kind string, content []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(content) // a browser that has gone away needs no answer
	}
}

// page renders one file of the plan. Nothing is read from disk by its name: what is not in the plan does not exist.
func (s *server) page(w http.ResponseWriter, r *http.Request) {
	st := s.current.Load()
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if len(st.files) == 0 {
		s.waiting(w)
		return
	}
	status := http.StatusOK
	if st.draft != nil && st.draft.At == name {
		s.drafted(w, st)
		return
	}
	file, ok := site.Find(st.files, name)
	if !ok {
		file, ok = st.compared(name, r.URL.Query())
	}
	if !ok || !fs.ValidPath(name) {
		if file, ok = site.Find(st.files, "404.html"); !ok {
			http.NotFound(w, r)
			return
		}
		status = http.StatusNotFound
	}
	var page bytes.Buffer
	if err := file.Write(&page); err != nil {
		http.Error(w, fmt.Sprintf("render %s: %v", file.Path, err), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", contentType(file.Path))
	body := page.Bytes()
	if path.Ext(file.Path) == ".html" {
		if status == http.StatusNotFound {
			body = st.fromBelow(body, name)
		}
		body = st.decorate(body, "pending")
	} else {
		w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'") // an attachment is no page of ours
		if isOwnAsset(file.Path) {
			w.Header().Del("Content-Security-Policy")
		}
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // as above
}

// ownLink is a link of a page to another file of the site.
var ownLink = regexp.MustCompile(`(<[a-z][^<>]*? (?:href|src|action|data-root)=")([^"#:/][^":]*|)(")`)

// fromBelow leads the links of the page for what is missing, which stands at the root of the site, out of the folder in which it is shown.
func (st *state) fromBelow(page []byte, name string) []byte {
	up := address.Up(name)
	if st.project != nil && st.project.Config.BaseURL != "" { // the page leads to where the site will stand, and not to the preview
		root := html.EscapeString(strings.TrimSuffix(st.project.Config.BaseURL, "/") + "/")
		page = bytes.ReplaceAll(page, []byte(`="`+root), []byte(`="`+up))
		return page
	}
	return ownLink.ReplaceAll(page, []byte("${1}"+up+"${2}${3}"))
}

// compared gives the page that compares two versions, as history/pol-sco/compare.html?from=1.0&to=1.2 asks for it.
func (st *state) compared(name string, query url.Values) (output.File, bool) {
	history, asked := strings.CutSuffix(name, "/compare.html")
	if !asked || st.between == nil {
		return output.File{}, false
	}
	find, err := st.between()
	if err != nil {
		return output.File{}, false // the plan that is shown was made of the same, and said so
	}
	return find(history+".html", query.Get("from"), query.Get("to"))
}

// events is the stream that a page listens to. A page of an earlier state is told at once: it began to listen too late to hear of the
// newer one.
func (s *server) events(w http.ResponseWriter, r *http.Request) {
	of := r.URL.Query().Get("of")
	if of == "" { // a page of the server's own
		s.hub.ServeHTTP(w, r)
		return
	}
	s.hub.listen(w, r, func() bool { return of != strconv.Itoa(s.current.Load().number) })
}

// waiting says that the site is being made. The page asks again every two seconds: it could miss the event that says so.
func (s *server) waiting(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "2")
	show(w, http.StatusServiceUnavailable, "waiting", nil)
}

func contentType(p string) string {
	if t := mime.TypeByExtension(path.Ext(p)); t != "" {
		return t
	}
	return "application/octet-stream"
}

func isOwnAsset(p string) bool { return path.Ext(p) == ".js" || path.Ext(p) == ".css" }

// decorate adds the reload script to a page, and what is wrong with the edit that is not shown. Of one that is still being judged it says
// so, in the words for this page.
func (st *state) decorate(page []byte, pending string) []byte {
	head := fmt.Sprintf(`<link rel="stylesheet" href="/_preview.css"><script src="/_reload.js" data-of="%d" defer></script></head>`, st.number)
	page = bytes.Replace(page, []byte("</head>"), []byte(head), 1)
	if st.failure == "" && len(st.broken) == 0 && !st.pending {
		return page
	}
	at := bytes.Index(page, []byte("<body"))
	if at < 0 {
		return page
	}
	end := at + bytes.IndexByte(page[at:], '>') + 1
	return bytes.Join([][]byte{page[:end], st.banner(pending), page[end:]}, nil)
}

func (st *state) banner(pending string) []byte {
	var b bytes.Buffer
	if st.failure != "" || len(st.broken) > 0 {
		pending = "banner"
	}
	if err := problemsPage.ExecuteTemplate(&b, pending, st.view(nil)); err != nil {
		return []byte("<p>The last edit cannot be shown.</p>")
	}
	return b.Bytes()
}

// view is what the problems page and the banner show.
type view struct {
	Failure  string
	Broken   []line
	Findings []line
}

type line struct{ Place, Rule, Severity, Message, Hint, Excerpt string }

func (st *state) view(findings []diag.Finding) view {
	return view{Failure: form.Clean(st.failure), Broken: lines(st.broken, st.edited), Findings: lines(findings, nil)}
}

// excerptWidth is how much of a line is shown, in runes.
const excerptWidth = 160

// excerptOf gives the line at which a finding is, as it was saved; empty where that is not known.
func excerptOf(p *build.Project, f diag.Finding) string {
	if p == nil || f.Pos.Line == 0 {
		return ""
	}
	raw, err := plain.Read(p.Source, f.Pos.File, doc.MaxFile)
	if err != nil {
		return "" // the finding stands without it
	}
	all := strings.Split(string(raw), "\n")
	if f.Pos.Line > len(all) {
		return ""
	}
	text := []rune(form.Clean(strings.TrimRight(all[f.Pos.Line-1], "\r")))
	if len(text) > excerptWidth {
		text = append(text[:excerptWidth], '…')
	}
	return string(text)
}

// lines gives findings for a page, with their lines from the project in which they are; nil leaves the lines out.
func lines(fs []diag.Finding, from *build.Project) []line {
	out := make([]line, len(fs))
	for i, f := range fs {
		place := f.Pos.String()
		if f.Pos.File == "" {
			place = f.Subject
		}
		out[i] = line{form.Clean(place), string(f.Rule), f.Severity.String(), form.Clean(f.Message), form.Clean(f.Hint), excerptOf(from, f)}
	}
	return out
}

func (s *server) problems(w http.ResponseWriter, _ *http.Request) {
	st := s.current.Load()
	if st.project == nil {
		s.waiting(w)
		return
	}
	show(w, http.StatusOK, "problems", st.view(st.project.Dossier.Findings))
}

// show writes a page of the server's own.
func show(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	if err := problemsPage.ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().
		Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; "+
			"form-action 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // a browser that has gone away needs no answer
}
