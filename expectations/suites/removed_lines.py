"""What must hold of ``removed_lines``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from expectations.lexicon import sql_list
from expectations.spec import ExpectationSpec
from kliping.frames import ROLES

if TYPE_CHECKING:
    from kliping.settings import GateSettings

_table = partial(ExpectationSpec, table="removed_lines")


def suite(gate: GateSettings) -> tuple[ExpectationSpec, ...]:
    """The expectations of ``removed_lines``; none has a threshold."""
    del gate
    return (
        _table(
            name="removed_lines_refer_to_documents",
            scope="document",
            column="document_id",
            severity="critical",
            dimension="consistency",
            description="A removed line's document exists.",
            sql="SELECT document_id FROM line_facts ANTI JOIN documents USING (document_id)",
            key=("document_id",),
        ),
        _table(
            name="known_roles",
            scope="document",
            column="role",
            severity="critical",
            dimension="validity",
            description="A removed line has one of the roles that are documented.",
            threshold="one of the documented roles",
            sql=f"SELECT document_id, line FROM removed_lines WHERE role NOT IN ({sql_list(ROLES)})",
            key=("document_id", "line"),
        ),
        _table(
            name="every_removal_explained",
            scope="document",
            column="reason",
            severity="critical",
            dimension="completeness",
            description="A removed line has a role and a reason.",
            sql="SELECT document_id, line FROM removed_lines WHERE reason IS NULL OR reason = '' OR role IS NULL",
            key=("document_id", "line"),
        ),
        _table(
            name="pieces_name_their_characters",
            scope="document",
            column="start",
            severity="critical",
            dimension="consistency",
            description="A piece that was cut out of a line names its characters in it: as many as it has, and no "
            "piece of a line overlaps another. Where contact data were replaced, their number may differ.",
            sql="""
SELECT document_id, line, "start" FROM (
  SELECT r.*, d.redactions, lead(r."start") OVER (PARTITION BY r.document_id, r.line ORDER BY r."start") AS following
  FROM removed_lines AS r JOIN documents AS d USING (document_id)
  WHERE r."start" IS NOT NULL OR r."end" IS NOT NULL)
WHERE "start" IS NULL OR "end" IS NULL OR "start" >= "end" OR following < "end"
  OR (coalesce(redactions, 0) = 0 AND length(text) != "end" - "start")""",
            key=("document_id", "line", "start"),
        ),
        _table(
            name="repeats_point_at_what_stays",
            scope="document",
            column="same_as_line",
            severity="warning",
            dimension="consistency",
            description="A line removed as a repeat names another line, the one that stays.",
            sql="SELECT document_id FROM line_facts WHERE unexplained > 0",
            key=("document_id",),
        ),
    )
