"""Articles told in blocks: lists, results, prices, reports by the hour, questions, verse, of a page's own words.

Belongs here: turning part of a labelled article into such a block. Does not belong here: what stands around it
(``variants``).

The words are the page's, so that the learner sees the shape of a block and no made-up vocabulary.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kliping.learning.manners import forms
from kliping.learning.reshaping import NAME_WORD, Line, line

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

_LEAST = "{12,}"
"""Characters of a sentence: less are initials or an abbreviation."""

_NAME = re.compile(rf"{NAME_WORD}(?: {NAME_WORD}){{0,2}}")
_SENTENCE = re.compile(rf"[^.!?]{_LEAST}[.!?]")
_MARKS = ("{n}. ", "{n}. ", "{n}) ", "- ", "• ", "* ", "– ", "", "", "")
_SCORES = ("{a} {x}-{y} {b}", "{a} vs {b} {x}-{y}", "{a} {x} - {y} {b}", "{n}. {a} {z}", "{a} {z}", "{a} {x} {y} {z}")
_PRICES, _HOURS, _ASKS = (forms("block", kind) for kind in ("prices", "hours", "questions"))
_ANSWERS = dict(zip(_ASKS, forms("block", "answers"), strict=True))
_OPENING, _STANZA, _MOST_HEADED, _MOST_ITEMS = 3, 4, 12, 20
"""Lines that open an article before a block, lines of a stanza, headed paragraphs and items of a block, at most."""

_FEWEST = 6  # names and sentences of an article that blocks are made of

KINDS = {"list": 4, "scores": 2, "prices": 2, "hours": 2, "questions": 2, "verse": 2, "headed": 2}
"""The kinds of blocks, and how often an article is told in each."""

_FIGURES, _PAIRED, _HEADED = ("list", "scores", "prices"), 0.4, 0.4
"""Kinds of which two stand one below the other, how often they do, and how often one alone has a heading."""


def told_in_blocks(lines: Sequence[Line], chance: random.Random) -> list[Line]:
    """The article's lines with a part of them as a block of one kind, or all but their opening."""
    own = [one for one in lines if one.belongs]
    kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
    block = block_of(own, kind, chance)
    if not block:
        return list(lines)
    opening = chance.randrange(0 if kind == "verse" else 1, min(_OPENING, len(own)) + 1)
    rest = own[-chance.randrange(1, 3) :] if chance.random() < 0.5 else []
    spaced = chance.random() < 0.5
    rest = [one for one in rest if one not in own[:opening]]
    return [*own[:opening], *(Line(2 if spaced else one.gap, one.text, True, one.words) for one in block), *rest]


def told_briefly(lines: Sequence[Line], chance: random.Random) -> list[Line]:
    """An article of hardly more than blocks: a sentence or two before one or two of them, sometimes a sentence behind.

    None of its lines looks like an article by itself. Two blocks have a heading each, with a colon.
    """
    own = [one for one in lines if one.belongs]
    kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
    blocks = [block_of(own, kind, chance)]
    sentences = _sentences(own)
    if not blocks[0]:
        return list(lines)
    if kind in _FIGURES and chance.random() < _PAIRED:
        blocks.append(block_of(own, kind, chance))
    headed = len(blocks) > 1 or (kind in _FIGURES and chance.random() < _HEADED)
    told: list[Line] = []
    for block in blocks:
        if headed:
            told.append(line(" ".join(chance.choice(sentences).split()[: chance.randrange(1, 4)]) + ":", belongs=True))
        told += block
    opening = [" ".join(sentences[: chance.randrange(1, 3)])] if kind != "verse" or chance.random() < 0.3 else []
    closing = [chance.choice(sentences)] if chance.random() < 0.5 and kind != "verse" else []
    made = [line(text, belongs=True) for text in opening]
    return [*made, *told, *(line(text, belongs=True) for text in closing)]


def block_of(lines: Sequence[Line], kind: str, chance: random.Random) -> list[Line]:
    """A block of one of ``KINDS`` from the words of ``lines``; none where they have too few names or sentences."""
    names = list(dict.fromkeys(_NAME.findall(" ".join(one.text for one in lines))))
    sentences = _sentences(lines)
    if len(names) < _FEWEST or len(sentences) < _FEWEST:
        return []
    return _BLOCKS[kind](names, sentences, chance)


def _sentences(lines: Sequence[Line]) -> list[str]:
    return [found.strip() for found in _SENTENCE.findall(" ".join(one.text for one in lines))]


def _list(names: Sequence[str], sentences: Sequence[str], chance: random.Random) -> list[Line]:
    mark = chance.choice(_MARKS)
    short = chance.random() < 0.6
    items = chance.sample(list(names), min(len(names), chance.randrange(4, 20)))
    if not short:
        items = [" ".join(one.split()[: chance.randrange(3, 12)]).strip(",;:") for one in sentences[:_MOST_ITEMS]]
        items = [one[:1].upper() + one[1:] for one in items]
    return [line(mark.format(n=n) + one, belongs=True) for n, one in enumerate(items, 1)]


def _figures(forms: Sequence[str]) -> Block:
    def figures(names: Sequence[str], _: Sequence[str], chance: random.Random) -> list[Line]:
        form = chance.choice(forms)
        rows = []
        for n in range(1, chance.randrange(5, 18)):
            a, b = chance.sample(list(names), 2)
            x, y, z = chance.randrange(6), chance.randrange(6), chance.randrange(2, 99)
            rows.append(line(form.format(n=n, a=a, b=b, x=x, y=y, z=z), belongs=True))
        return rows

    return figures


def _hours(names: Sequence[str], sentences: Sequence[str], chance: random.Random) -> list[Line]:
    form, hour, made = chance.choice(_HOURS), chance.randrange(9, 23), []
    headed, short = chance.random() < 0.5, chance.random() < 0.4
    for at in range(0, min(len(sentences) - 1, 2 * chance.randrange(3, 8)), 2):
        clock = form.format(h=max(hour - at, 0), m=chance.randrange(60))
        said = " ".join(sentences[at : at + chance.randrange(1, 3)])
        if short:
            said = " ".join(said.split()[: chance.randrange(4, 14)]).strip(",;:.") + "."
        if form.endswith(" "):
            made.append(line(clock + said, belongs=True, gap=2))
            continue
        made.append(line(clock, belongs=True, gap=2))
        if headed:
            made.append(line(f"{chance.choice(list(names))} {' '.join(said.split()[:3])}".strip(","), belongs=True))
        made.append(line(said, belongs=True))
    return made


def _questions(_: Sequence[str], sentences: Sequence[str], chance: random.Random) -> list[Line]:
    ask = chance.choice(_ASKS)
    made = []
    for at in range(0, min(len(sentences) - 1, 2 * chance.randrange(3, 8)), 2):
        asked = " ".join(sentences[at].split()[: chance.randrange(3, 12)]).strip(',;:.?!"“”')
        answer = sentences[at + 1]
        if chance.random() < 0.4:
            answer = " ".join(answer.split()[: chance.randrange(2, 9)]).strip(",;:.") + "."
        made.append(line(f"{ask}{asked[:1].upper()}{asked[1:]}?", belongs=True, gap=2))
        made.append(line(f"{_ANSWERS[ask]}{answer[:1].upper()}{answer[1:]}", belongs=True))
    return made


def _verse(_: Sequence[str], sentences: Sequence[str], chance: random.Random) -> list[Line]:
    words = " ".join(sentences[: chance.randrange(4, 10)]).split()
    lower = chance.random() < 0.5
    made: list[Line] = []
    at = 0
    while at < len(words):
        size = chance.randrange(3, 8)
        verse = " ".join(words[at : at + size]).strip(',.;:"“”')
        first = verse[:1].lower() if lower and made else verse[:1].upper()
        if verse:
            made.append(line(first + verse[1:], belongs=True, gap=2 if made and len(made) % _STANZA == 0 else 1))
        at += size
    return made


def _headed(names: Sequence[str], sentences: Sequence[str], chance: random.Random) -> list[Line]:
    made = []
    heads = chance.sample(list(names), min(len(names), _MOST_HEADED))
    for head, said in zip(heads, sentences, strict=False):
        made.append(line(head, belongs=True, gap=2))
        short = " ".join(said.split()[: chance.randrange(4, 14)]).strip(",;:.") + "."
        made.append(line(short[:1].upper() + short[1:], belongs=True))
    return made


if TYPE_CHECKING:
    from collections.abc import Callable

    Block = Callable[[Sequence[str], Sequence[str], random.Random], list[Line]]

_BLOCKS = {
    "list": _list,
    "scores": _figures(_SCORES),
    "prices": _figures(_PRICES),
    "hours": _hours,
    "questions": _questions,
    "verse": _verse,
    "headed": _headed,
}
