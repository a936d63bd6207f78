"""How the cells of a column look, in shares of those that are filled, and from which share on a column is of a kind.

Belongs here: the looks, and every threshold that says what they mean. Does not belong here: the judgement about columns
(``profiles``), what one cell means (``cells``).

The shares are none that were fitted: tables are clean or mixed, with little between. They leave room for the cells that
scrapers fill with something else ("-", an error, the next column's value), and where names and values are at odds they
ask the more of the values the more is lost by a mistake.
"""

from __future__ import annotations

import re
from statistics import median
from typing import NamedTuple

from kliping.reading.formats.cells import is_clock, moment
from kliping.reading.formats.spoken import month_in_words
from kliping.text import lengths

_BEFORE_LINK = "{0,300}"
"""Characters of an object before the address in it: not the whole of a cell is searched."""

LONG = 200
"""Characters from which a cell is a text rather than a value."""

TEXT_SPACES = 8
"""Spaces in a cell that long from which it is one of sentences: addresses and lists of ids hold none."""

DAY_CHARS = 80
"""Characters of a cell up to which it may be a day with its weekday, label, time and zone; longer ones are texts."""

NAME_CHARS = 40
"""Characters of a cell up to which it may be a person's name."""

SAMPLED_CHARS = 2000
"""Characters of a cell that are looked at: what it is shows at its beginning."""

MOST = 0.8
"""Share of a column's filled cells from which it is what they are: one in five may be something else by mistake."""

NEARLY_ALL = 0.9
"""The same where the name says otherwise, and for values of which each is another."""

MANY_KINDS = 0.7
"""Share of different values from which they are of pages, and not of a few sites or sections."""

SOME = 0.3
"""Share of addresses from which a column named for them is one though most cells hold none; of pictures' addresses from
which the addresses are theirs."""

HARDLY_ANY = 0.1
"""Share below which a look is chance."""

FEW = 3
"""Filled cells below which values say nothing against a name."""

DATED_TEXT = 60
"""Characters (median) above which cells without days in them are texts, whatever a column of days is called."""

HEADLINE = 20
"""Characters (median) from which a column of lines, each another, may be one of titles: names and sections are less."""

_URL = re.compile(r"^(?:https?:)?//\S+$")
_PATH = re.compile(r"^https?://[^\s/]+/[^\s?#]|^https?://[^\s/]+/?\?\S")
_LINKED = re.compile(rf'^\[?\{{[^{{}}]{_BEFORE_LINK}"(?:href|url|@id)"\s*:\s*"(?:https?:)?//[^"\s]+"')
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp4)(?:\?|$)", re.IGNORECASE)
_HOST = re.compile(rf"^(?:[a-z0-9-]+\.)+[a-z]{lengths.HOST_ENDING}$", re.IGNORECASE)
_SLUG = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+){2,}/?$")
_NAME = re.compile(r"^[^\W\d_][\w.'’`-]*(?: [\w.'’`-]+){1,4}$")


class Looks(NamedTuple):
    """Shares of a column's filled cells that look like something."""

    filled: int
    url: float
    path: float
    linked: float
    picture: float
    host: float
    day: float
    clock: float
    slug: float
    name: float
    long: float
    length: float
    different: float
    figures: float


def looks_of(values: list[str]) -> Looks:
    """The shares of filled cells; of nothing where there are none."""
    count = len(values)

    def share(test: re.Pattern[str]) -> float:
        return sum(test.search(value) is not None for value in values) / count

    if not count:
        return Looks(0, *[0.0] * (len(Looks._fields) - 1))
    return Looks(
        count,
        share(_URL),
        share(_PATH),
        share(_LINKED),
        share(_PICTURE),
        share(_HOST),
        sum(len(value) <= DAY_CHARS and is_day(value) for value in values) / count,
        sum(is_clock(value) for value in values) / count,
        share(_SLUG),
        sum(len(value) <= NAME_CHARS and _NAME.match(value) is not None and value[0].isupper() for value in values)
        / count,
        sum(len(value) >= LONG and value.count(" ") >= TEXT_SPACES for value in values) / count,
        float(median(len(value) for value in values)),
        len(set(values)) / count,
        sum(re.match(r"^[\d\s.,:+-]+$", value) is not None for value in values) / count,
    )


def is_day(value: str) -> bool:
    """Whether a cell is a date, in figures or in words."""
    return moment(value, "dmy") is not None or month_in_words().search(value) is not None
