# Everything a developer needs, from a clean clone, with Python 3.11 or later, make and a package index.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test lint soak bench messages catalogues requirements chromium dovecot clean

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
# What is installed is known by the sum of what was asked for: unchanged, setup does nothing.
STAMP := .venv/.set-up-$(shell cat requirements/dev.txt pyproject.toml hatch_build.py | cksum | cut -d ' ' -f 1)
CATALOGUES := $(wildcard src/toutdoux/*/locale/*/LC_MESSAGES/*.po)
TEMPLATES := $(wildcard src/toutdoux/*/templates)
PYTEST := $(BIN)/pytest -q
PARALLEL := -n 2 --dist worksteal

help:
	@echo 'make setup         install what is needed, with hashes, into .venv'
	@echo 'make run           load the demo and serve it on http://127.0.0.1:8000'
	@echo 'make test          lint, then the suite on PostgreSQL and on SQLite, with coverage'
	@echo 'make lint          style, types, import contracts, templates, migrations'
	@echo 'make soak          the promises at full size (long)'
	@echo 'make bench         measure, and write benchmarks/RESULTS.md'
	@echo 'make messages      collect the texts to translate, and compile the catalogues'
	@echo 'make requirements  pin again what requirements/*.in ask for'

setup: $(STAMP) catalogues

$(STAMP):
	@python="$(PYTHON)"; test -n "$$python" && $$python -m venv .venv \
	  || { echo 'Toutdoux needs Python 3.11 or later, with venv: make setup PYTHON=/path/to/python3'; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@rm -f .venv/.set-up-*
	@touch $@

catalogues: .venv/.catalogues

.venv/.catalogues: $(CATALOGUES) | $(STAMP)
	@$(BIN)/python hatch_build.py
	@touch $@

run: setup
	$(BIN)/toutdoux demo

# The last lines are the last run's own. What runs on PostgreSQL runs on SQLite too, where it is measured.
test: setup chromium dovecot lint
	$(PYTEST) $(PARALLEL) --db postgresql -m 'not soak and not browser'
	$(PYTEST) $(PARALLEL) --db sqlite --cov --cov-report= --coverage-gate

lint: setup
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/lint-imports --no-logo
	PYTHONPATH=. $(BIN)/mypy
	$(if $(TEMPLATES),$(BIN)/djlint --quiet --check --lint $(TEMPLATES))
	@# It warns that there is no database to compare with; the models are compared with the migrations alone.
	PYTHONPATH=. DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -W ignore::RuntimeWarning -m django \
	  makemigrations --check --dry-run

soak: setup
	HYPOTHESIS_PROFILE=soak $(PYTEST) $(PARALLEL) --timeout 3600 tests/logic
	HYPOTHESIS_PROFILE=soak $(PYTEST) -p no:randomly --timeout 7200 -m soak
	$(PYTEST) -p no:randomly --timeout 7200 --db postgresql -m soak tests/concurrency/test_secrecy.py

bench: setup
	$(BIN)/python -m benchmarks

messages: $(STAMP)
	@command -v xgettext >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get -qq install -y gettext >/dev/null 2>&1; } \
	  || { echo 'GNU gettext is needed to collect texts: apt-get install gettext'; exit 1; }
	@mkdir -p src/toutdoux/wording/locale
	cd src/toutdoux && PYTHONPATH=../.. DJANGO_SETTINGS_MODULE=tests.settings ../../$(BIN)/django-admin makemessages \
	  --locale fr --locale fr_TU --add-location file --no-wrap --no-obsolete
	@$(BIN)/python hatch_build.py

requirements: $(STAMP)
	for name in base dev; do $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make requirements' \
	  $(UPGRADE) requirements/$$name.in --output-file requirements/$$name.txt || exit 1; done

# Journeys are driven through the system's Chromium. On Debian, root gets it by itself; others are told what to install.
chromium:
	@command -v chromium >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 \
	  && echo 'Installing Chromium for the browser tests…' && apt-get -qq update >/dev/null 2>&1; \
	  [ "$$(id -u)" = 0 ] && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium \
	  >/dev/null 2>&1; } || echo 'Chromium is missing: the browser tests need it (apt-get install chromium).'

# Answers by mail are tried on a real IMAP server. On Debian, root gets it by itself; others are told, and those tests skipped.
dovecot:
	@PATH="$$PATH:/usr/sbin" command -v dovecot >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] \
	  && command -v apt-get >/dev/null 2>&1 && echo 'Installing Dovecot for the tests of answers by mail…' \
	  && apt-get -qq update >/dev/null 2>&1; [ "$$(id -u)" = 0 ] && DEBIAN_FRONTEND=noninteractive \
	  apt-get -qq install -y --no-install-recommends dovecot-imapd >/dev/null 2>&1; } \
	  || echo 'Dovecot is missing: three tests of the mailbox are skipped without it (apt-get install dovecot-imapd).'

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.* htmlcov \
	  build dist
	find src -name '*.mo' -delete
