"""A short run of the fuzzer over every format; the long one is ``python -m benchmarks.reading_fuzz``."""

from __future__ import annotations

import pytest

from benchmarks.reading_fuzz import fuzz, seeds


@pytest.mark.parametrize("format_", sorted(seeds()))
def test_mutated_files_neither_fail_nor_get_lost(format_):
    outcome = fuzz(format_, 200)
    assert [kind for kind in outcome if kind.startswith("failed")] == []
    assert outcome["documents"] >= 200
