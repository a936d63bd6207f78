"""Words as parts of regular expressions.

Belongs here: what holds for any words. Does not belong here: the words (``kliping.words``), or what a pattern finds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """A group that matches any of ``words`` as they are written; where one begins another, the longer one."""
    listed = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, listed)) + ")"
