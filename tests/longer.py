"""Which tests take too long for every change: ``make test-chaos`` runs them."""

from __future__ import annotations

import os
from typing import Any

import pytest

WHOLE = os.environ.get("KLIPING_CHAOS_EVERY") == "1"
"""Whether every case is asked for."""

LONGER = pytest.mark.skipif(not WHOLE, reason="takes long: run make test-chaos")


def many(few: int, whole: int) -> int:
    """How many examples a test tries; it has the marker ``chaos``, so that ``make test-chaos`` tries the ``whole``."""
    return whole if WHOLE else few


def seldom(*values: Any) -> Any:
    """Parameters of a test that are tried by ``make test-chaos`` alone."""
    return pytest.param(*values, marks=(pytest.mark.chaos, LONGER))
