"""What must hold of ``editions`` and ``expectation_results``: the candidate against the editions before it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from expectations.spec import Dimension
    from kliping.settings import GateSettings

_table = partial(ExpectationSpec, table="editions")


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of the history, with the thresholds of ``gate``."""
    return (
        _table(
            name="unique_editions",
            column="edition",
            severity="critical",
            dimension="uniqueness",
            description="Earlier editions are numbered below this one, each once; this one is unjudged.",
            sql="""
SELECT edition FROM editions GROUP BY edition
HAVING count(*) > 1 OR edition IS NULL OR edition > (SELECT edition FROM this_edition)
  OR (edition = (SELECT edition FROM this_edition) AND max(verdict) IS DISTINCT FROM 'unjudged')""",
            key=("edition",),
        ),
        ExpectationSpec(
            name="unique_results",
            table="expectation_results",
            column="expectation",
            severity="warning",
            dimension="uniqueness",
            description="An expectation has one result in an edition.",
            sql="SELECT edition, expectation FROM expectation_results"
            " GROUP BY edition, expectation HAVING count(*) > 1",
            key=("edition", "expectation"),
        ),
        _table(
            name="no_shrinking",
            column="articles",
            severity="warning",
            dimension="completeness",
            description="The edition has the articles of the last published one, or nearly.",
            threshold=f"at most {gate.shrink_share_max:.0%} fewer articles than in the last published edition",
            sql=f"""
SELECT articles AS before, (SELECT count(*) FROM articles) AS now FROM editions WHERE edition =
  (SELECT max(edition) FROM editions WHERE verdict IN ('passed', 'accepted'))
AND (SELECT count(*) FROM articles) < (1 - {gate.shrink_share_max}) * articles""",
            key=("before", "now"),
            observe="SELECT count(*), count(*) || ' articles' FROM articles",
        ),
        _steady("steady_arrivals", "documents", "timeliness", "As many documents arrived as usual.", gate),
        _steady("steady_date_coverage", "articles", "completeness", "As many articles have a date as usual.", gate),
        _steady("steady_title_coverage", "articles", "completeness", "As many articles have a title as usual.", gate),
        _steady("steady_body_length", "articles", "accuracy", "Bodies are as long as usual (median of words).", gate),
        _steady("steady_kept_lines", "articles", "accuracy", "Cleaning keeps the usual share of the lines.", gate),
        _steady("steady_copies", "duplicates", "uniqueness", "The usual share of the documents are copies.", gate),
        _steady("steady_language_mix", "articles", "consistency", "The mix of languages is the usual one.", gate),
        _steady("steady_outlet_mix", "articles", "consistency", "The mix of outlets is the usual one.", gate),
    )


def _steady(name: str, column: str, dimension: Dimension, description: str, gate: GateSettings) -> ExpectationSpec:
    return _table(
        name=name,
        column=column,
        severity="warning",
        dimension=dimension,
        description=description,
        threshold=f"within {gate.history_deviations:g} robust deviations of the last {gate.history_editions} published "
        f"editions; silent below {gate.history_editions_min}",
        sql=f"SELECT measure, value FROM steady WHERE measure = '{name}' AND broken",
        key=("measure", "value"),
        observe=f"SELECT value, observed FROM steady WHERE measure = '{name}'",
    )
