"""Learns whether a text has its title: ``python -m benchmarks.metadata_presence PAGES.jsonl.gz…``.

A labelled page is ``text``, ``title``, ``title_visible``, ``body``, ``url``, ``set``. Each is shown whole, from its
title on, without its title, and as its article alone, with and without a title above; articles are broken at links and
behind the dateline's place, with calls and related headlines between their paragraphs, as flattening leaves them.

Prints, on sites held out, how often a title is stated where none stands and how often one that stands is passed over;
writes ``title_presence.gz``, its checksum and its card beside the module ``kliping.metadata.titles.presence``.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from benchmarks.exam import rows
from benchmarks.metadata import documents, words
from benchmarks.metadata_titles import DATES, fold_of, is_title, named, page_of
from kliping.cleaning import clean, forest
from kliping.learning.titles import fit_presence
from kliping.metadata.titles import titles
from kliping.metadata.titles.presence import FEATURES, HEAD, LIKELY, MODEL, PARTS, presence, presence_features
from kliping.metadata.titles.titles import FOLDER, rank_titles, read_model
from kliping.metadata.vocabulary import SUFFIX
from kliping.packed import joined, read_packed, write_packed
from kliping.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDS = 5
"""Parts of a cross-validation: four fifths of the sites are learnt from."""

LEAST_PARAGRAPHS = 3
"""Paragraphs of a body from which pages without a title are made: fewer are no article."""

LINK = re.compile(r"(?<=[a-z,] )([A-Z][\w-]+(?: [A-Z][\w-]+){0,2})(?= [a-z])")
CALLS = ("SCROLL TO CONTINUE WITH CONTENT", "ADVERTISEMENT", "Advertisement", "SCROLL TO RESUME CONTENT", "Iklan",
         "Baca Juga:", "Read more", "(Jane Doe)", "Penulis: Sari Wulandari", "Laporan Wartawan, Budi Santoso",
         "[Gambas:Video]", "Share this article", "Berikut selengkapnya:", "Simak Video:")  # fmt: skip
PLACES = ("Jakarta", "London", "Bandung", "New York", "Kota Surabaya", "Berlin", "Kuala Lumpur", "KOMPAS", "Solo")
KINDS = ("page", "from title", "untitled", "article", "broken", "titled", "titled broken")


def shapes(label: dict[str, Any], others: list[str], dice: random.Random) -> Iterator[tuple[str, str]]:
    """The kind and text of each way in which a page is shown."""
    lines = [line.strip() for line in label["text"].split("\n") if line.strip()]
    gold = words(label["title"])
    own = [at for at, line in enumerate(lines) if gold in (words(line), words(re.sub(SUFFIX, "", line)))]
    yield "page", label["text"]
    if own and named(label):
        yield "from title", "\n".join(lines[max(own[0] - dice.randint(0, 4), 0) :])
        yield "untitled", "\n".join(line for at, line in enumerate(lines) if at not in own)
    body = [part.strip() for part in (label["body"] or "").split("\n") if part.strip()]
    body = [part for part in body if words(part) != gold]
    if len(body) < LEAST_PARAGRAPHS:
        return
    yield "article", "\n".join(body[dice.choice([0, 0, 0, 1]) :])
    yield "broken", "\n".join(broken(body, others, dice))
    head = [dice.choice(["News", "Nasional", "Example News", "BERITA"])] if dice.random() < 0.25 else []
    head += [label["title"]]
    author = label["authors"][0] if isinstance(label["authors"], list) and label["authors"] else label["authors"]
    head += [dice.choice(["", "Oleh ", "By "]) + str(author)] if author and dice.random() < 0.5 else []
    head += [dice.choice(DATES)] if dice.random() < 0.5 else []
    yield "titled", "\n".join([*head, *body])
    yield "titled broken", "\n".join([*head, *broken(body, others, dice)])


def broken(body: list[str], others: list[str], dice: random.Random) -> list[str]:
    """An article as a scraper leaves it: broken at links, a dateline in pieces, calls between paragraphs."""
    made = [*([dice.choice(PLACES), "-"] if dice.random() < 0.35 else [])]
    share = dice.choice([0.0, 0.1, 0.4])
    for part in body:
        cut = LINK.sub(lambda link: f"\n{link.group()}\n" if dice.random() < share else link.group(), part)
        if dice.random() < share / 2:
            cut = re.sub(r"(?<=[a-z]\.) (?=[A-Z])", "\n", cut)
        made += [piece.strip() for piece in cut.split("\n") if piece.strip()]
        if dice.random() < 0.15:
            made.append(dice.choice(CALLS))
        if dice.random() < 0.06:
            made.append(dice.choice(others))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, nargs="+")
    given = parser.parse_args()
    listed = [row for path in given.pages for row in rows(path)]
    listed = [label for label in listed if label.get("title") and label.get("title_visible") is not None]
    others = [label["title"] for label in listed]
    dice = random.Random(5)
    shown = [(kind, text, label) for label in listed for kind, text in shapes(label, others, dice)]
    names = [f"{number:016x}" for number in range(len(shown))]
    made = documents([text for _, text, _ in shown], markup=False).with_columns(document_id=pl.Series(names))
    page, order = page_of(clean(made, load_settings().cleaning))
    known = {name: {**label, "title_visible": True} for name, (_, _, label) in zip(names, shown, strict=True)}
    gold = is_title(page, known, order)
    model = read_model(read_packed(FOLDER, titles.MODEL))
    found = rank_titles(page, model)
    numbers = presence_features(page, found.short, found.rows)
    best = found.rank == 0
    of_best = [shown[int(order[doc], 16)] for doc in page.lines["doc"].gather(found.rows[best]).to_list()]
    numbers, right = numbers[best], gold[found.rows[best]]
    kinds = np.array([kind for kind, _, _ in of_best])
    folds = np.array([fold_of(label) for _, _, label in of_best])
    odds = np.zeros(right.size)
    for fold in range(FOLDS):
        train = folds != fold
        learnt = forest.parse(fit_presence(numbers[train], right[train]), MODEL)
        odds[~train] = presence(numbers[~train], learnt)
    for kind in KINDS:
        mine = kinds == kind
        stated = odds[mine] >= LIKELY
        print(
            f"held out: {kind:<14}{mine.sum():>6} texts  right {np.mean(stated & right[mine]):6.1%}"
            f"  wrong {np.mean(stated & ~right[mine]):6.1%}"
            f"  right but passed over {np.mean(~stated & right[mine]):6.1%}"
        )
    sure = odds >= LIKELY
    print(f"held out: stated with {odds[sure].mean():.3f} on average, right {right[sure].mean():.3f}")
    trees = fit_presence(numbers, right)
    write_packed(FOLDER / MODEL, joined(HEAD, dict(zip(PARTS, (trees,), strict=True))))
    (FOLDER / MODEL).with_suffix(".md").write_text(card(given.pages, right.size, trees), encoding="utf-8")


def card(sources: list[Path], texts: int, trees: str) -> str:
    """What the model is and where it is from."""
    return f"""# Title presence model

Says how likely the line that looks most like a title is the page's title, or the page has none.

* **Data**: {", ".join(source.name for source in sources)}: {texts} texts, each page whole, from its title on, without
  its title, and as its article alone, with and without a title above.
* **Model**: {forest.parse(trees, MODEL).roots.size} trees over {len(FEATURES)} features.
* **Made** by `python -m benchmarks.metadata_presence {" ".join(source.name for source in sources)}`, which prints the
  scores on sites held out.
"""


if __name__ == "__main__":
    main()
