"""UTF-8 as kernels read and write it: one code point after the other, each with its length.

Belongs here: decoding and encoding. Does not belong here: what a code point is (``characters``), guessing an encoding
(``kliping.reading.encodings``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kliping.text.characters import TABLE_SIZE
from kliping.text.compiling import inlined_part, kernel_part

if TYPE_CHECKING:
    from kliping.text.buffers import Array

Number = Any
"""A number of whatever width numpy gives it."""


@inlined_part
def decode(data: Array, at: Number) -> tuple[Number, Number]:
    """The code point that starts at byte ``at`` (``TABLE_SIZE`` beyond the basic plane), and its length in bytes."""
    byte = np.int64(data[at])
    if byte < 0x80:
        return byte, 1
    if byte < 0xE0:
        return ((byte & 0x1F) << 6) | (np.int64(data[at + 1]) & 0x3F), 2
    if byte < 0xF0:
        return (byte & 0x0F) << 12 | (np.int64(data[at + 1]) & 0x3F) << 6 | (np.int64(data[at + 2]) & 0x3F), 3
    return TABLE_SIZE, 4


@inlined_part
def decode_whole(data: Array, at: Number) -> tuple[Number, Number]:
    """The code point that starts at byte ``at``, of any plane, and its length in bytes."""
    code, size = decode(data, at)
    if size == 4:
        code = np.int64(data[at]) & 0x07
        for following in range(at + 1, at + 4):
            code = (code << 6) | (np.int64(data[following]) & 0x3F)
    return code, size


@inlined_part
def goes_on(byte: Number) -> Number:
    """Whether a byte belongs to a code point that began before it."""
    return byte & 0xC0 == 0x80


@kernel_part
def encode(out: Array, at: int, code: Number) -> int:
    """Write the code point at byte ``at``; the position after it."""
    if code < 0x80:
        out[at] = code
        return at + 1
    if code < 0x800:
        out[at] = 0xC0 | (code >> 6)
        out[at + 1] = 0x80 | (code & 0x3F)
        return at + 2
    if code < 0x10000:
        out[at] = 0xE0 | (code >> 12)
        out[at + 1] = 0x80 | ((code >> 6) & 0x3F)
        out[at + 2] = 0x80 | (code & 0x3F)
        return at + 3
    out[at] = 0xF0 | (code >> 18)
    out[at + 1] = 0x80 | ((code >> 12) & 0x3F)
    out[at + 2] = 0x80 | ((code >> 6) & 0x3F)
    out[at + 3] = 0x80 | (code & 0x3F)
    return at + 4
