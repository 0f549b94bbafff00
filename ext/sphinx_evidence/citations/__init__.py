"""The .bib files, and which page cites what."""
