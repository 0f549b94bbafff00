"""What can be wrong with a page, a record or a setting: one code each.

Pure: no Sphinx here. :mod:`sphinx_evidence.report` is the one door to the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

WARNING_TYPE = "evidence"  # as `suppress_warnings` names it


class ProblemCode(StrEnum):
    """The subtypes of the ``evidence`` warnings."""

    FRONT_MATTER = "front_matter"
    UNKNOWN_KEY = "unknown_key"
    DATE = "date"
    INTERVAL = "interval"
    STATUS = "status"
    REVIEW = "review"
    PERSON = "person"
    PEOPLE_FILE = "people_file"
    INVESTIGATIONAL = "investigational"
    TRIAL = "trial"
    CITATION = "citation"
    BIBLIOGRAPHY = "bibliography"
    CONFIG = "config"


MEANINGS = {
    ProblemCode.FRONT_MATTER: (
        "Front matter that YAML cannot read, that is never closed, or that gives one key twice. "
        "The other keys of the page are kept."
    ),
    ProblemCode.UNKNOWN_KEY: (
        "A front matter key that is one or two letters away from one of ours. "
        "Other unknown keys belong to other extensions and are left alone."
    ),
    ProblemCode.DATE: "A date that is no day or month, does not exist, or lies in the future.",
    ProblemCode.INTERVAL: "A review interval without a number or a unit, or out of range.",
    ProblemCode.STATUS: "A status word that is not in the vocabulary, or lacks what it needs.",
    ProblemCode.REVIEW: (
        "A review record that cannot be used: a digest that is none, of a later version or of another page, a scope, "
        "another review, that of a translation, a notice, or opting out."
    ),
    ProblemCode.PERSON: "A reviewer or an owner who is not in the people file.",
    ProblemCode.PEOPLE_FILE: (
        "A people file that is missing, cannot be read, or has an entry that cannot be used. "
        "The other people are kept."
    ),
    ProblemCode.INVESTIGATIONAL: "An `investigational` directive with an unknown option, a bad value or no text.",
    ProblemCode.TRIAL: "A trial registration number of the wrong form.",
    ProblemCode.CITATION: (
        "A citation of a key that no .bib file has, or that cannot be read; a citation in a heading; `footcite`; "
        "a filter of `bibliography`."
    ),
    ProblemCode.BIBLIOGRAPHY: (
        "A .bib file that is missing, or an entry that cannot be read as written, lacks what its kind needs, has an "
        "identifier of the wrong form, or is there twice: one key, two keys that differ only in case, one DOI. "
        "Every other entry is kept."
    ),
    ProblemCode.CONFIG: "A configuration value that cannot be used; its default is used instead.",
}


@dataclass(frozen=True)
class Problem:
    """One fault, with what was found, what is allowed and how to mend it.

    :param code: what kind of fault it is
    :param message: one line for the person who mends it
    :param line: 1-based line in the page or file, if known
    :param path: the file, where it is not the page itself
    """

    code: ProblemCode
    message: str
    line: int | None = None
    path: str | None = None

    def as_plain(self) -> tuple[str, str, int | None, str | None]:
        """Return the values that are stored in the environment's pickle."""
        return (self.code.value, self.message, self.line, self.path)

    @classmethod
    def from_plain(cls, plain: tuple[str, str, int | None, str | None]) -> Problem:
        """Return the problem that :meth:`as_plain` was taken from."""
        return cls(ProblemCode(plain[0]), *plain[1:])
