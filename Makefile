# Everything that is done with the project. `make run` and `make test` do all the set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help run test check bench crash pictures format lock clean

help: ## What there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

run: $(VENV)/.runtime ## Open the app
	@$(BIN)/edu serve

test: $(VENV)/.development ## Install what tests need, and run them all
	@$(BIN)/python -m tools.browser
	@$(BIN)/python -m tools.nginx
	@$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(VENV)/.development ## Style, types, layers, content
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/pyright
	@$(BIN)/lint-imports
	@$(BIN)/edu check .

bench: $(VENV)/.development ## Measure, as ratios against a floor in the same run
	@$(BIN)/python -m bench

crash: $(VENV)/.development ## Kill a live game again and again; nothing acknowledged may be lost
	@$(BIN)/python -m bench.crash

pictures: $(VENV)/.development ## Take the pictures in docs/ from the running app
	@$(BIN)/python -m tools.browser
	@$(BIN)/python -m tools.pictures
	@$(BIN)/python -m tools.live_pictures

format: $(VENV)/.development ## Put code and content in order
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(VENV)/.development ## Pin what is installed anew
	@$(BIN)/uv pip compile --quiet --no-header --no-annotate --universal pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --no-header --no-annotate --universal --extra dev pyproject.toml -o requirements-dev.lock

clean: ## Take away what was made, never the data
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache test-results

$(VENV)/bin/python:
	@$(PYTHON) tools/python_version.py
	@$(PYTHON) -m venv $(VENV) || { echo "这台电脑的 Python 缺少 venv。Debian/Ubuntu 请先运行：sudo apt install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "正在安装青窗需要的库，第一次大约一分钟……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.development: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "正在安装开发和测试需要的库，第一次大约两分钟……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@ $(VENV)/.runtime
