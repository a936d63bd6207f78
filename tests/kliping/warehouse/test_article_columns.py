"""Cells of columns that settings add to articles, read as their type."""

from __future__ import annotations

import json

import polars as pl
import pytest
from pydantic import ValidationError

from kliping.frames import DOCUMENTS, conform
from kliping.settings import PublishingSettings
from kliping.tables.tables import ARTICLES
from kliping.warehouse.article_columns import added_values, tables_with


def added(kind, *cells):
    columns = PublishingSettings(article_columns={"x": kind}).article_columns
    extra = [None if cell is None else json.dumps({"x": cell, "y": "z"}, ensure_ascii=False) for cell in cells]
    documents = pl.DataFrame({"document_id": [str(at) for at in range(len(cells))], "extra": extra})
    missing = [pl.lit(None).alias(name) for name in DOCUMENTS if name not in documents.columns]
    return added_values(documents.with_columns(missing).pipe(conform, DOCUMENTS), columns)["x"].to_list()


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("VARCHAR", {" Daerah ": "Daerah", "nan": None, "-": None, None: None}),
        ("VARCHAR[]", {"['a', 'b']": ["a", "b"], '["a", null]': ["a"], "a; b|c": ["a", "b", "c"], "[a": ["[a"]}),
        ("BIGINT", {"12": 12, "12.0": 12, "1.200": 1200, "1,200,000": 1_200_000, "12 ribu": None, "1.5": None}),
        ("DOUBLE", {"0,75": 0.75, "1.234,5": 1234.5, "1,234.5": 1234.5, "1.234.567": 1234567.0, "-3e2": -300.0}),
        ("BOOLEAN", {"True": True, "tidak": False, "1.0": True, "mungkin": None}),
        ("DATE", {"2024-06-13 08:00": "2024-06-13", "13/06/2024": "2024-06-13", "05/06/2024": None, "kemarin": None}),
    ],
)
def test_a_cell_is_read_as_its_type_or_not_at_all(kind, cells):
    assert added(kind, *cells) == list(cells.values())


def test_the_first_name_with_a_value_counts():
    columns = PublishingSettings(article_columns={"x": {"named": ['a "b"', "c.d"]}}).article_columns
    extra = [json.dumps({'a "b"': "1", "c.d": "2"}), json.dumps({'a "b"': "null", "c.d": "2"}), "{}"]
    documents = pl.DataFrame({"document_id": ["1", "2", "3"], "extra": extra})
    assert added_values(documents, columns)["x"].to_list() == ["1", "2", None]


def test_added_columns_are_described():
    given = {"likes": {"type": "BIGINT", "comment": "Likes."}, "label": "VARCHAR"}
    wide = next(one for one in tables_with(PublishingSettings(article_columns=given).article_columns))
    assert [(one.name, one.type, one.comment) for one in wide.columns[len(ARTICLES.columns) :]] == [
        ("label", "VARCHAR", "What the page's own table holds as label."),
        ("likes", "BIGINT", "Likes."),
    ]


@pytest.mark.parametrize("given", [{"body": "VARCHAR"}, {"Label": "VARCHAR"}, {"label": "TEXT"}, {"a b": "VARCHAR"}])
def test_a_name_that_is_taken_and_a_type_that_is_none_are_refused(given):
    with pytest.raises(ValidationError, match="article_columns"):
        PublishingSettings(article_columns=given)
