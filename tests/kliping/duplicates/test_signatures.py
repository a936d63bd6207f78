"""Signatures: which texts are equal, what is kept of them, and that no text breaks reading."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from kliping.duplicates import find_duplicates, sign
from kliping.duplicates.schemas import RANKING, SIGNATURES
from kliping.duplicates.signatures import Reading, read_texts
from kliping.settings import DuplicateSettings


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("Jum’at “malam” ini", 'jum\'at "MALAM" ini!', True),
        ("Ｆｕｌｌ ｗｉｄｔｈ １２", "full width 12", True),
        ("kata\u00adsambung", "katasambung", True),
        ("satu\u200b dua", "satu dua", True),
        ("satu\n\ndua", "satu dua", True),
        ("İstanbul'da", "istanbul'da", False),
        ("satu dua", "satudua", False),
        ("东京大学", "东京 大学", True),
        ("5,2", "5.2", True),
        ("52", "5,2", False),
        ("Москва", "москва", True),
        ("naïve", "naive", False),
        ("dua satu", "satu dua", False),
        ("ﬁnal", "final", False),
    ],
)
def test_the_same_words_in_other_clothes_are_the_same_body(texts, one, other, equal):
    bodies = texts.signed({"a": one, "b": other})["body"]
    assert (bodies[0] == bodies[1]) == equal


@pytest.mark.parametrize("nothing", ["", None, " \n ", "… — ***", "\u200b\u00ad", "🙂🙂", "\x00\x01"])
def test_a_body_without_words_has_no_body_hash_and_no_keys(texts, nothing):
    row = texts.signed({"a": nothing}).row(0, named=True)
    assert (row["body"], row["words"], row["keys"], row["shingles"]) == (None, 0, [], b"")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("satu dua tiga", 3),
        ("东京大学", 2),
        ("京", 1),
        ("สวัสดีชาวโลก", 2),
        ("ก", 1),
        ("한국 뉴스", 2),
        ("x" * 1_000_000, 1),
    ],
)
def test_words_are_counted_in_every_script(texts, body, words):
    assert texts.signed({"a": body})["words"].item() == words


def test_a_signature_is_a_function_of_the_body_alone(texts):
    bodies = texts.bodies({f"d{n:03}": texts.page(n, 200 + 3 * n) * (1 + n % 3) for n in range(300)})
    together = sign(bodies, texts.settings)
    assert together.schema == SIGNATURES
    assert_frame_equal(together, pl.concat([sign(bodies[n : n + 1], texts.settings) for n in range(300)]))
    assert_frame_equal(together, sign(bodies.reverse(), texts.settings).reverse())


def test_a_news_page_of_four_hundred_words_needs_less_than_four_kilobytes(texts):
    bodies = {f"d{n:02}": texts.page(n, 400) for n in range(50)}
    assert texts.signed(bodies).estimated_size() / 50 < 4_000


def test_long_bodies_are_compared_on_an_even_sample(texts):
    few = DuplicateSettings(shingles_kept=256)
    bodies = texts.bodies({"a": texts.page(1, 3_000), "b": texts.edited(1, 20, 3_000), "c": texts.page(2, 200)})
    sampled, full = sign(bodies, few), sign(bodies, texts.settings)
    assert sampled["scale"].to_list() == [4, 4, 0]
    assert full["scale"].to_list() == [0, 0, 0]
    near = [find_duplicates(s, texts.ranking(), texts.settings)["similarity"].min() for s in (sampled, full)]
    assert near[0] == pytest.approx(near[1], abs=0.1)


def test_a_book_is_a_copy_only_when_equal(texts):
    tiny = DuplicateSettings(shingles_kept=256)
    book, edited = texts.page(1, 9_000), texts.edited(1, 50, 9_000)
    signatures = sign(texts.bodies({"a": book, "b": book, "c": edited}), tiny)
    found = find_duplicates(signatures, texts.ranking(), tiny)
    assert sorted(found["kind"]) == ["canonical", "canonical", "exact"]


@tries(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=300)), min_size=1, max_size=8))
def test_no_text_breaks_reading(bodies):
    """Every body is a copy of itself under another name, unless it has no words."""
    settings = DuplicateSettings(near_words=1, exact_words=1, paragraph_words=1)
    names = [f"{n:02}" for n in range(2 * len(bodies))]
    frame = pl.DataFrame({"document_id": names, "sha256": names, "body": pl.Series(bodies + bodies, dtype=pl.String)})
    signatures = sign(frame, settings)
    found = find_duplicates(signatures, pl.DataFrame(schema=RANKING), settings)
    assert found["document_id"].to_list() == names
    groups, half = found["group_id"], len(bodies)
    for row, words in enumerate(signatures["words"][:half]):
        assert (groups[row] == groups[row + half]) == (words > 0)


def test_importing_the_package_does_not_import_numba():
    code = "import sys, kliping.duplicates; sys.exit(any(m in sys.modules for m in ('numba', 'scipy', 'pyarrow')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


FEW = st.text(alphabet="ab1 \n东ก", max_size=12)


@tries(max_examples=60, deadline=None)
@given(st.lists(st.tuples(FEW, FEW), min_size=2, max_size=12))
def test_of_one_body_there_is_one_signature(rows):
    """A pair of bodies is verified once, whichever documents have them; a title is no part of a text.

    Where the words are broken into lines is told by the highest bit of a word's token, and is that of one of them.
    """
    rows += [(title, text) for whole, _ in rows for title, text in [(whole[:3], whole[3:]), ("", whole)]]
    bodies = pl.DataFrame(
        {
            "document_id": [str(at) for at in range(len(rows))],
            "sha256": [str(at) for at in range(len(rows))],
            "title": [title for title, _ in rows],
            "body": [text for _, text in rows],
        }
    )
    signed = sign(bodies, DuplicateSettings()).filter(pl.col("body").is_not_null()).drop("document_id", "sha256")
    words = [(np.frombuffer(tokens, "<u4") & 0x7FFFFFFF).tobytes() for tokens in signed["tokens"]]
    assert signed["body"].n_unique() == signed.with_columns(tokens=pl.Series(words, dtype=pl.Binary)).unique().height


@pytest.mark.parametrize(("identify", "words_kept"), [(True, 3), (False, 0)])
def test_words_are_kept_only_of_what_is_identified(identify, words_kept):
    texts = pl.Series(["satu dua tiga", "", " … "])
    read = read_texts(texts, Reading(16, 16, 1, 0, identify=identify), DuplicateSettings())
    assert [len(tokens) for tokens in read["tokens"]] == [4 * words_kept, 0, 0]
    named = int.from_bytes(hashlib.sha256(b"satu dua tiga ").digest()[:8], "big")
    assert (read["body"][0] == named) is identify
    assert read["body"][1:].to_list() == [None, None]
    assert read["words"].to_list() == [3, 0, 0]
