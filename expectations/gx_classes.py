"""The expectations as classes of Great Expectations. Only ``expectations.auditor`` imports this, inside a call.

Belongs here: everything that names Great Expectations. Does not belong here: DuckDB, or what the results mean.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import great_expectations as gx
from great_expectations.expectations.core import UnexpectedRowsExpectation
from great_expectations.validator import validation_graph

from expectations.bridge import TOO_LITTLE_MEMORY, too_little_memory
from kliping.errors import RuleError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from expectations.bridge import CandidateConnection
    from expectations.spec import ExpectationSpec


def _no_progress_bar(*args: Any, **given: Any) -> Any:  # noqa: ANN401
    return tqdm(*args, **{**given, "disable": True})


# ``get_unexpected_rows`` draws a progress bar whatever the context's settings say.
tqdm = validation_graph.tqdm
validation_graph.tqdm = _no_progress_bar


@functools.cache
def named_class(name: str) -> type[UnexpectedRowsExpectation]:
    """A class called ``name`` over ``UnexpectedRowsExpectation``; made once, for Great Expectations registers each."""
    return type(
        name, (UnexpectedRowsExpectation,), {"__module__": __name__, "__doc__": UnexpectedRowsExpectation.__doc__}
    )


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
            f"Expectation {spec.name}: Great Expectations brings no {spec.builtin}. "
            "Use one of its names, such as expect_column_values_to_be_between, or write sql."
        )
    try:
        return brought(**spec.kwargs, description=spec.description, severity=spec.severity, meta=meta)
    except (ValueError, TypeError) as broken:
        faults = "; ".join(str(broken).split("\n")[1:3]).strip() or type(broken).__name__
        raise RuleError(f"Expectation {spec.name}: {spec.builtin} does not take these kwargs: {faults}.") from broken


def batched(sql: str) -> str:
    """``sql`` as Great Expectations wants it: its batch named, every other brace doubled."""
    escaped = sql.replace("{", "{{").replace("}", "}}")
    return f"WITH batch AS (FROM {{batch}}) SELECT * FROM (\n{escaped}\n) AS broken"


class Gate:
    """One ephemeral context with one source, over an open candidate; a validation for each table."""

    def __init__(self, connection: CandidateConnection) -> None:
        self._context = gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = {"globally": False, "metric_calculations": False}
        self._source = self._context.data_sources.add_sql("candidate", connection_string=connection.url)

    def validation(self, table: str, specs: Iterable[ExpectationSpec]) -> Any:  # noqa: ANN401
        """A validation of ``table`` by ``specs``."""
        asset = self._source.add_table_asset(table, table_name=table)
        suite = self._context.suites.add(gx.ExpectationSuite(table))
        suite.expectations = [expectation_of(spec) for spec in specs]
        suite.save()
        return self._context.validation_definitions.add(
            gx.ValidationDefinition(name=table, data=asset.add_batch_definition_whole_table("all"), suite=suite)
        )

    def close(self) -> None:
        """Give back what SQLAlchemy holds."""
        engine = self._source.get_engine()
        engine.dispose()


def results_of(validation: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """What each expectation of ``validation`` found, by its name; a fault in one changes the order they come back in.

    Returns:
        A dictionary each: ``success``, ``unexpected_count``, ``element_count`` (None: not said), ``rows`` (the first
        failing rows, as dictionaries) and ``error`` (a text when it could not be run, else None).
    """
    found = validation.run(result_format={"result_format": "COMPLETE"})
    return {one.expectation_config.meta["name"]: _plain(one) for one in found.results}


def failing_rows(
    validation: Any,  # noqa: ANN401
    specs: Sequence[ExpectationSpec],
) -> Iterator[tuple[ExpectationSpec, list[dict[str, Any]]]]:
    """Every row that breaks each of ``specs``, in turn: dictionaries with ``document_id`` and ``detail``.

    Raises:
        RuleError: an expectation cannot be run.
        StoreError: it needs more memory than there is.
    """
    by_name = {expectation.meta["name"]: expectation for expectation in validation.suite.expectations}
    for spec in specs:
        try:
            rows = validation.get_unexpected_rows(by_name[spec.name])
        except RuntimeError as broken:
            if too_little_memory(broken):
                raise StoreError(TOO_LITTLE_MEMORY) from broken
            raise RuleError(
                f"Expectation {spec.name} cannot be run ({str(broken).split(':')[0][:80]}). Mend its SQL."
            ) from broken
        yield spec, [{"document_id": row["document_id"], "detail": row["detail"]} for row in rows]


def _plain(one: Any) -> dict[str, Any]:  # noqa: ANN401
    result = one.result or {}
    details = result.get("details") or {}
    rows = details.get("unexpected_rows")
    if rows is None:
        rows = []
        count = result.get("unexpected_count", 0 if one.success else 1)
    else:
        count = result["observed_value"]
    errors = one.exception_info or {}
    if "raised_exception" in errors:
        errors = {"": errors}
    raised = next((info for info in errors.values() if info.get("raised_exception")), None)
    return {
        "success": bool(one.success),
        "unexpected_count": int(count or 0),
        "element_count": result.get("element_count"),
        "rows": rows,
        "error": raised["exception_message"] if raised else None,
    }
