"""The one place that sets confidence: how likely a value read on a basis is right.

Belongs here: the number a basis gets. Does not belong here: who wins among candidates (each field's own module).

A confidence is the probability, as a careful reader of news pages would put it, that a value of this field, read
on this basis and chosen, is what the page says of itself. The numbers are judgements, not measured shares.
"""

from __future__ import annotations

BASES: dict[tuple[str, str], float] = {
    # titles
    ("title", "source"): 0.95,  # whoever scraped the page stored it beside the text
    ("title", "column"): 0.95,
    ("title", "markup"): 0.9,  # og:title, JSON-LD headline: right but for suffixes and social wordings
    ("title", "url"): 0.3,
    # dates
    ("published_on", "source"): 0.97,
    ("published_on", "column"): 0.97,
    ("published_on", "markup"): 0.96,
    ("published_on", "published_label"): 0.96,
    ("published_on", "header"): 0.94,
    ("published_on", "updated_label"): 0.6,  # only the change is dated; most pages change on the day they appear
    ("published_on", "updated_markup"): 0.6,
    ("published_on", "url"): 0.9,
    ("published_on", "attribution"): 0.85,
    ("published_on", "dateline"): 0.85,
    ("published_on", "event"): 0.6,  # written the same day or the day after
    ("published_on", "relative"): 0.7,
    ("published_on", "page_clock"): 0.55,  # the day the page was shown, on sites that print it
    ("updated_on", "updated_label"): 0.95,
    ("updated_on", "markup"): 0.95,
    # people
    ("authors", "source"): 0.9,
    ("authors", "column"): 0.9,
    ("authors", "markup"): 0.9,
    ("authors", "byline_label"): 0.93,
    ("authors", "byline"): 0.8,  # a name alone, where bylines stand
    ("editor", "editor_label"): 0.95,
    # outlets
    ("publisher", "markup"): 0.9,
    ("publisher", "dateline"): 0.85,
    ("publisher", "title_suffix"): 0.8,
    ("publisher", "follow_us"): 0.8,
    ("publisher", "copyright"): 0.75,
    ("publisher", "url"): 0.7,
    ("publisher", "signature"): 0.85,
    ("publisher", "byline"): 0.85,
    ("publisher", "reporting"): 0.8,
    ("publisher", "credit"): 0.6,
    ("source", "source_label"): 0.95,
    ("source", "byline"): 0.8,
    ("source", "attribution"): 0.8,
    ("source", "dateline"): 0.8,
    ("source", "signature"): 0.85,
    ("publisher", "masthead"): 0.8,
    ("publisher", "furniture"): 0.6,
    ("publisher", "source"): 0.9,
    ("publisher", "column"): 0.9,
    ("source", "source"): 0.9,
    ("source", "column"): 0.9,
    ("place", "dateline"): 0.9,
    ("place", "source"): 0.9,
    ("place", "column"): 0.9,
    ("editor", "source"): 0.9,
    ("editor", "column"): 0.9,
    ("editor", "markup"): 0.85,
    # the rest
    ("published_at", "source"): 0.97,
    ("published_at", "column"): 0.97,
    ("published_at", "markup"): 0.96,
    ("published_at", "url"): 0.9,
    ("updated_on", "source"): 0.95,
    ("updated_on", "column"): 0.95,
    ("subtitle", "source"): 0.9,
    ("subtitle", "column"): 0.9,
    ("url", "source"): 0.98,
    ("url", "column"): 0.98,
    ("url", "markup"): 0.97,
    ("tags", "source"): 0.9,
    ("tags", "column"): 0.9,
    ("tags", "markup"): 0.85,
}


def confidence(field: str, basis: str) -> float:
    """The prior of a basis; 0.5 for one that nobody has judged."""
    return BASES.get((field, basis), 0.5)


def priors(field: str) -> dict[str, float]:
    """The prior of every basis of ``field``."""
    return {basis: prior for (of, basis), prior in BASES.items() if of == field}


def keyed() -> dict[str, float]:
    """All priors by ``"field basis"``."""
    return {f"{field} {basis}": prior for (field, basis), prior in BASES.items()}
