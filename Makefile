# `make help` lists what there is. Needs make, git and Python 3.11 or newer; everything else goes into .venv.

.DEFAULT_GOAL := help
.PHONY: help run test lint prove bench torch lock
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
ARGS ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

help: ## List what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name does; do \
		printf '%-14s %s\n' "$$name" "$$does"; \
	done
	@echo "Options go into ARGS: make run ARGS='--port 9000', make test ARGS='tests/unit -k policy'."

run: ## Start the whole service on this machine; Ctrl-C stops it
	@$(call installed,run)
	@exec $(BIN)/ombud up $(ARGS)

test: lint ## Lint, then run every test
	@$(BIN)/pytest $(ARGS)

lint: ## Check style, types and boundaries
	@$(call installed,dev)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

prove: ## Run every test in its long version
	@$(call installed,dev)
	OMBUD_PROVE=1 $(BIN)/pytest $(ARGS)

bench: ## Measure speed on this machine
	@$(call installed,run)
	$(BIN)/ombud bench ingest
	$(BIN)/ombud bench latency
	$(BIN)/ombud bench drain
	$(BIN)/ombud bench scoring
	$(BIN)/ombud bench delivery

# The one package that is not locked by its sum, because its builds differ: any build of this release will do.
TORCH = $(shell sed -n 's/^detoxify = \["\(torch==[0-9.]*\)".*/\1/p' pyproject.toml)

torch: ## Add what converting Detoxify's models needs; ARGS go to pip, to choose a build of torch
	@$(call installed,dev)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements/detoxify.txt
	$(BIN)/python -m pip install --quiet $(ARGS) $(TORCH)

COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header $(ARGS) pyproject.toml
SAME = --constraints requirements/dev.txt

lock: ## Write requirements/ anew from pyproject.toml; with ARGS=--upgrade, everything at its newest
	@$(call installed,dev)
	$(COMPILE) --group build --extra api --extra worker --extra local --extra dev -o requirements/dev.txt
	$(COMPILE) --group build --extra api --extra worker --extra local $(SAME) -o requirements/run.txt
	$(COMPILE) --extra api $(SAME) -o requirements/api.txt
	$(COMPILE) --extra worker $(SAME) -o requirements/worker.txt
	$(COMPILE) --extra detoxify $(SAME) -o requirements/detoxify.txt
	awk '/^[a-z]/ {kept = !/^(torch|triton|nvidia-|cuda-)/} kept' requirements/detoxify.txt > requirements/.detoxify
	mv requirements/.detoxify requirements/detoxify.txt
	$(COMPILE:pyproject.toml=) --group pyproject.toml:build $(SAME) -o requirements/build.txt

# $(call installed,run) or (,dev): .venv has what requirements/run.txt or dev.txt locks, and Ombud itself. What was
# installed is remembered in .venv, so that this costs milliseconds where nothing has changed. `dev` holds all of `run`.
define installed
set -eu; \
place() { echo "$(CURDIR)"; $(BIN)/python -V; }; \
wanted() { cat "requirements/$$1.txt" pyproject.toml; }; \
done_already() { wanted "$$1" | cmp -s - ".venv/.ombud-$$1"; }; \
if [ -e .venv/.ombud-place ] && ! place 2>&1 | cmp -s - .venv/.ombud-place; then \
	echo "The folder or its Python has changed: making .venv anew." >&2; \
	rm -rf .venv; \
fi; \
if done_already $(1) || done_already dev; then exit 0; fi; \
if [ ! -x $(BIN)/pip ]; then \
	python=; \
	for one in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		if "$$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$one; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Ombud needs Python 3.11 or newer; python3 is $$(python3 -V 2>&1 || true)." >&2; \
		echo "Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	echo "Making .venv with $$("$$python" -V) ..." >&2; \
	"$$python" -m venv .venv; \
fi; \
rm -f .venv/.ombud-*; \
echo "Installing what requirements/$(1).txt locks ..." >&2; \
$(BIN)/python -m pip install --quiet --require-hashes -r requirements/$(1).txt; \
$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .; \
place > .venv/.ombud-place; \
wanted $(1) > .venv/.ombud-$(1)
endef
