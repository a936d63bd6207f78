"""Dumps of databases as statements of SQL: the rows that ``INSERT`` and ``COPY`` put into each table.

Nothing is executed. Belongs here: the values of rows as dumps write them. Does not belong here: what rows mean
(``grids``), databases themselves (``databases``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kliping.reading.encodings import decode
from kliping.reading.formats.grids import Place, tables
from kliping.reading.formats.pieces import Page, Piece, RefusedError, inside
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


def sql_rows(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The rows of every table of a dump, in its order; a file without any is text."""
    data = whole(stream, context.settings.table_bytes)
    decoded = decode(data)
    found = _tables(decoded.text) if decoded else {}
    held = {name: table for name, table in found.items() if table[1]}
    if not held:
        yield Page(member, "text", data, markup=False)
        return
    for name, (columns, rows) in held.items():
        place = Place(member if len(held) == 1 else inside(member, name), format_)
        width = max(map(len, rows))
        header = [*columns[:width], *(f"column_{at}" for at in range(len(columns) + 1, width + 1))]
        try:
            yield from tables(iter(rows), header, place, context)
        except RefusedError as refused:
            yield refused.piece(place.member, format_)


def _tables(text: str) -> dict[str, tuple[list[str], list[list[str]]]]:
    """Of each table its columns and its rows."""
    tokens = _ESCAPED_TOKENS if _ESCAPES.search(text) else _PLAIN_TOKENS
    found: dict[str, tuple[list[str], list[list[str]]]] = {}
    at = 0
    while statement := _STATEMENT.search(text, at):
        columns, rows = found.setdefault(_bare(statement["table"]), ([], []))
        at = statement.end()
        named = [_bare(one) for one in _LISTED.findall(statement["columns"] or "")]
        if statement["create"]:
            begin, stop = statement.end("table"), text.find(";", at)
            columns[:] = columns or _defined(text[begin : stop if stop >= 0 else len(text)])
            continue
        columns[:] = named or columns
        if statement["insert"]:
            at = _inserted(text, at, tokens, rows)
        else:
            end = _END_OF_COPY.search(text, at)
            rows += [_copied(line) for line in text[at : end.start() if end else len(text)].splitlines() if line]
            at = end.end() if end else len(text)
    return found


def _bare(name: str) -> str:
    return name.strip('`"[]')


def _defined(text: str) -> list[str]:
    """The columns that a definition names, one on each line or between commas."""
    inner = text.partition("(")[2].rpartition(")")[0]
    names = [_bare(name) for name in _COLUMN.findall(re.sub(r",(?![^()]*\))", "\n", inner))]
    return [name for name in names if name.lower() not in _NO_COLUMN]


def _inserted(text: str, at: int, tokens: re.Pattern[str], rows: list[list[str]]) -> int:
    """Add the rows of a statement to ``rows``; where it ends. A row that is cut off is left out."""
    escaped = tokens is _ESCAPED_TOKENS
    row: list[str] = []
    depth, value, quoted = 0, "", False
    while token := tokens.match(text, at):
        string, sign, word = token.groups()
        at = token.end()
        if depth == 0:
            if sign != "(" and sign != ",":
                return at
            depth, row, value, quoted = int(sign == "("), [], "", False
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
            row.append(value)
            value, quoted = "", False
            if sign == ")":
                rows.append(row)
                depth = 0
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
