"""Learns the title model from labelled pages: ``python -m benchmarks.metadata_titles PAGES.jsonl.gz``.

A labelled page is ``text``, ``title``, ``title_visible``, ``body``, ``authors``. Beside the pages as they are, the
model sees pages rebuilt in the manner of small sites (title, byline, a caption once or twice, the body, teasers), and
each page a second time with some roles wrong, as they are on pages that the cleaning has never seen.

Writes ``title_model.json`` and ``title_model.txt`` beside the module ``kliping.metadata.titles``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.metadata import documents, words
from kliping.cleaning import clean
from kliping.language import detect_languages
from kliping.metadata.page import survey
from kliping.metadata.title_features import SUFFIX
from kliping.metadata.title_fitting import fit_ranking, fit_shortlist
from kliping.metadata.titles import FOLDER
from kliping.settings import load_settings

MENU = ["Home", "News", "Politik", "Bisnis", "Sport", "Video", "Login", "Search", "Ekonomi", "Kontak", "Menu", "World"]
SITES = ["medkita", "Kabar Desa", "Example News", "Harian.id"]
DATES = ["Senin, 17 Januari 2022 14:20 WIB", "13 Juni 2023", "December 3, 2024", "2 jam lalu", "12/03/2024 08:11"]
CREDITS = [" (Foto: Ist)", " (Ilustrasi)", " (Jane Doe / POOL / AFP)", " (Photo: Getty Images)", "", "", "", "."]
REBUILT, WRONG_ROLES = 500, 0.08


def rebuilt(labels: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Pages in the manner of small sites, made of the titles, authors and bodies of ``labels``."""
    dice = random.Random(3)
    pool = [label for label in labels if label["title"] and len(label["body"] or "") > 600]
    made = []
    for _ in range(count):
        label = dice.choice(pool)
        paragraphs = [part.strip() for part in label["body"].split("\n") if part.strip()]
        if len(paragraphs) < 4:
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


def with_wrong_roles(page: pl.DataFrame) -> pl.DataFrame:
    """``page`` with the roles of some lines as a cleaning that errs would give them."""
    chance = np.random.default_rng(5).random(page.height)
    role, chars = page["role"].to_numpy().astype(object), page["chars"].to_numpy()
    wrong = role.copy()
    wrong[(role == "body") & (chance < WRONG_ROLES)] = "boilerplate"
    wrong[(role == "boilerplate") & (chars >= 40) & (chance < WRONG_ROLES)] = "body"
    wrong[np.isin(role, ["caption", "related", "byline", "subheading"]) & (chance < 0.3)] = "boilerplate"
    return page.with_columns(role=pl.Series(wrong.tolist()))


def is_title(page: pl.DataFrame, labels: list[dict[str, Any]]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """For every line, whether it is the title, with or without an outlet's name behind it."""
    gold = [words(label["title"]) if label["title"] and label["title_visible"] else None for label in labels]
    found = np.zeros(page.height, dtype=np.bool_)
    for row, (doc, text) in enumerate(page.select("doc", "text").iter_rows()):
        if gold[doc] and len(text) < 500:
            found[row] = gold[doc] in (words(text), words(re.sub(SUFFIX, "", text)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--again", nargs="*", default=[], help="values of `set`: pages of news, learnt twice more")
    given = parser.parse_args()
    content = given.pages.read_bytes()
    text = (gzip.decompress(content) if given.pages.suffix == ".gz" else content).decode("utf-8")
    labels = [json.loads(line) for line in text.splitlines() if line.strip()]
    labels += rebuilt(labels, REBUILT)
    settings = load_settings()
    pages = documents([label["text"] for label in labels], markup=False)
    lines = clean(pages, settings.cleaning)
    page = survey(pages, lines, detect_languages(lines, settings.language))
    right = is_title(page, labels)
    again = with_wrong_roles(page).with_columns(pl.col("doc") + len(labels))
    frames, marks = [page, again], [right, right]
    news = np.array([label.get("set") in given.again for label in labels])[page["doc"].to_numpy()]
    for turn in (2, 3):
        frames.append(with_wrong_roles(page.filter(pl.Series(news))).with_columns(pl.col("doc") + turn * len(labels)))
        marks.append(right[news])
    both, learnt = pl.concat(frames, how="vertical_relaxed"), np.concatenate(marks)
    weights = fit_shortlist(both, learnt)
    (FOLDER / "title_model.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    (FOLDER / "title_model.txt").write_text(fit_ranking(both, learnt, weights), encoding="utf-8")
    print(f"learnt from {len(labels)} pages")


if __name__ == "__main__":
    main()
