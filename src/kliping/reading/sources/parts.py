"""Parts of files that hold more documents than a batch may.

Belongs here: which of a file's documents belong to which part, and where the file is opened for it. Does not belong
here: putting parts and files into batches (``batches``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kliping.reading.formats.pieces import Lines, Page, Piece, Place, Refusal, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kliping.settings.reading import ReadingSettings


class Part(NamedTuple):
    """The documents ``start`` to ``stop`` (excluded, counted from 0) of a file.

    The file is opened at ``place``, where its document ``position`` begins; ``format`` is what is read there.
    """

    start: int
    stop: int
    place: Place
    position: int
    format: str

    def __str__(self) -> str:
        return f"{self.start}-{self.stop}@{self.place.offset},{self.place.row},{self.position},{self.format}"

    @classmethod
    def parse(cls, written: str) -> Part:
        """The part that ``str`` wrote."""
        span, _, where = written.partition("@")
        start, _, stop = span.partition("-")
        offset, line, position, format_ = where.split(",")
        return cls(int(start), int(stop), Place(int(offset), int(line)), int(position), format_)


class Share(NamedTuple):
    """What goes into a batch: a file, or a part of it, with its documents and their bytes."""

    part: str | None
    documents: int
    bytes: int


def count(piece: Piece) -> int:
    """The documents of a piece."""
    if isinstance(piece, Lines):
        return len(piece.lines)
    return piece.frame.height if isinstance(piece, Table) else 1


def within(pieces: Iterable[Piece], part: Part) -> Iterator[Piece]:
    """Those of a file's pieces, from the part's place on, that belong to the part."""
    position = part.position
    for piece in pieces:
        size = count(piece)
        if position + size > part.start:
            yield _cut(piece, max(part.start - position, 0), min(part.stop - position, size))
        position += size
        if position >= part.stop:
            return


def _cut(piece: Piece, start: int, stop: int) -> Piece:
    if isinstance(piece, Lines):
        return piece._replace(numbers=piece.numbers[start:stop], lines=piece.lines[start:stop], together=None)
    if isinstance(piece, Table):
        return piece._replace(first=piece.first + start, frame=piece.frame.slice(start, stop - start))
    return piece


def shares(pieces: Iterable[Piece], settings: ReadingSettings) -> list[Share]:
    """The shares that a file with these pieces is cut into, none larger than a batch."""
    found: list[Share] = []
    start, documents, size, position = 0, 0, 0, 0
    opening = here = (Place(0, 1), 0, "")
    for piece in pieces:
        if getattr(piece, "place", None) is not None:
            here = (piece.place, position, piece.format)  # type: ignore[union-attr,assignment]
        for own in _sizes(piece):
            if documents and (documents >= settings.batch_documents or size + own > settings.batch_bytes):
                found.append(Share(str(Part(start, position, *opening)), documents, size))
                start, documents, size = position, 0, 0
            if not documents:
                opening = here if position else opening
            documents, size, position = documents + 1, size + own, position + 1
    last = Share(str(Part(start, position, *opening)) if found else None, documents, size)
    return [*found, last]


def _sizes(piece: Piece) -> Iterator[int]:
    """The bytes of each of a piece's documents; those of a table are an average."""
    if isinstance(piece, Lines):
        yield from map(len, piece.lines)
    elif isinstance(piece, Table):
        average = int(piece.frame.estimated_size()) // max(piece.frame.height, 1)
        yield from (average for _ in range(piece.frame.height))
    elif isinstance(piece, Page):
        yield len(piece.data)
    elif isinstance(piece, Refusal):
        yield piece.bytes
