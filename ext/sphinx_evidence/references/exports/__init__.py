"""Exports of references in formats that reference managers read. Pure."""
