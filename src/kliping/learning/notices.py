"""Pages that tell kinds of pages apart, made of labelled pages: no articles, and short articles that look like none.

Belongs here: making them. Does not belong here: fitting (``page_kinds``), variants that lines are learnt from
(``variants``).

Each is seeded by its page: the same pages give the same. The pages of one sample count as pages of one site, so that no
sample is judged by what was learnt from it.
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING

from kliping.learning.manners import forms
from kliping.words import phrases
from kliping.words.sections import PAGE_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.learning.pages import Page

_AROUND = (0, 0, 3, 12, 200)
"""Lines above and below the article that are left, one of these."""

_TEASERS = (3, 24)
_HEADLINE = 70  # characters of a first sentence that stand for a title
_STUB_LINES = 3
_BRIEF_LINES = 4
_HEADED, _SEARCHED, _MORE = 0.8, 0.3, 0.4
"""Shares of lists that have a heading, of these that are results of a search, and that end in a link to more."""
_QUOTING, _QUOTED = 0.15, 0.5
"""Shares of short articles that tell what such a page says, and of these that quote it."""
_SENTENCE = re.compile(r".+?[.!?][”\"»]?(?:\s|$)")


def notices(pages: Sequence[Page]) -> list[Page]:
    """Of each page a notice, and of every second one a list of articles or a stub, each with furniture of the page."""
    samples = tomllib.loads((resources.files("kliping.learning") / "notices.toml").read_text(encoding="utf-8"))
    kinds = {kind: tuple(listed["pages"]) for kind, listed in samples.items()}
    made = []
    for at, page in enumerate(pages):
        chance = random.Random(f"notice {page.name} {page.site}")  # noqa: S311
        kind = chance.choice([*kinds, ""])
        number = chance.randrange(len(kinds[kind])) if kind else 0
        sample = kinds[kind][number] if kind else ""
        if kind == "paywall":
            made.append(_put(page, _stub(page, sample, chance), kind, f"{kind} {number}", chance))
        else:
            made.append(_put(page, sample.split("\n") if kind else [], kind or "empty", f"{kind} {number}", chance))
        if at % 2:
            near = [
                pages[(at + step * chance.randrange(1, 9)) % len(pages)] for step in range(chance.randrange(*_TEASERS))
            ]
            made.append(_put(page, _list(near, chance), "index", page.site, chance))
    return [page for page in made if page.lines]


def briefs(pages: Sequence[Page]) -> list[Page]:
    """Of each page an article of a few sentences or paragraphs; some tell what a notice says."""
    made = []
    for page in pages:
        chance = random.Random(f"brief {page.name} {page.site}")  # noqa: S311
        own = _own(page)
        told = own[: chance.randrange(1, _BRIEF_LINES + 1)]
        if chance.random() < 0.5:
            told = ["".join(_SENTENCE.findall(" ".join(own))[: chance.randrange(1, _BRIEF_LINES)]).strip() or told[0]]
        if chance.random() < _QUOTING:
            at = chance.randrange(len(told))
            said = chance.choice(phrases(chance.choice(PAGE_SECTIONS), "says"))
            said = f"“{said.capitalize()}”" if chance.random() < _QUOTED else said
            told[at] = f"{told[at].rstrip('.')}, {said}."
        head = [page.title, ""] if page.title and chance.random() < 0.8 else []
        lines = [*head, *(text for line in told for text in (line, ""))]
        brief = _put(page, lines, "brief", page.site, chance)
        belongs = tuple(line in told for line in brief.lines)
        made.append(replace(brief, belongs=belongs))
    return [page for page in made if any(page.belongs)]


def _own(page: Page) -> list[str]:
    return [line for line, belongs in zip(page.lines, page.belongs, strict=True) if belongs]


def _stub(page: Page, appeal: str, chance: random.Random) -> list[str]:
    return [page.title, "", *_own(page)[: chance.randrange(1, _STUB_LINES)], "", *appeal.split("\n")]


def _list(near: Sequence[Page], chance: random.Random) -> list[str]:
    """Headlines with or without a date, the beginning of the article or its first sentence, a link: in one manner."""
    opening = chance.choice(("", "cut", "cut", "whole"))
    dated, linked, blank = (chance.random() < share for share in (0.6, 0.4, 0.6))
    more = chance.choice(phrases("related", "more")).capitalize()
    size = chance.randrange(60, 180)
    lines = [*_heading(near[0], chance), ""] if chance.random() < _HEADED else []
    for page in near:
        first = _own(page)[0]
        lines.append(page.title or first[:_HEADLINE])
        lines += [page.published_on or forms("list", "ages")[0].format(n=chance.randrange(2, 23))] if dated else []
        if opening == "whole":
            sentence = _SENTENCE.match(first)
            lines.append(sentence[0].strip() if sentence else first)
        elif opening:
            lines.append(f"{first[:size].rsplit(' ', 1)[0]}{chance.choice(('...', '…', ' …'))}")
        lines += [more] if linked else []
        lines += [""] if blank else []
    return (
        [*lines, chance.choice(("1 2 3 4", *phrases("index", "says"))).capitalize()]
        if chance.random() < _MORE
        else lines
    )


def _heading(page: Page, chance: random.Random) -> list[str]:
    """What opens a list of articles: of a topic, or of those that a search found."""
    word = chance.choice(page.title.split() or forms("list", "words"))
    section = "search" if chance.random() < _SEARCHED else "index"
    return [f"{chance.choice(phrases(section, 'says')).capitalize()} {word}"]


def _put(page: Page, texts: Sequence[str], kind: str, site: str, chance: random.Random) -> Page:
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
        name=f"{page.name} {kind}",
        site=site,
        shape=kind,
        numbers=tuple(numbers),
        lines=tuple(lines),
        belongs=(False,) * len(lines),
        words=tuple(len(line.split()) for line in lines),
    )
