"""A raw page put together again from the published tables: every line with what became of it, and every mark in it.

Belongs here: pure functions from rows to what a template shows. Does not belong here: the rows (``page``).

Every line of a page is in a paragraph or in ``removed_lines``, so the page can be shown from the published file alone,
as it was when the edition was made. Lines that were joined to one paragraph stand as one, with their numbers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workflows.room.reader import Row

KEPT = "kept"

LONGEST = 20_000
"""Characters of a line that are shown; a page may hold megabytes in one."""


SCROLLED = 500
"""Characters from which a line may be scrolled, on a narrow screen (``.lines .text`` in ``room.css``)."""


@dataclass(frozen=True)
class Segment:
    """A stretch of a line: its text, the values that were read from it, and whether it was cut out of the body."""

    text: str
    anchors: tuple[str, ...] = ()  # evidence that begins here
    fields: tuple[str, ...] = ()  # fields of the values that were read from it
    chosen: bool = False  # whether one of these became the article's value
    cut: str | None = None  # role of a piece that was cut out, or None
    reason: str | None = None


@dataclass(frozen=True)
class Line:
    """A line of the raw page, or lines that were joined to one paragraph."""

    number: int
    last: int
    role: str
    reason: str | None  # why it was removed; None for a line of the body
    same_as: int | None
    segments: tuple[Segment, ...]
    hidden: int = 0  # characters beyond the longest that is shown
    anchors: tuple[str, ...] = ()  # evidence that stands in no words of it that can be found

    @property
    def kept(self) -> bool:
        """Whether it is in the article's body."""
        return self.reason is None

    @property
    def text(self) -> str:
        """The line."""
        return "".join(segment.text for segment in self.segments)

    @property
    def scrolled(self) -> bool:
        """Whether it may be scrolled, and so has to be reached by the keyboard."""
        return len(self.text) >= SCROLLED


@dataclass
class _Raw:
    number: int
    last: int
    role: str
    reason: str | None
    same_as: int | None
    text: str
    cuts: list[tuple[int, int, str, str]] = field(default_factory=list)


def raw_lines(removed: Sequence[Row], paragraphs: Sequence[Row], evidence: Sequence[Row]) -> list[Line]:
    """Every line of a page in order.

    Args:
        removed: rows of ``removed_lines`` of the document.
        paragraphs: rows of ``paragraphs`` of its article; none where it is not published.
        evidence: rows of ``metadata_evidence`` of the document, each with its ``anchor``.
    """
    whole = [row for row in removed if row["start"] is None]
    pieces: dict[int, list[Row]] = defaultdict(list)
    for row in removed:
        if row["start"] is not None:
            pieces[row["line"]].append(row)
    found = [
        _Raw(row["line"], row["line"], row["role"], row["reason"], row["same_as_line"], row["text"]) for row in whole
    ]
    for row in paragraphs:
        one = _Raw(row["line_from"], row["line_to"], row["role"], None, None, row["text"])
        if one.number == one.last:
            one.text, one.cuts = woven(one.text, pieces.pop(one.number, []))
        found.append(one)
    for number, rows in pieces.items():
        found += _pieced(number, rows)
    said: dict[int, list[Row]] = defaultdict(list)
    for row in evidence:
        if row["line"] is not None:
            said[row["line"]].append(row)
    found.sort(key=lambda line: (line.number, line.last))
    return [_line(line, [row for number in _numbers(line, said) for row in said[number]]) for line in found]


def _numbers(line: _Raw, said: Mapping[int, object]) -> list[int]:
    return sorted(number for number in said if line.number <= number <= line.last)


def woven(text: str, pieces: Sequence[Row]) -> tuple[str, list[tuple[int, int, str, str]]]:
    """A line of which pieces were cut out, with the pieces back in their places, and where they stand now.

    The paragraph holds what was kept without the spaces around a piece, so a place is right but for these.
    """
    cuts: list[tuple[int, int, str, str]] = []
    line, rest, at = "", text, 0
    for row in sorted(pieces, key=lambda row: row["start"]):
        taken = _kept(rest, max(0, row["start"] - at))
        line += taken
        rest = rest[len(taken) :]
        piece = row["text"]
        if line and not line[-1].isspace() and not piece[:1].isspace():
            line += " "
        cuts.append((len(line), len(line) + len(piece), row["role"], row["reason"]))
        line += piece
        at = row["end"]
        if rest and not rest[0].isspace() and not piece[-1:].isspace():
            line += " "
    return line + rest, cuts


def _kept(rest: str, count: int) -> str:
    """The first ``count`` characters, up to the nearest space: the spaces around a piece are not in the paragraph."""
    if count >= len(rest):
        return rest
    for shift in (0, -1, 1, -2, 2):
        at = count + shift
        if 0 <= at < len(rest) and rest[at].isspace():
            return rest[:at]
    return rest[:count]


def _pieced(number: int, rows: Sequence[Row]) -> list[_Raw]:
    """A line of which nothing but pieces is on record: one line, the parts of no role of its own marked as cut."""
    ordered = sorted(rows, key=lambda row: row["start"])
    line = _Raw(number, number, ordered[0]["role"], ordered[0]["reason"], None, "")
    for row in ordered:
        line.text += " " * min(max(0, row["start"] - len(line.text)), 1)
        line.cuts.append((len(line.text), len(line.text) + len(row["text"]), row["role"], row["reason"]))
        line.text += row["text"]
    return [line]


def _line(raw: _Raw, evidence: Sequence[Row]) -> Line:
    text = raw.text[:LONGEST]
    spans: list[tuple[int, int, Row]] = []
    lost: list[str] = []
    for row in evidence:
        place = _place(text, row, alone=raw.number == raw.last)
        if place is None:
            lost.append(row["anchor"])
        else:
            spans.append((*place, row))
    segments = _segments(text, spans, raw.cuts)
    hidden = len(raw.text) - len(text)
    return Line(raw.number, raw.last, raw.role, raw.reason, raw.same_as, segments, hidden, tuple(lost))


def _place(text: str, row: Row, *, alone: bool) -> tuple[int, int] | None:
    """Where the words of an evidence stand in ``text``; None where they are not found."""
    words, start, end = row["evidence"] or "", row["start"], row["end"]
    if alone and start is not None and end is not None and text[start:end] == words and words:
        return start, end
    at = text.find(words) if words else -1
    if at < 0 and alone and start is not None and end is not None and start < end <= len(text):
        return start, end
    return None if at < 0 else (at, at + len(words))


def _segments(
    text: str, spans: Sequence[tuple[int, int, Row]], cuts: Sequence[tuple[int, int, str, str]]
) -> tuple[Segment, ...]:
    """``text`` in stretches that begin or end where a mark does."""
    bounds = {0, len(text)}
    for start, end in [*((start, end) for start, end, _ in spans), *((start, end) for start, end, _, _ in cuts)]:
        bounds |= {min(start, len(text)), min(end, len(text))}
    places = sorted(bounds)
    found = []
    for start, end in pairwise(places):
        over = [(first, row) for first, last, row in spans if first <= start and last >= end]
        cut = next(((role, why) for first, last, role, why in cuts if first <= start and last >= end), (None, None))
        found.append(
            Segment(
                text[start:end],
                tuple(row["anchor"] for first, row in over if first == start),
                tuple(dict.fromkeys(row["field"] for _, row in over)),
                any(row["chosen"] for _, row in over),
                *cut,
            )
        )
    return tuple(found)
