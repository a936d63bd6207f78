"""Witnesses: what others than the line model take for the article of a page in HTML, and how far they are heeded.

Belongs here: by how much a witness moves the score of each line. Does not belong here: what the witnesses say
(``markup``, ``stated``), scores (``model``).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.credits import credit_lines
from kliping.cleaning.given import GIVEN
from kliping.cleaning.labels import label_lines
from kliping.cleaning.markup import BESIDE
from kliping.cleaning.sections import SECTION_ROLES

if TYPE_CHECKING:
    import polars as pl

    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array
    from kliping.cleaning.phrases import Lexicon
    from kliping.settings.cleaning import CleaningSettings

    Witnesses = dict[str, dict[str, str]]
    """What each witness says of each document it speaks of, by ``document_id``."""

UNDER_HEADING = 6
"""Lines below a page's main heading in which its standfirst stands."""

_BEGINS = 1.0
"""Log-odds by which running text gains that an extractor begins with there: it passes over captions and menus."""

_CAPTION = list(SECTION_ROLES).index("caption")


def heard(pages: pl.DataFrame) -> Witnesses:
    """What ``flatten_pages`` found beside the text of each page, by the name of its column."""
    return {
        name: dict(pages.filter(pages.get_column(name).is_not_null()).select("document_id", name).iter_rows())
        for name in BESIDE
    }


def witness_odds(
    lines: pl.DataFrame, seen: Seen, lexicon: Lexicon, witnesses: Witnesses, settings: CleaningSettings
) -> Array:
    """By how much what others take for a page's article moves the log-odds of each line; not at all without any.

    A witness says nothing of a standfirst, running text shortly below the main heading and above the first line that it
    takes: that stands in the header of many pages, where extractors do not look. A line right above a photo credit is a
    caption, and none. Items of lists between paragraphs of the article are body, lines of cards and hidden ones are
    not.
    """
    odds = np.zeros(lines.height, np.float32)
    if not witnesses["extracted"] and not witnesses["stated"]:
        return odds
    weights = {
        "extracted": (settings.extractor_weight, settings.extractor_silence),
        "stated": (settings.stated_weight, settings.stated_weight),
    }
    names, texts = lines.get_column("document_id"), lines.get_column("text")
    running = _running(texts, seen, lexicon, settings)
    for first, stop in pairwise(seen.first_line.tolist()):
        name, text = names[first], texts[first:stop].to_list()
        for witness, (up, down) in weights.items():
            article = witnesses[witness].get(name)
            if not article:
                continue
            taken = np.array(label_lines(text, article)[0])
            begin = int(taken.argmax()) if taken.any() else 0
            below = _below_heading(text[:begin], witnesses["headings"].get(name, ""), taken.size) & running[first:stop]
            standfirst = below & (np.arange(taken.size) < begin)
            odds[first:stop] += np.where(taken, up, np.where(standfirst, 0, -down))
            if witness == "extracted" and (below & taken).any():
                odds[first + (below & taken).argmax()] += _BEGINS
        for said, sure in (("listed", GIVEN), ("cards", -GIVEN), ("hidden", -GIVEN)):
            items = set(witnesses[said].get(name, "").split("\n"))
            odds[first:stop][[line in items for line in text]] = sure
    return odds


def _running(texts: pl.Series, seen: Seen, lexicon: Lexicon, settings: CleaningSettings) -> Array:
    """Which lines are running text with no photo credit right below."""
    credit = credit_lines(texts, seen.scanned, settings.lexicons) > 0
    captioned = np.append(credit | (lexicon.section_of(seen.entry) == _CAPTION), False)[1:]
    running: Array = (seen.column("sentence") > 0) & ~captioned
    return running


def _below_heading(above: list[str], headings: str, lines: int) -> Array:
    """Which of a page's ``lines`` stand shortly below the last main heading among those ``above``."""
    wanted = set(headings.split("\n")) - {""}
    below = np.zeros(lines, np.bool_)
    at = max((number for number, line in enumerate(above) if line in wanted), default=None)
    if at is not None:
        below[at + 1 : at + 1 + UNDER_HEADING] = True
    return below
