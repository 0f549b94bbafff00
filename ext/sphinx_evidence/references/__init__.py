"""References: read from .bib files, printed in Vancouver style, exported for other programs. Pure."""
