"""The same in any order: batches, shuffles, repeats and threads change nothing."""

from __future__ import annotations

import random
from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from kliping.duplicates import band_keys, candidate_pairs, find_duplicates, sign, verified_pairs
from kliping.duplicates.candidates import supported_pairs
from kliping.duplicates.kinds import COPIES
from kliping.duplicates.schemas import BAND_KEYS, FULL_BUCKETS, PAIRS, SIGNATURES
from kliping.duplicates.touched import links, portions, reached
from kliping.frames import empty
from kliping.settings import DuplicateSettings
from tests.longer import many

CROWDED = DuplicateSettings(bucket_anchors=2)
"""Buckets overflow at once, so that what is compared hangs on who else is there."""


class Index:
    """What a store keeps, batch by batch."""

    def __init__(self, settings: DuplicateSettings) -> None:
        self.settings = settings
        self.signatures, self.keys = empty(SIGNATURES), empty(BAND_KEYS)
        self.pairs, self.full_buckets = empty(PAIRS), empty(FULL_BUCKETS)

    def add(self, bodies: pl.DataFrame) -> None:
        signatures = sign(bodies, self.settings)
        keys = band_keys(signatures)
        self.signatures = pl.concat([self.signatures, signatures])
        candidates = candidate_pairs(keys, self.keys, self.settings)
        self.keys = pl.concat([self.keys, keys])
        verified = verified_pairs(candidates.pairs, self.signatures, self.settings)
        self.pairs = pl.concat([self.pairs, verified])
        self.full_buckets = pl.concat([self.full_buckets, candidates.full_buckets])
        self.changed = bodies["document_id"]

        self.displaced = candidates.full_buckets["displaced"].explode().drop_nulls()

    def duplicates(self, ranking: pl.DataFrame) -> pl.DataFrame:
        return find_duplicates(
            self.signatures, ranking, self.settings, pairs=self.pairs, full_buckets=self.full_buckets
        )

    def texts(self, bodies: pl.Series, columns: list[str]) -> pl.DataFrame:
        return self.signatures.filter(pl.col("body").is_in(bodies.implode())).select(columns)

    def regrouped(self, ranking: pl.DataFrame, previous: pl.DataFrame, changed: pl.Series) -> pl.DataFrame:
        """``previous``, with what a change may have reached grouped again by itself."""

        def pairs_of(bodies: pl.Series) -> pl.DataFrame:
            of = bodies.implode()
            copies = self.pairs.filter(pl.col("kind").is_in(COPIES))
            return copies.filter(pl.col("left").is_in(of) | pl.col("right").is_in(of))

        linked = links(self.signatures, ranking)
        touched = reached(linked, linked["document_id"].is_in(changed.implode()), self.displaced, pairs_of)
        self.reached = int(touched.documents.sum())
        again = find_duplicates(
            self.signatures.filter(touched.documents).drop("shingles", "scale", "numbers", "tokens", "keys"),
            ranking,
            self.settings,
            pairs=touched.pairs,
            full_buckets=self.full_buckets,
            texts=self.texts,
        )
        kept = previous.join(again, on="document_id", how="anti")
        return pl.concat([kept, again]).sort("document_id")


def corpus_of(texts) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Families of copies edited more and more, chains, digests, equal texts, nearly empty pages; and their ranking.

    They are of outlets drawn by dice, so that what is a copy hangs on more than the texts.
    """
    bodies = {f"e{n}": "" for n in range(3)} | {f"s{n}": "Bagikan" for n in range(3)}
    for seed in range(6):
        bodies |= {f"f{seed}-{copy}": texts.edited(seed, 30 - 2 * copy, shift=copy) for copy in range(10)}
        bodies |= {f"x{seed}-{copy}": texts.page(seed) for copy in range(2)}
        bodies[f"digest{seed}"] = texts.page(seed, 80) + "\n\n" + texts.page(seed + 1, 80)
    words = texts.story(99, 600)
    bodies |= {f"chain{link:02}": " ".join(words[link * 20 : link * 20 + 120]) for link in range(20)}
    made = texts.bodies(bodies, raw={"f0-1": "same", "f1-1": "same"})
    dice = random.Random(5)
    ranks = {
        name: (dice.random() < 0.1, dice.choice([None, date(2024, 1, dice.randint(1, 9))]), dice.random(), len(body))
        for name, body in bodies.items()
    }
    outlets = {name: [dice.choice([None, 1, 2, 3]) for _ in bodies] for name in ("host", "site", "outlet")}
    return made, texts.ranking(ranks).with_columns(pl.Series(name, of, pl.UInt32) for name, of in outlets.items())


@pytest.mark.chaos
@tries(max_examples=many(3, 8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.randoms(use_true_random=False), cuts=st.lists(st.integers(0, 110), max_size=6))
@pytest.mark.parametrize("settings", [DuplicateSettings(), CROWDED], ids=["default", "crowded"])
def test_order_and_batches_change_nothing(texts, settings, order, cuts):
    bodies, ranking = corpus_of(texts)
    whole = find_duplicates(sign(bodies, settings), ranking, settings)
    shuffled = list(range(bodies.height))
    order.shuffle(shuffled)
    index = Index(settings)
    bounds = [0, *sorted(cuts), bodies.height]
    for start, stop in pairwise(bounds):
        index.add(bodies[shuffled[start:stop]])
    assert_frame_equal(index.duplicates(ranking[shuffled]), whole)


@pytest.mark.parametrize("settings", [DuplicateSettings(), CROWDED], ids=["default", "crowded"])
def test_the_pairs_of_batches_are_the_pairs_of_one_search(texts, settings):
    bodies, _ = corpus_of(texts)
    once, split = Index(settings), Index(settings)
    once.add(bodies)
    for start in range(0, bodies.height, 7):
        split.add(bodies.reverse()[start : start + 7])
    found = [supported_pairs(index.pairs, index.full_buckets).drop("keys") for index in (once, split)]
    assert found[0].height > 100
    assert_frame_equal(*found)
    assert (settings is not CROWDED) or once.full_buckets.height > 0


@pytest.mark.chaos
@tries(max_examples=many(3, 8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.randoms(use_true_random=False), size=st.integers(1, 60))
@pytest.mark.parametrize("settings", [DuplicateSettings(), CROWDED], ids=["default", "crowded"])
def test_regrouping_what_is_touched_is_grouping_all(texts, settings, order, size):
    """Batch after batch, and then with documents whose ranking changes."""
    bodies, ranking = corpus_of(texts)
    shuffled = list(range(bodies.height))
    order.shuffle(shuffled)
    index = Index(settings)
    found = None
    for start in range(0, bodies.height, size):
        index.add(bodies[shuffled[start : start + size]])
        found = index.duplicates(ranking) if found is None else index.regrouped(ranking, found, index.changed)
        assert_frame_equal(found, index.duplicates(ranking))
    moved = ranking["document_id"].gather(shuffled[:5])
    ranking = ranking.with_columns(held=pl.col("held") ^ pl.col("document_id").is_in(moved.implode()))
    assert_frame_equal(index.regrouped(ranking, found, moved), index.duplicates(ranking))


def test_what_hangs_together_with_nothing_new_is_not_reached(texts):
    bodies, ranking = corpus_of(texts)
    index = Index(texts.settings)
    index.add(bodies.filter(pl.col("document_id") != "f2-3"))
    before = index.duplicates(ranking)
    index.add(bodies.filter(pl.col("document_id") == "f2-3"))
    assert_frame_equal(index.regrouped(ranking, before, index.changed), index.duplicates(ranking))
    assert 0 < index.reached < bodies.height / 2


@pytest.mark.parametrize("size", [1, 20, 500])
def test_portions_are_grouped_one_by_one_as_all_are(texts, size):
    bodies, ranking = corpus_of(texts)
    index = Index(texts.settings)
    index.add(bodies)
    whole = index.duplicates(ranking)
    ends = index.pairs.filter(pl.col("kind").is_in(COPIES)).select("left", "right")
    parts = list(portions(links(index.signatures, ranking), ends, size))
    found = [
        find_duplicates(
            index.signatures[part], ranking, texts.settings, pairs=index.pairs, full_buckets=index.full_buckets
        )
        for part in parts
    ]
    assert len(parts) == 1 if size == 500 else len(parts) > 2
    assert_frame_equal(pl.concat(found).sort("document_id"), whole)


def test_a_slice_of_signatures_is_searched_like_a_copy_of_it(texts):
    bodies, ranking = corpus_of(texts)
    signatures = sign(bodies, texts.settings)
    found = [
        find_duplicates(part, ranking, texts.settings)
        for part in (signatures[20:70], sign(bodies[20:70], texts.settings))
    ]
    assert_frame_equal(*found)
    assert found[0].height == 50


def test_a_batch_that_arrives_twice_changes_nothing(texts):
    bodies, ranking = corpus_of(texts)
    index = Index(texts.settings)
    index.add(bodies)
    expected = index.duplicates(ranking)
    index.add(bodies[:40])
    index.signatures = index.signatures.unique("document_id", keep="first", maintain_order=True)
    assert_frame_equal(index.duplicates(ranking), expected)


def test_the_index_may_be_lazy_and_on_disk(texts, tmp_path):
    bodies, ranking = corpus_of(texts)
    first, second = sign(bodies[:60], texts.settings), sign(bodies[60:], texts.settings)
    for name, frame in (("s1", first), ("s2", second), ("k1", band_keys(first))):
        frame.write_parquet(tmp_path / f"{name}.parquet")
    signatures = pl.scan_parquet(tmp_path / "s*.parquet")
    none = empty(BAND_KEYS)
    parts = [
        candidate_pairs(band_keys(first), none, texts.settings),
        candidate_pairs(band_keys(second), pl.scan_parquet(tmp_path / "k1.parquet"), texts.settings),
    ]
    found = find_duplicates(
        signatures,
        ranking,
        texts.settings,
        pairs=pl.concat([verified_pairs(part.pairs, signatures, texts.settings) for part in parts]),
        full_buckets=pl.concat([part.full_buckets for part in parts]),
    )
    assert_frame_equal(found, find_duplicates(sign(bodies, texts.settings), ranking, texts.settings))
