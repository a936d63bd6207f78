"""Learns the title model from labelled pages: ``python -m benchmarks.metadata_titles PAGES.jsonl.gz``.

A labelled page is ``text``, ``title``, ``title_visible``, ``body``, ``authors``, ``url``, ``set``. The model sees each
page with the roles that a cleaning gives which has not seen the page's site, pages rebuilt in the manner of small sites
(title, byline, a caption once or twice, the body, teasers), and each page a second time with some roles wrong.

Writes ``title_model.gz``, its checksum and its card beside the module ``kliping.metadata.titles.titles``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
import polars as pl

from benchmarks.exam import rows
from benchmarks.metadata import documents, words
from kliping.cleaning import classify, clean
from kliping.cleaning.features import see
from kliping.cleaning.model import load_model
from kliping.cleaning.phrases import compile_lexicon
from kliping.frames import LANGUAGES, empty
from kliping.learning.lines import Entries, out_of_fold
from kliping.learning.pages import as_columns, read_pages
from kliping.learning.titles import fit_ranking, fit_shortlist
from kliping.metadata.survey import Survey, surveyed
from kliping.metadata.titles.titles import FOLDER, HEAD, MODEL, PARTS, TitleModel, find_titles, read_model
from kliping.metadata.vocabulary import SUFFIX
from kliping.packed import joined, write_packed
from kliping.settings import load_settings

if TYPE_CHECKING:
    from kliping.cleaning.kernels import Array

FOLDS = 5
"""Parts of a cross-validation: four fifths of the sites are learnt from."""

MENU = ["Home", "News", "Politik", "Bisnis", "Sport", "Video", "Login", "Search", "Ekonomi", "Kontak", "Menu", "World"]
SITES = ["medkita", "Kabar Desa", "Example News", "Harian.id"]
DATES = ["Senin, 17 Januari 2022 14:20 WIB", "13 Juni 2023", "December 3, 2024", "2 jam lalu", "12/03/2024 08:11"]
CREDITS = [" (Foto: Ist)", " (Ilustrasi)", " (Jane Doe / POOL / AFP)", " (Photo: Getty Images)", "", "", "", "."]
REBUILT, WRONG_ROLES = 500, 0.08
"""Pages in the manner of small sites beside those that are labelled, and the share of lines that a cleaning takes for
something else."""

WRONG_FURNITURE = 0.3
"""Of lines beside a body (captions, bylines, teasers), the share that a cleaning takes for furniture of the site."""

LEAST_BODY, LEAST_PARAGRAPHS = 600, 4
"""Characters and paragraphs of a body that a page is made of."""

LONGEST_TITLE = 500
"""Characters of a line that may be a title: a longer one is a whole text."""

LEAST_LINE = 40
"""Characters of a line that a cleaning may take for a paragraph."""

BEGINNING = 80
"""Characters that tell pages of no address apart."""


def rebuilt(labels: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Pages in the manner of small sites, made of the titles, authors and bodies of ``labels``."""
    dice = random.Random(3)
    pool = [label for label in labels if label["title"] and len(label["body"] or "") > LEAST_BODY]
    made = []
    for _ in range(count):
        label = dice.choice(pool)
        paragraphs = [part.strip() for part in label["body"].split("\n") if part.strip()]
        if len(paragraphs) < LEAST_PARAGRAPHS:
            continue
        page = dice.sample(MENU, dice.randint(1, 12)) if dice.random() < 0.5 else []
        named = dice.random() < 0.3
        page += [label["title"] + dice.choice([" - ", " | ", " – "]) + dice.choice(SITES)] if named else []
        page += [f"{dice.randint(1, 9)} min read"] if dice.random() < 0.25 else []
        page += [label["title"]] if not named or dice.random() < 0.7 else []
        author = label["authors"][0] if isinstance(label["authors"], list) and label["authors"] else label["authors"]
        page += [dice.choice(["", "Oleh ", "By "]) + str(author)] if author and dice.random() < 0.6 else []
        page += [dice.choice(DATES)] if dice.random() < 0.4 else []
        if dice.random() < 0.8:
            said = dice.choice(paragraphs[1:]).split(". ")[0].split()[: dice.randint(5, 16)]
            caption = label["title"] if dice.random() < 0.2 else " ".join(said).rstrip(",;:")
            page += [caption + dice.choice(CREDITS)] * dice.choice([1, 2, 2])
        page += paragraphs * (2 if dice.random() < 0.15 else 1)
        if dice.random() < 0.5:
            page += ["Related posts", "Latest posts", *(dice.choice(pool)["title"] for _ in range(dice.randint(1, 6)))]
        made.append({**label, "text": "\n".join(page), "title_visible": True})
    return made


def with_wrong_roles(lines: pl.DataFrame, turn: int) -> pl.DataFrame:
    """LINES with the roles of some lines as a cleaning that errs would give them."""
    chance = np.random.default_rng(turn).random(lines.height)
    role, chars = lines["role"].to_numpy().astype(object), lines["text"].str.len_chars().to_numpy()
    wrong = role.copy()
    wrong[(role == "body") & (chance < WRONG_ROLES)] = "boilerplate"
    wrong[(role == "boilerplate") & (chars >= LEAST_LINE) & (chance < WRONG_ROLES)] = "body"
    wrong[np.isin(role, ["caption", "related", "byline", "subheading"]) & (chance < WRONG_FURNITURE)] = "boilerplate"
    return lines.with_columns(role=pl.Series(wrong.tolist()))


def unseen_roles(path: Path, labels: list[dict[str, Any]]) -> pl.DataFrame:
    """LINES of the labelled pages with the roles that a cleaning gives which has not seen the page's site.

    The title is to be found on pages of other sites: with the roles of the model that learnt these very pages, it
    would learn to trust roles more than they deserve.
    """
    pages = read_pages(path)
    labelled = as_columns(pages)
    lexicon = compile_lexicon()
    seen = see(labelled.lines, lexicon, None)
    scores = out_of_fold(labelled, seen, Entries(seen, labelled))[2].astype(np.float32)
    unmoved = np.zeros(scores.size, np.float32)
    settings = load_settings().cleaning
    model = load_model(settings.model)
    lines = classify.as_lines(classify.decide(labelled.lines, seen, model, scores, unmoved, lexicon, settings))
    names = {page.name: f"{int(page.name) - 1:016x}" for page in pages}
    assert int(pages[-1].name) <= len(labels)
    return lines.with_columns(pl.col("document_id").replace_strict(names))


def is_title(survey: Survey, labels: dict[str, dict[str, Any]], names: list[str]) -> Array:
    """For every line, whether it is the title, with or without an outlet's name behind it."""
    gold = [words(labels[name]["title"]) if named(labels[name]) else None for name in names]
    found = np.zeros(survey.lines.height, dtype=np.bool_)
    for row, (doc, text) in enumerate(survey.lines.select("doc", "text").iter_rows()):
        if gold[doc] and len(text) < LONGEST_TITLE:
            found[row] = gold[doc] in (words(text), words(re.sub(SUFFIX, "", text)))
    return found


def named(label: dict[str, Any]) -> bool:
    return bool(label["title"] and label["title_visible"])


def page_of(lines: pl.DataFrame) -> tuple[Survey, list[str]]:
    """The lines as the title's model sees them, and the documents in their order."""
    names = lines["document_id"].unique(maintain_order=True).to_list()
    pages = documents(["" for _ in names], markup=False).with_columns(document_id=pl.Series(names))
    return surveyed(pages, lines, empty(LANGUAGES)), names


def learn(lines: pl.DataFrame, labels: dict[str, dict[str, Any]], again: list[str]) -> tuple[str, str]:
    """The two files of a model learnt from ``lines`` and pages rebuilt from the same labels."""
    mine = set(lines["document_id"])
    made = rebuilt([label for name, label in labels.items() if name in mine], REBUILT)
    made_names = [f"rebuilt{number:09x}" for number in range(len(made))]
    rows = documents([label["text"] for label in made], markup=False).with_columns(document_id=pl.Series(made_names))
    first = pl.concat([lines, clean(rows, load_settings().cleaning)])
    known = labels | dict(zip(made_names, made, strict=True))
    news = [name for name in mine if labels[name].get("set") in again]
    copies = [with_wrong_roles(first, 1)]
    copies += [with_wrong_roles(lines.filter(pl.col("document_id").is_in(news)), turn) for turn in (2, 3)]
    copies = [part.with_columns(pl.col("document_id") + f"+{turn}") for turn, part in enumerate(copies)]
    for turn, part in enumerate(copies):
        known |= {name: known[name.removesuffix(f"+{turn}")] for name in part["document_id"].unique()}
    survey, names = page_of(first)
    weights = fit_shortlist(survey, is_title(survey, known, names))
    survey, names = page_of(pl.concat([first, *copies]))
    return json.dumps(weights, indent=1) + "\n", fit_ranking(survey, is_title(survey, known, names), weights)


def right(lines: pl.DataFrame, labels: dict[str, dict[str, Any]], model: TitleModel) -> dict[str, bool]:
    """Whether the model finds the title of each page."""
    survey, names = page_of(lines)
    found = dict(find_titles(survey, model).filter("chosen").select("doc", "value").iter_rows())
    return {
        name: words(found.get(number, "")) == words(labels[name]["title"])
        for number, name in enumerate(names)
        if named(labels[name])
    }


def fold_of(label: dict[str, Any]) -> int:
    """The part of the cross-validation that a page's site is in."""
    host = (urlsplit(label.get("url") or "").hostname or label["text"][:BEGINNING]).split(".")
    return int(hashlib.sha256(".".join(host[-2:]).encode()).hexdigest(), 16) % FOLDS


def cross_validate(lines: pl.DataFrame, labels: dict[str, dict[str, Any]], again: list[str]) -> dict[str, bool]:
    """Whether each page's title is found by a model that has not seen its site; prints the share by set."""
    outcome: dict[str, bool] = {}
    folds = pl.col("document_id").replace_strict({name: fold_of(label) for name, label in labels.items()})
    for fold in range(FOLDS):
        model = read_model(
            joined(HEAD, dict(zip(PARTS, learn(lines.filter(folds != fold), labels, again), strict=True)))
        )
        outcome |= right(lines.filter(folds == fold), labels, model)
    for group in sorted({label["set"] for label in labels.values()}):
        mine = [good for name, good in outcome.items() if labels[name]["set"] == group]
        print(f"cross-validated: {group:<10}{len(mine):>5} pages{np.mean(mine):>8.1%} right")
    return outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--again", nargs="*", default=[], help="values of `set`: pages of news, learnt twice more")
    parser.add_argument("--cross-validate", action="store_true", help="print the scores on sites held out first")
    given = parser.parse_args()
    listed = rows(given.pages)
    labels = {f"{number:016x}": label for number, label in enumerate(listed)}
    lines = unseen_roles(given.pages, listed)
    if given.cross_validate:
        cross_validate(lines, labels, given.again)
    content = joined(HEAD, dict(zip(PARTS, learn(lines, labels, given.again), strict=True)))
    write_packed(FOLDER / MODEL, content)
    pages = lines["document_id"].n_unique()
    (FOLDER / MODEL).with_suffix(".md").write_text(card(given.pages, pages, read_model(content)), encoding="utf-8")
    print(f"learnt from {pages} pages")


def card(source: Path, pages: int, model: TitleModel) -> str:
    """What the model is and where it is from."""
    return f"""# Title model

Says of each line of a page how much it looks like the page's title.

* **Data**: {source.name}, sha256 {hashlib.sha256(source.read_bytes()).hexdigest()[:16]}…: {pages} pages, each shown
  with the roles of a cleaning that had not seen its site, and again with some roles wrong; pages rebuilt in the manner
  of small sites.
* **Model**: a weighted sum of {model.weights.size} numbers of every line makes the shortlist;
  {model.ranking.roots.size} trees rank it.
* **Made** by `python -m benchmarks.metadata_titles {source.name}`; `--cross-validate` prints its scores on sites held
  out.
"""


if __name__ == "__main__":
    main()
