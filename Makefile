# What a newcomer needs: make demo, make test. The rest is for those who change relata.
# "make help" lists the targets.

GO            ?= go
LINT_VERSION  := v2.15.0
LINT          := bin/golangci-lint
VULN_VERSION  := v1.9.0
TEST_FLAGS    ?= -timeout 15m

.PHONY: help build explorer web-test demo test check fmt race lint proof bench vuln clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 10

WEB  := queries/explorer/web
DIST := queries/explorer/dist

# Without Node all builds but the web page of "relata serve", which then says what it lacks.
build: ## build ./bin/relata and ./bin/relata-train
	@if command -v npm >/dev/null; then $(MAKE) -s explorer || echo "build: the explorer's page could not be bundled; relata serve will have only its API"; \
	else echo "build: no npm, so relata serve will have no page (install Node 20 or later)"; fi
	@mkdir -p bin
	$(GO) build -o bin/ ./cmd/...

explorer: $(DIST)/app.js ## bundle the web page of relata serve (needs npm)

$(DIST)/app.js: $(wildcard $(WEB)/src/*) $(WEB)/build.mjs $(WEB)/node_modules/.package-lock.json
	@cd $(WEB) && node build.mjs >/dev/null

$(WEB)/node_modules/.package-lock.json: $(WEB)/package-lock.json
	@cd $(WEB) && npm ci --no-audit --no-fund --loglevel=error >/dev/null && touch node_modules/.package-lock.json

web-test: build ## check the page's types, and walk it in Chromium
	@if command -v npm >/dev/null; then cd $(WEB) && npm run -s check && npm test --silent; \
	else echo "web-test: SKIPPED, no npm"; fi

demo: build ## read three sample articles, ask the graph, draw it
	@bin/relata demo --out out

test: check ## vet, formatting, lint, all tests
	$(GO) test $(TEST_FLAGS) ./...

check:
	$(GO) vet ./...
	@bad=$$(gofmt -l .); if [ -n "$$bad" ]; then echo "not gofmt'ed: $$bad (run: make fmt)"; exit 1; fi
	@$(MAKE) -s lint

fmt: ## format the code
	gofmt -w .

# The linter is built from its Go module; where that can't be fetched, the tests still run.
lint: $(LINT) ## lint, where the linter can be installed
	@if [ -x $(LINT) ]; then $(LINT) run ./...; else echo "lint: SKIPPED, golangci-lint $(LINT_VERSION) could not be installed"; fi

$(LINT):
	@mkdir -p bin
	@GOBIN=$(CURDIR)/bin GOFLAGS= $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION) || true

race: ## the packages that share memory between goroutines, with the race detector
	$(GO) test $(TEST_FLAGS) -race -short ./schema/... ./loaders ./loaders/article/... ./graph/... ./queries/...

proof: ## the long proofs: what must hold before a release
	RELATA_PROOF=1 QUADSTORE_KILLS=200 EXPLORER_LOAD=60s RELATA_REACH=$${RELATA_REACH:-100000} $(GO) test -count=1 -timeout 180m ./...

bench: ## benchmarks of every stage, and the store beside SQLite and Cayley's bbolt
	$(GO) test -run '^$$' -bench . -benchmem ./...
	$(GO) -C graph/quadstore/bench run . -n 1000000

vuln: ## known vulnerabilities (needs the vulnerability database)
	$(GO) run golang.org/x/vuln/cmd/govulncheck@$(VULN_VERSION) ./...

clean: ## remove what was built
	rm -rf bin out $(DIST)/*
