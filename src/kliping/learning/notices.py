"""Pages that are no article, made of labelled pages: what surrounds an article, with something else in its place.

Belongs here: making them. Does not belong here: fitting (``page_kinds``), variants that are articles (``variants``).

Each is seeded by its page: the same pages give the same.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING

from kliping.words import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.learning.pages import Page

_AROUND = (0, 0, 3, 12, 200)
"""Lines above and below the article that are left, one of these."""

_TEASERS = (5, 24)
_STUB_LINES = 3


def notices(pages: Sequence[Page]) -> list[Page]:
    """Of each page a notice, and of every second one a list of articles or a stub, each with furniture of the page."""
    samples = tomllib.loads((resources.files("kliping.learning") / "notices.toml").read_text(encoding="utf-8"))
    kinds = {kind: tuple(listed["pages"]) for kind, listed in samples.items()}
    made = []
    for at, page in enumerate(pages):
        chance = random.Random(f"notice {page.name} {page.site}")  # noqa: S311
        kind = chance.choice([*kinds, ""])
        if kind == "paywall":
            made.append(_put(page, _stub(page, chance.choice(kinds[kind]), chance), kind, chance))
        else:
            made.append(_put(page, chance.choice(kinds[kind]).split("\n") if kind else [], kind or "empty", chance))
        if at % 2:
            near = [
                pages[(at + step * chance.randrange(1, 9)) % len(pages)] for step in range(chance.randrange(*_TEASERS))
            ]
            made.append(_put(page, _teasers(near, chance), "index", chance))
    return [page for page in made if page.lines]


def _stub(page: Page, appeal: str, chance: random.Random) -> list[str]:
    own = [line for line, belongs in zip(page.lines, page.belongs, strict=True) if belongs]
    return [page.title, "", *own[: chance.randrange(1, _STUB_LINES)], "", *appeal.split("\n")]


def _teasers(near: Sequence[Page], chance: random.Random) -> list[str]:
    """Headlines with or without the beginning of the article, a date, a link: each list in one manner."""
    opening, dated, linked, blank = (chance.random() < share for share in (0.7, 0.6, 0.5, 0.6))
    more = chance.choice(phrases("related", "more")).capitalize()
    size = chance.randrange(60, 180)
    lines = []
    for page in near:
        first = next(line for line, belongs in zip(page.lines, page.belongs, strict=True) if belongs)
        lines.append(page.title or first[:70])
        lines += [page.published_on or f"{chance.randrange(2, 23)} jam lalu"] if dated else []
        lines += [f"{first[:size].rsplit(' ', 1)[0]}{chance.choice(('...', '…', ' …'))}"] if opening else []
        lines += [more] if linked else []
        lines += [""] if blank else []
    return lines


def _put(page: Page, texts: Sequence[str], kind: str, chance: random.Random) -> Page:
    """The page with ``texts`` where its article was; "" in them is a blank line."""
    first = page.belongs.index(True)
    last = len(page.belongs) - 1 - page.belongs[::-1].index(True)
    above, below = chance.choice(_AROUND), chance.choice(_AROUND)
    lines, numbers, number = [], [], 0
    rows = [(line, page.numbers[at] - page.numbers[max(at - 1, 0)]) for at, line in enumerate(page.lines)]
    middle = [(text, 1) for text in ("", *texts, "")]
    for text, gap in (*rows[max(first - above, 0) : first], *middle, *rows[last + 1 : last + 1 + below]):
        number += max(gap, 1)
        if text:
            lines.append(text)
            numbers.append(number)
    return replace(
        page,
        name=f"{page.name} {kind} of none",
        shape=kind,
        numbers=tuple(numbers),
        lines=tuple(lines),
        belongs=(False,) * len(lines),
        words=tuple(len(line.split()) for line in lines),
    )
