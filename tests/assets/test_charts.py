"""Charts are pictures that run nothing; schemas and refusals say what there is to say."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

import dagster as dg
import duckdb
import polars as pl
import pytest

from assets import figures
from assets.charts import MOST_BARS, bars, columns
from assets.charts_of_tables import LAST, charts_of
from assets.refusals import REFUSED, in_plain_words
from assets.schemas import of_frame, of_table
from kliping.errors import GateClosed, StoreError
from kliping.frames import LINES
from kliping.settings.publishing import ArticleColumn
from kliping.steps import BY_NAME
from kliping.tables.tables import ARTICLES

SVG = "{http://www.w3.org/2000/svg}"


def drawn(value: dg.MarkdownMetadataValue) -> ElementTree.Element:
    """The picture in a Markdown value."""
    data = re.fullmatch(r"!\[.*\]\(data:image/svg\+xml;base64,([\w+/=]+)\)", str(value.value))
    assert data is not None, value.value
    return ElementTree.fromstring(base64.b64decode(data[1]))


def texts(picture: ElementTree.Element) -> list[str]:
    return [str(one.text) for one in picture.iter(f"{SVG}text")]


def test_bars_stand_in_order_with_their_numbers() -> None:
    picture = drawn(bars("Languages", {"en": 10, "id": 1200}))
    assert texts(picture) == ["id", "1,200", "en", "10"]
    lengths = [float(one.attrib["width"]) for one in picture.iter(f"{SVG}rect")]
    assert lengths[0] == pytest.approx(120 * lengths[1], rel=0.05)


def test_what_finds_no_room_is_one_bar() -> None:
    picture = drawn(bars("Many", {f"n{number:02d}": 1 for number in range(40)}))
    assert len(list(picture.iter(f"{SVG}rect"))) == MOST_BARS
    assert texts(picture)[-2:] == ["others", str(40 - MOST_BARS + 1)]


def test_names_are_text_whatever_they_say() -> None:
    picture = drawn(bars('"](javascript:x) <b>', {"<script>alert(1)</script>": 1}))
    assert texts(picture)[0] == "<script>alert(1)</script>"
    assert not list(picture.iter(f"{SVG}script"))


def test_a_month_without_an_article_has_its_place_among_the_months() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE articles (language VARCHAR, published_basis VARCHAR, published_on DATE)")
        connection.execute("INSERT INTO articles VALUES ('id', NULL, '2024-10-03'), ('id', NULL, '2024-07-01')")
        picture = drawn(charts_of(connection, "articles")["chart/months"])
        titles = [one.text for one in picture.iter(f"{SVG}title")]
        assert titles == ["2024-07: 1", "2024-08: 0", "2024-09: 0", "2024-10: 1"]
        connection.execute("INSERT INTO articles VALUES ('id', NULL, '1980-01-01')")
        last = [one.text for one in drawn(charts_of(connection, "articles")["chart/months"]).iter(f"{SVG}title")]
    assert (last[0], len(last)) == ("2019-11: 0", LAST)


def test_of_nothing_there_is_at_most_nothing() -> None:
    picture = drawn(columns("Editions", [("1", 0), ("2", 0)]))
    assert texts(picture) == ["1", "2", "at most 0"]
    assert {one.attrib["height"] for one in picture.iter(f"{SVG}rect")} == {"0.0"}


def test_columns_keep_their_order_and_nothing_is_a_sentence() -> None:
    picture = drawn(columns("Months", [("2024-01", 3), ("2024-02", 0), ("2024-03", 6)]))
    assert texts(picture) == ["2024-01", "2024-03", "at most 6"]
    assert bars("Nothing", {}).value == "Nothing to draw yet."


def test_a_table_of_figures_keeps_the_types_of_its_values() -> None:
    frame = pl.DataFrame({"article_id": ["a"], "word_count": [7], "body_confidence": [0.5], "chosen": [None]})
    frame = frame.with_columns(pl.col("chosen").cast(pl.Boolean))
    shown = figures.preview(frame)
    assert shown.records[0].data == {"article_id": "a", "word_count": 7, "body_confidence": 0.5, "chosen": None}
    assert [column.type for column in shown.schema.columns] == ["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN"]


def test_schemas_have_types_comments_and_columns_that_were_added() -> None:
    added = {"likes": ArticleColumn(type="BIGINT", comment="How many liked it.")}
    schema = of_table(ARTICLES, added)
    assert [(one.type, one.description) for one in schema.columns if one.name == "likes"] == [
        ("BIGINT", "How many liked it.")
    ]
    assert [one.constraints.nullable for one in schema.columns if one.name in ("article_id", "title")] == [False, True]
    by_name = {one.name: one for one in of_frame(LINES, BY_NAME["lines"].told_by).columns}
    assert (by_name["line"].type, by_name["score"].type) == ("INTEGER", "FLOAT")
    assert by_name["role"].description is not None


@pytest.mark.parametrize(("fault", "again"), [(GateClosed("edition 7 refused: x."), False), (StoreError("No."), True)])
def test_a_fault_of_ours_reads_as_its_sentence_and_a_refusal_is_not_tried_again(fault, again: bool) -> None:
    with pytest.raises(dg.Failure) as caught, in_plain_words(links={"data_docs": "/kliping/data-docs/index.html"}):
        raise fault
    failure = caught.value
    assert failure.description == str(fault)
    assert failure.allow_retries is again
    assert (REFUSED in failure.metadata) is not again
    assert failure.metadata["data_docs"] == dg.MetadataValue.url("/kliping/data-docs/index.html")
    assert failure.__cause__ is fault


def test_columns_that_only_frames_have_are_told_too() -> None:
    told = {column.name: column for column in of_frame(LINES, BY_NAME["lines"].told_by).columns}
    assert told["score"].type == "FLOAT"
    assert [name for name, column in told.items() if not column.description] == []
