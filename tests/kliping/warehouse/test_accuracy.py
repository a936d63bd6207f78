"""A sample stands for the corpus, is the same for the same edition, and its answers become shares with intervals."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from kliping.errors import RuleError
from kliping.warehouse.accuracy import answer, asked_of, draw, forget_pages, interval, next_page, read_sample, shares

BY = {"who": "sari", "when": datetime(2026, 1, 2, tzinfo=UTC)}
RIGHT = {"title": "right", "published_on": "missed", "authors": "right", "publisher": "wrong", "body": "right"}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A file with 300 articles of a large outlet, 90 of a small one, and 10 pages that are held back."""
    file = tmp_path / "kliping.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute("CREATE TABLE editions AS SELECT 7 AS edition")
        connection.execute(
            "CREATE TABLE documents AS SELECT 'd' || i AS document_id, "
            "if(i < 390, 'published', 'quarantined') AS status, "
            "if(i < 390, 'article', 'error') AS page_kind FROM range(400) AS t(i)"
        )
        connection.execute(
            "CREATE TABLE articles AS SELECT 'd' || i AS document_id, if(i < 300, 'Besar', 'Kecil') AS publisher, "
            "(i % 10) / 10 AS body_confidence FROM range(390) AS t(i)"
        )
    return file


def test_each_group_has_its_share_of_the_sample(tmp_path, published) -> None:
    assert draw(tmp_path, published, 40) == 40
    sample = read_sample(tmp_path)
    ids = [page["document_id"] for page in sample["pages"]]
    assert len(set(ids)) == 40
    groups = Counter("Besar" if int(one[1:]) < 300 else "Kecil" if int(one[1:]) < 390 else "held" for one in ids)
    assert abs(groups["Besar"] - 30) <= 2
    assert abs(groups["Kecil"] - 9) <= 2
    assert groups["held"] == 1
    assert sample["edition"] == 7


def test_the_same_edition_gives_the_same_sample(tmp_path, published) -> None:
    draw(tmp_path, published, 40)
    first = read_sample(tmp_path)
    draw(tmp_path, published, 40)
    assert read_sample(tmp_path) == first


def test_a_sample_larger_than_the_corpus_is_the_corpus(tmp_path, published) -> None:
    assert draw(tmp_path, published, 10_000) == 400


def test_a_person_is_walked_through_and_answers_stay_where_pages_stay(tmp_path, published) -> None:
    draw(tmp_path, published, 400)
    sample = read_sample(tmp_path)
    first = next_page(sample)
    answers = RIGHT if asked_of(sample, first) == tuple(RIGHT) else {"page_kind": "right"}
    answer(tmp_path, first, answers, **BY)
    assert next_page(read_sample(tmp_path)) != first
    draw(tmp_path, published, 10_000)
    assert set(read_sample(tmp_path)["answers"]) == {first}


def test_a_page_that_is_taken_down_leaves_the_sample(tmp_path, published) -> None:
    assert forget_pages(tmp_path, ["d1"]) == 0
    draw(tmp_path, published, 10_000)
    answer(tmp_path, "d1", RIGHT, **BY)
    assert forget_pages(tmp_path, ["d1", "gone"]) == 1
    sample = read_sample(tmp_path)
    assert (len(sample["pages"]), sample["answers"], asked_of(sample, "d1")) == (399, {}, ())


@pytest.mark.parametrize("answers", [{}, {"title": "right"}, {**RIGHT, "title": "perhaps"}, {**RIGHT, "more": "right"}])
def test_an_answer_that_is_none_is_refused(tmp_path, published, answers) -> None:
    draw(tmp_path, published, 10_000)
    with pytest.raises(RuleError):
        answer(tmp_path, "d1", answers, **BY)
    with pytest.raises(RuleError, match="in no sample"):
        answer(tmp_path, "nobody", RIGHT, **BY)


def test_answers_become_shares(tmp_path, published) -> None:
    draw(tmp_path, published, 10_000)
    for number in range(4):
        answer(tmp_path, f"d{number}", {**RIGHT, "title": "wrong" if number == 3 else "right"}, **BY)
    answer(tmp_path, "d399", {"page_kind": "right"}, **BY)
    found = {one.field: (one.right, one.wrong, one.missed) for one in shares(read_sample(tmp_path))}
    assert found["title"] == (3, 1, 0)
    assert found["published_on"] == (0, 0, 4)
    assert found["page_kind"] == (1, 0, 0)


@pytest.mark.parametrize(
    ("right", "asked", "low", "high"),
    [(45, 50, 0.786, 0.957), (50, 50, 0.929, 1.0), (0, 10, 0.0, 0.278), (0, 0, 0.0, 1.0)],
)
def test_the_interval_is_wilsons(right, asked, low, high) -> None:
    assert interval(right, asked) == pytest.approx((low, high), abs=0.001)
