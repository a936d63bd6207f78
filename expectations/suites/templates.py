"""What must hold of ``templates``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.spec import ExpectationSpec

if TYPE_CHECKING:
    from kliping.settings import GateSettings


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``templates``; none has a threshold."""
    del gate
    return (
        ExpectationSpec(
            name="templates_recur",
            table="templates",
            column="groups",
            severity="warning",
            dimension="validity",
            description="A template is a line of several groups, so that no article's own line is taken for furniture.",
            threshold="at least 2 groups; a share of 0 to 1; each line once",
            sql="""
SELECT any_value(groups) AS groups FROM templates GROUP BY text
HAVING text IS NULL OR count(*) > 1 OR min(groups) < 2 OR NOT bool_and(share BETWEEN 0 AND 1)""",
            key=("groups",),
        ),
    )
