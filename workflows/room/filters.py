"""What a reader asks the list for, from the address of the page and back into one.

Belongs here: reading and writing the address. Does not belong here: the query (``listing``).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

STATUSES = ("published", "duplicate", "quarantined", "unreadable", "removed", "any")
CONFIDENCES = {"low": (0.0, 0.5), "middle": (0.5, 0.8), "high": (0.8, 1.1)}
"""Bands of ``body_confidence``: from, up to."""

QUALITIES = {
    "no_date": "published_on IS NULL",
    "no_title": "title IS NULL",
    "no_author": "len(authors) = 0",
    "no_outlet": "publisher IS NULL",
    "short": "word_count < 100",
    "unsure_language": "language_confidence < 0.8",
}
"""What may be amiss with an article, as a condition on its row."""

ORDERS = ("newest", "least_sure")

WISH = 400
"""Characters of one wish that are heeded."""

NUMBER_DIGITS = 9
"""An address that names a number has fewer digits: it fits into every integer."""


@dataclass(frozen=True)
class Filters:
    """What is asked for; an empty string is no wish."""

    q: str = ""
    outlet: str = ""
    language: str = ""
    since: str = ""  # ISO day
    until: str = ""
    status: str = "published"
    kind: str = ""
    confidence: str = ""
    quality: str = ""
    order: str = "newest"
    after: str = ""  # where the page before ended

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Filters:
        """The filters that an address names; a value that no filter knows is no wish."""
        given = {one.name: asked.get(one.name, "").strip()[:WISH] for one in fields(cls)}
        known: dict[str, Collection[str]] = {
            "confidence": CONFIDENCES,
            "quality": QUALITIES,
            "order": ORDERS,
            "status": STATUSES,
        }
        for name, values in known.items():
            if given[name] not in values:
                given[name] = ""
        for name in ("since", "until"):
            given[name] = _day(given[name])
        return cls(**{**given, "status": given["status"] or "published", "order": given["order"] or "newest"})

    @property
    def of_documents(self) -> bool:
        """Whether documents are listed, and not articles alone."""
        return self.status != "published" or bool(self.kind)

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for beyond all articles."""
        return replace(self, after="", order="newest") != Filters()

    def address(self, **changed: str) -> str:
        """The address of the list with some filters changed; it begins anew unless ``after`` is given."""
        now = replace(self, **{"after": "", **changed})
        default = Filters()
        asked = {one.name: getattr(now, one.name) for one in fields(now)}
        told = {name: value for name, value in asked.items() if value != getattr(default, name)}
        return "/?" + urlencode(told) if told else "/"


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
