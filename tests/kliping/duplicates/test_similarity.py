"""What the kernels of copies are handed is of the same types however it lies in memory: others are compiled anew."""

from __future__ import annotations

import numba
import polars as pl
import pytest

from kliping.duplicates import pair_kernels, reading_kernels, sign
from kliping.duplicates.groups import _exact_classes
from kliping.duplicates.kinds import model_weights
from kliping.duplicates.similarity import judge_of, limits_of


@pytest.fixture
def bodies(texts) -> pl.DataFrame:
    return texts.bodies({"a": texts.page(1), "b": texts.edited(1, 9), "c": texts.page(2)})


def in_pieces(frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows, each in a piece of memory of its own."""
    return pl.concat([frame[row : row + 1] for row in range(frame.height)], rechunk=False)


def test_texts_are_judged_by_one_compiled_function(texts, bodies):
    signed = sign(bodies, texts.settings)
    limits = limits_of(texts.settings)
    told = {
        str(numba.typeof(judge_of(frame, limits, model_weights())))
        for frame in (signed, in_pieces(signed), signed.drop("tokens"), in_pieces(signed).drop("tokens"))
    }
    assert len(told) == 1


def called_with(module, kernel, monkeypatch) -> set[str]:
    """The types of what a kernel is handed from now on, as they come."""
    told, called = set(), getattr(module, kernel)

    def listening(*given):
        told.add(str([numba.typeof(one) for one in given]))
        return called(*given)

    monkeypatch.setattr(module, kernel, listening)
    return told


def test_texts_are_read_by_one_compiled_function(texts, bodies, monkeypatch):
    told = called_with(reading_kernels, "read_texts", monkeypatch)
    titled = bodies.with_columns(title=pl.col("document_id") + " di desa")
    for frame in (bodies, in_pieces(bodies), titled, in_pieces(titled)):
        sign(frame, texts.settings)
    assert len(told) == 1


def test_documents_are_classed_by_one_compiled_function(texts, bodies, monkeypatch):
    told = called_with(pair_kernels, "joined_classes", monkeypatch)
    signed = sign(bodies, texts.settings)
    for frame in (signed, in_pieces(signed), signed.clear()):
        assert _exact_classes(frame, texts.settings).height == frame.height
    assert len(told) == 1
