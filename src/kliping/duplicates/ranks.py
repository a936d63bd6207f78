"""What a document decides by itself of the rank it has among its copies, and of what is told of it beside others.

Belongs here: putting it together from what the steps gave, a row a document. Does not belong here: what hangs on other
documents (where it stands among the texts of its page, whether it is held), or who of a group stays
(``kliping.duplicates.newest``).
"""

from __future__ import annotations

import polars as pl

from kliping.duplicates.circumstances import outlet_keys
from kliping.duplicates.schemas import OWN_RANKS
from kliping.duplicates.versions import page_address
from kliping.frames import conform


def own_ranks(
    documents: pl.DataFrame, lines: pl.DataFrame, chosen: pl.DataFrame, signatures: pl.DataFrame
) -> pl.DataFrame:
    """OWN_RANKS of every document that has a signature, in the order of the signatures.

    Args:
        documents: DOCUMENTS.
        lines: LINES, roles settled.
        chosen: ``kliping.metadata.chosen_values``.
        signatures: SIGNATURES.
    """
    length = pl.col("text").filter(pl.col("paragraph").is_not_null()).str.len_chars().sum()
    ranks = signatures.select("document_id", "sha256", "body", "words")
    for frame in (
        lines.group_by("document_id").agg(body_length=length),
        chosen.select(set(chosen.columns) & (set(OWN_RANKS) | {"document_id"})),
        documents.select("document_id", "uri"),
    ):
        ranks = ranks.join(frame, on="document_id", how="left", maintain_order="left")
    told = ranks.with_columns(
        pl.col("body_length").fill_null(0),
        *outlet_keys(ranks["url"], ranks["publisher"]),
        address=page_address(pl.col("url")),
    )
    return conform(told, OWN_RANKS)
