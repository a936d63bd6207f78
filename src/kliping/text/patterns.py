"""Words as parts of regular expressions.

Belongs here: what holds for any words. Does not belong here: the words (``kliping.words``), or what a pattern finds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


HAN_AND_KANA = r"\p{Han}\p{Hiragana}\p{Katakana}"
"""Signs of Chinese and Japanese, for the inside of a class of the column engine."""


def any_of(words: Iterable[str], blank: str = r"\ ", between: str = "") -> str:
    """A group that matches any of ``words`` as they are written; where one begins another, the longer one.

    Args:
        words: words and phrases, no patterns.
        blank: a pattern of what stands between the words of a phrase.
        between: a pattern of what may stand between the letters of a word.
    """
    return _any_of(tuple(words), blank, between)


@lru_cache(maxsize=1024)
def _any_of(words: tuple[str, ...], blank: str, between: str) -> str:
    listed = sorted(set(words), key=lambda word: (-len(word), word))
    parts = (between.join(blank if sign == " " else re.escape(sign) for sign in word) for word in listed)
    return "(?:" + "|".join(parts) + ")"
