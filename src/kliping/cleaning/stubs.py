"""Stubs: beginnings of articles that an appeal to subscribe breaks off.

Belongs here: telling them by where the appeal stands. Does not belong here: the words of appeals (``page_words``), how
likely such a page is an article (``pages``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.text.compiling import kernel

if TYPE_CHECKING:
    from kliping.cleaning.kernels import Array

_BREAK, _APPEAL = 3, 160.0
"""Most lines from the article down to the appeal that breaks it off, and the most characters of that."""
_BEGINNING, _REST = 1200.0, 240.0
"""Most characters of an article that was broken off, and of what is kept below its appeal: prices, a link to log in."""


def broken_off(first_line: Array, appeal: Array, kept: Array, chars: Array) -> Array:
    """Which pages end in an appeal right below a short article (bool).

    Whoever broke off the article reports as the article does: that it tells what was said is no reason against it.

    Args:
        first_line: index of each page's first line, and the number of lines.
        appeal: whether each line is an appeal to subscribe (bool).
        kept: whether it is of the article (bool).
        chars: its characters.
    """
    stub = np.zeros(first_line.size - 1, np.bool_)
    _break_off(first_line, appeal, kept, chars, stub)
    return stub


@kernel
def _break_off(first_line: Array, appeal: Array, kept: Array, chars: Array, stub: Array) -> None:
    for page in range(first_line.size - 1):
        told, last = 0.0, -1
        for at in range(first_line[page], first_line[page + 1]):
            if not stub[page] and appeal[at] and told > 0 and at - last <= _BREAK and chars[at] <= _APPEAL:
                stub[page] = True
                told, last = 0.0, at
            elif kept[at] and not appeal[at]:
                told += chars[at]
                last = at
                if told > (_REST if stub[page] else _BEGINNING):
                    stub[page] = False
                    break
