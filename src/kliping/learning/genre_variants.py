"""Variants of labelled pages in the manner of other genres, and of pages that go on below their article.

Belongs here: which of them training pages are turned into, and what each counts. Does not belong here: layouts
(``variants``), how lines are broken (``reshaping``), blocks such as lists (``genres``), what stands beside an article
(``additions``), the learner (``lines``).

Every variant is seeded by its page: the same pages give the same variants.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kliping.learning.additions import comments, index_page, second_article, with_a_block
from kliping.learning.genres import told_briefly, told_in_blocks
from kliping.learning.reshaping import GAPS, article, broken, built, cropped, cut, line
from kliping.learning.variants import (
    BARE_FOREIGN,
    FOREIGN,
    SHAPES,
    furnished,
    head_of,
    headlines_of,
    left_of,
    picked,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.learning.pages import Page

_BARE, _TOLD, _CONTINUED, _INDEX = 0.25, 0.4, 0.18, 0.018
"""What a variant counts beside its page: with little or no furniture; in blocks; with more below the article; an index,
whose every line counts as in a very short article."""

_LEAST = 0.5
"""What a page told in blocks counts as at least: a page that counts less for its labels has none of them left."""

_EVERY = 6
"""One page in so many lends its place to an index page."""

_LATER = 0.4
"""Share of bare variants without furniture whose text begins at a later paragraph: what comes first is then a quote, a
short sentence or the opening of a list as often as inside an article."""

_FURNISHED = 0.6
"""Share of pages told in blocks that keep some furniture."""

_GAPS = ("as it is", "no blank lines", "blank lines")
"""Manners of a page with furniture."""


def genre_variants(pages: Sequence[Page]) -> list[Page]:
    """Variants of each page: beside blocks of other pages, bare with lines broken otherwise, or of a genre.

    Every page is told in blocks (lists, results, verse), every other one goes on below its article with another page's
    or with comments; some make an index page, which has no article. The third pass alone learns them.
    """
    headlines = headlines_of(pages)
    spoken: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        spoken[page.language].append(page)
    made = [furnished(page, headlines, spoken[page.language]) for page in pages]
    made += [_bare(page) for page in pages]
    made += [_told(page, spoken[page.language], "told") for page in pages]
    made += [_told(page, spoken[page.language], "told briefly") for page in pages]
    made += [_continued(page, spoken[page.language]) for page in pages[1::2]]
    made += [_index(page, spoken[page.language]) for page in pages[::_EVERY]]
    return [replace(page, blocks_only=True) for page in made]


def _bare(page: Page) -> Page:
    chance = random.Random(f"{page.name}{page.site} bare 0")  # noqa: S311
    shape, manner = picked(chance, SHAPES), picked(chance, GAPS)
    low, high = left_of(page, shape)
    if page.belongs[low] and chance.random() < _LATER:
        low = chance.choice([at for at, belongs in enumerate(page.belongs) if belongs])
    head = head_of(page, shape, chance)
    lines = [*(line(text, belongs=False) for text in head), *broken(cut(page, low, high), manner, chance)]
    return built(page, f"{shape} again", lines, manner, _BARE, foreign=chance.random() < BARE_FOREIGN)


def _told(page: Page, others: Sequence[Page], way: str) -> Page:
    """A page whose article is a block, most of them with furniture around it, the others bare or under their title."""
    chance = random.Random(f"{page.name}{page.site} {way}")  # noqa: S311
    first, last = article(page)
    blocks = (told_briefly if way == "told briefly" else told_in_blocks)(cut(page, first, last + 1), chance)
    manner = chance.choice(_GAPS)
    foreign = chance.random() < FOREIGN
    if chance.random() < _FURNISHED:
        low, high = cropped(page, chance)
        above, below = with_a_block(cut(page, low, first), cut(page, last + 1, high), page, others, chance)
        lines = [*above, *blocks, *below]
    else:
        head = [page.title] if page.title and chance.random() < 0.5 else []
        lines = [*(line(text, belongs=False) for text in head), *blocks]
    made = built(page, way, lines, manner, _TOLD, foreign=foreign)
    return replace(made, weight=max(made.weight, _TOLD * _LEAST))


def _continued(page: Page, others: Sequence[Page]) -> Page:
    """A page that goes on below its article: with other pages' articles, or with readers' comments."""
    chance = random.Random(f"{page.name}{page.site} continued")  # noqa: S311
    _, last = article(page)
    low, high = cropped(page, chance)
    if chance.random() < 0.5:
        chosen = [other for other in chance.choices(others, k=chance.randrange(1, 4)) if other.site != page.site]
        more = [text for other in chosen for text in second_article(other, chance)]
    else:
        more = comments(chance.choices(others, k=chance.randrange(2, 9)), page.language, chance)
    foot = cut(page, last + 1, high)
    below = [*foot, *more] if chance.random() < 0.5 else [*more, *foot]
    lines = [*cut(page, low, last + 1), *below]
    return built(page, "continued", lines, chance.choice(_GAPS), _CONTINUED, foreign=False)


def _index(page: Page, others: Sequence[Page]) -> Page:
    """A page with this one's furniture and no article, only links to others'."""
    chance = random.Random(f"{page.name}{page.site} index")  # noqa: S311
    first, last = article(page)
    listed = index_page(chance.choices(others, k=chance.randrange(5, 16)), chance)
    lines = [*cut(page, 0, first), *listed, *cut(page, last + 1, len(page.lines))]
    return built(page, "index", lines, chance.choice(_GAPS), _INDEX, foreign=False)
