"""The catalogue: every expectation in force, from the suites and from the user's own rules.

Belongs here: putting them together. Does not belong here: the expectations themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.own_rules import with_own_rules
from expectations.suites import (
    article_versions,
    articles,
    documents,
    duplicates,
    editions,
    metadata_evidence,
    paragraphs,
    quarantine,
    related_articles,
    removed_lines,
    shared_paragraphs,
    syndication,
    templates,
)

if TYPE_CHECKING:
    from pathlib import Path

    from expectations.spec import ExpectationSpec
    from kliping.settings import GateSettings, Settings

SUITES = tuple(
    module.suite
    for module in (
        articles,
        paragraphs,
        documents,
        removed_lines,
        metadata_evidence,
        duplicates,
        quarantine,
        templates,
        related_articles,
        syndication,
        article_versions,
        shared_paragraphs,
        editions,
    )
)


def built_in(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations this project brings, in the order of the tables, with the thresholds of ``gate``."""
    return tuple(spec for suite in SUITES for spec in suite(gate))


def catalogue(settings: Settings, home: Path | None = None) -> tuple[ExpectationSpec, ...]:
    """Every expectation in force, without importing Great Expectations.

    Raises:
        RuleError: a rule of the user's under ``home`` cannot be used.
    """
    return built_in(settings.gate) if home is None else with_own_rules(home, settings.gate, built_in)
