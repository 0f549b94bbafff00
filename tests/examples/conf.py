"""A made-up guide: every state, directive and option of the extension, on a fixed day."""

project = "Examples of sphinx_evidence"
author = "nobody: these pages are made up"
language = "en_GB"
extensions = ["myst_parser", "sphinx_evidence"]
exclude_patterns = ["_data"]
myst_enable_extensions = ["colon_fence"]
bibtex_bibfiles = ["_data/references.bib"]
evidence_today = "2026-11-22"
evidence_reader_day = False  # an example of a state stays one
html_theme = "furo"
html_title = "Examples (made up)"
html_copy_source = False
html_theme_options = {"announcement": "Made up: no real treatment."}
