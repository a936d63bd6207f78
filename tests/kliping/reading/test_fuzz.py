"""Mutated files of every format: a few each time, two thousand of each where there is patience for them."""

from __future__ import annotations

import os

import pytest

from benchmarks.reading_fuzz import fuzz, seeds

FEW, MANY = 24, 2_000


def read_all(format_, count):
    outcome = fuzz(format_, count)
    assert [kind for kind in outcome if kind.startswith("failed")] == []
    assert outcome["documents"] >= count


@pytest.mark.parametrize("format_", sorted(seeds()))
def test_mutated_files_neither_fail_nor_get_lost(format_):
    read_all(format_, FEW)


@pytest.mark.chaos
@pytest.mark.skipif(os.environ.get("KLIPING_CHAOS_EVERY") != "1", reason="takes long: run make test-chaos")
@pytest.mark.parametrize("format_", sorted(seeds()))
def test_two_thousand_mutations_of_each_format(format_):
    read_all(format_, MANY)
