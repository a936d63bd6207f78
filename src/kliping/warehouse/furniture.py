"""Which lines are furniture, by the keys of the lines of all batches: the text of those that recur alone is read.

Belongs here: finding the text of the lines that recur, and which documents hold one. Does not belong here: the keys of
a batch's lines (the step ``line_keys``), keeping their counts (``counting``), or when a line recurs often enough
(``kliping.cleaning``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.cleaning import apply_templates, line_keys, named_lines
from kliping.cleaning.templates import LINE_KEYS, documents_holding
from kliping.frames import LINES, empty
from kliping.warehouse.counting import KEYS, counted_lines
from kliping.warehouse.failures import failures_of
from kliping.warehouse.gathered import scan_gathered, scan_gathered_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kliping.settings import Settings
    from kliping.warehouse.store import Store


def learn_furniture(store: Store, settings: Settings, batches: Sequence[str], duplicates: pl.DataFrame) -> pl.DataFrame:
    """TEMPLATES: lines that recur in many distinct groups.

    Args:
        store: the home.
        settings: every threshold.
        batches: finished batches.
        duplicates: DUPLICATES of the whole corpus: copies of one article count once.
    """
    recurring = counted_lines(store, settings, batches, duplicates).recurring(settings.cleaning)
    wanted = pl.col("document_id").is_in(recurring["document_id"].unique().implode())
    holding = (
        scan_gathered_named(store, KEYS, batches, LINE_KEYS, "batch").filter(wanted).select("batch").collect()["batch"]
    )
    held = [
        store.scan("settled_lines", [name], LINES).filter(wanted).select(LINES.names()).collect()
        for name in holding.unique().sort()
    ]
    return named_lines(recurring, pl.concat([empty(LINES), *held]))


def documents_with(store: Store, batches: Sequence[str], texts: Iterable[str]) -> pl.Series:
    """Ids of the documents in whose body one of the normalised ``texts`` stands as a line, once furniture was learnt.

    A document that made a step raise is not among those that lines are counted of; its lines are read again.
    """
    wanted = sorted(texts)
    found = [documents_holding(scan_gathered(store, KEYS, batches, LINE_KEYS), wanted)]
    for name in batches:
        failed = failures_of(store, name).select("document_id").unique()
        if failed.height:
            read = store.read("lines", name, less=True).join(failed, on="document_id", how="semi")
            found.append(documents_holding(line_keys(read).lazy(), wanted))
    return pl.concat(found).unique()


def without_furniture(
    store: Store, name: str, lines: pl.DataFrame, templates: pl.DataFrame, failed: pl.Series
) -> pl.DataFrame:
    """``apply_templates``; documents that hold no template in their body, by the keys kept of them, are not looked at.

    Args:
        store: the home.
        name: a batch.
        lines: LINES of the batch.
        templates: TEMPLATES.
        failed: ids of documents that made a step raise, of which no keys may be kept.
    """
    held = documents_holding(store.scan(KEYS, [name], LINE_KEYS), templates["text"])
    asked = pl.col("document_id").is_in(pl.concat([held, failed]).implode())
    return pl.concat([lines.filter(~asked), apply_templates(lines.filter(asked), templates)])
