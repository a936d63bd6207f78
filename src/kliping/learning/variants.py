"""Variants of labelled pages, in the manner of other scrapers.

Belongs here: layouts of scrapers that training pages are turned into. Does not belong here: how lines are broken
(``reshaping``), other genres (``genre_variants``), reading pages (``pages``), the learner (``lines``).

Every variant is seeded by its page: the same pages give the same variants.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kliping.learning.additions import with_a_block
from kliping.learning.manners import forms, months
from kliping.learning.reshaping import article, built, cropped, cut, line
from kliping.words import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.learning.pages import Page
    from kliping.learning.reshaping import Line

_FURNISHED, _BESIDE, _BARE = 0.5, 1.0, 0.25
"""What a variant counts beside its page, whose article it repeats: with furniture, with a block beside the article (for
the third pass), with little or no furniture."""

_CROPPED, _LINKED, _DOUBLED, FOREIGN = 0.8, 0.65, 0.15, 0.5
"""Shares of furnished variants that lose most furniture, gain links, hold the article twice, are as if in an unknown
language."""

_HEADLINE = (5, 14)
"""The fewest and the most words of a line that could be a headline."""

SHAPES = {"alone": 6, "titled": 4, "credited": 4, "headless": 3, "footless": 3}
_GAPS = {"as it is": 1, "no blank lines": 2, "blank lines": 1}
"""How often each manner of a bare variant is taken."""

BARE_FOREIGN, UNTITLED = 0.3, 0.2
"""Shares of bare variants that are as if in an unknown language, and of credits that stand without a title."""

_LABELS, _DESKS, _DATES = (forms("byline", kind) for kind in ("labels", "desks", "dates"))
_DAY, _SOME_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(\d{2})"), (2021, 3, 9)  # of a page without a day


def variants(pages: Sequence[Page]) -> list[Page]:
    """Two variants of each page: with furniture as other pages have it, and bare, as scrapers leave their text.

    The furnished ones have less furniture, other blank lines, links to related articles between the paragraphs, an
    article pasted twice; every second one is as if in an unknown language. The bare ones are the article alone, under
    its title, or under title, byline and date; or the page without what stands above its article, or below it.
    """
    headlines = headlines_of(pages)
    return [*(furnished(page, headlines) for page in pages), *(_bare(page) for page in pages)]


def headlines_of(pages: Sequence[Page]) -> list[str]:
    """Lines of pages that could be headlines, to make links of."""
    return [
        text
        for page in pages
        for text in page.lines
        if _HEADLINE[0] <= len(text.split()) <= _HEADLINE[1] and text[-1].isalnum()
    ]


def furnished(page: Page, headlines: Sequence[str], others: Sequence[Page] = ()) -> Page:
    """The page with less furniture and links between its paragraphs; some with a block of one of ``others`` beside."""
    labels = phrases("related", "labels", "starts")
    chance = random.Random(page.name + page.site)  # noqa: S311
    first, last = article(page)
    low, high = 0, len(page.lines)
    if chance.random() < _CROPPED:
        low, high = cropped(page, chance)
    links = chance.randrange(1, 4) if chance.random() < _LINKED and headlines else 0
    after = sorted(chance.choices(range(first, last + 1), k=links))
    twice = chance.random() < _DOUBLED
    manner = chance.choice(tuple(_GAPS))
    body: list[Line] = []
    for at, one in enumerate(cut(page, first, last + 1), first):
        body.append(one)
        for _ in range(after.count(at)):
            label, mark = chance.choice(labels), chance.choice((": ", " : ", " - ", " "))
            label = chance.choice((label.title(), label.upper(), label.capitalize()))
            body.append(line(f"{label}{mark}{chance.choice(headlines)}", belongs=False))
    again = [replace(one, belongs=False) for one in body] if twice else []
    above, below = cut(page, low, first), cut(page, last + 1, high)
    if others:
        above, below = with_a_block(above, below, page, others, chance)
    lines = [*above, *body, *again, *below]
    name, weight = ("furnished beside", _BESIDE) if others else ("furnished", _FURNISHED)
    return built(page, name, lines, manner, weight, foreign=chance.random() < FOREIGN)


def _bare(page: Page) -> Page:
    chance = random.Random(f"{page.name}{page.site} bare")  # noqa: S311
    shape, manner = picked(chance, SHAPES), picked(chance, _GAPS)
    low, high = left_of(page, shape)
    lines = [*(line(text, belongs=False) for text in head_of(page, shape, chance)), *cut(page, low, high)]
    return built(page, shape, lines, manner, _BARE, foreign=chance.random() < BARE_FOREIGN)


def left_of(page: Page, shape: str) -> tuple[int, int]:
    """From where to where the lines of the page are left in one of ``SHAPES``: its article, or more."""
    first, last = article(page)
    return 0 if shape == "footless" else first, len(page.lines) if shape == "headless" else last + 1


def head_of(page: Page, shape: str, chance: random.Random) -> list[str]:
    """What one of ``SHAPES`` has above the article that is no line of the page: its title, a byline, a date."""
    head = [page.title] if page.title and shape in ("titled", "credited") else []
    if shape == "credited":
        head = [*(head if chance.random() >= UNTITLED else ()), *credited(page, chance)]
    return head


def credited(page: Page, chance: random.Random) -> list[str]:
    """A byline and a date, as the columns of a scraper's table hold them."""
    byline = chance.choice(_LABELS) + ", ".join(page.authors or (chance.choice(_DESKS),))
    if chance.random() < 0.5:
        byline += f" - {page.site}"
    stated = _DAY.match(page.published_on)
    year, month, day = (int(part) for part in stated.groups()) if stated else _SOME_DAY
    named = months("id" if page.language == "id" else "en")[month - 1]
    clock = f"{chance.randrange(24):02}:{chance.randrange(60):02}"
    return [byline, chance.choice(_DATES).format(y=year, m=month, d=day, month=named, clock=clock)]


def picked(chance: random.Random, weights: dict[str, int]) -> str:
    """One of the keys of ``weights``, each as often as its weight says."""
    return chance.choices(tuple(weights), tuple(weights.values()))[0]
