"""Every expectation has a next move, and it fits what the expectation does."""

from __future__ import annotations

from pathlib import Path

from expectations import catalogue
from expectations.advice import next_move
from kliping.settings import Settings


def test_every_expectation_says_what_to_do() -> None:
    for spec in catalogue(Settings(), Path("nowhere")):
        told = next_move(spec)
        assert ("in quarantine" in told) == spec.holds
        assert ("Nothing is published" in told) == (spec.severity == "critical" and not spec.holds)
        assert ("kliping hold" in told) == (spec.severity == "warning")
        assert ("kliping explain" in told) or (f"--accept {spec.name}" in told)
