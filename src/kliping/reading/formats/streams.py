"""Bytes that arrive one block at a time: looking ahead, and the budget that stops a decompression bomb.

Belongs here: streams that know nothing of formats inside. Does not belong here: what is compressed (``unpacking``), or
archives of several members.
"""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING, Protocol

from kliping.reading.formats.pieces import Place, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.settings.reading import ReadingSettings

BLOCK = 1024**2
_FREE = 64 * 1024**2
"""Bytes a file may unpack to whatever its size: a small file of one repeated line is no bomb."""
IN_MEMORY = 32 * 1024**2
"""Bytes of a stream that are held in memory where one jumps in it; what is larger goes to the disk."""
PORTION = BLOCK // 4
"""Bytes that are read at least where some are looked at: memory against calls."""
_LINE, _LINE_GROWS = 1024, 4
"""Bytes in which a line's end is looked for first, and times as many each time it is not there."""


class Readable(Protocol):
    """Anything with ``read``."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; none at the end."""


class Budget:
    """What one file may unpack to, all archives in it together."""

    def __init__(self, settings: ReadingSettings, size: int) -> None:
        self._ratio, self._members = settings.archive_ratio, settings.archive_members
        self._bytes_left = max(size * settings.archive_ratio, _FREE)
        self._members_left = settings.archive_members

    def spend(self, size: int) -> None:
        """Count ``size`` unpacked bytes.

        Raises:
            RefusedError: the file unpacks to too many times its size.
        """
        self._bytes_left -= size
        if self._bytes_left < 0:
            raise RefusedError("bomb", limit=self._ratio, whole_file=True)

    def member(self) -> None:
        """Count a member.

        Raises:
            RefusedError: there are too many.
        """
        self._members_left -= 1
        if self._members_left < 0:
            raise RefusedError("too_many_members", limit=self._members, whole_file=True)


class Stream:
    """A source with a window: ``peek`` looks ahead, ``unread`` puts back.

    Damage in the source shows only when every good byte before it has been read.
    """

    def __init__(self, source: Readable, *, start: int = 0, first_row: int = 1, base: IO[bytes] | None = None) -> None:
        self._source = source
        self._window = bytearray()
        self._at = 0  # position of the window in the stream
        self._start = start
        self._ended = False
        self._fault: RefusedError | None = None
        self.first_row = first_row
        self.base = base  # the file itself, when this stream is all of it

    @classmethod
    def of_file(cls, file: IO[bytes], place: Place | None = None) -> Stream:
        """A stream over an open file, from a place found before or from its start."""
        if place is None:
            return cls(file, base=file)
        file.seek(place.offset)
        return cls(file, start=place.offset, first_row=place.row, base=file)

    def _block(self, size: int) -> bytes:
        """Up to ``size`` bytes straight from the source; none at its end or where it is damaged."""
        if self._ended:
            return b""
        try:
            block = self._source.read(size)
        except RefusedError as fault:
            self._fault, block = fault, b""
        except OSError as broken:
            self._fault, block = RefusedError("read_error", broken.strerror or "no reason given"), b""
        self._ended = not block
        return block

    def _fill(self, size: int) -> None:
        while len(self._window) < size and not self._ended:
            self._window += self._block(max(PORTION, size - len(self._window)))

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes (fewer only at the end), which stay to be read."""
        self._fill(size)
        return bytes(self._window[:size])

    @property
    def opened_further_on(self) -> bool:
        """Whether this stream begins inside a file."""
        return self._start > 0

    def beginning(self, size: int) -> bytes:
        """The first ``size`` bytes of a file that was opened further on; else the next ``size`` bytes."""
        if self.base is None or not self.opened_further_on:
            return self.peek(size)
        here = self.base.tell()
        self.base.seek(0)
        first = self.base.read(size)
        self.base.seek(here)
        return first

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer only at the end.

        Raises:
            RefusedError: all good bytes are read and the source is damaged behind them.
        """
        if size < PORTION:
            self._fill(size)
        with memoryview(self._window) as window:
            taken = bytes(window[:size])
        del self._window[:size]
        if len(taken) < size and not self._ended:
            parts, left = [taken], size - len(taken)
            while left and (block := self._block(left)):
                parts.append(block)
                left -= len(block)
            taken = b"".join(parts)
        self._at += len(taken)
        if not taken and size and self._fault is not None:
            raise self._fault
        return taken

    def unread(self, data: bytes) -> None:
        """Put bytes back that were just read."""
        self._window[:0] = data
        self._at -= len(data)

    def line(self, limit: int) -> bytes:
        """The next line with its end; cut at ``limit`` bytes."""
        size = _LINE
        while True:
            self._fill(min(size, limit))
            end = self._window.find(b"\n", 0, limit) + 1
            if end or len(self._window) >= limit or self._ended:
                return self.read(end or min(limit, len(self._window)) or 1)
            size = max(size * _LINE_GROWS, len(self._window) + 1)

    def skip(self, size: int) -> int:
        """Pass over ``size`` bytes; how many there were."""
        left = size
        while left:
            taken = self.read(min(left, BLOCK))
            if not taken:
                break
            left -= len(taken)
        return size - left

    @property
    def fault(self) -> RefusedError | None:
        """The damage behind the last good byte, once it is known."""
        return self._fault

    def place(self, row: int) -> Place | None:
        """Where the file can be opened again to go on from here; None when it cannot."""
        if self.base is not None:
            return Place(self._start + self._at, row)
        starts = getattr(self._source, "starts", None)
        return Place(starts[self._at], row) if starts is not None and self._at in starts else None


def seekable(stream: Stream) -> IO[bytes]:
    """The whole stream as a file in which one can jump: the file itself, or a copy (on disk when it is large).

    Raises:
        RefusedError: the stream is damaged, or larger than its budget.
    """
    if stream.base is not None:
        stream.base.seek(0)
        return stream.base
    copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    for block in blocks(stream):
        copy.write(block)
    copy.seek(0)
    return copy


def blocks(stream: Stream) -> Iterator[bytes]:
    """The rest of a stream, a block at a time."""
    while block := stream.read(BLOCK):
        yield block
