# Needs make and Python 3.11 or newer; everything else is brought by the targets themselves.
# What is already in place is noted in .setup/, so that a second call starts at once.

PORT ?= 8000
ARGS ?=
BIN := .venv/bin
VENDOR := tracker/static/vendor
TYPED := tracker dashboards tests $(if $(wildcard benchmarks/*.py),benchmarks) migrations/env.py scripts/alone.py scripts/free_port.py wsgi.py gunicorn.conf.py
CATALOGUES := $(wildcard tracker/translations/*/LC_MESSAGES/*.po)
OWN_FILES := $(wildcard tracker/static/css/* tracker/static/img/* tracker/static/js/* dashboards/static/*)
# make's own processes wait for each other; so do two set-ups at once.
ALONE := python=$$(sh scripts/find-python.sh) && "$$python" scripts/alone.py
# The illustrative account has a file of its own; a database that was named is served as it is.
# Commands read `.env`; so does `make run`, where the environment names no database.
ENV_FILE ?= .env
NAMED := $(strip $(or $(DATABASE_URL),$(shell sed -n 's/^ *\(export  *\)\{0,1\}DATABASE_URL *= *//p' $(ENV_FILE) 2>/dev/null | tail -n 1 | tr -d "\"'")))
DATABASE := $(or $(NAMED),sqlite:///$(CURDIR)/instance/illustrative.sqlite)
export TRACKER_ENV := development
# Every command is a new process: without kept bytecode each would compile all it imports anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run port setup database test quick check lint types arch format bench mutants translations lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run database: export DATABASE_URL = $(DATABASE)

run: port setup database ## set up, and serve on PORT the illustrative account, or the database that DATABASE_URL names
	@$(if $(NAMED),:,echo "Commands see the same account after: export DATABASE_URL=$(DATABASE)")
	@echo "Serving on http://127.0.0.1:$(PORT) - stop with Ctrl-C"
	@exec $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) wsgi:app

setup: .setup/runtime .setup/frontend .setup/static .setup/translations ## what the product runs on, without starting it

database: setup
	@$(ALONE) - $(BIN)/flask db upgrade
	@$(if $(NAMED),:,$(ALONE) - $(BIN)/flask sample load --if-empty --users)

port:
	@python=$$(sh scripts/find-python.sh) && "$$python" scripts/free_port.py $(PORT)

test: setup .setup/dev ## set up and run all tests; ARGS="tests/fund -k name" narrows them down
	@sh scripts/chromium.sh >/dev/null
	$(BIN)/pytest -n auto --dist worksteal $(ARGS)

quick: setup .setup/dev ## the tests that are not marked as slow: without browsers, killed and busy processes, long random histories
	$(BIN)/pytest -n auto --dist worksteal -m "not slow" $(ARGS)

check: setup lint types arch ## everything that is checked beside the tests
	$(BIN)/pytest tests/whole

lint: .setup/dev ## ruff: rules and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .setup/dev ## let ruff lay out the code and mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: .setup/dev ## mypy, strict
	$(BIN)/mypy $(TYPED)

arch: .setup/dev ## imports run one way
	$(BIN)/lint-imports

bench: setup .setup/dev ## measure against the peers and print the table
	$(BIN)/python -m benchmarks $(ARGS)

mutants: .setup/dev ## change the rules of the ledger one by one and tell which changes no test finds
	FOLDER_OF_RUN=$$(mktemp -d) $(BIN)/mutmut run $(ARGS)
	$(BIN)/mutmut results

translations: .setup/dev ## collect the texts of the interface and merge them into the catalogues
	$(BIN)/pybabel -q extract --mapping pyproject.toml --keywords _l --keywords say --keywords sentence --keywords counted:1,2 --add-comments "Translators:" \
		--no-location --sort-output --project article-30-tracker --output tracker/translations/messages.pot tracker dashboards
	@for locale in ar es fr ru zh; do \
		if [ -f tracker/translations/$$locale/LC_MESSAGES/messages.po ]; then verb="update --no-fuzzy-matching"; else verb=init; fi; \
		$(BIN)/pybabel -q $$verb --input-file tracker/translations/messages.pot --output-dir tracker/translations --locale $$locale || exit 1; \
	done

lock: .setup/venv ## pin the newest versions that *.in and package.json allow
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-setup.txt
	for list in setup node; do \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			requirements-$$list.in --output-file requirements-$$list.txt || exit 1; \
	done
	for list in requirements requirements-distributed requirements-s3 requirements-dev; do \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			$$list.in --output-file $$list.txt || exit 1; \
	done
	npm install --package-lock-only --ignore-scripts
	node scripts/trim-lock.cjs

clean: ## remove what set-up made; the database in instance/ stays
	rm -rf .venv .setup dist node_modules mutants $(VENDOR) tracker/fonts .hypothesis .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.setup/venv: scripts/find-python.sh scripts/make-venv.sh
	@$(ALONE) $@ sh scripts/make-venv.sh

.setup/runtime: .setup/venv requirements.txt requirements-setup.txt scripts/install.sh
	@echo "Installing what the product runs on."
	@$(ALONE) $@ sh scripts/install.sh requirements.txt

.setup/dev: .setup/runtime requirements-dev.txt
	@echo "Installing what tests and checks need."
	@$(ALONE) $@ sh scripts/install.sh requirements-dev.txt

.setup/frontend: .setup/runtime package-lock.json requirements-node.txt scripts/frontend.sh scripts/vendor.cjs
	@echo "Fetching the front-end files."
	@$(ALONE) $@ sh scripts/frontend.sh

.setup/static: .setup/runtime scripts/static.sh tracker/http/compressed_files.py $(OWN_FILES)
	@$(ALONE) $@ sh scripts/static.sh

.setup/translations: .setup/runtime $(CATALOGUES)
	@$(ALONE) $@ $(BIN)/pybabel -q compile --directory tracker/translations
