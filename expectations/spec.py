"""What an expectation is: its name, where it looks, what it means, and the SQL that names the rows that break it.

Belongs here: the vocabulary of the gate. Does not belong here: any one expectation (``expectations.suites``), or how
one is run (``expectations.auditor``).

An expectation's SQL returns the rows that *break* it; no row means that it holds. It speaks of the candidate's tables
by their plain names, and of the measures of ``expectations.facts``. It never returns page text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Severity = Literal["critical", "warning", "info"]
Level = Literal["row", "table"]
Dimension = Literal["completeness", "uniqueness", "validity", "consistency", "timeliness", "accuracy"]

SEVERITIES: tuple[str, ...] = get_args(Severity)
Scope = Literal["document", "corpus"]
LEVELS: tuple[str, ...] = get_args(Level)
DIMENSIONS: tuple[str, ...] = get_args(Dimension)

_NAME_LENGTH = "{2,79}"
"""Letters of a name behind its first: it stands in tables, addresses and the names of Dagster's checks."""

NAME = re.compile(rf"[a-z][a-z0-9_]{_NAME_LENGTH}")
A_NAME = "use lower-case letters, digits and _, a letter first, 3 to 80 of them"
"""What ``NAME`` asks for, in words."""


@dataclass(frozen=True)
class ExpectationSpec:
    """One expectation, complete, without Great Expectations being imported.

    ``severity`` says what happens to what breaks it. *critical*: it is not published: of a row rule, the document goes
    to quarantine; of a table rule, the gate shuts. *warning*: it is published, with the result on record as a failure.
    *info*: it is on record.
    """

    name: str
    table: str
    severity: Severity
    dimension: Dimension
    description: str
    threshold: str = "none may break it"  # in words, with the numbers in force
    column: str | None = None
    level: Level = "table"
    scope: Scope = "corpus"  # document: the rows of a document that break it hang on that document's own rows alone
    sql: str | None = None  # the rows that break it; a row rule's rows have the columns document_id and detail
    key: tuple[str, ...] = ()  # columns of those rows that may be shown as a sample
    observe: str | None = None  # SQL of one value that is plotted over the editions; default: share of rows
    builtin: str | None = None  # instead of ``sql``: an expectation that Great Expectations brings, by its type
    kwargs: dict[str, Any] = field(default_factory=dict)
    broken_by: tuple[str, ...] = ()  # SQL after which rows of a sound candidate break it: what its test does
    own: bool = False  # written by the user
    file: str = ""  # in which the user wrote it

    @property
    def class_name(self) -> str:
        """Name of its class in Great Expectations, as Data Docs and the Dagster UI show it."""
        return "Expect" + "".join(part.capitalize() for part in self.name.split("_"))

    @property
    def called(self) -> str:
        """What a sentence about a fault of it calls it: of the user's own, with its file."""
        return f"Expectation {self.name} of {self.file}" if self.file else f"Expectation {self.name}"

    @property
    def holds(self) -> bool:
        """Whether a document that breaks it goes to quarantine."""
        return self.level == "row" and self.severity == "critical"
