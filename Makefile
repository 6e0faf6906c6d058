# One word per task. Everything below needs Python (3.11 or later) and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test check bench docs clean

help: ## list the tasks
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

# Stamps keyed on pyproject.toml: a changed dependency reinstalls, nothing else does.
$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "jiesu needs Python 3.11 or later; try: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "$(PYTHON) has no venv module (on Debian and Ubuntu: apt install python3-venv)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.created pyproject.toml
	@echo "setting up $(VENV)"
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.%: $(VENV)/.runtime pyproject.toml
	@echo "setting up $(VENV) for $*"
	@$(PIP) install --editable '.[$*]'
	@touch $@

demo: $(VENV)/.runtime ## a month of an invented Beijing, printed and as a page in out/
	@$(BIN)/python examples/city_month.py

test: $(VENV)/.test ## run the tests
	@$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.test ## lint, format, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(VENV)/.test $(VENV)/.bench ## measure against peers, as ratios within one run
	@$(BIN)/python benchmarks/run.py

docs: $(VENV)/.docs ## build the pages into site/
	@$(BIN)/python docs/generate.py
	@$(BIN)/mkdocs build --strict --quiet

clean: ## remove what the tasks made
	@rm -rf $(VENV) site out .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
