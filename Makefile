# make help lists what there is. Everything sets up what it needs by itself.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
UV_VERSION := 0.13.8
BIN := .venv/bin
export VIRTUAL_ENV := $(CURDIR)/.venv

.PHONY: help setup run test test-python test-browser coverage check fix ui ui-check api audit bench docs lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.ready src/souk/web/console/index.html ## the environment in .venv, and the console built

.venv/.ready: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q uv==$(UV_VERSION)
	@$(BIN)/uv pip sync -q --compile-bytecode --require-hashes requirements.lock
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e . 2>/dev/null || $(BIN)/uv pip install -q --no-deps -e .
	@touch $@

UI_SOURCES := $(shell find ui/src ui/public ui/index.html ui/package-lock.json ui/vite.config.ts 2>/dev/null)

src/souk/web/console/index.html: ui/node_modules/.package-lock.json $(UI_SOURCES)
	@cd ui && npm run -s build
	@rm -rf src/souk/web/console && cp -r ui/dist src/souk/web/console
	@touch $@

ui/node_modules/.package-lock.json: ui/package-lock.json
	@# npm ci refuses a lock file that was made where optional packages of other platforms are not carried
	@cd ui && { npm ci --no-audit --no-fund --silent || npm install --no-audit --no-fund --loglevel=error; }
	@touch $@

ui: src/souk/web/console/index.html ## build the console

ui-check: ui/node_modules/.package-lock.json ui/openapi.json ## the console's own checks: format, types, tests, size; its API types fresh
	@cd ui && npm run -s api -- --check
	@cd ui && npm run -s check

.PHONY: ui/openapi.json
ui/openapi.json: .venv/.ready
	@$(BIN)/souk openapi $@

api: ui/node_modules/.package-lock.json ui/openapi.json ## the console's API types anew from the API's description
	@cd ui && npm run -s api

run: setup ## start Souk with its demo shop on http://127.0.0.1:8000
	@SOUK_HOME=$${SOUK_HOME:-$(CURDIR)/.souk} exec $(BIN)/souk serve --demo

test: test-python test-browser ## every test

test-python: setup
	@$(BIN)/python -m pytest -n 2

test-browser: setup # stories in a real Chromium against a whole Souk
	@if [ -n "$${CHROMIUM:-}" ] || command -v chromium google-chrome >/dev/null; then cd ui && npm run -s e2e; \
	else echo "SKIPPED: the stories in a browser. They need Chromium: apt install chromium, or CHROMIUM=/its/path"; fi

coverage: setup ## every Python test, and which lines and branches they reach; less than 90 % is an error
	@$(BIN)/coverage run -m pytest -q -n 2 && $(BIN)/coverage combine -q && $(BIN)/coverage report

bench: .venv/.ready ## every benchmark; docs/performance.md says what they measure
	@$(BIN)/souk bench all

check: .venv/.ready ## what needs no database: format, lint, types, import contracts, the documentation's links
	@$(BIN)/ruff format --check src tests
	@$(BIN)/ruff check src tests
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(MAKE) -s docs

fix: .venv/.ready ## format, and mend what can be mended
	@$(BIN)/ruff check --fix src tests
	@$(BIN)/ruff format src tests

docs: .venv/.ready ## the documentation in site/; a link that leads nowhere is an error
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build -q --strict

audit: .venv/.ready ui/node_modules/.package-lock.json ## what is known to be unsafe of what we depend on; asks pypi.org and the npm registry
	@$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements.lock
	@cd ui && npm audit && npm audit --prefix openapi

lock: ## the lock file anew from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --group dev --extra otel --universal --generate-hashes \
		--python-version 3.11 -q -o requirements.lock

clean: ## remove what can be made again (not .souk)
	@rm -rf .venv site ui/node_modules ui/dist src/souk/web/console .mypy_cache .ruff_cache .pytest_cache
