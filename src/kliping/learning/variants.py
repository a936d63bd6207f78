"""Variants of labelled pages, in the manner of other scrapers.

Belongs here: what training pages are turned into. Does not belong here: reading pages (``pages``), the learner
(``lines``).

Every variant is seeded by its page: the same pages give the same variants.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kliping.words import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.learning.pages import Page

_FURNISHED, _BARE = 0.5, 0.25
"""What a variant with furniture, and one with little or none, counts beside its page, whose article it repeats."""

_CROPPED, _LINKED, _DOUBLED, _FOREIGN = 0.8, 0.65, 0.15, 0.5
"""Shares of furnished variants that lose most furniture, gain links, hold the article twice, are as if in an unknown
language."""

_SHAPES = {"alone": 6, "titled": 4, "credited": 4, "headless": 3, "footless": 3}
_GAPS = {"as it is": 1, "no blank lines": 2, "blank lines": 1}
"""How often each manner of a bare variant is taken."""

_BARE_FOREIGN, _UNTITLED = 0.3, 0.2
"""Shares of bare variants that are as if in an unknown language, and of credits that stand without a title."""

_LABELS = ("", "", "Oleh: ", "By ", "Penulis: ", "Reporter: ")
_DESKS = ("Redaksi", "Tim Redaksi", "Admin", "Staff", "News Desk")
_MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}
_DAY, _SOME_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(\d{2})"), (2021, 3, 9)
_DATES = (
    "{y}-{m:02}-{d:02}",
    "{y}-{m:02}-{d:02} {clock}:00",
    "{d} {month} {y}",
    "{d} {month:.3} {y} {clock} WIB",
    "{month} {d}, {y}",
    "{d:02}/{m:02}/{y} {clock}",
)


@dataclass(frozen=True)
class _Line:
    gap: int
    """Lines further down than the line before it: 2 after a blank line."""
    text: str
    belongs: bool
    words: int


def variants(pages: Sequence[Page]) -> list[Page]:
    """Two variants of each page: with furniture as other pages have it, and bare, as scrapers leave their text.

    The furnished ones have less furniture, other blank lines, links to related articles between the paragraphs, an
    article pasted twice; every second one is as if in an unknown language. The bare ones are the article alone, under
    its title, or under title, byline and date; or the page without what stands above its article, or below it.
    """
    labels = phrases("related", "labels", "starts")
    headlines = [line for page in pages for line in page.lines if 5 <= len(line.split()) <= 14 and line[-1].isalnum()]
    return [*(_furnished(page, labels, headlines) for page in pages), *(_bare(page) for page in pages)]


def _furnished(page: Page, labels: Sequence[str], headlines: Sequence[str]) -> Page:
    chance = random.Random(page.name + page.site)  # noqa: S311
    first, last = _article(page)
    low, high = 0, len(page.lines)
    if chance.random() < _CROPPED:
        low, high = max(first - chance.randrange(1, 9), 0), min(last + chance.randrange(1, 14), high)
    links = chance.randrange(1, 4) if chance.random() < _LINKED and headlines else 0
    after = sorted(chance.choices(range(first, last + 1), k=links))
    twice = chance.random() < _DOUBLED
    manner = chance.choice(tuple(_GAPS))
    body: list[_Line] = []
    for at, line in enumerate(_cut(page, first, last + 1), first):
        body.append(line)
        for _ in range(after.count(at)):
            label, mark = chance.choice(labels), chance.choice((": ", " : ", " - ", " "))
            label = chance.choice((label.title(), label.upper(), label.capitalize()))
            link = f"{label}{mark}{chance.choice(headlines)}"
            body.append(_Line(1, link, False, len(link.split())))
    again = [replace(line, belongs=False) for line in body] if twice else []
    lines = [*_cut(page, low, first), *body, *again, *_cut(page, last + 1, high)]
    return _made(page, "furnished", lines, manner, _FURNISHED, foreign=chance.random() < _FOREIGN)


def _bare(page: Page) -> Page:
    chance = random.Random(f"{page.name}{page.site} bare")  # noqa: S311
    shape, manner = _pick(chance, _SHAPES), _pick(chance, _GAPS)
    first, last = _article(page)
    low = 0 if shape == "footless" else first
    high = len(page.lines) if shape == "headless" else last + 1
    head = [page.title] if page.title and shape in ("titled", "credited") else []
    if shape == "credited":
        head = [*(head if chance.random() >= _UNTITLED else ()), *_credits(page, chance)]
    lines = [*(_Line(1, text, False, len(text.split())) for text in head), *_cut(page, low, high)]
    return _made(page, shape, lines, manner, _BARE, foreign=chance.random() < _BARE_FOREIGN)


def _credits(page: Page, chance: random.Random) -> list[str]:
    """A byline and a date, as the columns of a scraper's table hold them."""
    byline = chance.choice(_LABELS) + ", ".join(page.authors or (chance.choice(_DESKS),))
    if chance.random() < 0.5:
        byline += f" - {page.site}"
    stated = _DAY.match(page.published_on)
    year, month, day = (int(part) for part in stated.groups()) if stated else _SOME_DAY
    named = _MONTHS.get(page.language, _MONTHS["en"]).split()[month - 1]
    clock = f"{chance.randrange(24):02}:{chance.randrange(60):02}"
    return [byline, chance.choice(_DATES).format(y=year, m=month, d=day, month=named, clock=clock)]


def _article(page: Page) -> tuple[int, int]:
    """Index of the article's first and last line."""
    return page.belongs.index(True), len(page.belongs) - 1 - page.belongs[::-1].index(True)


def _cut(page: Page, low: int, high: int) -> list[_Line]:
    gaps = [max(page.numbers[at] - page.numbers[at - 1], 1) if at > low else 1 for at in range(low, high)]
    rows = zip(gaps, page.lines[low:high], page.belongs[low:high], page.words[low:high], strict=True)
    return [_Line(*row) for row in rows]


def _made(page: Page, shape: str, lines: list[_Line], manner: str, weight: float, *, foreign: bool) -> Page:
    number, numbers = 0, []
    for line in lines:
        number += line.gap if manner == "as it is" else 1 if manner == "no blank lines" or not number else 2
        numbers.append(number)
    return replace(
        page,
        name=f"{page.name} {shape}",
        shape=shape,
        numbers=tuple(numbers),
        lines=tuple(line.text for line in lines),
        belongs=tuple(line.belongs for line in lines),
        words=tuple(line.words for line in lines),
        weight=weight * page.weight,
        foreign=foreign,
    )


def _pick(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(tuple(weights), tuple(weights.values()))[0]
