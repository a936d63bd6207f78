"""The engine makes the same of a seed whatever lies beside it in the batch, in any order, alone or together."""

from __future__ import annotations

import datetime
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kliping.engine import Understood, understand
from kliping.frames import DOCUMENTS, LANGUAGES, LINES, METADATA_EVIDENCE
from kliping.reading import list_files, read_documents
from kliping.settings import Settings

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SETTINGS = Settings()
FRAMES = {"lines": LINES, "languages": LANGUAGES, "evidence": METADATA_EVIDENCE}


@pytest.fixture(scope="module")
def documents() -> pl.DataFrame:
    arrival = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    return read_documents(list_files([str(SEEDS)], SETTINGS.reading), SETTINGS.reading, arrival)


@pytest.fixture(scope="module")
def at_once(documents: pl.DataFrame) -> Understood:
    return understand(documents, SETTINGS)


def sorted_frame(made: Understood, name: str) -> pl.DataFrame:
    frame = getattr(made, name)
    return frame.sort(frame.columns, nulls_last=True)


@pytest.mark.parametrize("name", FRAMES)
def test_a_step_keeps_to_its_schema(at_once: Understood, name: str) -> None:
    assert getattr(at_once, name).schema == FRAMES[name]


def test_one_at_a_time_is_the_same_as_all_at_once(documents: pl.DataFrame, at_once: Understood) -> None:
    for row, document in enumerate(documents["document_id"]):
        alone = understand(documents[row : row + 1], SETTINGS)
        for name in FRAMES:
            among_others = getattr(at_once, name).filter(document_id=document)
            assert_frame_equal(getattr(alone, name), among_others, check_exact=True)


def test_the_order_of_documents_does_not_matter(documents: pl.DataFrame, at_once: Understood) -> None:
    backwards = understand(documents.reverse(), SETTINGS)
    for name in FRAMES:
        assert_frame_equal(sorted_frame(backwards, name), sorted_frame(at_once, name))


def test_an_empty_batch_gives_empty_frames() -> None:
    made = understand(pl.DataFrame(schema=DOCUMENTS), SETTINGS)
    assert {name: getattr(made, name).schema for name in FRAMES} == FRAMES
    assert {getattr(made, name).height for name in FRAMES} == {0}


def test_the_evidence_quotes_the_line_it_names(at_once: Understood) -> None:
    quoted = at_once.evidence.filter(pl.col("line").is_not_null() & pl.col("start").is_not_null()).join(
        at_once.lines.select("document_id", "line", "text"), on=["document_id", "line"], how="left"
    )
    assert quoted.height > 20
    wrong = [row for row in quoted.iter_rows(named=True) if row["text"][row["start"] : row["end"]] != row["evidence"]]
    assert wrong == []
