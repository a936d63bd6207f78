"""UTF-8 as kernels read it: one code point after the other, each with its length.

Belongs here: decoding. Does not belong here: what a code point is (``characters``), guessing an encoding
(``kliping.reading.encodings``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kliping.text.characters import TABLE_SIZE
from kliping.text.compiling import inlined_part

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
