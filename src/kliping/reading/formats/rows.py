"""JSON: lines, arrays and single documents.

Belongs here: cutting JSON into rows, still in bytes. Does not belong here: what a row means (``parse``).
"""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kliping.reading.encodings import TELLING, decode, wide
from kliping.reading.formats.json_literals import literal
from kliping.reading.formats.json_rows import sampled
from kliping.reading.formats.json_shapes import loaded, records, salvaged
from kliping.reading.formats.pieces import Lines, Page, Piece, Refusal, RefusedError, row
from kliping.reading.formats.streams import BLOCK, Stream
from kliping.reading.formats.walk import whole
from kliping.reading.formats.wide import narrowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.profiles import Profile
    from kliping.reading.formats.walk import Context

_LINES = 8 * BLOCK
_TRIED = 100  # lines of what is no JSON document by which it is seen to be JSON Lines
_HEAD = 256 * 1024
_DAY = "{6,80}"
"""Characters of a cell that may say a day."""

_SETTLING = 16 * BLOCK
"""Bytes of the beginning from which the order of day and month is settled."""
_COMMA = re.compile(rb"\},[ \t]*(?=\r?(?:\n|$))")
"""The end of an object on a line of its own with the comma of the array it was cut from."""
_SIGN = b"\x1e"
"""What stands before each value of a sequence of JSON texts (RFC 7464); in a value it stands nowhere."""
_BRACKETS = (b"[", b"]", b"],", b",")
_BLANK = b" \t\r\n" + _SIGN
_SHORTEST = 4
"""Bytes that are more than a bracket and a comma."""


def json_lines(stream: Stream, _name: str, member: str | None, context: Context, _format: str) -> Iterator[Piece]:
    """JSON Lines, a block at a time; a line longer than a document may be is refused without being held."""
    if encoding := wide(stream.peek(TELLING)):
        stream = narrowed(stream, encoding)
    number, limit = stream.first_row, context.settings.document_bytes
    beginning = stream.beginning(_HEAD)
    whole_lines = (beginning[: beginning.rfind(b"\n") + 1] or beginning).replace(_SIGN, b"")
    first = _COMMA.sub(b"}", whole_lines).split(b"\n")
    profile = sampled([line for line in first if line.strip()], context.settings.columns)
    commas, sequence = _COMMA.search(beginning) is not None, _SIGN in beginning
    if len(beginning) == _HEAD:
        profile = _settled(profile, stream)
    while True:
        place = stream.place(number) if stream.base is not None else None
        block = stream.read(_LINES)
        if not block:
            return
        endless = False
        if len(block) == _LINES and (end := block.rfind(b"\n") + 1):
            stream.unread(block[end:])
            block = block[:end]
        elif len(block) == _LINES:
            block += stream.line(limit + 1)
            if endless := not block.endswith(b"\n") and bool(stream.peek(1)):
                _skip_line(stream)
        if sequence:
            block = block.replace(_SIGN, b"")
        if commas:
            block = _COMMA.sub(b"}", block)
        lines = block.split(b"\n")
        after = number + len(lines) - 1 + endless
        if not lines[-1]:
            lines.pop()
        numbered = Lines(member, list(range(number, number + len(lines))), lines, place, block, profile)
        yield from [numbered] if _are_objects(lines, limit) else _cut(numbered, limit)
        number = after


def _settled(profile: Profile, stream: Stream) -> Profile:
    """The profile with the order of day and month from more of the file, where its sample does not settle it."""
    asked = [name for name in profile.unsettled if "." not in name]
    if not asked:
        return profile
    more = stream.beginning(_SETTLING)
    cells = {
        name: [
            value.decode("utf-8", "replace").replace("\\/", "/")
            for value in re.findall(rf'"{re.escape(name)}"\s*:\s*"([^"]{_DAY})"'.encode(), more)
        ]
        for name in asked
    }
    return profile.settled(cells)


def _are_objects(lines: list[bytes], limit: int) -> bool:
    """Whether no line is blank, a bracket alone, or too long."""
    sizes = list(map(len, lines))
    return min(sizes) >= _SHORTEST and max(sizes) <= limit and not any(map(bytes.isspace, lines))


def _cut(block: Lines, limit: int) -> Iterator[Piece]:
    """The lines of a block that are not blank; those that are too long are refused."""
    member, place = block.member, block.place
    kept = [(at, line) for at, line in zip(block.numbers, block.lines, strict=True) if line and not line.isspace()]
    if any(len(line) < _SHORTEST for _, line in kept):
        kept = [(at, line) for at, line in kept if line.strip() not in _BRACKETS]
    long = [at for at, (_, line) in enumerate(kept) if len(line) > limit]
    start = 0
    for stop in [*long, len(kept)]:
        if stop > start:
            numbers, lines = zip(*kept[start:stop], strict=True)
            together = block.together if len(lines) == len(kept) else None
            yield Lines(member, list(numbers), list(lines), place, together, block.profile)
        if stop < len(kept):
            at, line = kept[stop]
            setting = "reading.document_bytes"
            yield Refusal(row(member, at), "jsonl", "line_too_long", limit=limit, setting=setting, bytes=len(line))
        start, place = stop + 1, None


def _skip_line(stream: Stream) -> None:
    while (last := stream.line(BLOCK)) and not last.endswith(b"\n"):
        pass


def json_document(stream: Stream, name: str, member: str | None, context: Context, _format: str) -> Iterator[Piece]:
    """A JSON array or object as rows: its objects, the objects of the list it holds, or itself.

    What turns out to be JSON Lines is read as such, and what only begins like JSON as text.
    """
    limit = context.settings.table_bytes
    if _begins_as_lines(stream.peek(_LINES)):
        yield from json_lines(stream, name, member, context, "jsonl")
        return
    data = whole(stream, limit)
    try:
        decoded = decode(data)
        found = loaded(decoded.text if decoded else "")
    except (ValueError, RecursionError):
        yield from _not_one_document(stream, data, name, member, context)
        return
    items = records(found, context.settings.columns)
    if not items:
        raise RefusedError("no_text", "a JSON file without an object in it")
    yield _rows(member, dict(enumerate(items, 1)), context)


def _rows(member: str | None, items: dict[int, Any], context: Context) -> Lines:
    """Rows by their numbers."""
    lines = [json.dumps(item).encode() for item in items.values()]
    return Lines(member, list(items), lines, profile=sampled(lines, context.settings.columns), format="json")


def _not_one_document(stream: Stream, data: bytes, name: str, member: str | None, context: Context) -> Iterator[Piece]:
    """What is JSON Lines, an array that is broken in places or was cut off, or text; a file that is none is refused."""
    lines = [line for line in data.splitlines() if line.strip()]
    if any(_is_object(line) for line in lines[:_TRIED]):
        stream.unread(data)
        yield from json_lines(stream, name, member, context, "jsonl")
        return
    decoded = decode(data)
    if items := salvaged(decoded.text if decoded else ""):
        for broken, some in groupby(enumerate(items, 1), key=lambda one: one[1] is None):
            if broken:
                yield from (Refusal(row(member, at), "json", "broken_row", "JSON") for at, _ in some)
            else:
                yield _rows(member, dict(some), context)
    elif name.lower().endswith(".json"):
        raise RefusedError("broken_file", "JSON")
    else:
        yield Page(member, "text", data, markup=False)


def _begins_as_lines(head: bytes) -> bool:
    first, _, rest = head.lstrip(_BLANK).partition(b"\n")
    return rest.lstrip(_BLANK)[:1] == b"{" and _is_object(first)


def _is_object(line: bytes) -> bool:
    line = line.strip(_BLANK).rstrip(b",")
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        pass
    if not line.startswith(b"{") or not line.endswith(b"}"):
        return False
    try:
        return isinstance(literal(line.decode("utf-8", "replace")), dict)
    except (ValueError, RecursionError):
        return False
