"""The expectations as classes of Great Expectations. Only ``expectations.auditor`` imports this, inside a call.

Belongs here: everything that names Great Expectations. Does not belong here: DuckDB, or what the results mean.
"""

from __future__ import annotations

import copy
import functools
from typing import TYPE_CHECKING, Any, ClassVar

import great_expectations as gx
from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.expectations.core import UnexpectedRowsExpectation
from great_expectations.metrics.metric_results import MetricErrorResult
from great_expectations.metrics.query.batch_table import QueryBatchTable
from great_expectations.validator import validation_graph

from expectations.bridge import TOO_LITTLE_MEMORY, too_little_memory
from kliping.errors import RuleError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    from expectations.bridge import CandidateConnection
    from expectations.spec import ExpectationSpec


def _no_progress_bar(*args: Any, **given: Any) -> Any:  # noqa: ANN401
    return tqdm(*args, **{**given, "disable": True})


# ``get_unexpected_rows`` draws a progress bar whatever the context's settings say.
tqdm = validation_graph.tqdm
validation_graph.tqdm = _no_progress_bar


class RowsThatBreak(UnexpectedRowsExpectation):  # type: ignore[misc] # Great Expectations is not typed for us
    """A query whose rows break the expectation: they are counted, and looked at only where there are any."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)
    _told: Any = PrivateAttr(default=None)

    @property
    def configuration(self) -> ExpectationConfiguration:
        """What Great Expectations asks for some thirty times a rule and would make anew each time.

        Whoever asks gets a copy of his own of what can be written into.
        """
        if self._told is None:
            self._told = super().configuration
        told = copy.copy(self._told)
        told.kwargs = dict(told.kwargs)
        return told

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,  # noqa: ANN401 - Great Expectations' own signature
    ) -> dict[str, Any]:
        del runtime_configuration, execution_engine
        count = metrics["unexpected_rows_query.row_count"]
        return {"success": count == 0, "result": {"observed_value": count}}


@functools.cache
def named_class(name: str) -> type[RowsThatBreak]:
    """A class called ``name`` over ``RowsThatBreak``; made once, for Great Expectations registers each."""
    return type(name, (RowsThatBreak,), {"__module__": __name__, "__doc__": RowsThatBreak.__doc__})


def expectation_of(spec: ExpectationSpec) -> Any:  # noqa: ANN401 - Great Expectations is not typed for us
    """``spec`` as an expectation, ready for a suite.

    Raises:
        RuleError: a built-in one does not exist, or does not take its arguments.
    """
    meta = {"name": spec.name}
    if spec.sql is not None:
        made = named_class(spec.class_name)
        return made(
            unexpected_rows_query=batched(spec.sql), description=spec.description, severity=spec.severity, meta=meta
        )
    type_name = "".join(part.capitalize() for part in str(spec.builtin).split("_"))
    brought = getattr(gx.expectations, type_name, None)
    if brought is None:
        raise RuleError(
            f"{spec.called}: Great Expectations brings no {spec.builtin}. "
            "Use one of its names, such as expect_column_values_to_be_between, or write sql."
        )
    try:
        return brought(**spec.kwargs, description=spec.description, severity=spec.severity, meta=meta)
    except (ValueError, TypeError) as broken:
        faults = "; ".join(str(broken).split("\n")[1:3]).strip() or type(broken).__name__
        raise RuleError(f"{spec.called}: {spec.builtin} does not take these kwargs: {faults}.") from broken


def batched(sql: str) -> str:
    """``sql`` as Great Expectations wants it: its batch named, every other brace doubled."""
    escaped = sql.replace("{", "{{").replace("}", "}}")
    return f"WITH batch AS (FROM {{batch}}) SELECT * FROM (\n{escaped}\n) AS broken"


class Gate:
    """One ephemeral context with one source, over an open candidate; a batch for each table.

    The source is made with all its tables at once, and suites are asked of a batch without being stored: whatever is
    added to a context makes it write all of its configuration again.

    Args:
        connection: to the candidate.
        tables: what will be asked of.
    """

    def __init__(self, connection: CandidateConnection, tables: Iterable[str]) -> None:
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False, "metric_calculations": False}
        assets = [{"name": table, "type": "table", "table_name": table} for table in tables]
        self._source = context.data_sources.add_sql("candidate", connection_string=connection.url, assets=assets)

    def results_of(self, table: str, specs: Sequence[ExpectationSpec]) -> dict[str, dict[str, Any]]:
        """What each expectation of ``specs`` finds in ``table``, by its name.

        Returns:
            A dictionary each: ``success``, ``unexpected_count``, ``element_count`` (None: not said), ``rows`` (the
            first failing rows, as dictionaries) and ``error`` (a text when it could not be run, else None).
        """
        batch = self._batch(table)
        suite = gx.ExpectationSuite(table, expectations=[expectation_of(spec) for spec in specs])
        judged = batch.validate(suite, result_format="BASIC").results
        found = {one.expectation_config.meta["name"]: one for one in judged}
        results = {}
        for spec in specs:
            result = results[spec.name] = _plain(found[spec.name], own=spec.sql is not None)
            if spec.sql is not None and result["error"] is None and result["unexpected_count"]:
                result["rows"] = _rows(batch, spec)
        return results

    def failing_rows(self, table: str, spec: ExpectationSpec) -> list[dict[str, Any]]:
        """Every row of ``table`` that breaks ``spec``: dictionaries with ``document_id`` and ``detail``.

        Raises:
            RuleError: the expectation cannot be run.
            StoreError: it needs more memory than there is.
        """
        rows = _rows(self._batch(table), spec, every=True)
        return [{"document_id": row["document_id"], "detail": row["detail"]} for row in rows]

    def _batch(self, table: str) -> Any:  # noqa: ANN401
        asset = self._source.get_asset(table)
        return asset.get_batch(asset.build_batch_request())

    def close(self) -> None:
        """Give back what SQLAlchemy holds."""
        engine = self._source.get_engine()
        engine.dispose()


def _rows(batch: Any, spec: ExpectationSpec, *, every: bool = False) -> list[dict[str, Any]]:  # noqa: ANN401
    """The rows that break ``spec``; unless ``every`` one is asked for, the first 200 that are found.

    Raises:
        RuleError: it cannot be run.
        StoreError: it needs more memory than there is.
    """
    found = batch.compute_metrics(QueryBatchTable(query=batched(str(spec.sql)), fetch_all=every))
    if isinstance(found, MetricErrorResult):
        said = found.value.exception_message
        if too_little_memory(said):
            raise StoreError(TOO_LITTLE_MEMORY)
        raise RuleError(f"{spec.called} cannot be run ({said.split(':')[0][:80]}). Mend its SQL.")
    rows: list[dict[str, Any]] = found.value
    return rows


def _plain(one: Any, *, own: bool) -> dict[str, Any]:  # noqa: ANN401
    result = one.result or {}
    count = result.get("observed_value", 0) if own else result.get("unexpected_count", 0 if one.success else 1)
    errors = one.exception_info or {}
    if "raised_exception" in errors:
        errors = {"": errors}
    raised = next((info for info in errors.values() if info.get("raised_exception")), None)
    return {
        "success": bool(one.success),
        "unexpected_count": int(count or 0),
        "element_count": result.get("element_count"),
        "rows": [],
        "error": raised["exception_message"] if raised else None,
    }
