# The only entry point for people. Every target sets up what it needs in .venv, with plain pip.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
JOBS   ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test check bench mutants clean

help: ## list the targets
	@echo "make run      set up and serve the explorer at http://127.0.0.1:$(PORT)"
	@echo "make test     set up and run every test, in two processes (JOBS=1: in one)"
	@echo "make check    ruff, mypy, import contracts, facts, generated docs"
	@echo "make bench    speed, as ratios against peers in the same run"
	@echo "make mutants  put faults into the code, and see whether tests notice"
	@echo "make clean    remove .venv and what was built"

# One stamp for each kind of set-up; a changed pyproject or constraints sets it up again.
$(VENV)/run.stamp: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else f"Python 3.11 or newer is needed (this is {sys.version.split()[0]}); try: make $(MAKECMDGOALS) PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[explorer,reproductions]"
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[all]"
	touch $@

run: $(VENV)/run.stamp ## serve the explorer
	$(BIN)/kb serve --port $(PORT)

test: $(VENV)/dev.stamp ## run every test
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

check: $(VENV)/dev.stamp ## everything that needs no test to be seen
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kb validate
	$(BIN)/python docs/generate.py --check
	$(BIN)/python -m reproductions.readme --check

bench: $(VENV)/dev.stamp ## measure, never test
	$(BIN)/python benchmarks/run.py

mutants: $(VENV)/dev.stamp ## a sample of 100 faults by a seed (SEED=...)
	$(BIN)/python -m tests.mutants --jobs $(JOBS) $(if $(SEED),--seed $(SEED))

clean: ## start over
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
