"""Dumps of databases as statements of SQL: the rows that ``INSERT`` and ``COPY`` put into each table.

Nothing is executed. Belongs here: the values of rows as dumps write them. Does not belong here: what rows mean
(``grids``), databases themselves (``databases``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kliping.reading.encodings import decode
from kliping.reading.formats.grids import Place, tables
from kliping.reading.formats.pieces import Page, Piece, Refusal, RefusedError, inside, row
from kliping.reading.formats.walk import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.streams import Stream
    from kliping.reading.formats.walk import Context

_NAME = r"(?:[\w$]++|`[^`\n]*+`|\"[^\"\n]*+\"|\[[^\]\n]*+\])"
_TABLE = rf"(?:{_NAME}\s*+\.\s*+)*+(?P<table>{_NAME})"
_STATEMENT = re.compile(
    rf"(?im)^\s*+(?:(?P<create>CREATE\s++TABLE\s++(?:IF\s++NOT\s++EXISTS\s++)?+)"
    rf"|(?P<insert>(?:INSERT|REPLACE)\s++(?:IGNORE\s++|OR\s++\w++\s++)?+(?:INTO\s++)?+)"
    rf"|(?P<copy>COPY\s++)){_TABLE}\s*+(?P<columns>\([^()]*+\))?+"
    r"(?(insert)\s*+(?:OVERRIDING\s++\w++\s++VALUE\s*+)?+VALUES?\s*+(?=\()|(?(copy)\s*+FROM\s++STDIN\b[^\n]*+\n))"
)
"""The beginning of a statement that names columns, or of one that brings rows, up to the first of them."""
_COLUMN = re.compile(rf"(?m)^\s*+({_NAME})\s")
_LISTED = re.compile(_NAME)
_NO_COLUMN = frozenset({"primary", "key", "unique", "constraint", "index", "foreign", "fulltext", "check", "spatial"})
"""What opens a line of a table's definition that defines no column."""
_QUOTED, _ESCAPED = r"'((?:[^']++|'')*+)'", r"'((?:[^'\\]++|\\.|'')*+)'"
_TOKEN = r"\s*+(?:[NEe]?+{quoted}|([(),])|([^\s(),']++))"  # noqa: S105 - a part of a pattern
_PLAIN_TOKENS = re.compile(_TOKEN.format(quoted=_QUOTED), re.DOTALL)
_ESCAPED_TOKENS = re.compile(_TOKEN.format(quoted=_ESCAPED), re.DOTALL)
"""A string, a sign, or anything else; in the second a backslash escapes the sign behind it."""
_ESCAPES = re.compile(r"`|(?i:mysql|mariadb)|\\'\w|\bE'")
"""What shows that backslashes escape: the quotes and names of systems where they do, or a quote that is none's end."""
_ESCAPE, _COPIED = re.compile(r"\\(.)", re.DOTALL), re.compile(r"\\(.)")
_MEANT = {"n": "\n", "r": "\r", "t": "\t", "0": " ", "Z": " "}
_END_OF_COPY = re.compile(r"(?m)^\\\.\s*+$")
_NULL, _NOTHING = r"\N", "NULL"
"""No value, in rows of ``COPY`` and of ``INSERT``."""


@dataclass
class _Told:
    """What a dump tells of one table."""

    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    broken: bool = False  # one more row was cut off


def sql_rows(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The rows of every table of a dump, in its order, one that is cut off refused; a file without any is text."""
    data = whole(stream, context.settings.table_bytes)
    decoded = decode(data)
    found = _tables(decoded.text) if decoded else {}
    held = {name: table for name, table in found.items() if table.rows or table.broken}
    if not held:
        yield Page(member, "text", data, markup=False)
        return
    for name, table in held.items():
        place = Place(member if len(held) == 1 else inside(member, name), format_)
        width = max(map(len, table.rows), default=0)
        header = [*table.columns[:width], *(f"column_{at}" for at in range(len(table.columns) + 1, width + 1))]
        try:
            yield from tables(iter(table.rows), header, place, context)
        except RefusedError as refused:
            yield refused.piece(place.member, format_)
        if table.broken:
            cut = row(place.member, len(table.rows) + 1)
            yield Refusal(cut, format_, "broken_row", "a row of a dump, it is cut off")


def _tables(text: str) -> dict[str, _Told]:
    """What is told of each table, by its name."""
    tokens = _ESCAPED_TOKENS if _ESCAPES.search(text) else _PLAIN_TOKENS
    found: dict[str, _Told] = {}
    at = 0
    while statement := _STATEMENT.search(text, at):
        table = found.setdefault(_bare(statement["table"]), _Told())
        at = statement.end()
        named = [_bare(one) for one in _LISTED.findall(statement["columns"] or "")]
        if statement["create"]:
            begin, stop = statement.end("table"), text.find(";", at)
            table.columns = table.columns or _defined(text[begin : stop if stop >= 0 else len(text)])
            continue
        table.columns = named or table.columns
        if statement["insert"]:
            at = _inserted(text, at, tokens, table)
        else:
            end = _END_OF_COPY.search(text, at)
            table.rows += [_copied(line) for line in text[at : end.start() if end else len(text)].splitlines() if line]
            at = end.end() if end else len(text)
            if not end and table.rows and len(table.rows[-1]) < len(table.columns):
                table.broken = bool(table.rows.pop())
    return found


def _bare(name: str) -> str:
    return name.strip('`"[]')


def _defined(text: str) -> list[str]:
    """The columns that a definition names, one on each line or between commas."""
    inner = text.partition("(")[2].rpartition(")")[0]
    names = [_bare(name) for name in _COLUMN.findall(re.sub(r",(?![^()]*\))", "\n", inner))]
    return [name for name in names if name.lower() not in _NO_COLUMN]


def _inserted(text: str, at: int, tokens: re.Pattern[str], table: _Told) -> int:
    """Add the rows of a statement to those of its table; where it ends. A row that is cut off is none of them."""
    escaped = tokens is _ESCAPED_TOKENS
    cells: list[str] = []
    depth, value, quoted = 0, "", False
    while token := tokens.match(text, at):
        string, sign, word = token.groups()
        at = token.end()
        if depth == 0:
            if sign != "(" and sign != ",":
                return at
            depth, cells, value, quoted = int(sign == "("), [], "", False
        elif string is not None:
            value = value if quoted else _unescaped(string, escaped=escaped)
            quoted = True
        elif word is not None:
            value = value or ("" if word.upper() == _NOTHING else word)
        elif sign == "(":
            depth, value = depth + 1, value if quoted else ""  # of a function the first string is the value
        elif sign == ")" and depth > 1:
            depth -= 1
        elif depth == 1:
            cells.append(value)
            value, quoted = "", False
            if sign == ")":
                table.rows.append(cells)
                depth = 0
    table.broken |= depth > 0
    return at + 1


def _unescaped(string: str, *, escaped: bool) -> str:
    string = string.replace("''", "'")
    return _ESCAPE.sub(lambda found: _MEANT.get(found[1], found[1]), string) if escaped and "\\" in string else string


def _copied(line: str) -> list[str]:
    """The cells of a line of ``COPY``."""
    return [
        "" if cell == _NULL else _COPIED.sub(lambda found: _MEANT.get(found[1], found[1]), cell)
        for cell in line.split("\t")
    ]
