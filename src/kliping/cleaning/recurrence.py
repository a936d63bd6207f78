"""In how many documents and groups of copies each line stands: counted once, and then counted on.

Belongs here: the counts, and what new documents and other groups change of them. Does not belong here: what a line's
key is, or what is done with lines that recur (``templates``), and where counts are kept (``kliping.warehouse``).

A line stands in no more groups than documents. So of all lines only those are kept that stand in half as many documents
as a template needs groups; of the others it is enough to know the most documents that one of them may stand in. When
that could be enough, or much has moved, all is counted anew, and comes to the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import TEMPLATES, conform

if TYPE_CHECKING:
    from collections.abc import Callable

    from kliping.settings.cleaning import CleaningSettings

RECURRING = pl.Schema(
    {
        "line": pl.UInt64(),  # its key
        "groups": TEMPLATES["groups"],
        "documents": TEMPLATES["documents"],
        "share": TEMPLATES["share"],
        "document_id": pl.String(),  # the least of the documents that hold it
    }
)

COUNTS = pl.Schema(
    {"line": pl.UInt64(), "groups": pl.Int64(), "documents": pl.Int64(), "document_id": RECURRING["document_id"]}
)
"""Of a line that stands in many documents what RECURRING has, however many groups that is."""

PLACED = pl.Schema({"document": pl.UInt64(), "group": pl.UInt64(), "batch": pl.UInt32()})
"""A document whose lines are counted and its group, by hashes of their names, and the number of its batch."""

KEPT_SHARE = 0.5
"""Share of the groups that a template needs, in documents, from which on a line's counts are kept: at less there were
more of them to keep, at more the others would soon have to be counted anew."""

MOVED_SHARE = 0.1
"""Share of the documents above which those of groups that changed are not looked up: reading all is as quick."""


@dataclass(frozen=True)
class Counted:
    """What was counted of a corpus."""

    lines: pl.DataFrame  # COUNTS
    placed: pl.DataFrame  # PLACED
    most: int  # documents that another line may stand in
    groups: int  # of all documents

    def recurring(self, settings: CleaningSettings) -> pl.DataFrame:
        """RECURRING: lines in ``template_groups`` or ``template_share`` of all groups, whichever is more."""
        found = self.lines.filter(pl.col("groups") >= _enough(settings, self.groups)).sort("line")
        return found.with_columns(share=pl.col("groups") / max(self.groups, 1)).pipe(conform, RECURRING)


def count_lines(keys: pl.LazyFrame, duplicates: pl.DataFrame, settings: CleaningSettings) -> Counted:
    """Count the lines of all documents.

    Args:
        keys: LINE_KEYS of all batches, and ``batch``, a number for each.
        duplicates: DUPLICATES: a document that it does not name is a group of its own.
        settings: thresholds.
    """
    held = keys.select("document_id", "batch", line="lines").collect().sort("document_id")
    own = _groups(duplicates)
    placed = _placed(held, own)
    total = _total(own, placed["group"])
    floor = KEPT_SHARE * _enough(settings, total)
    # numbers stand for names: a document has many lines, and each of them is a few bytes now
    each = held.select("line", group=placed["group"], document=pl.int_range(pl.len()))
    each = each.explode("line", empty_as_null=False)
    often = each["line"].sort().rle().struct.unnest()
    found = (
        each.join(often.filter(pl.col("len") >= floor).select(line="value"), on="line", how="semi")
        .group_by("line")
        .agg(pl.col("group").n_unique().alias("groups"), pl.len().alias("documents"), pl.col("document").min())
    )
    lines = found.with_columns(document_id=held["document_id"].gather(found["document"])).pipe(conform, COUNTS)
    return Counted(lines, placed, _most(often.filter(pl.col("len") < floor)["len"]), total)


def count_on(
    before: Counted,
    keys: pl.DataFrame,
    duplicates: pl.DataFrame,
    settings: CleaningSettings,
    keys_of: Callable[[pl.DataFrame], pl.DataFrame],
) -> Counted | None:
    """``count_lines`` of the documents that were counted before and of some more.

    Args:
        before: what was counted; all of these documents have the lines that they had.
        keys: LINE_KEYS of those that came, and ``batch``.
        duplicates: DUPLICATES of all.
        settings: thresholds.
        keys_of: LINE_KEYS of some PLACED.

    Returns:
        None where all has to be counted anew.
    """
    own = _groups(duplicates)
    fresh = _placed(keys, own)
    now = _in_groups(before.placed, own)
    old = before.placed.with_columns(now=now["group"])
    moved = old.filter(pl.col("group") != pl.col("now"))
    touched = pl.concat([moved["group"], moved["now"], fresh["group"]]).unique().implode()
    beside = old.filter(pl.col("group").is_in(touched) | pl.col("now").is_in(touched))
    placed = pl.concat([now, fresh])
    total = _total(own, placed["group"])
    if beside.height > MOVED_SHARE * old.height:
        return None
    here = keys.select(line="lines", group=fresh["group"], document_id="document_id")
    there = keys_of(beside).select(line="lines", document=pl.col("document_id").hash()).join(beside, on="document")
    if there.height != beside.height:
        return None
    after = _in_each(there.filter(pl.col("now").is_in(touched)).select("line", group="now"), here)
    ahead = _in_each(there.filter(pl.col("group").is_in(touched)).select("line", "group"), here.clear())
    news = _exploded(here).group_by("line").agg(come=pl.len(), least=pl.col("document_id").min())
    most = before.most + _most(news.join(before.lines, on="line", how="anti")["come"])
    if most >= _enough(settings, total):
        return None
    lines = (
        before.lines.join(after, on="line", how="left")
        .join(ahead, on="line", how="left", suffix="_before")
        .join(news, on="line", how="left")
        .with_columns(
            groups=pl.col("groups") + pl.col("in_groups").fill_null(0) - pl.col("in_groups_before").fill_null(0),
            documents=pl.col("documents") + pl.col("come").fill_null(0),
            document_id=pl.when(pl.col("least") < pl.col("document_id")).then("least").otherwise("document_id"),
        )
        .pipe(conform, COUNTS)
    )
    return Counted(lines, placed, most, total)


def _most(counts: pl.Series) -> int:
    found = counts.max()
    return found if isinstance(found, int) else 0


def _enough(settings: CleaningSettings, groups: int) -> float:
    return max(settings.template_groups, settings.template_share * groups)


def _groups(duplicates: pl.DataFrame) -> pl.DataFrame:
    """The documents of DUPLICATES and their groups, by hashes of their names."""
    return duplicates.select(document=pl.col("document_id").hash(), own=pl.col("group_id").hash())


def _placed(held: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    named = held.select("batch", document=pl.col("document_id").hash(), group=pl.lit(0, pl.UInt64))
    return _in_groups(conform(named, PLACED), own)


def _in_groups(placed: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """PLACED, in the same order, with the groups that the documents have now."""
    found = placed.join(own, on="document", how="left", maintain_order="left")
    return found.with_columns(group=pl.coalesce("own", "document")).pipe(conform, PLACED)


def _total(own: pl.DataFrame, groups: pl.Series) -> int:
    return max(own["own"].n_unique(), groups.n_unique())


def _exploded(held: pl.DataFrame) -> pl.DataFrame:
    return held.explode("line", empty_as_null=False)


def _in_each(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """In how many groups of two frames (line, group) each line stands."""
    both = pl.concat([_exploded(frame.select("line", "group")) for frame in (one, other)])
    return both.unique().group_by("line").agg(in_groups=pl.len().cast(pl.Int64))
