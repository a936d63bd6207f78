"""What stands in a cell: placeholders, escapes written out, dates in figures, lists.

Belongs here: making one cell, or one column of cells, say what it meant. Does not belong here: which column holds what
(``columns``, ``profiles``), and dates in words (``kliping.metadata``).
"""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from kliping.reading.formats.columns import listed
from kliping.reading.formats.json_literals import python_value
from kliping.reading.formats.spoken import (
    clock_alone,
    half_of_day,
    placeholders,
    weekdays,
    zones,
    zones_written_day_first,
)
from kliping.text import lengths
from kliping.text.characters import CENTURY, OF_LAST_CENTURY, THIS_CENTURY, letter_runs
from kliping.words import made_of_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

_TO_CLOCK = "{0,12}"
"""Characters between a day and its clock: a word such as "pukul", and signs."""

NAMES = ("authors", "editor", "publisher", "source", "place", "tags")
"""Fields whose values are names: a number is none."""

DATES = ("published_on", "updated_on")

_NO_VALUE = r"^[\W_]*$|^[\[{<(%]{2}.*[\]}>)%]{2}$"
_NO_DAY = r"^(?:1970-01-01|0000-00-00|0001-01-01|1900-01-00|00[/-]00[/-]|0?1[/-]0?1[/-]1970)"
_ZERO = r"^0+(?:\.0+)?$"
_NUMBER = r"^[\d\s.,:+-]*$"

_LONGEST_LIST = 1_000_000
"""Characters of a list that is parsed: the paragraphs of any article."""

_SHORT = 40
"""Bytes of the longest placeholder that is a word, with room to spare."""

_NOTHING_LONG = rf"^(?:[\W_]{{2}}|[\d\s.,:+-]{{{_SHORT}}})"
"""How a longer cell begins that holds no value: with signs, or with figures for all of that length."""

ENTITY = re.compile(r"&(?:amp|quot|nbsp|lt|gt|apos|[lr][sd]quo|[mn]dash|hellip|bull|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
"""Characters as HTML writes them, in what is no HTML."""

WRITTEN = re.compile(r"\\(?:r\\n|[nrt]|u[0-9a-fA-F]{4}|[\"'/])")
"""Escapes written out, as a dump of a dump has them."""

_SHOWN = re.compile(r"\\[nr]|\\u[0-9a-fA-F]{4}")
"""Of these, those that say that a column holds them: quotes and strokes stand behind a backslash for other reasons."""

_MONTHS, _HOURS, _MINUTES = 12, 24, 60
"""Of a year, of a day, of an hour."""

_SLIPS = 0.02
"""Share of a column's dates that may speak for the other order of day and month by a slip; more, and both occur."""

_OF_SECONDS, _OF_MILLISECONDS = 10, 13
"""Digits up to which a number counts seconds since 1970, and milliseconds: those of the years 2001 to 2286. More count
microseconds."""

_MANY_BREAKS = 0.1
"""Share of a column's cells with line breaks written out from which they are what the dump made of real ones: a text on
programming has one now and then."""

_MANY_ENTITIES = 0.05
"""Share of cells with characters written as in HTML from which the column is: short cells have none to show."""

_SIGNS = {"\\n": "\n", "\\r\\n": "\n", "\\r": "\n", "\\t": " "}

_FIGURES = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/])"
    rf"(?:\D{_TO_CLOCK}?(\d{{1,2}})[:.](\d{{2}})(?:[:.](\d{{2}}))?(?:\.\d+)?)?"
)
_YEAR_FIRST = re.compile(
    r"(?<![\d/.-])((?:19|20)\d{2})([/.-])(\d{1,2})\2(\d{1,2})(?!\d)(?:\D{0,4}?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?)?"
)
_OFFSET = re.compile(r"(Z|[+-]\d{2}:?\d{2})\s*$")
_STAMP = re.compile(r"^(\d{9,10}|\d{12,13}|\d{15,16})(?:\.\d+)?$")
_SERIAL = re.compile(r"^[345]\d{4}(?:[.,]\d+)?$")
"""Days since 1899, and the part of a day with the comma of the place where the sheet was written out."""
_PACKED = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(?:\.0+)?(?:Z|\+0000)?$")
BEFORE_OUTLET = r"\s(?:[|–—·»•-]|::)\s"
"""The sign between a title and the outlet's name."""

_SUFFIX = re.compile(BEFORE_OUTLET + rf"((?:(?!\s-\s)[^|–—·»•]){lengths.OUTLET})$")
_ENDING = 200  # characters at a title's end that an outlet and its sign may take
_MANY, _NEARLY_ALL = 10, 0.9
"""Different titles that a file must have, and the share of them that ends alike, before an ending is the outlet's."""
_EXCEL = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day has no zone


@made_of_words
def _placeholders() -> tuple[frozenset[str], frozenset[str]]:
    by_programs = listed()["placeholders"]
    return placeholders("nothing") | {*by_programs["any"]}, placeholders("nobody") | {*by_programs["authors"]}


def is_placeholder(value: str, field: str = "") -> bool:
    """Whether a cell holds no value but a sign that there is none; ``field`` is what its column was taken for."""
    anything, people = _placeholders()
    small = value.strip().lower()
    return (
        small in anything
        or (field == "authors" and small in people)
        or re.search(_NO_VALUE, small) is not None
        or (field == "title" and re.search(_ZERO, small) is not None)
        or (field in NAMES and re.search(_NUMBER, small) is not None)
        or (field in DATES and re.search(_NO_DAY, small) is not None)
    )


def may_be_nothing(value: pl.Expr) -> pl.Expr:
    """Whether a cell is short, or begins, as those do that hold no value: a cheap look before the true one."""
    return (value.str.len_bytes() <= _SHORT) | value.str.contains(_NOTHING_LONG)


def holds_value(value: pl.Expr, field: pl.Expr) -> pl.Expr:
    """Whether a cell holds a value, judged as ``is_placeholder`` does, a column at a time; null where it is null."""
    anything, people = _placeholders()
    small = value.str.strip_chars().str.to_lowercase()
    return ~(
        small.is_in(list(anything))
        | small.str.contains(_NO_VALUE)
        | ((field == "authors") & small.is_in(list(people)))
        | ((field == "title") & small.str.contains(_ZERO))
        | (field.is_in(NAMES) & small.str.contains(_NUMBER))
        | (field.is_in(DATES) & small.str.contains(_NO_DAY))
    )


def unescaped(value: str) -> str:
    """``value`` with its entities undone, once; none of them becomes a line break."""
    return ENTITY.sub(lambda entity: re.sub(r"[\r\n]", " ", html.unescape(entity.group())), value)


def unwritten(value: str) -> str:
    r"""``value`` with escapes that were written out (``\n``, ``\u00a0``, ``\"``) undone, once."""

    def sign(found: re.Match[str]) -> str:
        written = found.group()
        if written in _SIGNS:
            return _SIGNS[written]
        if written[1] == "u":
            letter = chr(int(written.removeprefix("\\u"), 16))
            return letter if letter.isprintable() or letter == "\xa0" else " "
        return written[1]

    return WRITTEN.sub(sign, value)


def listed_values(value: str) -> list[str] | None:
    """The items of a list as Python writes it: ``['Sari Dewi', 'Budi']``; None when it is none."""
    if not (value.startswith(("[", "(", "{'")) and len(value) <= _LONGEST_LIST):
        return None
    try:
        found = python_value(value)
    except ValueError:
        return None
    if not isinstance(found, list | tuple):
        return None
    return [str(one) for one in found if one is not None]


def shared_suffix(titles: Sequence[str]) -> str | None:
    """The name that nearly all of many titles end in behind a sign ("… - Kabar Contoh"): no part of a headline."""
    if len(set(titles)) < _MANY:
        return None
    ends = Counter(found[1] for title in titles if (found := _SUFFIX.search(unescaped(title[-_ENDING:]))))
    suffix, count = max(ends.items(), key=lambda one: (one[1], one[0]), default=("", 0))
    return suffix if count >= _NEARLY_ALL * len(titles) else None


def is_clock(value: str) -> bool:
    """Whether a cell holds a time of day and no day."""
    return clock_alone().match(value.strip()) is not None


def day_order(values: Iterable[str]) -> str | None:
    """Whether a column writes the day or the month first, ``dmy`` or ``mdy``, from all its dates in figures.

    A number above twelve is a day; a weekday beside a date fits one order only; a zone of Indonesia or Malaysia is
    written by people who write the day first, which counts where nothing else does. ``mixed``: both orders occur.
    None: nothing tells.
    """
    first = second = local = 0
    named, local_zones = weekdays(), zones_written_day_first()
    for value in set(values):
        if _YEAR_FIRST.search(value) or not (found := _FIGURES.search(value)):
            continue
        one, two, year = int(found[1]), int(found[3]), _full(found[4])
        words = set(letter_runs(value.replace("'", "").replace("’", "").lower()))
        local += not words.isdisjoint(local_zones)
        if one > _MONTHS or two > _MONTHS:
            first, second = first + (one > _MONTHS >= two), second + (two > _MONTHS >= one)
            continue
        said = next((named[word] for word in words if word in named), None)
        if said is not None and one != two:
            first += _weekday(year, two, one) == said != _weekday(year, one, two)
            second += _weekday(year, one, two) == said != _weekday(year, two, one)
    if not first and not second:
        return "dmy" if local else None
    if min(first, second) > _SLIPS * (first + second):
        return "mixed"
    return "dmy" if first > second else "mdy"


def _full(year: str) -> int:
    value = int(year)
    if len(year) > 2:
        return value
    return value + (THIS_CENTURY if value < OF_LAST_CENTURY else THIS_CENTURY - CENTURY)


def _weekday(year: int, month: int, day: int) -> int:
    try:
        return date(year, month, day).weekday()
    except ValueError:
        return -1


def moment(value: str, order: str | None = None, zone: str | None = None) -> str | None:
    """A date in figures as ISO 8601: figures in the given order, epoch seconds, Excel's days; None: none of these.

    Args:
        value: a cell.
        order: what ``day_order`` says of its column. Without one only what can be read in one way is read.
        zone: the offset that holds where the cell names none.
    """
    value = value.strip()
    if stamped := _stamp(value, zone):
        return stamped
    if found := _YEAR_FIRST.search(value):
        return _written(int(found[1]), int(found[3]), int(found[4]), found, value, zone)
    found = _FIGURES.search(value)
    if found is None or re.search(r"\d{4}.*\d{4}", found.group()):
        return None
    one, two = int(found[1]), int(found[3])
    if one > _MONTHS or (two <= _MONTHS and (order == "dmy" or one == two)):
        day, month = one, two
    elif two > _MONTHS or order == "mdy":
        day, month = two, one
    else:
        return None
    return _written(_full(found[4]), month, day, found, value, zone)


def _stamp(value: str, zone: str | None) -> str | None:
    try:
        if found := _PACKED.match(value):
            year, month, day = int(found[1]), int(found[2]), int(found[3])
            clock = f"T{found[4]}:{found[5]}" if found[4] else ""
            return date(year, month, day).isoformat() + clock + (zone or "" if clock else "")
        if found := _STAMP.match(value):
            digits = len(found[1])
            seconds = float(value) / (1 if digits <= _OF_SECONDS else 1000 if digits <= _OF_MILLISECONDS else 1_000_000)
            return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
        if _SERIAL.match(value):
            days = float(value.replace(",", "."))
            at = _EXCEL + timedelta(days=days)
            whole = days.is_integer()
            return at.date().isoformat() if whole else at.isoformat(timespec="minutes") + (zone or "")
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _written(year: int, month: int, day: int, found: re.Match[str], value: str, zone: str | None) -> str | None:
    try:
        iso = date(year, month, day).isoformat()
    except ValueError:
        return None
    if found[5] is None or int(found[5]) >= _HOURS or int(found[6]) >= _MINUTES:
        return iso
    hour, rest = int(found[5]), value[found.end() :]
    half = half_of_day().match(rest.strip())
    if half and 1 <= hour <= _HOURS // 2:
        hour = hour % (_HOURS // 2) + _HOURS // 2 * (half["later"] is not None)
    offset = _OFFSET.search(rest)
    offsets = zones()
    named = next((offsets[word] for word in re.findall(r"[a-z]+", rest.lower()) if word in offsets), None)
    return f"{iso}T{hour:02}:{found[6]}{offset[1] if offset else named or zone or ''}"


def breaks_written(values: Sequence[str]) -> bool:
    r"""Whether a column shows line breaks as ``\n``: in a good part of its cells, and more of them than real ones."""
    written = sum(_SHOWN.search(value) is not None for value in values)
    real = sum("\n" in value for value in values)
    return written >= max(1, _MANY_BREAKS * len(values)) and written > real


def entities_shown(values: Sequence[str]) -> bool:
    """Whether a column of texts shows its characters as HTML entities and is no HTML."""
    shown = sum(ENTITY.search(value) is not None for value in values)
    return shown >= max(1, _MANY_ENTITIES * len(values)) and not any("</" in value for value in values)
