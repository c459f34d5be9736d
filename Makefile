# Each target makes what it needs in .venv; nothing has to be installed by hand but python3 (3.11 or newer), make, git.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test bench completions examples clean

# The whole story on the embedded tenant, with what a user installs and no more.
demo: .venv/ready-to-run
	$(BIN)/auth0ctl demo

# Browser and SDK tests are skipped, loudly, where Chromium, Node or tests/sdk/node_modules is missing.
# AUTH0CTL_REQUIRE_BROWSER=1 and AUTH0CTL_REQUIRE_SDK=1 make that a failure, as .ci/run does.
test: .venv/ready-to-test
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

bench: .venv/ready-to-test
	$(BIN)/python -m tests.benchmarks.startup
	$(BIN)/python -m tests.benchmarks.single
	$(BIN)/python -m tests.benchmarks.bulk
	$(BIN)/python -m tests.benchmarks.doctor
	$(BIN)/python -m tests.benchmarks.pages

# The wheel in new environments, with the newest and with the lowest libraries that pyproject.toml allows: two minutes.
packages: .venv/ready-to-test
	$(BIN)/python -m tests.packaging.environments

# pip-audit over the newest libraries. What it cannot look up counts as a failure.
audit: .venv/ready-to-test
	$(BIN)/python -m tests.packaging.environments --audit

# Write the completion scripts and the README's generated parts anew after a change to the commands; a test fails while
# they are old.
completions: .venv/ready-to-run
	$(BIN)/python -m auth0ctl.cli.completion_scripts completions
	$(BIN)/python -m auth0ctl.cli.reference README.md examples/rules.md examples/ci/README.md

# Run every page of examples/ and the README, write what their commands print anew, and draw the terminal pictures.
examples: .venv/ready-to-test
	PYTHONPATH=tests $(BIN)/python tests/examples/page_sessions.py README.md examples/questions/*.md
	PYTHONPATH=tests $(BIN)/python tests/examples/terminal_pictures.py

clean:
	rm -rf .venv build auth0ctl.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit("auth0ctl needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/ready-to-run: pyproject.toml | .venv/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/ready-to-test: pyproject.toml | .venv/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch .venv/ready-to-run $@
