# Every target sets itself up from hashed locks; nothing is installed again while they are unchanged.
PYTHON ?= python3
PORT   ?= 8000
VENV   := .venv
BIN    := $(VENV)/bin
LOCK   := $(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header
# The interpreter is named: otherwise uv installs into whichever environment the shell has active.
PIP    := $(BIN)/uv pip install -q --python $(BIN)/python

define STYLE
$(BIN)/ruff format --check .
$(BIN)/ruff check .
$(BIN)/mypy
$(BIN)/lint-imports --no-logo
endef

# In a run of every test, too, only what the unit tests cover is measured.
COVER  := --cov --cov-report=term-missing:skip-covered

# Where it is set, each of some thirty processes of a test run compiles everything once more.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.PHONY: help demo demo-reset test check soak bench screenshots lock

help: ## list the targets
	@grep -hE '^[a-z][a-z0-9-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## / - /'

demo: $(VENV)/.run ## make an invented caseload and serve it on port 8000; PORT=8123 for another, data in .demo
	REGIETAFEL_PORT=$(PORT) $(BIN)/python -m api.cli demo

demo-reset: ## throw the demo's data away
	rm -rf .demo

test: $(VENV)/.dev ## all of check and every other test, under 12 minutes on two cores; the last line is pytest's
	$(STYLE)
	$(BIN)/python -m pytest -n 2 $(COVER)

check: $(VENV)/.dev ## format, lint, types, import contracts, sizes, unit tests; under 90 s
	$(STYLE)
	$(BIN)/python -m pytest -q -n 2 -m quick $(COVER)

soak: $(VENV)/.dev ## the long parts, for hours: PART=walk for one, STEPS=5000 KINDS=sqlite for less; in docs/soak.md
	$(BIN)/python -m tests.chaos.soak $(if $(PART),--part $(PART)) $(if $(STEPS),--steps $(STEPS)) $(if $(SEED),--seed $(SEED)) $(if $(KINDS),--kinds $(KINDS))

bench: $(VENV)/.dev ## measure, as ratios within one run
	$(BIN)/python -m api.cli bench

screenshots: $(VENV)/.dev ## take a picture of every page, wide and on a phone; in build/screenshots
	$(BIN)/python -m tests.browser.screenshots

lock: $(BIN)/uv ## resolve and hash the requirements; fails when an address slips in
	$(LOCK) requirements/boot.in -o requirements/boot.txt
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	! grep -nE '://' requirements/*

$(BIN)/uv: requirements/boot.txt
	@command -v $(PYTHON) >/dev/null || { echo "Regietafel needs Python 3.11 or newer; '$(PYTHON)' is not on this machine" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit("Regietafel needs Python 3.11 or newer; this is %d.%d" % v[:2] if v < (3, 11) else 0)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make a virtual environment; on Debian: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --require-hashes -r requirements/boot.txt
	@touch $@

$(VENV)/.run: $(BIN)/uv requirements/run.txt pyproject.toml
	$(PIP) --require-hashes -r requirements/run.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@
