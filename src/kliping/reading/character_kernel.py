"""Which rows of a column of text hold a character that may need care, found in one pass over the bytes.

Belongs here: the compiled pass. Does not belong here: which characters those are, and what is done to them
(``characters``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kliping.text.compiling import inlined_part, kernel
from kliping.text.utf8 import decode

if TYPE_CHECKING:
    from kliping.text.buffers import Array


_HIGH = np.uint64(0x8080808080808080)
_SPACES = np.uint64(0x2020202020202020)
_ONES = np.uint64(0x0101010101010101)


@inlined_part
def _plain(word: Any) -> Any:  # noqa: ANN401 - a number of numba's
    """Whether eight bytes are letters, digits and signs of ASCII: none below a space, none above ``~``.

    Bytes that are below a space, or 0x7F plus one, borrow into their highest bit (as in "Bit Twiddling Hacks").
    """
    return (((word - _SPACES) | (word + _ONES) | word) & _HIGH) == 0


@kernel
def rows_with(data: Array, offsets: Array, asked: Array) -> Array:
    """bool: the rows in which a code point stands that is asked for.

    Args:
        data: uint8, the rows' bytes in UTF-8, one row after the other.
        offsets: int64, where each row starts, and where the last one ends.
        asked: bool, by code point; its last entry stands for all beyond the basic plane.
    """
    found = np.zeros(len(offsets) - 1, np.bool_)
    words = data[: len(data) // 8 * 8].view(np.uint64)
    for row in range(len(found)):
        at, end = offsets[row], offsets[row + 1]
        while at < end:
            if at % 8 == 0 and at + 8 <= end and _plain(words[at // 8]):
                at += 8
                continue
            byte = data[at]
            if byte < 0x80:
                if asked[byte]:
                    found[row] = True
                    break
                at += 1
                continue
            code, size = decode(data, at)
            if asked[code]:
                found[row] = True
                break
            at += size
    return found
