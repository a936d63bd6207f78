"""Which lines of the body make up a paragraph.

Belongs here: paragraph numbers. Does not belong here: which lines are of the body (``roles``), lines of a page that
was wrapped at a column (``wrapping``), joining text (``assembly``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.features import SECOND, Seen
from kliping.frames import ROLES
from kliping.text.compiling import kernel

if TYPE_CHECKING:
    from kliping.cleaning.kernels import Array

_COLUMNS = [SECOND.index(name) for name in ("words", "ends_sentence", "opens_lower")]
_WORDS, _SENTENCE, _OPENS_LOWER = range(len(_COLUMNS))
_BODY, _LAST_BODY_ROLE = ROLES.index("body"), ROLES.index("subheading")

_UNFINISHED_WORDS = 4.0  # a shorter line that ends no sentence is no paragraph left unfinished


def number_paragraphs(seen: Seen, role: Array, paragraph: Array) -> None:
    """Fill ``paragraph`` (int32, 1-based and rising; 0 for a line that is not of the body) from the lines' roles."""
    _number(seen.first_line, np.ascontiguousarray(seen.matrix[:, _COLUMNS]), role, paragraph)


@kernel
def _number(first_line: Array, line: Array, role: Array, paragraph: Array) -> None:
    """Number paragraphs: a line goes on with the last one when that was left unfinished and it starts in lower case."""
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        number, last = 0, -1
        for at in range(first, stop):
            if role[at] > _LAST_BODY_ROLE:
                continue
            unfinished = (
                last >= 0
                and role[last] == _BODY
                and line[last, _SENTENCE] == 0
                and line[last, _WORDS] >= _UNFINISHED_WORDS
            )
            if not (unfinished and line[at, _OPENS_LOWER] > 0 and last == at - 1):
                number += 1
            paragraph[at] = number
            last = at
