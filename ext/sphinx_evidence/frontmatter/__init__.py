"""A page's front matter, read with its lines and as text."""
