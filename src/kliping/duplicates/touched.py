"""What hangs together: the documents that must be grouped again when some are new or changed, and what can be apart.

Belongs here: following copies and pairs outwards from a change, and cutting a corpus into portions that have nothing
to do with each other. Does not belong here: grouping (``groups``), where pairs and documents are kept.

A group hangs on nothing beyond its connected part of the graph of pairs, equal texts, equal bytes and texts of one
page. So what holds no change keeps its groups, and parts may be grouped one after the other, or on many machines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    import numpy.typing as npt

LINKS = pl.Schema({"document_id": pl.String(), "body": pl.UInt64(), "bytes": pl.UInt64(), "page": pl.UInt64()})
"""What links a document with others: hashes of its text, of its bytes and of its page; null: with none."""

_HASHES = ("body", "bytes", "page")


def links(texts: pl.DataFrame, ranking: pl.DataFrame) -> pl.DataFrame:
    """LINKS of documents, in the order of ``texts``.

    Args:
        texts: columns document_id, sha256 and body of SIGNATURES.
        ranking: RANKING.
    """
    pages = ranking.filter(pl.col("page").is_not_null()).select("document_id", page=pl.col("page").hash(1))
    same_bytes = pl.when(pl.col("sha256").is_not_null()).then(pl.col("sha256").hash(2))
    known = texts.select("document_id", "body", bytes=same_bytes)
    return known.join(pages, on="document_id", how="left", maintain_order="left")


class Reached(NamedTuple):
    """What a change may reach."""

    documents: pl.Series
    """For each document whether it may be reached."""
    pairs: pl.DataFrame
    """PAIRS of copies with a body of theirs."""


def reached(
    linked: pl.DataFrame, start: pl.Series, bodies: pl.Series, pairs_of: Callable[[pl.Series], pl.DataFrame]
) -> Reached:
    """What may be reached from some documents and bodies.

    Args:
        linked: LINKS of the whole corpus.
        start: for each of them whether it is new or changed.
        bodies: other bodies to start from.
        pairs_of: the PAIRS of copies that have one of the bodies it is given.
    """
    found, pairs = start, []
    fresh = {name: linked.filter(found)[name].drop_nulls().unique() for name in _HASHES}
    fresh["body"] = pl.concat([fresh["body"], bodies.cast(pl.UInt64)]).unique()
    seen = {name: values.clear() for name, values in fresh.items()}
    while any(len(values) for values in fresh.values()):
        pairs.append(pairs_of(fresh["body"]))
        seen = {name: pl.concat([seen[name], fresh[name]]) for name in _HASHES}
        ends = pl.concat([pairs[-1]["left"], pairs[-1]["right"], fresh["body"]]).unique()
        asked = fresh | {"body": ends}
        beside = linked.select(
            pl.any_horizontal(pl.col(name).is_in(asked[name].implode()).fill_null(value=False) for name in _HASHES)
        ).to_series()
        news = linked.filter(beside & ~found)
        found = found | beside
        told = {name: pl.concat([news[name].drop_nulls(), asked[name]]).unique() for name in _HASHES}
        fresh = {name: values.filter(~values.is_in(seen[name].implode())) for name, values in told.items()}
    return Reached(found, pl.concat(pairs).unique(["left", "right"], keep="any") if pairs else pairs_of(bodies))


def portions(linked: pl.DataFrame, ends: pl.DataFrame, size: int) -> Iterator[pl.Series]:
    """Which documents to group together: rows of ``linked`` in portions of about ``size`` that share no part.

    Args:
        linked: LINKS of the whole corpus.
        ends: columns left and right of all PAIRS of copies.
        size: documents of a portion; it is larger only where a single part is.
    """
    import numpy as np

    parts = _parts(linked, ends)
    order = np.argsort(parts, kind="stable")
    ordered = parts[order]
    start = 0
    while start < order.size:
        stop = int(np.searchsorted(ordered, ordered[min(start + size, order.size) - 1], "right"))
        yield pl.Series(np.sort(order[start:stop]))
        start = stop


def _parts(linked: pl.DataFrame, ends: pl.DataFrame) -> npt.NDArray[np.int64]:
    """A number for each document, the same for those that hang together."""
    import numpy as np

    from kliping.duplicates import pair_kernels

    rows = np.arange(linked.height)
    left, right = [], []
    for name in _HASHES:
        known = linked[name].is_not_null().to_numpy()
        _, first, same = np.unique(linked[name].drop_nulls().to_numpy(), return_index=True, return_inverse=True)
        left.append(rows[known])
        right.append(rows[known][first][same])
    holders = linked.select("body").with_row_index("row").drop_nulls().unique("body", keep="first")
    paired = ends.join(holders, left_on="left", right_on="body").join(
        holders, left_on="right", right_on="body", suffix="_right"
    )
    left.append(paired["row"].to_numpy().astype(np.int64))
    right.append(paired["row_right"].to_numpy().astype(np.int64))
    one, other = np.concatenate(left), np.concatenate(right)
    parts: npt.NDArray[np.int64] = pair_kernels.connected_parts(linked.height, one, other)
    return parts
