"""Two pages under one id: noticed before anything is made of both, and told apart by longer ids.

Belongs here: which ids are shared, and the ids that their pages have instead. Does not belong here: reading a batch
(``ingest``), or what an id is made from (``kliping.reading.documents``).

An id is 64 bits of a digest. Among a million pages one is shared with a chance of 1 to 30 million, among a thousand
million with one of 1 to 40. Every page whose id is shared has the longer id, whichever came first; so the same pages
have the same ids in any order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.errors import StoreError
from kliping.frames import DOCUMENTS
from kliping.reading import documents as reading
from kliping.settings import digest
from kliping.warehouse.sightings import ELSEWHERE
from kliping.warehouse.stamping import AGAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.warehouse.store import Store

STEP, PART = "shared_ids", "all"

IDS = pl.Schema({"document_id": pl.String()})

_PAGE = ["document_id", "uri", "member", "sha256", "reason"]
"""What tells pages apart."""


def shared_ids(store: Store) -> pl.Series:
    """The short ids that are known to be shared."""
    known = store.read(STEP, PART) if store.parts(STEP) else IDS.to_frame()
    return known["document_id"]


def told_apart(store: Store, documents: pl.DataFrame, clashing: pl.Series) -> pl.DataFrame:
    """``documents`` in which pages with a shared id have their longer one.

    Args:
        store: the home, which keeps on record what is shared.
        documents: columns document_id, uri, member, sha256 and reason of DOCUMENTS; each id its own page's.
        clashing: ids of theirs that pages of other batches have.
    """
    again = _shared(documents.select(_PAGE))
    known = shared_ids(store)
    new = pl.concat([again, clashing]).unique().sort()
    new = new.filter(~new.is_in(known.implode()))
    if len(new):
        known = pl.concat([known, new])
        _keep(store, known)
    if known.is_empty():
        return documents
    affected = pl.col("document_id").is_in(known.implode())
    longer = reading.document_ids(documents.filter(affected), reading.LONG)
    rows = documents.with_row_index("at").filter(affected).select("at", longer=longer)
    joined = documents.with_row_index("at").join(rows, on="at", how="left", maintain_order="left")
    return joined.with_columns(document_id=pl.coalesce("longer", "document_id")).select(documents.columns)


def require_own_ids(store: Store, batches: Sequence[str]) -> None:
    """Raise where pages of ``batches`` share an id, and have their batches read again, which gives them longer ones.

    Raises:
        StoreError: two pages share an id.
    """
    pages = store.scan("raw_documents", batches, DOCUMENTS).select(_PAGE)
    found = pages.select("document_id").collect()["document_id"]
    twice = found.filter(found.is_duplicated()).unique()
    shared = _shared(pages.filter(pl.col("document_id").is_in(twice.implode())).collect()) if len(twice) else twice
    if shared.is_empty():
        return
    known = pl.concat([shared_ids(store), shared]).unique().sort()
    _keep(store, known)
    for name in _holding(store, batches, shared):
        store.write(AGAIN, name, pl.DataFrame({"batch": [name]}), recipe=digest(known.to_list()))
    raise StoreError(
        f"{len(shared)} ids are shared by two pages each ({', '.join(shared.head(3))}): no fault of theirs, ids are 64 "
        "bits long. Nothing was made of them yet. Run the command again: it reads their batches once more and gives "
        "them longer ids."
    )


def _shared(pages: pl.DataFrame) -> pl.Series:
    """Ids that more than one page has, rising."""
    ids = pages.unique(_PAGE)["document_id"]
    return ids.filter(ids.is_duplicated()).unique().sort()


def _holding(store: Store, batches: Sequence[str], ids: pl.Series) -> list[str]:
    asked = pl.col("document_id").is_in(ids.implode()).any()
    steps = {step: set(store.parts(step)) for step in ("raw_documents", ELSEWHERE)}
    return [
        name
        for name in batches
        if any(
            name in parts and store.scan(step, [name], IDS).select(asked).collect().item()
            for step, parts in steps.items()
        )
    ]


def _keep(store: Store, ids: pl.Series) -> None:
    store.write(STEP, PART, pl.DataFrame({"document_id": ids.unique().sort()}, schema=IDS))
