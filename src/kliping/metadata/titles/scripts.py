"""Headlines in scripts of which the models have seen few pages: told by their place, and by what the text says again.

Belongs here: lines in Arabic, Chinese, Thai, … between the top of a page and its article. Does not belong here: which
line looks most like a title (``titles``), headlines of pages of a few lines (``short_pages``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from kliping.metadata.line_facts import DATE_LABEL, WEEKDAY
from kliping.metadata.line_flags import DATED, DAY, ODD, STARTS_EXOTIC, STOP
from kliping.metadata.titles.presence import BYLINE_CHARS, HEAD_LINES
from kliping.text.characters import letter_runs

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

_LEAST, _MOST = 8, 110
"""Characters of a headline."""
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Letters of which two beside each other are most of a word: Chinese, Japanese and Korean ones."""
_PIECE, _SHORT_PIECE = 5, 2
"""Letters of the pieces that headline and text are compared by; the second of such scripts."""
_SHARE = 0.35
"""Of a headline's pieces that its text says again."""
_PIECES = 3
"""Of them at least: one name may stand in a menu as well."""
_TOLD = 3_000
"""Characters of an article in which they are looked for."""


def script_headlines(survey: Survey) -> Array:
    """Which lines stand shortly above a day and say what the article below it says (bool).

    Asked are lines that open with a letter of a script beyond Latin, Greek and Cyrillic; of several on a page the one
    of which the article says most.
    """
    found = np.zeros(survey.lines.height, np.bool_)
    chars = survey.chars
    may = survey.having(flag=STARTS_EXOTIC) & ~survey.having(flag=STOP | DATED) & (chars >= _LEAST) & (chars <= _MOST)
    rows = np.flatnonzero(may)
    below = rows[:, None] + np.arange(1, HEAD_LINES + 1)
    of_page = np.searchsorted(survey.first_line, rows, side="right") - 1
    stop = survey.first_line[of_page + 1]
    odd = survey.having(flag=ODD) & survey.having(word=WEEKDAY | DATE_LABEL)  # digits of the script's own
    dated = (survey.having(flag=DATED | DAY) | odd) & (chars <= BYLINE_CHARS)
    days = (below < stop[:, None]) & dated[np.minimum(below, survey.lines.height - 1)]
    text, best = survey.lines["text"], dict[int, tuple[float, int]]()
    for at in np.flatnonzero(days.any(axis=1)).tolist():
        article = np.flatnonzero(survey.body[below[at, days[at].argmax()] + 1 : stop[at]])
        told = " ".join(text.gather(article + below[at, days[at].argmax()] + 1).to_list())[:_TOLD]
        share, page = _said_again(text[int(rows[at])], told), int(of_page[at])
        if share >= _SHARE and share > best.get(page, (0.0, 0))[0]:
            best[page] = share, int(rows[at])
    found[[row for _, row in best.values()]] = True
    return found


def _said_again(headline: str, article: str) -> float:
    """The share of a headline's pieces that an article holds; 0 where it has too few."""
    size = _SHORT_PIECE if _IDEOGRAPHS.search(headline) else _PIECE
    words = (word for word in letter_runs(headline) if len(word) >= size)
    pieces = {word[at : at + size] for word in words for at in range(len(word) - size + 1)}
    again = sum(piece in article for piece in pieces)
    return again / len(pieces) if again >= _PIECES else 0.0
