"""Which lines are furniture, by the lines of all batches: what a batch has is kept, so that only new batches are read.

Belongs here: keeping the keys of every batch's lines, finding the text of those that recur, and which documents hold
one. Does not belong here: when a line recurs often enough (``kliping.cleaning``).

Each part is stamped with the file it was made from. It holds keys of lines and no word of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping import __version__
from kliping.cleaning import apply_templates, line_keys, named_lines, recurring_lines
from kliping.cleaning.templates import LINE_KEYS, documents_holding
from kliping.frames import LINES, empty
from kliping.settings import digest
from kliping.warehouse.failures import failures_of
from kliping.warehouse.parts import written_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kliping.settings import Settings
    from kliping.warehouse.store import Store

FOLDER = "line_keys"


def learn_furniture(store: Store, settings: Settings, batches: Sequence[str], duplicates: pl.DataFrame) -> pl.DataFrame:
    """TEMPLATES: lines that recur in many distinct groups; the lines of a batch are read once, when it is new.

    Args:
        store: the home.
        settings: every threshold.
        batches: finished batches.
        duplicates: DUPLICATES of the whole corpus: copies of one article count once.
    """
    for name in batches:
        stamp = _stamp(store, name)
        if store.recipe(FOLDER, name) != stamp:
            store.write(FOLDER, name, line_keys(store.read("settled_lines", name)), recipe=stamp)
    for name in set(store.parts(FOLDER)) - set(batches):
        store.path(FOLDER, name).unlink(missing_ok=True)
    recurring = recurring_lines(store.scan(FOLDER, batches, LINE_KEYS), duplicates, settings.cleaning)
    wanted = pl.col("document_id").is_in(recurring["document_id"].unique().implode())
    held = [
        store.scan("settled_lines", [name], LINES).filter(wanted).select(LINES.names()).collect()
        for name in batches
        if store.scan(FOLDER, [name], LINE_KEYS).select(wanted.any()).collect().item()
    ]
    return named_lines(recurring, pl.concat([empty(LINES), *held]))


def documents_with(store: Store, batches: Sequence[str], texts: Iterable[str]) -> pl.Series:
    """Ids of the documents in whose body one of the normalised ``texts`` stands as a line, once furniture was learnt.

    A document that made a step raise is not among those that lines are counted of; its lines are read again.
    """
    wanted = sorted(texts)
    found = [documents_holding(store.scan(FOLDER, batches, LINE_KEYS), wanted)]
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
    if store.recipe(FOLDER, name) != _stamp(store, name):
        return apply_templates(lines, templates)
    held = documents_holding(store.scan(FOLDER, [name], LINE_KEYS), templates["text"])
    asked = pl.col("document_id").is_in(pl.concat([held, failed]).implode())
    return pl.concat([lines.filter(~asked), apply_templates(lines.filter(asked), templates)])


def _stamp(store: Store, name: str) -> str:
    """What a batch's part is made from: the very file, and what hashes its lines."""
    return digest(__version__, pl.__version__, LINE_KEYS.names(), written_as(store.path("settled_lines", name)))
