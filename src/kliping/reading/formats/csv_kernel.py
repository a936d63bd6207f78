"""Where the rows of a block of CSV end, found in one pass over its bytes.

Belongs here: the compiled pass. Does not belong here: dialects, and what is done with rows it cannot vouch for
(``csvs``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kliping.text.compiling import kernel

if TYPE_CHECKING:
    from kliping.text.buffers import Array

FIELD, QUOTED, CLOSED = 0, 1, 2
"""Where the pass stands: in a cell without quotes, inside quotes, behind a quote that may have been the last."""


@kernel
def row_ends(  # noqa: C901 - one pass, a branch a kind of byte
    data: Array, comma: int, quote: int, width: int, ends: Array
) -> tuple[Any, Any]:
    """The ends of the rows at the beginning of ``data`` that are written as they should be.

    A row is that when it has ``width`` cells, no cell has a quote but around it (inside doubled), and no lone carriage
    return stands outside quotes. The pass stops in front of the first row that is not.

    Args:
        data: uint8, a block that begins with a row.
        comma: the byte between cells.
        quote: the byte around cells.
        width: cells of every row.
        ends: int64, filled with the position behind each row's line feed.

    Returns:
        How many rows were found, and whether the pass stopped at one that is written otherwise; else it came to the end
        of the block, or of ``ends``.
    """
    found, cells, state, start = 0, 1, FIELD, True
    at, size = 0, len(data)
    while at < size:
        byte = data[at]
        if state == QUOTED:
            if byte == quote:
                state = CLOSED
            at += 1
            continue
        if byte == comma:
            cells, state, start = cells + 1, FIELD, True
            if cells > width:
                return found, True
        elif byte == 10 or byte == 13:
            if byte == 13:
                if at + 1 == size:
                    return found, False
                if data[at + 1] != 10:
                    return found, True
                at += 1
            if cells != width:
                return found, True
            ends[found] = at + 1
            found += 1
            if found == len(ends):
                return found, False
            cells, state, start = 1, FIELD, True
        elif state == CLOSED:
            if byte != quote:
                return found, True
            state = QUOTED
        elif byte == quote:
            if not start:
                return found, True
            state, start = QUOTED, False
        else:
            start = False
        at += 1
    return found, False


def whole_rows(block: bytes, comma: str, quote: str, width: int) -> tuple[list[int], bool]:
    """``row_ends`` of a block, as a list."""
    ends = np.empty(block.count(b"\n") + 1, np.int64)
    found, other = row_ends(np.frombuffer(block, np.uint8), ord(comma), ord(quote), width, ends)
    return ends[:found].tolist(), bool(other)
