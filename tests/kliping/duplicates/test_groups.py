"""Groups: who is a copy of whom, who stays, what the group is called."""

from __future__ import annotations

import hashlib
from datetime import date

import polars as pl
import pytest

from kliping.duplicates import find_duplicates, sign
from kliping.duplicates.schemas import RANKING
from kliping.frames import DUPLICATES
from kliping.settings import DuplicateSettings

SETTINGS = DuplicateSettings()


def story(seed: int, words: int = 120) -> list[str]:
    """Words that no other seed shares a shingle with."""
    return [f"kata{(seed * 7919 + position * 104729) % 9973}x{seed}" for position in range(words)]


def corpus(bodies: dict[str, str | None], raw: dict[str, str] | None = None) -> pl.DataFrame:
    rows = [
        (name, hashlib.sha256((raw or {}).get(name, f"{name} {body}").encode()).hexdigest(), body)
        for name, body in bodies.items()
    ]
    frame = pl.DataFrame(rows, schema={"document_id": pl.String, "sha256": pl.String, "body": pl.String}, orient="row")
    return sign(frame, SETTINGS)


def ranking(**facts: tuple[bool, date | None, float, int]) -> pl.DataFrame:
    return pl.DataFrame([(name, *fact) for name, fact in facts.items()], schema=RANKING, orient="row")


def canonicals(found: pl.DataFrame) -> dict[str, str]:
    return dict(found.select("document_id", "canonical_document_id").iter_rows())


def edited(words: list[str], every: int) -> str:
    return " ".join(f"ganti{position}" if position % every == 0 else word for position, word in enumerate(words))


def test_every_document_has_a_row_and_one_alone_is_its_own_canonical():
    found = find_duplicates(
        corpus({"a": " ".join(story(1)), "b": " ".join(story(2)), "c": "", "d": None}), ranking(), SETTINGS
    )
    assert found.schema == DUPLICATES
    assert canonicals(found) == {"a": "a", "b": "b", "c": "c", "d": "d"}
    assert found["kind"].unique().to_list() == ["canonical"]
    assert found["group_id"].n_unique() == 4


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (" ".join(story(1)), "exact"),
        (" ".join(story(1)).upper().replace(" ", ",  "), "exact"),
        (edited(story(1), 20), "near"),
        (edited(story(1), 12), "near"),
        (" ".join(story(2)), None),
        (" ".join(story(1)[:60]), "near"),
        (" ".join(story(1)[:60] + story(2)), None),
    ],
)
def test_a_copy_is_exact_near_or_none(other: str, kind: str | None):
    signatures = corpus({"a": " ".join(story(1)), "b": other})
    found = find_duplicates(signatures, ranking(a=(False, None, 0.0, 1000), b=(False, None, 0.0, 10)), SETTINGS)
    told = found.filter(pl.col("document_id") == "b").row(0, named=True)
    assert (told["canonical_document_id"], told["kind"]) == (("a", kind) if kind else ("b", "canonical"))
    assert (told["similarity"] == 1.0) == (kind != "near" or told["similarity"] == 1.0)


@pytest.mark.parametrize(
    ("a", "b", "stays"),
    [
        ((True, date(2024, 1, 1), 0.9, 9), (False, None, 0.0, 1), "b"),
        ((False, date(2024, 1, 2), 0.9, 1), (False, date(2024, 1, 1), 0.3, 9), "a"),
        ((False, date(2024, 1, 2), 0.9, 9), (False, date(2024, 1, 1), 0.8, 1), "b"),
        ((False, None, 0.0, 9), (False, date(2024, 1, 1), 0.1, 1), "b"),
        ((False, None, 0.0, 9), (False, None, 0.0, 1), "a"),
        ((False, None, 0.0, 1), (False, None, 0.0, 9), "b"),
    ],
)
def test_the_canonical_is_not_held_best_dated_earliest_longest(a, b, stays: str):
    signatures = corpus({"a": " ".join(story(1)), "b": edited(story(1), 15)})
    found = find_duplicates(signatures, ranking(a=a, b=b), SETTINGS)
    assert canonicals(found) == {"a": stays, "b": stays}
