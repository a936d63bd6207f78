"""What a home tells strangers: the card of an export, the receipt of a take-down."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from kliping.tables.tables import TABLES
from kliping.warehouse.cards import data_card
from kliping.warehouse.connections import opened
from kliping.warehouse.fingerprints import tables_sha256
from kliping.warehouse.receipts import Place, Receipt, keep_receipt
from kliping.warehouse.store import Store

sys.path.insert(0, str(Path(__file__).parent))
from homes import article, document, publish_rows

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Store:
    """A home with one edition of two articles."""
    store = Store(tmp_path_factory.mktemp("home"))
    rows = [
        article("1", published_on=datetime(2024, 5, 3, tzinfo=UTC).date(), publisher="Kabar | Contoh", word_count=40),
        article("2", publisher=None, language="en", word_count=2),
    ]
    publish_rows(store, 1, {"articles": rows, "documents": [document("1"), document("2"), document("3", of="1")]})
    return store


def test_the_card_tells_what_the_data_is(home: Store) -> None:
    with opened(home.published) as connection:
        card = data_card(connection, "parquet", ["articles"], "CC BY 4.0 [x](y)")
        silent = data_card(connection, "csv", [], "")
    assert card.startswith("# News articles, edition 1\n")
    assert "(42 words)" in card
    assert "* **Dates**: 2024-05-03 to 2024-05-03; 1 articles are undated" in card
    assert "| not found | 1 |" in card
    assert "| Kabar \\| Contoh | 1 |" in card
    assert "\nNone.\n" in card, "no expectation is on record as broken"
    assert "* `article_id` (VARCHAR):" in card
    assert "not stated" in silent
    assert "not stated" not in card
    assert "### articles" not in silent


def test_a_receipt_is_kept_and_says_whether_every_place_was_reached(tmp_path: Path) -> None:
    store = Store(tmp_path)
    done = Receipt("2026-01-02T03:04:05Z", 1, 2, ("d1", "d2"), (Place("kliping.duckdb", 1, 3, "rows removed"),))
    assert done.complete
    missed = Receipt(done.at, 1, 0, ("d1",), (*done.places, Place("kept/1", 1, 0, "not reached", "it is locked")))
    assert not missed.complete
    paths = [keep_receipt(store, one, AT) for one in (done, missed)]
    assert [path.name for path in paths] == ["20260102T030405Z-1.json", "20260102T030405Z-2.json"]
    assert json.loads(paths[1].read_text())["places"][1]["why"] == "it is locked"


def test_the_digest_of_tables_hangs_on_what_rows_say_and_on_nothing_else() -> None:
    def digest(*statements: str) -> str:
        with duckdb.connect(":memory:") as connection:
            for table in TABLES:
                connection.execute(table.ddl())
            for statement in statements:
                connection.execute(statement)
            return tables_sha256(connection)

    insert = "INSERT INTO articles (article_id, group_id, document_id, title, body, since_edition) VALUES "
    one, two = "('a1', 'g1', 'd1', 'A', 'B', 1)", "('a2', 'g2', 'd2', 'C', 'D', 1)"
    defaults = "authors, tags, image_captions"
    names = insert.replace("since_edition", f"since_edition, {defaults}")
    rows = [one[:-1] + ", [], [], [])", two[:-1] + ", [], [], [])"]
    try:
        both = digest(names + rows[0], names + rows[1])
    except duckdb.ConstraintException:
        pytest.fail("a column that must have a value has none here: name it")
    assert digest(names + rows[1], names + rows[0]) == both
    assert digest(names + rows[0].replace(", 1, [", ", 9, ["), names + rows[1]) == both, "since when is no content"
    assert len({both, digest(names + rows[0]), digest(names + rows[0].replace("'B'", "'X'"), names + rows[1])}) == 3
