"""The pure engine: a batch of documents understood, start to end, without a warehouse.

Belongs here: all steps of ``kliping.steps`` in a row, for everyone who wants one page or a stream of them understood at
once (``kliping clean``, ``kliping explain``, tests). Does not belong here: the steps themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.cleaning import bodies, paragraphs, without_bodies
from kliping.frames import BODY_ROLES, FAILURES, empty
from kliping.isolation import run_step
from kliping.metadata import chosen_values
from kliping.steps import BY_NAME, PAGE_STEPS, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kliping.settings import Settings


READ = STEPS[0].name


@dataclass(frozen=True)
class Understood:
    """What the steps made of one batch."""

    frames: Mapping[str, pl.DataFrame]
    """What each of them gave, by its name."""
    failures: pl.DataFrame
    """FAILURES: documents that made a step raise."""

    @property
    def documents(self) -> pl.DataFrame:
        """DOCUMENTS."""
        return self.frames[READ]

    @property
    def lines(self) -> pl.DataFrame:
        """LINES, roles settled; those of a page that is no article are of no body."""
        return without_bodies(self.frames["settled_lines"], self.pages)

    @property
    def languages(self) -> pl.DataFrame:
        """LANGUAGES."""
        return self.frames["languages"]

    @property
    def evidence(self) -> pl.DataFrame:
        """METADATA_EVIDENCE."""
        return self.frames["metadata"]

    @property
    def pages(self) -> pl.DataFrame:
        """PAGES."""
        return self.frames["pages"]


def understand(documents: pl.DataFrame, settings: Settings) -> Understood:
    """The per-document steps over one batch, all but those that nothing is understood by.

    Args:
        documents: DOCUMENTS, readable or not.
        settings: every threshold.
    """
    frames = {READ: documents}
    failures = empty(FAILURES)
    for step in (one for one in PAGE_STEPS if one.understands):
        made = run_step(step, frames, settings, failures)
        frames[step.name] = made.frame
        failures = pl.concat([failures, made.failures])
    return Understood(frames, failures)


def signatures_of(understood: Understood, settings: Settings) -> pl.DataFrame:
    """SIGNATURES of the documents that were understood, for whoever looks for their copies.

    Args:
        understood: what ``understand`` made of them.
        settings: those it was made with.
    """
    return _made("signatures", understood, settings)


def ranks_of(understood: Understood, signatures: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """OWN_RANKS of the documents that were understood: what tells of them, beside their texts, whose copies they are.

    Args:
        understood: what ``understand`` made of them.
        signatures: what ``signatures_of`` made of it.
        settings: those it was made with.
    """
    return _made("ranks", understood, settings, signatures=signatures)


def _made(step: str, understood: Understood, settings: Settings, **more: pl.DataFrame) -> pl.DataFrame:
    """What a further step gives of what was understood, and of what steps behind that gave (``more``)."""
    return run_step(BY_NAME[step], {**understood.frames, **more}, settings, understood.failures).frame


def unread(understood: Understood) -> pl.DataFrame:
    """Documents that were refused, or made a step raise: ``document_id``, ``reason`` and the sentence (``detail``)."""
    columns = ("document_id", "reason", "detail")
    refused = understood.documents.filter(pl.col("reason").is_not_null()).select(columns)
    return pl.concat([refused, understood.failures.select(columns)])


def as_records(understood: Understood) -> Iterator[dict[str, Any]]:
    """One JSON-ready object a document, in document order: metadata, language, body, every line with its role.

    ``cuts`` are the pieces that were cut out of lines of the body: line, characters from ``start`` to ``end``, role,
    reason and, for a duplicate, the line that says the same; null where nothing was.
    """
    documents, settled = understood.documents, understood.lines
    body = bodies(documents, paragraphs(settled, understood.languages)).select("document_id", "body")
    language = understood.languages.filter(pl.col("paragraph").is_null()).select(
        "document_id", "language", pl.col("confidence").alias("language_confidence")
    )
    lines = settled.group_by("document_id", maintain_order=True).agg(
        pl.struct("line", "role", "reason", "same_as_line").alias("lines")
    )
    pieces = (
        settled.filter(pl.col("cuts").is_not_null() & pl.col("role").is_in(BODY_ROLES))
        .select("document_id", "line", "cuts")
        .explode("cuts", empty_as_null=False, keep_nulls=False)
        .unnest("cuts")
        .group_by("document_id", maintain_order=True)
        .agg(pl.struct("line", "start", "end", "role", "reason", "same_as_line").alias("cuts"))
    )
    rows = (
        documents.select("document_id", "uri", "member", "format", "encoding", "reason", "detail")
        .join(understood.failures, on="document_id", how="left", maintain_order="left", suffix="_failed")
        .with_columns(pl.coalesce("reason", "reason_failed"), pl.coalesce("detail", "detail_failed"))
        .drop("stage", "reason_failed", "detail_failed")
    )
    for frame in (chosen_values(understood.evidence), body, understood.pages, language, lines, pieces):
        rows = rows.join(frame, on="document_id", how="left", maintain_order="left")
    # a page of which nothing is known has no authors, as any other without: only what was not read has no list
    lists = pl.col("authors", "tags", "image_captions")
    rows = rows.with_columns(pl.when(pl.col("reason").is_null()).then(lists.fill_null([])).otherwise(lists))
    for row in rows.iter_rows(named=True):
        yield {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in row.items()
            if name not in ("reason", "detail") or row["reason"] is not None
        }
