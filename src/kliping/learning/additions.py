"""What stands on a page beside its article, made of other pages: a second article, readers' comments, lists, blocks.

Belongs here: lines that are no part of the article, made for training. Does not belong here: the article itself
(``reshaping``, ``genres``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.learning.genres import block_of
from kliping.learning.manners import forms
from kliping.learning.reshaping import Line, article, cut, line
from kliping.words import phrases

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from kliping.learning.pages import Page

_AGES, _REPLIES, _DATES = forms("thread", "ages"), forms("thread", "replies"), forms("list", "dates")

_BESIDE, _ABOVE, _RIGHT_BELOW, _NAMED = 0.5, 0.25, 0.3, 0.5
"""Share of pages that have such a block beside their article; of these blocks those that stand above it, not right
above: the title is between them; of those below it those that stand right below; and those that say what they are."""

_ASIDE = {"list": 3, "scores": 2, "prices": 2, "headed": 1, "archive": 2, "feed": 5}
"""Kinds of blocks beside an article, and how often each is taken."""

_FED = (3, 11)
"""Pages in a feed."""

_COUNTED = ("{a} {y} ({n})", "{a} ({n})", "{a} {y}", "» {a} ({n})", "{a} {n}")


def block_aside(other: Page, others: Sequence[Page], chance: random.Random) -> list[Line]:
    """A block of other pages' words that is no part of the article: what is read most, results, an archive, a feed.

    So that a block alone is no sign of an article: what stands around it is. All but the feed are of ``other``; a feed
    has the headlines, days and openings of ``others``.
    """
    first, last = article(other)
    own = cut(other, first, last + 1)
    kind = chance.choices(list(_ASIDE), list(_ASIDE.values()))[0]
    if kind == "feed":
        return [*_name(other.language, chance), *index_page(chance.choices(others, k=chance.randrange(*_FED)), chance)]
    if kind == "archive":
        rows = [one.text for one in block_of(own, "list", chance)]
        form, year = chance.choice(_COUNTED), chance.randrange(2008, 2026)
        texts = [form.format(a=row.lstrip("0123456789.)-•*– "), y=year, n=chance.randrange(1, 99)) for row in rows]
    else:
        texts = [one.text for one in block_of(own, kind, chance)]
    name = _name(other.language, chance) if texts else []
    return [*name, *(line(text, belongs=False) for text in texts)]


def _name(language: str, chance: random.Random) -> list[Line]:
    """What a block says that it is, or nothing."""
    heads = phrases("related", "equals", languages=(language,))
    if not heads or chance.random() >= _NAMED:
        return []
    head = chance.choice(heads)
    return [line(chance.choice((head.title(), head.upper(), head.capitalize())), belongs=False, gap=2)]


def with_a_block(
    above: list[Line], below: list[Line], page: Page, others: Sequence[Page], chance: random.Random
) -> tuple[list[Line], list[Line]]:
    """What stands above and below the article of a page, sometimes with a block of other pages' words among it."""
    other = other_than(page, others, chance)
    if other is None or chance.random() >= _BESIDE:
        return above, below
    block = block_aside(other, [one for one in others if one.site != page.site], chance)
    if len(above) > 2 and chance.random() < _ABOVE:
        at = chance.randrange(len(above) - 2)
        return [*above[:at], *block, *above[at:]], below
    at = chance.randrange(1, len(below) + 1) if below and chance.random() >= _RIGHT_BELOW else 0
    return above, [*below[:at], *block, *below[at:]]


def other_than(page: Page, others: Sequence[Page], chance: random.Random) -> Page | None:
    """One of the other pages; none where chance takes one of the same site."""
    other = chance.choice(others)
    return other if other.site != page.site else None


def second_article(other: Page, chance: random.Random) -> list[Line]:
    """Another page's article under its title, as an endless page goes on."""
    first, last = article(other)
    stop = min(last + 1, first + chance.randrange(3, 16))
    head = [line(other.title, belongs=False, gap=2)] if other.title else []
    if head and chance.random() < 0.6:
        names = ", ".join(other.authors) or other.site
        head.append(line(names, belongs=False))
        head.append(line(_date(chance), belongs=False))
    return [*head, *(Line(one.gap, one.text, False, one.words) for one in cut(other, first, stop))]


def comments(others: Sequence[Page], language: str, chance: random.Random) -> list[Line]:
    """A thread of readers' comments: a name, how long ago, what was said, words to press."""
    heads = phrases("comments", "labels", "equals", "starts", languages=(language,))
    made = [line(chance.choice(heads).capitalize(), belongs=False, gap=2)] if heads else []
    age, reply = chance.choice(_AGES), chance.choice(_REPLIES)
    aged, replied = chance.random() < 0.7, chance.random() < 0.7
    for other in others:
        first, last = article(other)
        said = other.lines[chance.randrange(first, last + 1)].split()
        made.append(line(chance.choice(other.authors or (other.site,)), belongs=False, gap=2))
        if aged:
            made.append(line(age.format(n=chance.randrange(1, 23)), belongs=False))
        made.append(line(" ".join(said[: chance.randrange(4, 40)]), belongs=False))
        if replied:
            made.append(line(reply, belongs=False))
    return made


def index_page(others: Sequence[Page], chance: random.Random) -> list[Line]:
    """A page that lists articles: headlines, some with a day and the opening of their text, and no article."""
    dated, told = chance.random() < 0.6, chance.random() < 0.6
    made: list[Line] = []
    for other in others:
        first, _ = article(other)
        if other.title:
            made.append(line(other.title, belongs=False, gap=2))
        if dated:
            made.append(line(_date(chance), belongs=False))
        if told:
            opening = other.lines[first].split()[: chance.randrange(12, 40)]
            made.append(line(" ".join(opening) + chance.choice(("", "...", " …", " [...]")), belongs=False))
    return made


def _date(chance: random.Random) -> str:
    form = chance.choice(_DATES)
    return form.format(d=chance.randrange(1, 29), m=chance.randrange(1, 13), h=chance.randrange(24))
