"""What the columns of one table hold, from their names and from the values of a sample of its rows.

A profile is made once, from the beginning of a file, so that every part of the file is read alike.

Belongs here: the judgement about columns. Does not belong here: names (``columns``), what one cell means (``cells``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from kliping.fields import METADATA_FIELDS
from kliping.reading.formats.cells import (
    DATES,
    NAMES,
    breaks_written,
    day_order,
    entities_shown,
    is_placeholder,
    moment,
    shared_suffix,
)
from kliping.reading.formats.chats import forwarded
from kliping.reading.formats.columns import TEXT, Mapped, keys_a_page, mapped, named, numbered, ordered, zone_named
from kliping.reading.formats.doubts import doubts
from kliping.reading.formats.leads import lead_column
from kliping.reading.formats.looks import (
    DATED_TEXT,
    FEW,
    HARDLY_ANY,
    HEADLINE,
    LONG,
    MANY_KINDS,
    MOST,
    NEARLY_ALL,
    SAMPLED_CHARS,
    SOME,
    Looks,
    looks_of,
)
from kliping.reading.formats.scattered import scattered, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

CLOCK = "clock"
"""What a column is taken for that holds the time of day to another column's day."""

_TEXTS_BEHIND = 0.2
"""Length of a column named like a text, of the longest such column's, below which it holds teasers of it."""

_WHOLE = 1500
"""Characters of a cell that is no paragraph but a text of its own."""

_SITES_BEHIND = 500
"""What is added to the rank of a column of sites: a column that names its outlet in words goes before it."""

_TEASERS_BEHIND = 10_000
"""What is added to the rank of a column of teasers: more than any name's."""


class Verdict(NamedTuple):
    """What a column was taken for: ``text``, a field, ``clock`` or nothing (``""``); by what, and why."""

    column: str
    meaning: str
    by: str  # setting, name, values, none
    why: str


_NOTHING = Mapped((), {})


@dataclass(frozen=True)
class Profile:
    """The columns of one table."""

    mapping: Mapped = _NOTHING
    verdicts: tuple[Verdict, ...] = ()
    orders: dict[str, str] = field(default_factory=dict)
    """Column → how its dates in figures are read: ``dmy``, ``mdy`` or ``mixed``."""
    ambiguous: frozenset[str] = frozenset()
    """Columns of days in which figures stand whose order matters."""
    zones: dict[str, str] = field(default_factory=dict)
    """Column → offset from UTC that its name states."""
    written: frozenset[str] = frozenset()
    r"""Columns whose line breaks are written out (``\n``)."""
    entities: frozenset[str] = frozenset()
    """Columns whose characters are written as HTML entities."""
    forwarded: frozenset[str] = frozenset()
    """Columns of texts with the signs of a messenger."""
    doubts: dict[str, str] = field(default_factory=dict)
    """Column → why its values are doubted."""
    suffixes: dict[str, str] = field(default_factory=dict)
    """Column of titles → what nearly all of them end in, the outlet's name."""
    lead: str | None = None
    """The column that holds the first paragraph of the texts."""
    parts: tuple[str, ...] = ()
    """Columns that hold a paragraph of the text each, in their order."""
    clock: str | None = None
    extra: tuple[str, ...] = ()
    """Columns beyond the fields, in the order of the file."""
    chosen: tuple[tuple[str, str], ...] = ()
    """The user's own mapping."""
    torn: str = ""
    """How the rows of a table belong together that has a paragraph a row; empty for any other."""

    @property
    def dates(self) -> list[str]:
        """The columns of days."""
        return [column for name in DATES for column in self.mapping.fields.get(name, ())]

    @property
    def unsettled(self) -> list[str]:
        """The columns of days in whose sample figures stand that could be read in two ways."""
        return [column for column in self.dates if column in self.ambiguous and column not in self.orders]

    def settled(self, cells: Mapping[str, Sequence[str]]) -> Profile:
        """The same with the order of day and month of columns as all of these cells say it."""
        orders = {column: order for column, values in cells.items() if (order := day_order(values))}
        return replace(self, orders={**self.orders, **orders})

    def of(self, columns: Sequence[str]) -> Mapped:
        """The mapping for these columns of the table: those the sample did not show count by their names."""
        known = {verdict.column for verdict in self.verdicts}
        known |= {column.partition(".")[0] for column in known}  # objects that nested columns stand in
        others = mapped([column for column in columns if column not in known], dict(self.chosen))
        there = set(columns)
        fields = {
            name: tuple(
                column
                for column in (*self.mapping.fields.get(name, ()), *others.fields.get(name, ()))
                if column in there
            )
            for name in sorted({*self.mapping.fields, *others.fields})
        }
        texts = tuple(column for column in (*self.mapping.text, *others.text) if column in there)
        return Mapped(texts, {name: columns_ for name, columns_ in fields.items() if columns_})


def _needs_order(value: str) -> bool:
    """Whether figures are a date only once it is known whether the day or the month comes first."""
    return moment(value) is None and moment(value, "dmy") is not None


def profile(sample: Mapping[str, Sequence[str | None]], chosen: Mapping[str, str]) -> Profile:
    """The profile of a table.

    Args:
        sample: column → its cells in some rows of the table.
        chosen: the user's mapping: field or ``text`` → column.
    """
    cells = {
        column: [value.strip() for value in values if value and not is_placeholder(value)]
        for column, values in sample.items()
    }
    looks = {column: looks_of([value[:SAMPLED_CHARS] for value in values]) for column, values in cells.items()}
    taken = {column: meaning for meaning, column in chosen.items()}
    found: dict[str, list[tuple[int, str]]] = {}
    verdicts: list[Verdict] = []
    for column in sample:
        if column in taken:
            verdict, rank = Verdict(column, taken[column], "setting", f"reading.columns.{taken[column]} names it"), -1
        else:
            verdict, rank = _by_name(column, looks[column])
        verdicts.append(verdict)
        if verdict.meaning:
            found.setdefault(verdict.meaning, []).append((rank, column))
    parts = () if TEXT in found else _in_parts(verdicts, looks, found)
    _by_values(verdicts, looks, found)
    _settle_texts(looks, found)
    clock = next((column for _, column in found.pop(CLOCK, [])), None)
    dates = [column for name in DATES for _, column in found.get(name, ())]
    orders = {column: order for column in dates if (order := day_order(cells[column]))}
    mapping = ordered(found)
    torn = scattered(sample, mapping, chosen)
    if lead := lead_column(_whole_texts(sample, parts), mapping, chosen):
        verdicts = [_as_lead(verdict) if verdict.column == lead else verdict for verdict in verdicts]
        mapping = mapping.without(lead)
    return Profile(
        mapping,
        tuple(verdicts),
        orders,
        frozenset(column for column in dates if any(map(_needs_order, cells[column]))),
        {column: zone for column in dates if (zone := zone_named(column))},
        frozenset(column for column in sample if breaks_written(cells[column])),
        frozenset(column for _, column in found.get(TEXT, ()) if entities_shown(cells[column])),
        frozenset(column for _, column in found.get(TEXT, ()) if forwarded(cells[column])),
        doubts(sample, mapping, orders, clock),
        {column: suffix for _, column in found.get("title", ()) if (suffix := shared_suffix(cells[column]))},
        lead,
        parts,
        clock if "published_on" in found else None,
        tuple(verdict.column for verdict in verdicts if not verdict.meaning),
        tuple(chosen.items()),
        told(torn) if torn else "",
    )


def _by_name(column: str, look: Looks) -> tuple[Verdict, int]:
    """What a column is by its name, where its values do not gainsay it; and its rank."""
    meant = named(column)
    if meant is None:
        return Verdict(column, "", "none", "neither its name nor its values say what it is"), 0
    meaning, rank = meant
    if meaning not in _TAKEN:
        if keys_a_page(column) and look.path >= MOST:
            return Verdict(column, "", "values", "its name is that of a key, but its values are addresses"), 0
        return Verdict(column, "", "name", "its name is that of a value beyond the fields"), 0
    if look.filled:
        if meaning in DATES and look.clock >= MOST:
            return Verdict(column, CLOCK, "values", "its values are times of day"), rank
        if meaning == "source" and look.host >= MOST:
            return Verdict(column, "publisher", "values", "its values are the names of sites"), rank + _SITES_BEHIND
        if why := _gainsaid(meaning, look):
            return Verdict(column, "", "values", f"its name says {meaning}, but {why}"), 0
    return Verdict(column, meaning, "name", f"its name is one of those of {meaning}"), rank


def _gainsaid(meaning: str, look: Looks) -> str:
    """Why the values cannot be what the name says; empty when they can."""
    if meaning == "url":
        return "" if max(look.url, look.linked) >= SOME or look.filled < FEW else "its values are no addresses"
    if meaning != TEXT and meaning not in {"publisher", "source"} and look.url >= MOST:
        return "its values are addresses"
    if meaning in {"publisher", "source"} and look.path >= MOST and look.different >= MANY_KINDS and look.filled >= FEW:
        return "its values are addresses"  # of pages: those of a site would stand for its name
    if meaning in DATES and look.day < HARDLY_ANY and look.filled >= FEW and look.length > DATED_TEXT:
        return "its values are no dates"
    if meaning == "title" and look.slug >= NEARLY_ALL and look.filled >= FEW:
        return "its values are parts of addresses"
    if meaning in NAMES and meaning != "tags":
        if look.figures >= NEARLY_ALL:
            return "its values are numbers"
        if look.length > LONG:
            return "its values are long texts"
    if meaning == TEXT and look.filled >= FEW and (look.figures >= NEARLY_ALL or look.url >= NEARLY_ALL):
        return "its values are numbers or addresses"
    return ""


_TAKEN = frozenset({TEXT, *METADATA_FIELDS})
"""What a value of a row can be; a language that a name states is none, since it is told from the text."""

_Test = tuple[str, int, "Callable[[Looks], bool]", str, "Callable[[Looks], float]"]

_TESTS: tuple[_Test, ...] = (
    (TEXT, 1, lambda look: look.long >= 0.5, "its values are long texts", lambda look: look.length),
    (
        "url",
        1,
        lambda look: look.url >= MOST and look.picture < SOME and look.different >= MANY_KINDS,
        "its values are addresses, one a row",
        lambda look: look.different,
    ),
    ("published_on", 3, lambda look: look.day >= MOST, "its values are dates", lambda look: look.day),
    (
        "title",
        3,
        lambda look: (
            HEADLINE <= look.length < LONG
            and look.different >= NEARLY_ALL
            and look.url + look.slug + look.day < HARDLY_ANY
        ),
        "its values are lines of their own, each another",
        lambda look: look.length,
    ),
    (
        "authors",
        5,
        lambda look: look.name >= MOST and look.different < NEARLY_ALL,
        "its values are names, again and again",
        lambda look: look.name,
    ),
)
"""What values alone tell: field, filled cells at least, the test, its words, and what makes one column the best."""


_OF_FEW = frozenset({"title", "published_on"})
"""What a single row tells of a table in which no column has a name that says something: values are all there is."""


def _by_values(verdicts: list[Verdict], looks: dict[str, Looks], found: dict[str, list[tuple[int, str]]]) -> None:
    """Fields that no name gave, by what the values of the columns without a meaning look like."""
    free = [at for at, verdict in enumerate(verdicts) if verdict.by == "none" or "addresses" in verdict.why]
    nameless = all(verdict.by == "none" for verdict in verdicts)
    for meaning, least, test, why, best in _TESTS:
        if meaning in found:
            continue
        wanted = 1 if nameless and meaning in _OF_FEW else least
        fitting = [
            at for at in free if looks[verdicts[at].column].filled >= wanted and test(looks[verdicts[at].column])
        ]
        if fitting:
            at = max(fitting, key=lambda at: best(looks[verdicts[at].column]))
            column = verdicts[at].column
            verdicts[at] = Verdict(column, meaning, "values", why)
            found[meaning] = [(0, column)]
            free.remove(at)


def _in_parts(
    verdicts: list[Verdict], looks: dict[str, Looks], found: dict[str, list[tuple[int, str]]]
) -> tuple[str, ...]:
    """The columns that hold a paragraph of the text each, where nothing else is the text: they are taken for it."""
    for columns in numbered(verdict.column for verdict in verdicts if verdict.by == "none"):
        held = [looks[column] for column in columns]
        other = max(max(look.figures, look.url, look.day) for look in held)
        if other < 0.5 and sum(look.length for look in held) >= LONG and all(look.length < _WHOLE for look in held):
            found[TEXT] = [(rank, column) for rank, column in enumerate(columns)]
            taken = {
                column: Verdict(column, TEXT, "values", "its values are paragraphs of one text") for column in columns
            }
            verdicts[:] = [taken.get(verdict.column, verdict) for verdict in verdicts]
            return columns
    return ()


def _whole_texts(
    sample: Mapping[str, Sequence[str | None]], parts: tuple[str, ...]
) -> Mapping[str, Sequence[str | None]]:
    """``sample``, in which the first column of those that hold a paragraph each holds all of the text."""
    if not parts:
        return sample
    rows = zip(*(sample[column] for column in parts), strict=False)
    return {**sample, parts[0]: ["\n".join(cell for cell in row if cell) for row in rows]}


def _as_lead(verdict: Verdict) -> Verdict:
    return verdict._replace(meaning=TEXT, by="values", why="its values are first paragraphs that the texts lack")


def _settle_texts(looks: dict[str, Looks], found: dict[str, list[tuple[int, str]]]) -> None:
    """Columns named like a text that are much shorter than another of them are teasers and stand behind it."""
    texts = found.get(TEXT, [])
    longest = max((looks[column].length for _, column in texts), default=0.0)
    if longest >= LONG:
        found[TEXT] = [
            (rank + _TEASERS_BEHIND * (rank >= 0 and looks[column].length < _TEXTS_BEHIND * longest), column)
            for rank, column in texts
        ]
