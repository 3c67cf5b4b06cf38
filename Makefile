# Every command of the project. It needs Python 3.11 or newer (with venv) and make; `make` alone lists the commands.

# The first of these that runs, is new enough and can make an environment. Choose another with
# `make PYTHON=/path/to/python book`.
candidates = python3.14 python3.13 python3.12 python3.11 python3 python
usable = import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
# A newer Python than the tests have seen is tried all the same.
untested = import sys; sys.exit(sys.version_info >= (3, 15))
PYTHON ?= $(shell for p in $(candidates); do "$$p" -c '$(usable)' >/dev/null 2>&1 && echo "$$p" && break; done)

# An outer environment's packages must not leak into this one, nor its settings change what a chapter shows.
unexport PYTHONPATH PYTHONHOME PYTHONWARNINGS MPLBACKEND MATPLOTLIBRC

bin = .venv/bin
# Everything the site is made of. The list is read anew on each run, so a new file counts too.
sources = _config.yml _toc.yml requirements.txt requirements-browser.txt pyproject.toml \
  CHANGELOG.md $(shell find book lib tools -type f ! -path '*/.*' ! -path '*/__pycache__/*' ! -path '*.egg-info/*')

# The first target, what `make` alone does, is `help`.
.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.PHONY: help book serve watch lab notebooks check test test-quick bench lint lint-javascript lock clean FORCE
FORCE:

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

book: _build/.built ## set up if need be, build the book, and print the path to open
	@echo "The book is at $(CURDIR)/_build/html/index.html"
	@echo "SHA-256 of all its files: $$(cat _build/fingerprint)"

serve: _build/.built ## build, then show the book in the browser, from a server only this machine can reach
	@$(bin)/python -m bookbuild.serve _build/html

watch: .venv/.installed ## build, serve, and build again what has changed whenever it has
	@$(bin)/python -m bookbuild.watch

lab: .venv/.installed ## open the chapters in JupyterLab
	@$(bin)/jupyter trust book/*.ipynb
	@cd book && ../$(bin)/jupyter lab

notebooks: .venv/.installed ## re-execute every chapter in place
	@$(bin)/python -m bookbuild.notebooks book/*.ipynb

# As many processes as there are processors; each may have a browser and a JupyterLab, so not more than this many.
parallel = --numprocesses=logical --maxprocesses=4 --durations=10

test: .venv/.installed ## set up if need be, then run every test
	@$(bin)/python -m pytest $(parallel)

# All that needs no browser and no built site, but for running the chapters a second time.
test-quick: .venv/.installed ## run the tests of the library, the claims and the chapters, in a few minutes
	@$(bin)/python -m pytest $(parallel) lib tools book $(filter-out tests/test_reproducible.py,$(wildcard tests/test_*.py))

bench: _build/.built ## print how quick the pages, the explorers, Python in the page and the allocator are, beside other ways
	@grep -oE '^[A-Za-z0-9._-]+==[^ ;]+' requirements.txt > _build/constraints
	@$(bin)/python -c 'import cvxpy' 2>/dev/null || $(bin)/pip install -q --disable-pip-version-check -c _build/constraints cvxpy
	@cd tests && ../$(bin)/python -m bench.pages ../_build/html
	@cd tests && ../$(bin)/python -m bench.explorers ../_build/html
	@cd tests && ../$(bin)/python -m bench.running ../_build/html
	@cd tests && ../$(bin)/python -m bench.allocation

check: lint test ## check the style, then run every test: what continuous integration does

lint: .venv/.installed lint-javascript ## check the style of the code, its docstrings and its types
	@$(bin)/ruff check lib tools tests && $(bin)/ruff format --check lib tools tests
	@$(bin)/mypy

# JavaScript is checked where Node is; with REQUIRE_NODE=1 it must be. Nothing that is built or published needs it.
checkers = .venv/javascript
has_node = command -v node >/dev/null && command -v npm >/dev/null

lint-javascript: .venv/.installed
	@if $(has_node); then $(MAKE) --silent --no-print-directory $(checkers)/.installed && \
	  $(checkers)/node_modules/.bin/eslint --config $(checkers)/eslint.config.js lib tools && \
	  $(checkers)/node_modules/.bin/tsc --project tools/javascript; \
	elif [ -n "$(REQUIRE_NODE)" ]; then echo "JavaScript can not be checked: there is no node and npm." >&2; exit 1; \
	else echo "SKIPPED: the JavaScript is not checked, as there is no node and npm."; fi

$(checkers)/.installed: .venv/.installed $(wildcard tools/javascript/*)
	@rm -rf $(checkers) && cp -r tools/javascript $(checkers)
	@npm ci --silent --prefix $(checkers)
	@touch $@

bare_lock = const fs = require("fs"), lock = JSON.parse(fs.readFileSync("package-lock.json")); \
  for (const each of Object.values(lock.packages)) delete each.funding; \
  fs.writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");

lock: ## pin every dependency of pyproject.toml anew, for all supported Pythons at once
	@$(if $(PYTHON),,$(no_python))
	@rm -rf _build/lock && "$(PYTHON)" -m venv _build/lock && _build/lock/bin/pip install -q uv
	@# One version of each package on every Python, so that the figures come out the same on each.
	@_build/lock/bin/uv pip compile -q --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	  --all-extras --upgrade --custom-compile-command "make lock" --output-file requirements.txt pyproject.toml
	@_build/lock/bin/uv pip compile -q --group in-browser --no-deps --python-version 3.12 --python-platform wasm32-pyodide2024 \
	  --generate-hashes --upgrade --custom-compile-command "make lock" --output-file requirements-browser.txt
	@rm -rf _build/lock
	@# Without addresses: any registry serves these, by their hashes.
	@cd tools/javascript && npm install --silent --package-lock-only --omit-lockfile-registry-resolved && node -e '$(bare_lock)'

clean: ## remove the environment and everything built
	@rm -rf .venv _build .pytest_cache .hypothesis .mypy_cache .ruff_cache lib/*.egg-info
	@find lib tools tests -name __pycache__ -prune -exec rm -rf {} +

no_python = echo "No usable Python, 3.11 or newer (with venv), among: $(candidates)." \
  "Install one, or name one: make PYTHON=/path/to/python ..." >&2; exit 1

# The environment, made anew whenever what it must hold has changed, so that nothing old lingers in it.
.venv/.installed: requirements.txt requirements-browser.txt pyproject.toml
	@$(if $(PYTHON),,$(no_python))
	@"$(PYTHON)" -c '$(usable)' || { echo "$(PYTHON) is not Python 3.11 or newer with venv." >&2; exit 1; }
	@"$(PYTHON)" -c '$(untested)' || echo "The book has not been tested with $$("$(PYTHON)" --version); it is tried all the same."
	@echo "Setting up .venv with $$("$(PYTHON)" --version) (a few minutes, once) ..."
	@"$(PYTHON)" -m venv --clear .venv
	@$(bin)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(bin)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@# What only builds the book is importable as well, here and in the kernels, and is part of no package.
	@echo "$(CURDIR)/tools" >"$$($(bin)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/tools.pth"
	@$(bin)/pip download -q --disable-pip-version-check --require-hashes --no-deps --only-binary=:all: --dest .venv/in-browser \
	  --platform any --implementation py --abi none --python-version 3.12 -r requirements-browser.txt
	@touch $@

# PYODIDE=FOLDER, of a Pyodide distribution, puts the Python for the chapters in the browser into the site, which then needs no
# other host. BASE=ADDRESS, where the site will be, adds what needs whole addresses. Others than the last time: build again.
_build/.options: FORCE
	@mkdir -p _build
	@echo "$(PYODIDE) $(BASE)" | cmp -s - $@ || echo "$(PYODIDE) $(BASE)" >$@

# From nothing each time: a partial build does not repeat the warnings of the pages it skips, does not notice a change to
# the build's own code, and keeps pages that are gone.
_build/.built: .venv/.installed _build/.options $(sources)
	@rm -rf _build/html _build/.doctrees _build/.jupyter_cache
	@mkdir -p _build
	@echo "Building the book, all of it (a partial build hides warnings and keeps what is gone; \`make watch\` is quicker) ..."
	@$(bin)/jupyter-book build . -W -n --keep-going --quiet >_build/log || { cat _build/log >&2; exit 1; }
	@$(bin)/python -m bookbuild.site $(if $(BASE),--base "$(BASE)") _build/html
	@$(bin)/python -m bookbuild.lite --wheels .venv/in-browser $(if $(PYODIDE),--pyodide "$(PYODIDE)") _build/html
	@$(bin)/python -m bookbuild.epub $(if $(BASE),--base "$(BASE)") _build/html
	@$(bin)/python -m bookbuild.download _build/html
	@chmod -R u=rwX,go=rX _build/html # what is published is for everybody to read, whatever this machine's habit
	@$(bin)/python -m bookbuild.fingerprint _build/html >_build/fingerprint
	@touch $@
