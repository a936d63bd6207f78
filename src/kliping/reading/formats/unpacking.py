"""What is compressed, as a stream of its content: gzip, bzip2, xz and zstd.

Belongs here: one decompressor for each, with the same manners. Does not belong here: streams themselves, or the budget
of what they may unpack to (``streams``).
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import TYPE_CHECKING, Protocol

from kliping.reading.formats.pieces import RefusedError
from kliping.reading.formats.streams import BLOCK, IN_MEMORY, Stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from kliping.reading.formats.streams import Budget

_STEP = BLOCK // 16
"""Bytes that are decompressed at once: memory against calls."""
_GZIP, _ZSTD_WINDOW = 31, 1 << 27
"""zlib's number for gzip with the largest window, and bytes that zstandard may look back: as it is by default."""
_STARTS = 1000
"""Beginnings of parts that are remembered before those too far back to return to are let go."""
_LITTLE = 2048  # bytes given to zstandard at once
_XZ_MEMORY = 256 * 1024**2  # bytes that unpacking may take: more than xz -9 asks for


class Unpacked:
    """The content of a gzip, bzip2, xz or zstd stream. Several one behind another are read as one."""

    def __init__(self, source: Stream, make: Callable[[], _Decompressor], budget: Budget) -> None:
        self._source, self._make, self._budget = source, make, budget
        self._inner: _Decompressor | None = None
        self._at = 0
        self._held = b""  # input for the next turn
        self.starts: dict[int, int] = {}  # position in the content → offset of the compressed member that begins there

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes.

        Raises:
            RefusedError: the stream is damaged or cut short, or the budget is spent.
        """
        while True:
            if self._inner is None and not self._begin():
                return b""
            assert self._inner is not None
            try:
                out = self._step(size)
            except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as broken:
                raise RefusedError("truncated", "its compressed data is damaged") from broken
            if self._inner.eof:
                self._source.unread(self._inner.unused_data)
                self._inner = None
            if out:
                self._at += len(out)
                self._budget.spend(len(out))
                return out

    def _begin(self) -> bool:
        head = self._source.peek(1)
        if not head or (self._at and not self._source.peek(_STEP).strip(b"\0")):
            return False  # zeros behind the end are padding
        place = self._source.place(0)
        if place is not None:
            if len(self.starts) > _STARTS:
                self.starts = {at: offset for at, offset in self.starts.items() if at > self._at - IN_MEMORY}
            self.starts[self._at] = place.offset
        self._inner = self._make()
        self._held = b""
        return True

    def _step(self, size: int) -> bytes:
        assert self._inner is not None
        size = min(size, BLOCK)
        if self._inner.needs_input:
            block = self._source.read(_STEP)
            if not block:
                raise RefusedError("truncated", "its compressed data ends too early")
            return self._inner.decompress(block, size)
        return self._inner.decompress(b"", size)


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes: ...


class _Gzip:
    """zlib's decompressor with the manners of those of bz2 and lzma."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=_GZIP)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Zstd:
    """zstandard's decompressor with the manners of those of bz2 and lzma."""

    def __init__(self) -> None:
        import zstandard

        self._inner = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        self._error = zstandard.ZstdError
        self._in, self._out = b"", b""

    @property
    def eof(self) -> bool:
        return self._inner.eof and not self._out

    @property
    def needs_input(self) -> bool:
        return not self._out and not self._in

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data + self._in

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        self._in += data
        if not self._out and not self._inner.eof:
            # this decompressor has no limit on what it gives back; a little at a time bounds it to tens of megabytes
            little, self._in = self._in[:_LITTLE], self._in[_LITTLE:]
            try:
                self._out = self._inner.decompress(little)
            except self._error as broken:
                raise ValueError("damaged") from broken
        out, self._out = self._out[:max_length], self._out[max_length:]
        return out


_KINDS: dict[str, Callable[[], _Decompressor]] = {
    "gzip": _Gzip,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY),
    "zstd": _Zstd,
}
COMPRESSIONS = tuple(_KINDS)


def unpacked(stream: Stream, kind: str, budget: Budget) -> Stream:
    """The content of a compressed stream."""
    return Stream(Unpacked(stream, _KINDS[kind], budget), first_row=stream.first_row)
