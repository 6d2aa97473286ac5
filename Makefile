# The table of contents of what can be run. Nothing here is needed to build: go build, go test and go vet are enough.
.PHONY: site serve test race lint fuzz golden bench timed bench-history bench-build screenshots docs

site:          ; go run ./cmd/clausebook build
serve:         ; go run ./cmd/clausebook serve
test:          ; go test ./...
race:          ; go test -race ./...
lint:          ; go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run
fuzz:          ; .ci/fuzz 60s
golden:        ; go test ./internal/site ./internal/report ./internal/cli -update
bench:         ; go test -run='^$$' -bench=. -benchmem ./internal/...
timed:         ; CLAUSEBOOK_TIMED=1 go test -count=1 ./internal/...
bench-history: ; CLAUSEBOOK_BENCH_OUT=$$PWD/docs/benchmarks.md go test -tags bench -run TestBenchHistory -timeout 30m -count=1 -v ./internal/history
bench-build:   ; CLAUSEBOOK_BENCH_OUT=$$PWD/docs/benchmarks.md go test -tags bench -run TestBenchBuild -timeout 3h -count=1 -v ./internal/cli
screenshots:   ; CLAUSEBOOK_BROWSER_TESTS=required go test -count=1 ./internal/browser -run Screenshots -screenshots
