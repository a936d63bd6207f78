"""What we lean on, or work around, in Great Expectations: DuckDB, severities, failing rows, contexts, Polars."""

from __future__ import annotations

import itertools
import os
import warnings
from typing import TYPE_CHECKING, Any

import duckdb
import duckdb_engine
import pandas as pd
import polars as pl
import pytest
from sqlalchemy.dialects import registry

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # the warnings of its own code are not ours to mend
]


class FetchingCursor(duckdb_engine.CursorWrapper):
    """A cursor that has every row before anybody can roll the connection back."""

    def __init__(self, connection: Any, wrapper: Any) -> None:
        super().__init__(connection, wrapper)
        self._connection, self._rows, self.description = connection, iter(()), None

    def execute(self, statement: Any, parameters: Any = None, context: Any = None) -> None:
        super().execute(statement, parameters, context)
        self.description = self._connection.description
        self._rows = iter(self._connection.fetchall()) if self.description else iter(())

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        return list(itertools.islice(self._rows, size or 1))


class FetchingConnection(duckdb_engine.ConnectionWrapper):
    def cursor(self) -> FetchingCursor:
        return FetchingCursor(self._ConnectionWrapper__c, self)


class FetchingDialect(duckdb_engine.Dialect):
    supports_statement_cache = True

    def connect(self, *args: Any, **kwargs: Any) -> FetchingConnection:
        return FetchingConnection(super().connect(*args, **kwargs)._ConnectionWrapper__c)


ARTICLES = 3000

registry.impls["duckdb.fetching"] = lambda: FetchingDialect


@pytest.fixture(scope="module")
def gx() -> Any:
    """Great Expectations, imported here because it takes seconds and warns."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations
    return great_expectations


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DuckDB file of ``ARTICLES`` articles, every tenth without a date."""
    path = tmp_path_factory.mktemp("duckdb") / "candidate.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE articles AS SELECT i::VARCHAR AS article_id, 'Judul ' || i AS title,"
            " CASE WHEN i % 10 > 0 THEN DATE '2014-01-01' + i::INT END AS published_on"
            f" FROM range({ARTICLES}) AS numbers(i)"
        )
    return path


def validated(gx: Any, url: str, *expectations: Any) -> tuple[Any, Any]:
    """A finished validation and its result, in a context of its own."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_sql(
        "candidate", connection_string=url, kwargs={"connect_args": {"read_only": True}}
    )
    batch = source.add_table_asset("articles", table_name="articles").add_batch_definition_whole_table("all")
    suite = context.suites.add(gx.ExpectationSuite("articles", expectations=list(expectations)))
    definition = context.validation_definitions.add(gx.ValidationDefinition(name="articles", data=batch, suite=suite))
    return definition, definition.run(result_format="COMPLETE")


def undated(gx: Any) -> Any:
    return gx.expectations.UnexpectedRowsExpectation(
        unexpected_rows_query="SELECT article_id FROM {batch} WHERE published_on IS NULL", severity="critical"
    )


def test_every_metric_comes_back_empty_through_the_plain_dialect(gx, articles: Path) -> None:
    _, result = validated(gx, f"duckdb:///{articles}", gx.expectations.ExpectTableRowCountToEqual(value=ARTICLES))
    (row_count,) = result.results
    assert not row_count.success
    assert not row_count.result
    assert "exception" in str(row_count.exception_info)


def test_a_cursor_that_fetches_at_once_makes_expectations_run_inside_duckdb(gx, articles: Path) -> None:
    expect = gx.expectations
    _, result = validated(
        gx,
        f"duckdb+fetching:///{articles}",
        expect.ExpectTableRowCountToEqual(value=ARTICLES),
        expect.ExpectColumnValuesToBeUnique(column="article_id"),
        expect.ExpectColumnValuesToNotBeNull(column="published_on", mostly=0.95),
        expect.ExpectColumnDistinctValuesToBeInSet(column="title", value_set=["Judul 1"]),
        undated(gx),
    )
    found = {one.expectation_config.type: one for one in result.results}
    assert {kind: one.success for kind, one in found.items()} == {
        "expect_table_row_count_to_equal": True,
        "expect_column_values_to_be_unique": True,
        "expect_column_values_to_not_be_null": False,
        "expect_column_distinct_values_to_be_in_set": False,
        "unexpected_rows_expectation": False,
    }
    assert found["expect_column_values_to_not_be_null"].result["unexpected_count"] == ARTICLES // 10


def test_regex_expectations_do_not_run_on_an_unknown_dialect(gx, articles: Path) -> None:
    regex = gx.expectations.ExpectColumnValuesToMatchRegex(column="title", regex="^Judul")
    _, result = validated(gx, f"duckdb+fetching:///{articles}", regex)
    (matched,) = result.results
    assert not matched.success
    assert "regex" in str(matched.exception_info).lower()


@pytest.mark.parametrize("severity", ["critical", "warning", "info"])
def test_the_severity_survives_into_the_result(gx, articles: Path, severity: str) -> None:
    dated = gx.expectations.ExpectColumnValuesToNotBeNull(column="published_on", severity=severity)
    _, result = validated(gx, f"duckdb+fetching:///{articles}", dated)
    assert result.results[0].to_json_dict()["expectation_config"]["severity"] == severity


def test_every_row_that_breaks_a_rule_of_rows_can_be_had(gx, articles: Path) -> None:
    rule = undated(gx)
    definition, result = validated(gx, f"duckdb+fetching:///{articles}", rule)
    shown = result.results[0].result["details"]["unexpected_rows"]
    assert len(shown) == 200, "a result shows so many at most"
    everyone = [row["article_id"] for row in definition.get_unexpected_rows(rule)]
    assert sorted(map(int, everyone)) == list(range(0, ARTICLES, 10))


def test_a_data_source_cannot_be_added_twice(gx) -> None:
    context = gx.get_context(mode="ephemeral")
    context.data_sources.add_pandas("pages")
    with pytest.raises(gx.exceptions.DataContextError, match="already exists"):
        context.data_sources.add_pandas("pages")


def test_an_ephemeral_context_remembers_nothing(gx) -> None:
    for _ in range(2):
        gx.get_context(mode="ephemeral").data_sources.add_pandas("pages")


def test_a_polars_frame_is_refused(gx) -> None:
    source = gx.get_context(mode="ephemeral").data_sources.add_pandas("pages")
    whole = source.add_dataframe_asset("pages").add_batch_definition_whole_dataframe("all")
    with pytest.raises(gx.exceptions.GreatExpectationsError, match="without a dataframe"):
        whole.get_batch({"dataframe": pl.DataFrame({"article_id": ["a"]})})


def test_pandas_names_the_failing_rows(gx) -> None:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    whole = (
        context.data_sources.add_pandas("pages")
        .add_dataframe_asset("pages")
        .add_batch_definition_whole_dataframe("all")
    )
    batch = whole.get_batch({"dataframe": pd.DataFrame({"article_id": ["a", "b"], "title": ["Judul", None]})})
    result = batch.validate(
        gx.expectations.ExpectColumnValuesToNotBeNull(column="title"),
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": ["article_id"]},
    )
    assert [row["article_id"] for row in result.result["unexpected_index_list"]] == ["b"]
