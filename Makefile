# Two commands do everything: `make demo` runs the main job, `make test` runs the tests.
PY ?= python3
BIN := .venv/bin

.PHONY: setup demo test check bench clean

.venv/run.stamp: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PY) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[draw]'
	touch $@

.venv/test.stamp: .venv/run.stamp
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

setup: .venv/test.stamp

demo: .venv/run.stamp
	$(BIN)/tuoyu demo
	$(BIN)/tuoyu demo draw

test: .venv/test.stamp
	$(BIN)/pytest -n auto

check: .venv/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/tuoyu rules lint
	$(MAKE) test

bench: .venv/test.stamp
	$(BIN)/pytest tests/bench -o addopts="-q --import-mode=importlib" -s

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
