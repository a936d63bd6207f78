"""What the rules said of each group of copies, kept with an edition: the next one asks them only of what is new.

Belongs here: which groups stand as they stood when they were judged, and what was found in them. Does not belong here:
judging (``expectations``), or the rounds in which it is done (``corpus``).

A rule of scope ``document`` looks at one document's rows. These hang on the document's own frames, on its place in its
group and on who of the group is held back: where all of that is as it was, the rule says what it said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import DUPLICATES, QUARANTINE_REASONS, empty
from kliping.warehouse.rows import groups_of

if TYPE_CHECKING:
    from kliping.warehouse.candidate import Corpus

JUDGED = pl.Schema({"group_id": pl.String(), "place": pl.UInt64()})
"""A group, and a hash of where its documents stood in it when it was judged."""

FOUND = pl.Schema({**QUARANTINE_REASONS, **JUDGED})
"""What rules found, with the group of the document; null for one that is in no group."""

MEMBERS = pl.Schema({"document_id": pl.String(), **JUDGED})


@dataclass
class Judgements:
    """The groups that were judged while a candidate was made, and what the rules themselves found in them."""

    judged: pl.DataFrame  # JUDGED
    found: pl.DataFrame  # FOUND

    @classmethod
    def none(cls) -> Judgements:
        """Before anything is judged."""
        return cls(empty(JUDGED), empty(FOUND))

    def keep(self, members: pl.DataFrame, found: pl.DataFrame) -> None:
        """Add what was judged: MEMBERS of whole groups, and QUARANTINE_REASONS found in them or outside of groups."""
        judged = pl.concat([self.judged, members.select(*JUDGED)])
        told = found.select(*QUARANTINE_REASONS).join(members, on="document_id", how="left").select(*FOUND)
        self.judged, self.found = judged.unique(), pl.concat([self.found, told]).unique()

    def of(self, members: pl.DataFrame, changed: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
        """What is known of groups that stand as they stood when they were judged.

        Args:
            members: MEMBERS of whole groups.
            changed: ids of documents whose own frames may be others since.

        Returns:
            The MEMBERS of those groups, and the QUARANTINE_REASONS that were found in them.
        """
        other = members.filter(pl.col("document_id").is_in(changed.implode())).select("group_id")
        known = members.join(self.judged, on=[*JUDGED], how="semi").join(other, on="group_id", how="anti")
        return known, self.found.join(known, on=["document_id", *JUDGED], how="semi").select(*QUARANTINE_REASONS)

    def outside(self, corpus: Corpus, changed: pl.Series) -> pl.DataFrame:
        """QUARANTINE_REASONS found in documents that are in no group and were in none, but for those that changed."""
        alone = self.found.filter(pl.col("group_id").is_null()).select(*QUARANTINE_REASONS)
        grouped = corpus.duplicates.select("document_id")
        kept = alone.filter(~pl.col("document_id").is_in(changed.implode()))
        return kept.join(grouped, on="document_id", how="anti")


def members_of(corpus: Corpus, documents: pl.Series | None = None) -> pl.DataFrame:
    """MEMBERS of the groups that ``documents`` are in; None: of all groups."""
    held = pl.col("document_id").is_in(corpus.held["document_id"].unique().implode())
    members = corpus.duplicates if documents is None else groups_of(corpus.duplicates, documents)
    rows = members.select("document_id", "group_id", row=pl.struct(*DUPLICATES.names(), held.alias("held")).hash())
    places = rows.group_by("group_id").agg(place=pl.col("row").sum())  # of any order; what is too large begins anew
    return rows.join(places, on="group_id").select(*MEMBERS)
