# `make serve` shows the example site, `make test` proves that everything works. Both install what they need into
# .venv, under the versions of constraints.txt, and need nothing but Python 3.11 or later and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --disable-pip-version-check -q -c constraints.txt

# Material's notice of its end of life is not about this project.
export NO_MKDOCS_2_WARNING := 1

# The tests start hundreds of processes: where nothing is kept of what Python compiles, each compiles the package anew.
unexport PYTHONDONTWRITEBYTECODE

PYTEST := $(BIN)/pytest -n 2 --dist worksteal --durations=10

.PHONY: serve manual reference translations test quick nightly test-browser test-hosts test-install test-vscode mutation lint format bench release clean compare

serve: $(VENV)/.site
	$(BIN)/mkdocs serve -f example_site/mkdocs.yml

manual: $(VENV)/.site
	$(BIN)/mkdocs serve

# Writes docs/reference/ from the code.
reference: $(VENV)/.dev
	$(BIN)/python -m tools.reference

# Writes the catalogues of translations from the code, compiles them, and says what is missing. For a new language:
# make translations LANGUAGES=fr
translations: $(VENV)/.dev
	$(BIN)/python -m tools.translations $(LANGUAGES)

test: $(VENV)/.dev lint
	$(BIN)/mkdocs-traceability check example_site
	$(PYTEST) --ignore=tests/browser --ignore=tests/editors --ignore=tests/environments

# What needs neither a built site nor a server: to run at every change.
quick: $(VENV)/.dev
	$(PYTEST) --ignore=tests/browser --ignore=tests/editors --ignore=tests/environments -m "not slow"

# What CI tries a little of, tried long: 10,000 random edits among it. It says its seed; to have a run again, give it:
# make nightly NIGHTLY_SEED=42. NIGHTLY_SECONDS bounds each test.
NIGHTLY_SEED ?= $(shell date +%s)
NIGHTLY_SECONDS ?= 3600
nightly: $(VENV)/.dev
	@echo NIGHTLY_SEED=$(NIGHTLY_SEED)
	NIGHTLY=1 NIGHTLY_SEED=$(NIGHTLY_SEED) NIGHTLY_SECONDS=$(NIGHTLY_SECONDS) \
	  $(PYTEST) -rP -o faulthandler_timeout=0 tests/incremental tests/chaos tests/fuzz

# Needs Chromium as /usr/bin/chromium (Debian: apt-get install chromium fonts-liberation).
test-browser: $(VENV)/.dev
	$(PYTEST) --dist load tests/browser

# The hosts that run the plugin, each in its environment; those that are not of the extra `dev` lie below .venv/hosts/.
test-hosts: $(VENV)/.dev
	$(BIN)/python -m tools.host_environments
	$(BIN)/pytest tests/environments

# The VS Code extension, and the schemas in the language server that editors have for YAML. Needs Node.js 20 or later.
test-vscode: $(VENV)/.dev
	cd editors/vscode && npm ci --no-fund --no-audit && npm test
	$(BIN)/pytest tests/editors

# The package with the lowest versions of its dependencies and with the highest. Needs the oldest and the newest Python
# that are supported, on the PATH or of pyenv.
test-install: $(VENV)/.dev
	$(BIN)/python -m tools.clean_install

# Small faults in rules/, analysis/ and registry/, each of which a test has to notice. For the night, or by hand.
mutation: $(VENV)/.dev
	$(BIN)/python -m tools.mutation.run

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Builds, commits and tags a version: make release VERSION=0.2.0 (DRY_RUN=1 only says what it would do).
release: $(VENV)/.dev
	$(BIN)/python -m tools.release $(VERSION) $(if $(DRY_RUN),--dry-run)

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.run

# Measures the tools that users could pick instead, each in an environment below .venv/peers/, and writes the figures into
# the manual and the README. Takes half an hour on two idle cores; needs git.
compare: $(VENV)/.dev
	$(BIN)/python -m benchmarks.compare --large
	$(BIN)/python -m benchmarks.report

clean:
	rm -rf $(VENV) build dist editors/vscode/dist editors/vscode/node_modules example_site/site example_site/.cache

$(VENV)/bin/pip:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: pyproject.toml constraints.txt | $(VENV)/bin/pip
	$(PIP) -e ".[all,macros,material]"
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/pip
	$(PIP) -e ".[dev]"
	touch $@
