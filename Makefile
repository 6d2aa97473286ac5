# The table of contents of what can be run. Nothing here is needed to build: go build, go test and go vet are enough.
.PHONY: site serve test long soak race forge lint fuzz golden browser bench bench-large bench-go timed screenshots docs editors module

site:          ; go run ./cmd/clausebook build
serve:         ; go run ./cmd/clausebook serve
test:          ; go test ./...
long:          ; CLAUSEBOOK_LONG_TESTS=1 go test -timeout 30m ./internal/build ./internal/site ./internal/history ./internal/approval && CLAUSEBOOK_LONG_TESTS=1 go test -run 'TestScript|TestForeignTrees' ./internal/cli
browser:       ; npm ci --no-audit --no-fund --prefix internal/browser && CLAUSEBOOK_LONG_TESTS=1 CLAUSEBOOK_BROWSER_TESTS=required go test -count=1 -timeout 60m ./internal/browser
soak:          ; CLAUSEBOOK_SOAK=1000 go test -count=1 -timeout 60m -run SitesBuiltAgain ./internal/build
race:          ; go test -race ./...
forge:         ; cd internal/forge && go vet . && go test -count=1 -timeout 30m .
lint:          ; go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run
fuzz:          ; .ci/fuzz 60s
golden:        ; go test ./internal/site ./internal/report ./internal/cli -update
bench:         ; go run ./internal/bench/measure $(BENCH)
bench-large:   ; go run ./internal/bench/measure -sizes 200,2000,10000 $(BENCH)
bench-go:      ; go test -run='^$$' -bench=. -benchmem ./internal/...
timed:         ; CLAUSEBOOK_TIMED=1 go test -count=1 ./internal/... && CLAUSEBOOK_TIMED=1 CLAUSEBOOK_BROWSER_TESTS=required go test -count=1 -run TestSearchOfTenThousand ./internal/browser
editors:       ; npm ci --no-audit --no-fund --prefix editors/vscode && npm run --prefix editors/vscode compile && npm run --prefix editors/vscode lint && CLAUSEBOOK_EDITOR_TESTS=required go test -count=1 -run 'TestARealEditor|TestTheExtension|TestTypesOfTheProtocol' ./internal/lsp
screenshots:   ; CLAUSEBOOK_BROWSER_TESTS=required go test -count=1 ./internal/browser -run 'Screenshots|ReviewPictures' -timeout 60m -screenshots

# The address at which the module is published: make module PATH=example.org/clausebook. A PATH given here would be that of the
# programs as well, so the one of the environment is put back.
ifeq ($(origin PATH),command line)
MODULE := $(PATH)
override PATH := $(shell echo "$$PATH")
endif
module:        ; .ci/module "$(MODULE)"
