"""Which tests take too long for every change: ``make test-chaos`` runs them."""

from __future__ import annotations

import os

import pytest

WHOLE = os.environ.get("KLIPING_CHAOS_EVERY") == "1"
"""Whether every case is asked for."""

LONGER = pytest.mark.skipif(not WHOLE, reason="takes long: run make test-chaos")
