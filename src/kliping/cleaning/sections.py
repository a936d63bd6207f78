"""What lines say by the phrases on them: which sections of words make which role, and which phrases are matched.

Belongs here: the cleaner's view of the words. Does not belong here: the words (``kliping.words``), matching them
against lines (``phrases``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.words import Entry

if TYPE_CHECKING:
    from kliping.words import Words

SECTION_ROLES = {
    "related": "related",
    "share": "boilerplate",
    "byline": "byline",
    "editor": "editor",
    "source": "source",
    "date": "date",
    "reading_time": "reading_time",
    "advertising": "boilerplate",
    "pagination": "boilerplate",
    "comments": "boilerplate",
    "newsletter": "boilerplate",
    "consent": "boilerplate",
    "caption": "caption",
    "contact": "contact",
    "navigation": "boilerplate",
}
"""The role a removed line gets from each section. The order breaks ties: an earlier section wins."""

MATCHED_KINDS = ("equals", "labels", "starts", "contains")
"""Kinds the line matcher knows, the surest first."""

INDEXED_KINDS = (*MATCHED_KINDS, "weekdays", "months")
"""Kinds that are looked up by the words of a line."""

_TOLD = {
    ("byline", "line_labels"): ("byline", "labels"),
    ("editor", "line_labels"): ("editor", "labels"),
    ("source", "line_labels"): ("source", "labels"),
    ("date", "neutral"): ("date", "labels"),
    ("published", "labels"): ("date", "labels"),
    ("published", "line_labels"): ("date", "labels"),
    ("published", "opening"): ("date", "labels"),
    ("updated", "labels"): ("date", "labels"),
    ("updated", "line_labels"): ("date", "labels"),
    ("outlet", "agencies_of_one_meaning"): ("caption", "equals"),
}
"""Words of other kinds that tell what a line is, and the section and kind that they are matched by."""


def line_entries(known: Words) -> tuple[Entry, ...]:
    """The entries that are looked up on lines, as the section and kind that they are matched by, sorted, each once.

    Names of months and weekdays that make a line look dated are those of the calendars.
    """
    found = set()
    for entry in known.entries:
        told = _TOLD.get((entry.section, entry.kind))
        if told is not None:
            section, kind = told
            found.add(entry._replace(section=section, kind=kind, phrase=entry.phrase.lower()))
        elif entry.section in SECTION_ROLES and entry.kind in INDEXED_KINDS:
            found.add(entry)
    for kind, named in known.dated.items():
        found.update(Entry(language, "date", kind, name) for name, spoken in named.items() for language in spoken)
    return tuple(sorted(found))
