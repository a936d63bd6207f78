"""What takes the whole corpus: furniture, relations between articles, matching new pages with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from kliping.cleaning import line_keys
from kliping.duplicates.schemas import OWN_RANKS, SIGNATURES
from kliping.errors import StoreError
from kliping.frames import DUPLICATES, LINES, empty
from kliping.settings import Settings
from kliping.tables.tables import TABLES
from kliping.warehouse.furniture import learn_furniture
from kliping.warehouse.matching import match
from kliping.warehouse.relations import _recurring, folded_paragraphs
from kliping.warehouse.store import Store

if TYPE_CHECKING:
    from pathlib import Path


def lines(*rows: tuple[str, str]) -> pl.DataFrame:
    """Removed lines of documents."""
    told = [
        (name, number, text, "boilerplate", "model", None, None, None, None)
        for number, (name, text) in enumerate(rows, 1)
    ]
    return pl.DataFrame(told, schema=LINES, orient="row")


def test_a_line_of_many_groups_is_furniture_and_copies_count_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    furniture, once = "Gabung ke saluran kabar kami", "Hanya di halaman ini"
    for number in range(4):
        batch = lines((f"d{number}", furniture), ("d0", once))
        store.write("settled_lines", f"b-{number}", batch)
        store.write("line_keys", f"b-{number}", line_keys(batch))
    alone = [(f"d{at}", f"d{at}", f"g{at}", "canonical", 1.0) for at in range(4)]
    settings = Settings(home=tmp_path, cleaning={"template_groups": 4, "template_share": 0})
    apart = pl.DataFrame(alone, schema=DUPLICATES, orient="row")
    batches = store.parts("settled_lines")
    found = learn_furniture(store, settings, batches, apart)
    assert [furniture.lower() in text.lower() for text in found["text"]] == [True]
    copies = apart.with_columns(group_id=pl.lit("g0"), canonical_document_id=pl.lit("d0"))
    assert learn_furniture(store, settings, batches, copies).is_empty()
    assert learn_furniture(store, settings, batches[::-1], apart).equals(found)


def test_paragraphs_of_several_articles_are_found_by_their_letters() -> None:
    with duckdb.connect(":memory:") as connection:
        for table in TABLES:
            connection.execute(table.ddl().replace(" NOT NULL", ""))
        for name in ("1", "2", "3"):
            connection.execute(f"INSERT INTO articles (article_id, document_id) VALUES ('a{name}', 'd{name}')")
        for article, text in (
            ("a1", "Banjir surut!"),
            ("a2", "BANJIR  surut."),
            ("a3", "Harga turun"),
            ("a3", "Harga turun"),
        ):
            connection.execute("INSERT INTO paragraphs (article_id, paragraph, text) VALUES (?, 1, ?)", [article, text])
        found = _recurring(connection, folded_paragraphs(connection, None, pl.Series("document_id", [], pl.String)).now)
    assert found["document_id"].to_list() == ["d1", "d2"], "twice in one article is no other article"


def test_without_a_published_corpus_nothing_can_be_matched(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no corpus yet"):
        match(Store(tmp_path), Settings(home=tmp_path), empty(SIGNATURES), empty(OWN_RANKS))
