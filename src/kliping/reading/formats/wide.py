"""Files of rows in UTF-16 or UTF-32, or with line ends of an old kind, made such that lines can be cut at a byte.

Belongs here: re-coding a stream. Does not belong here: recognising the encoding (``encodings``).
"""

from __future__ import annotations

import codecs

from kliping.reading.formats.streams import Stream


class _Narrowed:
    def __init__(self, stream: Stream, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._started = self._ended = False

    def read(self, size: int) -> bytes:
        while not self._ended:
            block = self._stream.read(max(size, 4))
            self._ended = not block
            text = self._decoder.decode(block, final=self._ended)
            if not self._started:
                text = text.removeprefix("\ufeff")
            if text:
                self._started = True
                return text.encode("utf-8", "replace")
        return b""


def narrowed(stream: Stream, encoding: str) -> Stream:
    """``stream``, which is in ``encoding``, as UTF-8 without a byte-order mark."""
    return Stream(_Narrowed(stream, encoding), first_row=stream.first_row)


class _Fed:
    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        return self._stream.read(size).replace(b"\r", b"\n")


def with_line_feeds(stream: Stream) -> Stream:
    """``stream``, whose lines end at lone carriage returns, with line feeds in their place."""
    return Stream(_Fed(stream), first_row=stream.first_row)
