"""The catalogue: every expectation in force, from the suites and from the user's own rules.

Belongs here: putting them together. Does not belong here: the expectations themselves.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, cast

from expectations import suites
from expectations.defaults import of_table
from expectations.own_rules import with_own_rules
from expectations.suites import article_columns
from kliping.tables.tables import TABLES
from kliping.words import with_lexicons

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from expectations.spec import ExpectationSpec
    from kliping.settings import GateSettings, PublishingSettings, Settings

    Suite = Callable[[GateSettings], tuple[ExpectationSpec, ...]]

_OF_SETTINGS = article_columns.__name__.rpartition(".")[2]
"""The one module of the folder that is no suite of a table, but of the columns that settings add to one."""


_FIRST = (
    "articles",
    "paragraphs",
    "documents",
    "removed_lines",
    "metadata_evidence",
    "duplicates",
    "quarantine",
    "templates",
    "related_articles",
    "syndication",
    "article_versions",
    "shared_paragraphs",
    "editions",
)
"""The order in which a reader meets the suites, and which the digest of what an edition is made from holds; one that is
not among them follows, by its name."""


def _found() -> tuple[Suite, ...]:
    """The suites of the folder: every module of it has one."""
    names = {module.name for module in iter_modules(suites.__path__)} - {_OF_SETTINGS}
    ordered = (*_FIRST, *sorted(names.difference(_FIRST)))
    return tuple(cast("Suite", import_module(f"{suites.__name__}.{name}").suite) for name in ordered)


SUITES = _found()


def written(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of the suites, with the thresholds of ``gate``."""
    return tuple(spec for suite in SUITES for spec in suite(gate))


def built_in(gate: GateSettings, publishing: PublishingSettings | None = None) -> tuple[ExpectationSpec, ...]:
    """The expectations this project brings, with the thresholds of ``gate``.

    A table that no suite speaks of has those that follow from its description. Columns that ``publishing`` adds to
    ``articles`` have expectations of their own, last.
    """
    ours = written(gate)
    spoken_of = {spec.table for spec in ours}
    defaults = (spec for table in TABLES if table.name not in spoken_of for spec in of_table(table))
    added = article_columns.suite(publishing.article_columns) if publishing is not None else ()
    return (*ours, *defaults, *added)


def catalogue(settings: Settings, home: Path | None = None) -> tuple[ExpectationSpec, ...]:
    """Every expectation in force, without importing Great Expectations.

    Raises:
        RuleError: a rule of the user's under ``home`` cannot be used.
    """
    ours = partial(built_in, publishing=settings.publishing)
    with with_lexicons(settings.cleaning.lexicons):
        return ours(settings.gate) if home is None else with_own_rules(home, settings, ours)
