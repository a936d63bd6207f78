"""The catalogue: every expectation in force, from the suites and from the user's own rules.

Belongs here: putting them together. Does not belong here: the expectations themselves.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from expectations.own_rules import with_own_rules
from expectations.suites import (
    article_columns,
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
from kliping.words import with_lexicons

if TYPE_CHECKING:
    from pathlib import Path

    from expectations.spec import ExpectationSpec
    from kliping.settings import GateSettings, PublishingSettings, Settings

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


def built_in(gate: GateSettings, publishing: PublishingSettings | None = None) -> tuple[ExpectationSpec, ...]:
    """The expectations this project brings, in the order of the tables, with the thresholds of ``gate``.

    Columns that ``publishing`` adds to ``articles`` have expectations of their own, last.
    """
    added = article_columns.suite(publishing.article_columns) if publishing is not None else ()
    return (*(spec for suite in SUITES for spec in suite(gate)), *added)


def catalogue(settings: Settings, home: Path | None = None) -> tuple[ExpectationSpec, ...]:
    """Every expectation in force, without importing Great Expectations.

    Raises:
        RuleError: a rule of the user's under ``home`` cannot be used.
    """
    ours = partial(built_in, publishing=settings.publishing)
    with with_lexicons(settings.cleaning.lexicons):
        return ours(settings.gate) if home is None else with_own_rules(home, settings, ours)
