"""Flattened news pages from a seed, with the truth beside them: ``python -m benchmarks.generator PAGES FOLDER [SEED]``.

Belongs here: making pages whose article, title, date, authors, language and copies are known. Does not belong here:
timing anything (``whole_job``), or texts whose copies alone are known (``duplicates_corpus``).

A page is what a scraper leaves of one: the outlet's menu, a path of sections, the title, a byline and a date in one of
the outlet's forms, a caption printed twice, the paragraphs, links to other articles between them, tags, teasers and a
footer. Words are drawn as in real text, few often and most rarely (Zipf); most pages are Indonesian. Some bodies are
pasted twice, some pages are another outlet's text with some words changed, and some are no article. Pages are about
3.5 kB. The same seed gives the same bytes everywhere.
"""

from __future__ import annotations

import json
import random
import sys
import tomllib
from collections import deque
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

VOCABULARY = Path(__file__).with_name("generator.toml")
A_FOLDER = 1_000
"""Pages in a folder."""

RARE = 6_000
"""Words of each language that are made of syllables, beside the listed ones."""

OUTLETS = 60
COPIED, PASTED_TWICE, NO_ARTICLE = 0.12, 0.04, 0.03
"""Shares of pages that are another one's text, that hold their body twice, that are no article."""

_CHANGED = 0.03  # share of the words of a copy that are others
_BACK = 2_000  # articles back that a copy may be of


@dataclass(frozen=True)
class Language:
    """How a language's news look."""

    code: str
    listed: list[str]
    months: list[str]
    words: list[str]
    weights: list[float]
    furniture: dict[str, list[str]]


@dataclass(frozen=True)
class Outlet:
    """A site: what stands on each of its pages, and in which form it says who and when."""

    name: str
    language: Language
    menu: list[str]
    footer: list[str]
    byline: str
    day: str


def languages() -> dict[str, tuple[Language, float]]:
    """The languages, each with its share of the outlets."""
    found = {}
    for code, told in tomllib.loads(VOCABULARY.read_text(encoding="utf-8")).items():
        dice = random.Random(code)
        listed = told["words"].split()
        syllables = told["syllables"].split()
        rare = ["".join(dice.choices(syllables, k=dice.randint(2, 4))) for _ in range(RARE)]
        words = [*listed, *rare]
        weights = [1 / (rank + 2.7) for rank in range(len(words))]  # Mandelbrot's form of Zipf's law
        language = Language(code, listed, told["months"].split(), words, list(accumulate(weights)), told["furniture"])
        found[code] = (language, told["share"])
    return found


def outlets(dice: random.Random) -> list[Outlet]:
    """The sites of a corpus."""
    known = languages()
    made = []
    for _ in range(OUTLETS):
        (language,) = dice.choices([one for one, _ in known.values()], [share for _, share in known.values()])
        furniture = language.furniture
        name = f"{dice.choice(furniture['papers'])} {named(dice, language)}"
        menu = dice.sample(furniture["menu"], dice.randint(6, len(furniture["menu"])))
        footer = [*dice.sample(furniture["footer"], 4), f"© 2024 {name}. {furniture['rights'][0]}"]
        made.append(
            Outlet(name, language, menu, footer, dice.choice(furniture["bylines"]), dice.choice(furniture["days"]))
        )
    return made


def named(dice: random.Random, language: Language) -> str:
    """A name: one rare word, capitalised."""
    return dice.choice(language.words[len(language.listed) :]).capitalize()


def sentence(dice: random.Random, language: Language, words: int, topic: list[str] | None = None) -> str:
    """So many words, now and then a name and words of the topic among them."""
    chosen = dice.choices(language.words, cum_weights=language.weights, k=words)
    for word in (*dice.sample(topic or [], min(2, len(topic or []))), *[named(dice, language)] * (dice.random() < 0.3)):
        chosen[dice.randrange(words)] = word
    return " ".join([chosen[0].capitalize(), *chosen[1:]]) + "."


def article(dice: random.Random, language: Language) -> dict[str, Any]:
    """An article: title, authors, day, place, paragraphs; its topic's words are in its title and all over its body."""
    topic = [*dice.choices(language.words[len(language.listed) :], k=4), named(dice, language), named(dice, language)]
    words = dice.sample(topic, 4) + dice.choices(language.listed, k=dice.randint(3, 6))
    dice.shuffle(words)
    title = " ".join([words[0].capitalize(), *words[1:]])
    paragraphs = [
        " ".join(sentence(dice, language, dice.randint(8, 22), topic) for _ in range(dice.randint(2, 3)))
        for _ in range(dice.randint(7, 13))
    ]
    place = named(dice, language).upper()
    paragraphs[0] = f"{place} - {paragraphs[0]}"
    return {
        "title": title.title() if dice.random() < 0.5 else title,
        "authors": [f"{named(dice, language)} {named(dice, language)}"],
        "day": date(2024, 1, 1) + timedelta(days=dice.randrange(700)),
        "paragraphs": paragraphs,
    }


def edited(dice: random.Random, story: dict[str, Any], language: Language) -> dict[str, Any]:
    """The story as another outlet prints it: some words are others."""

    def other(text: str) -> str:
        return " ".join(dice.choice(language.words) if dice.random() < _CHANGED else word for word in text.split(" "))

    return {**story, "paragraphs": [other(text) for text in story["paragraphs"]]}


def page(dice: random.Random, outlet: Outlet, story: dict[str, Any], others: list[str]) -> list[str]:
    """The lines of the page of a story; ``others`` are titles for links and teasers."""
    furniture = outlet.language.furniture
    day = story["day"]
    told = outlet.day.format(
        day=day.day, month=outlet.language.months[day.month - 1], number=day.month, year=day.year,
        hour=dice.randint(0, 23), minute=dice.randint(0, 59),
    )  # fmt: skip
    caption = f"{sentence(dice, outlet.language, dice.randint(6, 14))} ({furniture['photo'][0]}: {outlet.name})"
    body = list(story["paragraphs"])
    if dice.random() < PASTED_TWICE:
        body += story["paragraphs"]
    for _ in range(dice.randint(0, 2)):
        body.insert(dice.randint(1, len(body)), f"{dice.choice(furniture['links'])} {dice.choice(others)}")
    return [
        *outlet.menu,
        f"{furniture['menu'][0]} > {dice.choice(outlet.menu)}",
        story["title"],
        outlet.byline.format(name=story["authors"][0], outlet=outlet.name),
        told,
        *dice.sample(furniture["share"], 2),
        *[caption] * dice.choice([1, 2, 2]),
        *body,
        f"{furniture['tags'][0]} {', '.join(named(dice, outlet.language).lower() for _ in range(3))}",
        dice.choice(furniture["more"]),
        *dice.sample(others, min(len(others), dice.randint(3, 7))),
        *outlet.footer,
    ]


def corpus(pages: int, seed: int = 1) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields pages one after the other: the text, and the truth about it.

    The truth: ``number``, ``kind`` (article, copy, none), and for articles ``copy_of``, ``language``, ``title``,
    ``published_on``, ``authors``, ``outlet`` and ``body``.
    """
    dice = random.Random(seed)
    sites = outlets(dice)
    told: deque[tuple[int, Outlet, dict[str, Any]]] = deque(maxlen=_BACK)
    others: dict[str, list[str]] = {}
    for number in range(pages):
        outlet = dice.choice(sites)
        code = outlet.language.code
        titles = others.setdefault(code, [sentence(dice, outlet.language, 8)[:-1] for _ in range(40)])
        if dice.random() < NO_ARTICLE:
            lines = [*outlet.menu, dice.choice(outlet.language.furniture["nothing"]), *outlet.footer]
            yield "\n".join(lines) + "\n", {"number": number, "kind": "none"}
            continue
        first, kind = None, "article"
        if told and dice.random() < COPIED:
            first, printed, story = dice.choice(told)
            if printed.language is outlet.language and printed is not outlet:
                story, kind = edited(dice, story, outlet.language), "copy"
        if kind == "article":
            first, story = None, article(dice, outlet.language)
            told.append((number, outlet, story))
        titles[number % len(titles)] = story["title"]
        yield "\n".join(page(dice, outlet, story, titles)) + "\n", {
            "number": number, "kind": kind, "copy_of": first, "language": code, "title": story["title"],
            "published_on": story["day"].isoformat(), "authors": story["authors"], "outlet": outlet.name,
            "body": "\n".join(story["paragraphs"]),
        }  # fmt: skip


def write(folder: Path, pages: int, seed: int = 1, start: int = 0) -> int:
    """Write pages ``start`` to ``pages`` of a corpus as files below ``folder``; the number of bytes.

    The truth goes to ``truth.jsonl`` beside ``folder``.
    """
    size = 0
    folder.mkdir(parents=True, exist_ok=True)
    with folder.with_name("truth.jsonl").open("w", encoding="utf-8") as truth:
        for text, known in corpus(pages, seed):
            number = known["number"]
            truth.write(json.dumps(known) + "\n")
            if number < start:
                continue
            place = folder / f"{number // A_FOLDER:05}"
            if number % A_FOLDER == 0 or number == start:
                place.mkdir(exist_ok=True)
            content = text.encode()
            (place / f"{number:07}.txt").write_bytes(content)
            size += len(content)
    return size


if __name__ == "__main__":
    target = Path(sys.argv[2])
    print(f"{write(target, int(sys.argv[1]), *map(int, sys.argv[3:4])):,} bytes in {target}")
