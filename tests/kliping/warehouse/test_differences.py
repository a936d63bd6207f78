"""What became of each article between two editions, why, and which rows are more or fewer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kliping.errors import StoreError
from kliping.warehouse.differences import Difference, compare_editions
from kliping.warehouse.kept import named_file
from kliping.warehouse.store import Store
from tests.kliping.warehouse.homes import article, document, publish_rows

BODY = "Warga turun ke sungai pada Sabtu pagi.\n\nKepala desa memuji mereka."
BEFORE = {
    "articles": [
        article("same", BODY),
        article("gone", "Hanya di edisi pertama."),
        article("held", "Terlalu pendek."),
        article("cut", BODY),
        article("titled", BODY, title="Judul lama"),
        article("dated", BODY, published_on=date(2024, 1, 2)),
        article("whole", BODY, copies=1),
    ],
    "documents": [
        *(document(name) for name in ("same", "gone", "held", "cut", "titled", "dated", "whole")),
        document("part", of="whole"),
        document("freed", status="quarantined", article_id=None),
    ],
    "quarantine": [{"document_id": "dfreed", "stage": "expectations", "reason": "body_length"}],
    "removed_lines": [{"document_id": "dsame", "role": "related", "reason": "lexicon"}],
}
AFTER = {
    "articles": [
        article("same", BODY),
        article("cut", BODY.replace("Sabtu pagi", "Minggu"), since_edition=2),
        article("titled", BODY, title="Judul baru"),
        article("dated", BODY, published_on=date(2024, 2, 1)),
        article("whole", BODY, copies=0),
        article("part", BODY),
        article("freed", BODY),
        article("new", BODY),
    ],
    "documents": [
        *(document(name) for name in ("same", "cut", "titled", "dated", "whole", "part", "freed", "new")),
        document("held", status="quarantined", article_id=None),
    ],
    "quarantine": [{"document_id": "dheld", "stage": "expectations", "reason": "article_words"}],
    "removed_lines": [{"document_id": "dsame", "role": "related", "reason": "lexicon"}] * 3,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("differences") / "home")
    publish_rows(store, 1, BEFORE)
    publish_rows(store, 2, AFTER)
    return store


@pytest.fixture(scope="module")
def found(store: Store) -> Difference:
    return compare_editions(store.kept_edition(1), store.published, ("edition 1", "edition 2"), samples=5)


def test_every_article_has_its_fate(found: Difference) -> None:
    assert found.articles == {
        "added": 2,
        "removed": 2,
        "changed": 1,
        "retitled": 1,
        "redated": 1,
        "regrouped": 2,
        "unchanged": 1,
    }
    ids = {fate: sorted(one["article_id"] for one in samples) for fate, samples in found.samples.items()}
    assert ids == {
        "added": ["afreed", "anew"],
        "removed": ["agone", "aheld"],
        "changed": ["acut"],
        "retitled": ["atitled"],
        "redated": ["adated"],
        "regrouped": ["apart", "awhole"],
    }
    assert found.columns == {"title": 1, "body": 1, "published_on": 1, "copies": 1}


def test_it_is_said_why(found: Difference) -> None:
    assert [(one["fate"], one["reason"], one["articles"]) for one in found.reasons] == [
        ("added", "a document that is new", 1),
        ("added", "was held back: body_length", 1),
        ("removed", "is held back: article_words", 1),
        ("removed", "its document is not there any more", 1),
        ("changed", "the same document, cleaned otherwise", 1),
    ]


def test_rows_are_counted_by_reason_where_their_number_differs(found: Difference) -> None:
    told = {(one["table"], one["reason"]): (one["before"], one["after"]) for one in found.rows}
    assert told[("removed_lines", "related: lexicon")] == (1, 3)
    assert told[("quarantine", "expectations: body_length")] == (1, 0)
    assert ("documents", "quarantined") not in told, "one before and one after"
    assert not found.alike


def test_a_change_is_shown_word_by_word(found: Difference) -> None:
    (change,) = found.samples["changed"][0]["words"]
    assert (change["lead"], change["before"], change["after"]) == (
        "Warga turun ke sungai pada",
        "Sabtu pagi.",
        "Minggu.",
    )
    (dated,) = found.samples["redated"]
    assert (dated["published_before"], dated["published_after"]) == (date(2024, 1, 2), date(2024, 2, 1))
    regrouped = {one["article_id"]: (one["documents_from"], one["documents_to"]) for one in found.samples["regrouped"]}
    assert regrouped == {"apart": (["awhole"], None), "awhole": (None, ["apart"])}


def test_an_edition_and_itself_are_alike(store: Store) -> None:
    same = compare_editions(store.published, store.candidate, ("published", "candidate"), samples=3)
    assert (same.alike, same.samples, same.reasons, same.articles["unchanged"]) == (True, {}, [], 8)


def test_one_article_for_another_is_a_difference_though_no_number_of_rows_is(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    for number, name in ((1, "one"), (2, "two")):
        publish_rows(store, number, {"articles": [article(name, BODY)], "documents": [document(name)]})
    found = compare_editions(store.kept_edition(1), store.published, ("1", "2"), samples=0)
    assert (found.rows, found.columns, found.alike) == ([], {}, False)


def test_samples_are_the_greatest_changes_and_as_many_as_asked(store: Store) -> None:
    few = compare_editions(store.kept_edition(1), store.published, ("1", "2"), samples=1)
    assert [one["article_id"] for one in few.samples["removed"]] == ["agone"]
    none = compare_editions(store.kept_edition(1), store.published, ("1", "2"), samples=0)
    assert (none.samples, none.articles) == ({}, few.articles)


@pytest.mark.parametrize("name", ["7", "newest", "-1"])
def test_what_is_no_edition_is_a_sentence(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match=r"is not kept|is no edition"):
        named_file(store, name)


def test_a_file_that_is_none_is_a_sentence(store: Store, tmp_path: Path) -> None:
    (tmp_path / "notes.duckdb").write_text("my own notes")
    with pytest.raises(StoreError, match="no DuckDB file"):
        compare_editions(tmp_path / "notes.duckdb", store.published, ("a", "b"), samples=0)
