"""Sphinx configuration of the guide. Settings only; what they act on is in ext/ and docs/."""

import os

project = "Stem cells and autoimmune disease: a living evidence guide"
version = "0.1"
author = "the guide's maintainers"
copyright = "the guide's maintainers, CC BY 4.0"
language = "en_GB"

extensions = [
    "myst_parser",
    "sphinx.ext.extlinks",
    "sphinxcontrib.rsvgconverter",
    "sphinx_evidence",
    "sphinx_evidence.selfdoc",
]
exclude_patterns = ["_data", "_shared", "_static"]
nitpicky = True

# Pages are prose by many hands: HTML in them comes out as text.
myst_disable_syntax = ["html_block", "html_inline"]
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3

bibtex_bibfiles = ["docs/_data/references.bib"]
evidence_owner = "maintainers"
evidence_reference_groups = {
    "Trials and their registrations": ["rct", "phase-1", "registry record"],
    "Systematic reviews and meta-analyses": ["systematic-review", "meta-analysis"],
    "Cohorts, registries and case reports": ["cohort", "case-report", "registry"],
    "Guidelines and statements": ["guideline", "statement"],
    "Regulators and law": ["regulatory", "court opinion", "statute"],
    "Reviews": ["review"],
    "Laboratory and animal studies": ["preclinical"],
}

# Where the site is published, for "Cite this page": whoever publishes it says so.
html_baseurl = os.environ.get("GUIDE_URL") or os.environ.get("READTHEDOCS_CANONICAL_URL", "")
html_theme = "furo"
html_title = "Stem cells and autoimmune disease"
templates_path = ["docs/_templates"]
html_static_path = ["docs/_static"]
html_css_files = ["guide.css"]
html_copy_source = False
html_show_sphinx = False

latex_engine = "lualatex"
latex_use_xindy = False  # the index holds the glossary's words; makeindex comes with LaTeX
latex_documents = [("index", "guide.tex", project, author, "manual", False)]
latex_elements = {
    "papersize": "a4paper",
    "pointsize": "11pt",
    "extraclassoptions": "openany,oneside",
    "fncychap": "",
    # Long addresses in the references break at their hyphens too.
    "passoptionstopackages": r"\PassOptionsToPackage{hyphens}{url}",
    # By file name: found without a search through the machine's fonts. Names in a script that TeX Gyre does not have
    # would be printed as nothing, which only LaTeX's log would tell.
    "fontpkg": r"""
\defaultfontfeatures[texgyrepagella,texgyreheros,texgyrecursor]{
  Extension=.otf, UprightFont=*-regular, BoldFont=*-bold, ItalicFont=*-italic, BoldItalicFont=*-bolditalic}
\directlua{luaotfload.add_fallback("scripts", {
  "file:FreeSerif.otf:mode=node;", "file:DroidSansFallbackFull.ttf:mode=node;"})}
\setmainfont{texgyrepagella}[RawFeature={fallback=scripts}]
\setsansfont{texgyreheros}[Scale=0.95, RawFeature={fallback=scripts}]
\setmonofont{texgyrecursor}[RawFeature={fallback=scripts}]
""",
    # Sphinx ends the words before a table's and a figure's number with a space, which polyglossia's British lacks.
    "preamble": r"""
\makeatletter
\AtBeginDocument{\def\fnum@table{\tablename\nobreakspace\thetable}%
  \def\fnum@figure{\figurename\nobreakspace\thefigure}}
% Justified, the words of a narrow cell are torn apart. Each paragraph of a cell begins with this.
\AddToHook{env/longtable/begin}{\def\sphinxAtStartPar{\raggedright\arraybackslash}}
\makeatother
""",
    # What the start page says comes before the first chapter, and has no heading of its own in a PDF.
    # The pages are listed, not their parts, which are the same on most of them.
    "tableofcontents": r"""
\setcounter{tocdepth}{0}
\sphinxtableofcontents
\setcounter{tocdepth}{1}
\chapter*{About this guide}
\addcontentsline{toc}{chapter}{About this guide}
\markboth{About this guide}{About this guide}
""",
}
latex_show_urls = "no"
latex_show_pagerefs = True  # on paper a link needs its page
epub_basename = "guide"
epub_language = "en-GB"  # EPUB takes no underscore
epub_show_urls = "no"
today_fmt = "%d %B %Y"

extlinks = {"sitefile": ("%s", "%s")}
