# `make help` lists what there is. A fresh clone needs python3 (3.11 or later), python3-venv, make and git.

PYTHON ?= python3
SPHINXOPTS ?=
VENV := .venv
BIN := $(VENV)/bin
SPHINX := $(BIN)/sphinx-build -n -j auto -d build/doctrees -c . $(SPHINXOPTS)
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.DEFAULT_GOAL := help
.PHONY: help html pdf epub serve check test system clean lock pictures diagrams due catalogue

help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

# A PDF that was built before is offered on the site's start page.
html: $(VENV)/guide ## build the site into build/html
	$(SPHINX) -q $(if $(wildcard build/pdf/guide.pdf),-t with_pdf -D html_extra_path=build/pdf) docs build/html
	$(BIN)/sphinx-build -q -n -d build/examples-doctrees tests/examples build/html/examples
	@echo "The site is built: open build/html/index.html"

pdf: $(VENV)/guide ## build the PDF into build/pdf/guide.pdf
	@command -v latexmk >/dev/null && command -v lualatex >/dev/null && command -v rsvg-convert >/dev/null && kpsewhich tcolorbox.sty >/dev/null || \
	  { echo "make pdf needs LaTeX and rsvg-convert, which are not all here. Run: make system" >&2; exit 1; }
	$(SPHINX) -q -b latex docs build/latex
	@$(MAKE) --no-print-directory -C build/latex all-pdf LATEXMKOPTS="-g -silent -halt-on-error" > build/latex/latexmk.out 2>&1 || \
	  { tail -n 40 build/latex/latexmk.out >&2; exit 1; }
	@mkdir -p build/pdf && cp build/latex/guide.pdf build/pdf/guide.pdf
	@echo "The PDF is built: build/pdf/guide.pdf"

epub: $(VENV)/guide ## build the EPUB into build/epub
	$(SPHINX) -q -d build/epub-doctrees -b epub docs build/epub
	@echo "The EPUB is built: $$(ls build/epub/*.epub)"

serve: $(VENV)/dev ## the site on 127.0.0.1, built again whenever a file is saved
	$(BIN)/sphinx-autobuild --host 127.0.0.1 --port 8000 --watch ext --watch conf.py -n -d build/doctrees -c . $(SPHINXOPTS) docs build/html

check: $(VENV)/dev ## the fast checks, before a pull request
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sphinx-evidence check docs
	$(SPHINX) -q -E -W --keep-going -b dummy docs build/dummy
	$(BIN)/python -m pytest -q -n auto --dist loadgroup -m "not slow and not browser and not tex and not poppler"

due: $(VENV)/guide ## what is due for review
	@$(BIN)/sphinx-evidence due

test: $(if $(filter true,$(CI)),system) $(VENV)/dev ## everything: lint, types, import rules, unit, build, PDF and browser tests
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sphinx-evidence check docs
	$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=term

system: ## install the system packages of apt.txt that are missing
	tools/system-packages.sh install

pictures: $(VENV)/dev html pdf ## make the README's pictures anew
	$(BIN)/python tools/pictures.py

diagrams: ## draw the dark variant of each diagram anew
	$(PYTHON) tools/dark_diagrams.py

catalogue: $(VENV)/guide ## bring the catalogues of the extension's words up to date
	$(BIN)/pybabel -q extract --no-location --sort-output --project sphinx_evidence -o build/sphinx_evidence.pot ext
	$(BIN)/pybabel -q update --ignore-pot-creation-date -D sphinx_evidence -i build/sphinx_evidence.pot -d ext/sphinx_evidence/locale
	$(BIN)/pybabel -q compile -D sphinx_evidence -d ext/sphinx_evidence/locale

lock: ## resolve the requirements anew (needs uv)
	tools/lock.sh

clean: ## remove what was built, and the virtual environment
	rm -rf build dist $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "This needs Python 3.11 or later; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python could not make $(VENV). On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

# pip's hash mode refuses the project itself, so that is installed without its dependencies, from the locked backend.
$(VENV)/guide: requirements/guide.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements/guide.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: requirements/dev.lock $(VENV)/guide
	$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@
