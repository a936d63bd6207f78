"""What groups share, who had it first, versions, and what changed between editions."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from kliping.duplicates import (
    article_versions,
    canonical_changes,
    find_duplicates,
    shared_paragraphs,
    syndication,
)
from kliping.duplicates.schemas import (
    ARTICLE_VERSIONS,
    CANONICAL_CHANGES,
    PROVENANCE,
    SHARED_PARAGRAPHS,
    SYNDICATION,
    VERSION_FACTS,
)
from kliping.duplicates.versions import linked_with, page_address
from kliping.frames import DUPLICATES, PARAGRAPHS

ADDRESS = "https://www.example.org/news/banjir-123"


def grouped(**groups: list[str]) -> pl.DataFrame:
    """DUPLICATES: the first document of each group is canonical."""
    rows = [
        (name, members[0], group, "canonical" if name == members[0] else "near", 0.9)
        for group, members in groups.items()
        for name in members
    ]
    return pl.DataFrame(rows, schema=DUPLICATES, orient="row")


def paragraphs_of(pages: dict[str, list[str]]) -> pl.DataFrame:
    rows = [
        (name, number, text, "body", "id", 1.0, len(text.split()), number, number)
        for name, page in pages.items()
        for number, text in enumerate(page, 1)
    ]
    return pl.DataFrame(rows, schema=PARAGRAPHS, orient="row")


def test_a_paragraph_of_two_groups_is_shared_once_a_group(texts):
    common, short = texts.page(9, 20), "Baca juga berita lainnya"
    pages = {
        "a": [texts.page(1), common, short],
        "b": [common.title() + ".", texts.page(2), short],
        "c": [texts.page(1), common],
        "d": [texts.page(4), texts.page(4)],
    }
    found = shared_paragraphs(paragraphs_of(pages), grouped(g1=["a", "c"], g2=["b"], g3=["d"]), texts.settings)
    assert found.schema == SHARED_PARAGRAPHS
    told = found.select("group_id", "document_id", "paragraph", "groups", "documents").rows()
    assert told == [("g1", "a", 2, 2, 3), ("g2", "b", 1, 2, 3)]
    assert found["paragraph_id"].n_unique() == 1


def test_syndication_tells_who_was_first_and_how_long_after():
    rows = [
        ("a", "Kabar", "u:a", date(2024, 1, 1)),
        ("b", "Warta", "u:b", date(2024, 1, 4)),
        ("c", None, "u:c", None),
        ("d", "Sendiri", "u:d", date(2024, 1, 1)),
    ]
    groups = grouped(g1=["a", "c", "b"], g2=["d"], g3=["e", "f"])
    found = syndication(groups, pl.DataFrame(rows, schema=PROVENANCE, orient="row"))
    assert found.schema == SYNDICATION
    assert found.select("document_id", "role", "days_after", "first_publisher").rows() == [
        ("a", "first", 0, "Kabar"),
        ("b", "copy", 3, "Kabar"),
        ("c", "undated", None, "Kabar"),
        ("e", "first", None, None),
        ("f", "undated", None, None),
    ]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (ADDRESS, "example.org/news/banjir-123"),
        ("http://Example.org/news/banjir-123/?utm_source=x&fbclid=1#top", "example.org/news/banjir-123"),
        ("https://example.org/read?id=7&utm_medium=mail", "example.org/read?id=7"),
        ("https://example.org/read?utm_medium=mail&id=7", "example.org/read?id=7"),
        ("https://example.org/", None),
        ("https://example.org", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_names_a_page_without_tracking(url, address):
    assert pl.select(page_address(pl.lit(url, pl.String))).item() == address


def versions_of(texts, *rows: tuple) -> pl.DataFrame:
    """ARTICLE_VERSIONS of documents given as url, title, publisher, day of publication, body."""
    facts = [
        (f"d{n}", url, title, site, day, None, body, None, None) for n, (url, title, site, day, body) in enumerate(rows)
    ]
    signatures = texts.signed({row[0]: row[6] for row in facts})
    return article_versions(
        pl.DataFrame(facts, schema=VERSION_FACTS, orient="row"),
        signatures,
        find_duplicates(signatures, texts.ranking(), texts.settings),
        texts.settings,
    )


ONE, TWO = date(2024, 1, 1), date(2024, 1, 2)
TITLE = "Banjir rendam tiga desa di lereng"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (lambda t: [(ADDRESS, None, None, ONE, t.page(1)), (ADDRESS, None, None, TWO, t.page(1))], []),
        (
            lambda t: [
                (ADDRESS, None, None, TWO, t.edited(1, 20)),
                (ADDRESS + "?utm_source=x", None, None, ONE, t.page(1)),
            ],
            [("d1", 1, "url", None), ("d0", 2, "url", 0)],
        ),
        (
            lambda t: [(ADDRESS, None, None, ONE, t.page(1)), (ADDRESS, None, None, TWO, t.page(2, 100))],
            [("d0", 1, "url", None), ("d1", 2, "url", -20)],
        ),
        (
            lambda t: [(None, TITLE, "Kabar", ONE, t.page(1)), (None, TITLE.upper(), "KABAR", TWO, t.edited(1, 4))],
            [("d0", 1, "title", None), ("d1", 2, "title", 0)],
        ),
        (lambda t: [(None, TITLE, "Kabar", ONE, t.page(1)), (None, TITLE, "Kabar", TWO, t.page(2))], []),
        (lambda t: [(None, TITLE, "Kabar", ONE, t.page(1)), (None, TITLE, "Warta", TWO, t.edited(1, 20))], []),
        (lambda t: [(None, TITLE, None, ONE, t.page(1)), (None, TITLE, None, TWO, t.edited(1, 20))], []),
        (
            lambda t: [
                (None, "Harga emas", "Kabar", ONE, t.page(1)),
                (None, "Harga emas", "Kabar", TWO, t.edited(1, 9)),
            ],
            [],
        ),
    ],
)
def test_one_address_or_title_with_changed_text_is_a_version(texts, rows, told):
    found = versions_of(texts, *rows(texts))
    assert found.schema == ARTICLE_VERSIONS
    assert found.select("document_id", "version", "basis", "words_more").rows() == told


def test_an_address_or_a_title_links_over_others(texts):
    rows = [
        (ADDRESS, None, None), (ADDRESS + "?utm_source=x", TITLE, "Kabar"), (None, TITLE.upper(), "KABAR"),
        (None, TITLE, "Warta"), (None, None, None),
    ]  # fmt: skip
    facts = [(f"d{n}", *row, ONE, None, texts.page(n + 1), None, None) for n, row in enumerate(rows)]
    signatures = texts.signed({row[0]: row[6] for row in facts})
    duplicates = find_duplicates(signatures, texts.ranking(), texts.settings)
    known = pl.DataFrame(facts, schema=VERSION_FACTS, orient="row")
    for touched, linked in ((["d0"], ["d0", "d1", "d2"]), (["d3", "d4"], ["d3", "d4"]), (["elsewhere"], [])):
        found = linked_with(pl.Series(touched), known, signatures, duplicates, texts.settings)
        assert found.sort().to_list() == linked


def test_equal_texts_are_one_version_with_copies(texts):
    rows = [(ADDRESS, None, None, ONE, texts.page(1))] * 3 + [(ADDRESS, None, None, TWO, texts.edited(1, 20))]
    found = versions_of(texts, *rows)
    assert found.select("version", "versions", "copies").rows() == [(1, 2, 2), (2, 2, 0)]
    assert found["similarity"][0] is None
    assert 0.5 < found["similarity"][1] < 1


@pytest.mark.parametrize(
    ("kinds", "days", "speaks"),
    [
        (("near", "canonical"), (ONE, TWO), "d1"),  # the best of its group, though it came later
        (("canonical", "near"), (TWO, ONE), "d0"),
        (("near", "near"), (TWO, ONE), "d1"),  # else the first
        (("near", "near"), (None, TWO), "d1"),
        (("near", "near"), (ONE, ONE), "d0"),
    ],
)
def test_the_best_document_of_a_text_speaks_for_it(texts, kinds, days, speaks):
    rows = [*((f"d{n}", ADDRESS, day, texts.page(1)) for n, day in enumerate(days)),
            ("d2", ADDRESS, date(2024, 1, 9), texts.edited(1, 20))]  # fmt: skip
    facts = [(name, url, None, None, day, None, body, None, None) for name, url, day, body in rows]
    duplicates = pl.DataFrame(
        [(name, "d0", "g", kind, 0.9) for name, kind in zip(("d0", "d1", "d2"), (*kinds, "near"), strict=True)],
        schema=DUPLICATES, orient="row",
    )  # fmt: skip
    signatures = texts.signed({row[0]: row[3] for row in rows}, dict.fromkeys(("d0", "d1"), ""))
    found = article_versions(
        pl.DataFrame(facts, schema=VERSION_FACTS, orient="row"), signatures, duplicates, texts.settings
    )
    assert found.select("document_id", "version", "copies").rows() == [(speaks, 1, 1), ("d2", 2, 0)]


def test_changes_name_a_better_canonical_and_say_nothing_of_newcomers():
    old = grouped(g1=["a", "b"], g2=["c"], g3=["d"])
    new = grouped(g1=["x", "a", "b"], g2=["c", "y"], g4=["d"])
    found = canonical_changes(old, new)
    assert found.schema == CANONICAL_CHANGES
    assert found.rows() == [("g1", "g1", "a", "x", True, 2), ("g3", "g4", "d", "d", False, 1)]
    assert canonical_changes(new, new).is_empty()
