# The two commands: `make demo` and `make test`. Everything else is a part of them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export JILIAN_HOME ?= $(CURDIR)/var
ADDRESS ?= 127.0.0.1:8000
# Some machines forbid Python to keep compiled modules: every command would compile them all again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test environment catalogue format lint types imports tests lock help

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

demo: environment ## a database, two worlds, formed clusters, pages served at ADDRESS
	@$(BIN)/jilian demo --address $(ADDRESS)

test: environment ## everything that a change must pass
	@$(MAKE) --no-print-directory --jobs --output-sync lint types imports
	@$(MAKE) --no-print-directory tests

environment: $(VENV)/.made catalogue

# Made anew when the lock changes; needs nothing but Python with venv and pip's own ways.
$(VENV)/.made: requirements/dev.txt pyproject.toml tools/check_python.sh
	@sh tools/check_python.sh $(PYTHON)
	@echo "Environment: installing $$(grep -c '==' requirements/dev.txt) locked packages into $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

catalogue: $(VENV)/.made
	@$(BIN)/python tools/catalogue.py compile

format: environment ## put the code into its one form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lint: environment
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

types: environment
	@$(BIN)/mypy

imports: environment ## floors and rooms
	@$(BIN)/lint-imports

tests: environment
	@$(BIN)/python tools/run_tests.py

lock: environment ## write the lock files anew from pyproject.toml
	@for set in web dev; do \
	  test $$set = dev && group="--group dev --extra yardsticks" || group=""; \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-annotate --no-header --extra web --extra postgres $$group \
	    pyproject.toml -o requirements/$$set.txt; done
