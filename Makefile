# `make run` serves the whole product, `make test` runs all tests; both set up what they need.

PYTHON ?= python3
VENV = .venv
RUN = $(VENV)/bin/python
PIP = $(RUN) -m pip install --disable-pip-version-check --quiet --require-hashes
CATALOGUE = translations/lt/LC_MESSAGES/messages.mo
PROCESSES ?= 2
LOCK = $(RUN) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL = help
.PHONY: help install setup run worker test check look snapshots pictures bench translate db lock

help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /\1	/' | expand -t 12

run: $(VENV)/runtime $(CATALOGUE) ## everything at http://127.0.0.1:8000, with courses and demo accounts (PORT=8001: another port)
	@$(RUN) -m lms.cli demo

worker: $(VENV)/runtime $(CATALOGUE) ## one more worker for what `make run` set up, or for the installation of the environment
	@$(RUN) -m lms.cli worker

db: $(VENV)/runtime ## bring the database up to date
	@$(RUN) -m lms.cli db upgrade

install: $(VENV)/runtime $(CATALOGUE) ## only what running needs, for servers

setup: $(VENV)/development $(CATALOGUE) ## everything that running and testing need

test: $(VENV)/development $(CATALOGUE) ## all tests, on SQLite and PostgreSQL, and in a browser
	@$(RUN) -m tools.run_tests --processes $(PROCESSES)

check: $(VENV)/development ## style, types, floors, templates and translations
	@$(RUN) tools/run_checks.py

look: $(VENV)/development $(CATALOGUE) ## every page in every shape, with pictures; HTML and speed judged (needs Node and Java)
	@$(RUN) -m tools.look

snapshots: $(VENV)/development $(CATALOGUE) ## say that the main pages look as they should, once you have looked at them
	@SNAPSHOTS=renew $(RUN) -m tools.run_tests tests/journeys/test_looks.py

pictures: $(VENV)/development $(CATALOGUE) ## take the pictures of the README from the running demo
	@$(RUN) -m tools.pictures

bench: $(VENV)/development $(CATALOGUE) ## measure speed and memory beside their yardsticks
	@$(RUN) -m bench

translate: $(VENV)/development ## merge and compile the Lithuanian of all rooms, and tell what is missing
	@$(RUN) tools/catalogue.py

lock: $(VENV)/development ## write down anew which exact packages are installed
	@$(RUN) -m pip install --quiet uv
	@$(LOCK) --extra s3 --group build --group dev -o requirements/development.txt
	@$(LOCK) --group build -c requirements/development.txt -o requirements/runtime.txt
	@$(LOCK) --extra s3 -c requirements/development.txt -o requirements/s3.txt

$(CATALOGUE): $(wildcard translations/lt/*.po) $(VENV)/runtime
	@$(RUN) tools/catalogue.py --compile

# A clone that was moved has an environment that points to where it was: it is made anew.
ifneq ($(shell cat $(VENV)/place 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/place
endif

$(VENV)/place:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Savimoka needs Python 3.11 or newer; PYTHON=/path/to/python3 names another one." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Python's venv is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -m venv $(if $(wildcard $(VENV)/place),--clear) $(VENV)
	@printf '%s' "$(CURDIR)" > $@

$(VENV)/runtime: requirements/runtime.txt pyproject.toml | $(VENV)/place
	@echo "Installing what the program needs …"
	@$(PIP) -r requirements/runtime.txt
	@$(RUN) -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/development: requirements/development.txt $(VENV)/runtime
	@echo "Installing what the tests need …"
	@$(PIP) -r requirements/development.txt
	@touch $@
