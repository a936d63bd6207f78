"""A page that makes a step raise is set aside, and only it; a fault of the machine stops the run."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kliping.errors import RuleError
from kliping.frames import DOCUMENTS, FAILURES, LINES, empty
from kliping.isolation import run_step, told
from kliping.settings import Settings
from kliping.steps import BY_NAME


def documents(count: int) -> pl.DataFrame:
    rows = [
        {"document_id": f"d{number:04d}", "uri": f"file:///p/{number}.txt", "text": f"page {number}"}
        for number in range(count)
    ]
    arrival = pl.lit(datetime(2026, 1, 1, tzinfo=UTC))
    frame = pl.DataFrame(rows).with_columns(first_seen_at=arrival)
    return frame.with_columns(
        pl.lit(None).cast(kind).alias(name) for name, kind in DOCUMENTS.items() if name not in frame.columns
    ).select(DOCUMENTS.names())


def step_that(fails: set[str], fault: BaseException, calls: list[int]):
    """The step ``lines`` made to raise ``fault`` whenever one of ``fails`` is in the batch."""

    def make(frames, settings):
        pages = frames["raw_documents"]
        calls.append(pages.height)
        if fails & set(pages["document_id"]):
            raise fault
        return pages.select("document_id", line=1, text="text", role=pl.lit("body")).with_columns(
            pl.lit(None).alias(name) for name in LINES.names() if name not in ("document_id", "line", "text", "role")
        )

    return replace(BY_NAME["lines"], make=make)


@pytest.mark.parametrize("count", [1, 2, 17, 1000])
@pytest.mark.parametrize("which", [0, -1])
def test_one_page_among_many_is_found_in_few_calls(count: int, which: int, caplog) -> None:
    pages = documents(count)
    bad = pages["document_id"][which]
    calls: list[int] = []
    with caplog.at_level(logging.WARNING):
        made = run_step(
            step_that({bad}, ValueError("page text"), calls), {"raw_documents": pages}, Settings(), empty(FAILURES)
        )
    assert made.frame["document_id"].to_list() == [one for one in pages["document_id"] if one != bad]
    assert made.failures.select("document_id", "stage", "reason").rows() == [(bad, "lines", "step_failed")]
    assert len(calls) <= 2 + 2 * max(count - 1, 1).bit_length()
    assert len(caplog.records) == 1
    for text in (made.failures["detail"][0], caplog.records[0].getMessage()):
        assert "ValueError" in text
        assert "test_isolation.py" in text
        assert "page text" not in text


def test_many_pages_at_fault_take_at_most_two_calls_each() -> None:
    pages = documents(64)
    calls: list[int] = []
    every = set(pages["document_id"])
    made = run_step(step_that(every, KeyError("x"), calls), {"raw_documents": pages}, Settings(), empty(FAILURES))
    assert made.frame.height == 0
    assert made.frame.schema == LINES
    assert set(made.failures["document_id"]) == every
    assert len(calls) <= 2 * 64


@pytest.mark.parametrize(
    "fault", [RecursionError(), UnicodeError(), pl.exceptions.ComputeError("x"), pl.exceptions.PanicException("x")]
)
def test_whatever_a_page_causes_is_a_row(fault: BaseException) -> None:
    pages = documents(3)
    made = run_step(step_that({"d0001"}, fault, []), {"raw_documents": pages}, Settings(), empty(FAILURES))
    assert made.failures["document_id"].to_list() == ["d0001"]
    assert type(fault).__name__ in made.failures["detail"][0]


@pytest.mark.parametrize(
    "fault",
    [OSError(28, "no space"), PermissionError(), MemoryError(), ImportError(), RuleError("x"), KeyboardInterrupt()],
)
def test_a_fault_of_the_machine_or_the_settings_stops(fault: BaseException) -> None:
    with pytest.raises(type(fault)):
        run_step(step_that({"d0001"}, fault, []), {"raw_documents": documents(3)}, Settings(), empty(FAILURES))


def test_a_step_that_raises_on_nothing_is_itself_at_fault() -> None:
    def make(frames, settings):
        raise ValueError

    broken = replace(BY_NAME["lines"], make=make)
    for count in (0, 3):
        with pytest.raises(ValueError):
            run_step(broken, {"raw_documents": documents(count)}, Settings(), empty(FAILURES))


def test_what_failed_before_is_not_seen_again() -> None:
    pages = documents(5)
    failed = pl.DataFrame([("d0002", "lines", "step_failed", "…")], schema=FAILURES, orient="row")
    made = run_step(step_that({"d0002"}, ValueError(), []), {"raw_documents": pages}, Settings(), failed)
    assert made.failures.height == 0
    assert_frame_equal(
        made.frame.select("document_id"), pages.filter(pl.col("document_id") != "d0002").select("document_id")
    )


def test_the_place_is_the_innermost_of_ours() -> None:
    with pytest.raises(KeyError) as raised:
        BY_NAME["lines"].make({}, Settings())
    assert "KeyError at kliping/steps.py, line " in told("lines", raised.value)
