"""The steps that a batch of documents goes through, in order, each once, and what is made of all batches behind them.

Belongs here: of every step its name, what it takes and gives, and what it reads beside that. The engine, the store, the
graph of assets, what is compiled ahead and the tests follow from this list, so a new step is an entry here and its own
package. Does not belong here: how a step works (its own package), what becomes of a page that makes it raise
(``kliping.isolation``), the stamps that follow (``kliping.stamps``), or how the whole corpus is taken
(``kliping.warehouse``).

The first step reads files; all others are pure: the same frames and settings give the same frame, whatever else is in
the batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.cleaning import bodies, clean, joined_lines, line_keys, page_kinds, parts_of
from kliping.cleaning.templates import LINE_KEYS
from kliping.corrections import correct_evidence, correct_lines, correct_pages
from kliping.duplicates import duplicate_paragraph_ratio, own_ranks, sign
from kliping.duplicates.schemas import DUPLICATE_PARAGRAPH_RATIOS, OWN_RANKS, SIGNATURES
from kliping.frames import DOCUMENTS, DUPLICATES, LANGUAGES, LINES, METADATA_EVIDENCE, PAGES, TEMPLATES
from kliping.language import detect_languages
from kliping.metadata import chosen_values, extract_metadata, settle_roles
from kliping.tables import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kliping.settings import Settings
    from kliping.tables.description import Table

    Make = Callable[[Mapping[str, pl.DataFrame], Settings], pl.DataFrame]
    """From the frames a step takes, by the names of the steps that gave them, to the frame it gives."""


WORDS = "kliping.words"
"""The package of the words; a step that reads it reads the user's own folders of words as well."""


@dataclass(frozen=True)
class Step:
    """One step of a batch."""

    name: str
    """Its asset, its folder in the store, and the ``stage`` of what it quarantines."""
    about: str
    """One sentence for the reader of the graph."""
    takes: tuple[str, ...]
    """Names of the earlier steps whose frames it takes."""
    gives: pl.Schema
    make: Make | None
    """What makes the frame; None for the step that reads files (``kliping.warehouse.ingest``)."""
    sections: tuple[str, ...] = ()
    """Sections of the settings that decide its outcome."""
    immaterial: tuple[str, ...] = ()
    """Settings of those sections that change no answer."""
    data: tuple[str, ...] = ()
    """Packages whose data files it reads: words, models."""
    hashed_by: tuple[str, ...] = ()
    """Packages with whose hashes it names what it gives: those of two versions do not compare."""
    heeds: bool = False
    """Whether it heeds what persons corrected: its frames then hold CORRECTIONS under ``corrections``."""
    understands: bool = True
    """Whether a page is understood by it; else it is made for the published tables, or to look for copies."""
    compiled_with: str | None = None
    """The part of ``kliping.first_run`` in which the kernels that it calls are compiled; None: it calls none."""
    gathered: tuple[str, ...] = ()
    """Columns of its frame that a publish looks at of all batches at once (``kliping.warehouse.gathered``)."""
    told_by: tuple[Table, ...] = ()
    """Published tables whose comments say what columns of the same names hold in its frame; the first that has one."""
    group: str = "understand"
    kinds: tuple[str, ...] = ("polars",)


@dataclass(frozen=True)
class CorpusStep:
    """What is made of the whole corpus (``kliping.warehouse``), once every step of every batch is there."""

    name: str
    """Its asset, and its frame in the store."""
    takes: tuple[str, ...]
    """Names of the steps whose frames it reads, of all batches."""
    gives: pl.Schema | None = None
    """None: no frame, but a file."""
    told_by: tuple[Table, ...] = ()


def _readable(documents: pl.DataFrame) -> pl.DataFrame:
    return documents.filter(pl.col("text").is_not_null())


def _lines(frames: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    return correct_lines(clean(_readable(frames["raw_documents"]), settings.cleaning), frames["corrections"])


def _languages(frames: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    return detect_languages(frames["lines"], settings.language)


def _metadata(frames: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    documents = _readable(frames["raw_documents"])
    found = extract_metadata(documents, frames["lines"], frames["languages"], settings.metadata)
    return correct_evidence(found, frames["lines"], frames["corrections"])


def _settled_lines(frames: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    del settings
    return settle_roles(frames["lines"], frames["metadata"])


def _pages(frames: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    found = page_kinds(frames["raw_documents"], frames["settled_lines"], settings.cleaning)
    return correct_pages(found, frames["corrections"])


def _repeats(frames: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    return duplicate_paragraph_ratio(parts_of(frames["settled_lines"]), settings.duplicates)


def _line_keys(frames: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    del settings
    return line_keys(frames["settled_lines"])


def _signatures(frames: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    found = joined_lines(frames["settled_lines"])
    titles = chosen_values(frames["metadata"]).select("document_id", "title")
    titled = bodies(frames["raw_documents"], found).join(titles, on="document_id", how="left", maintain_order="left")
    return sign(titled, settings.duplicates)


def _ranks(frames: Mapping[str, pl.DataFrame], settings: Settings) -> pl.DataFrame:
    del settings
    chosen = chosen_values(frames["metadata"])
    return own_ranks(frames["raw_documents"], frames["settled_lines"], chosen, frames["signatures"])


STEPS = (
    Step(
        "raw_documents",
        "Every page of the batch as text, or the reason why it cannot be read.",
        takes=(),
        gives=DOCUMENTS,
        gathered=("document_id",),
        make=None,
        sections=("reading",),
        immaterial=("batch_documents", "batch_bytes", "settle_seconds", "follow_removals"),  # not how a file is read
        data=("kliping.reading", WORDS),
        told_by=(tables.DOCUMENTS,),
        group="read",
        kinds=("polars", "parquet"),
    ),
    Step(
        "lines",
        "Every non-blank line, kept in the body or removed, with its role and the reason.",
        takes=("raw_documents",),
        gives=LINES,
        make=_lines,
        sections=("cleaning",),
        immaterial=("article_probability",),  # what a page is is asked later
        data=("kliping.cleaning", WORDS),
        heeds=True,
        compiled_with="cleaning",
        told_by=(
            tables.REMOVED_LINES,
            tables.PARAGRAPHS,
        ),
    ),
    Step(
        "languages",
        "The language of every paragraph, and of the document its paragraphs make up.",
        takes=("lines",),
        gives=LANGUAGES,
        make=_languages,
        sections=("language",),
        immaterial=("cache", "threads"),  # where tables rest and how many hands work on them
        data=("kliping.language", WORDS),
        compiled_with="cleaning",
        told_by=(tables.PARAGRAPHS,),
    ),
    Step(
        "metadata",
        "Every candidate value of every field, with the words it was read from; `chosen` marks the winner.",
        takes=("raw_documents", "lines", "languages"),
        gives=METADATA_EVIDENCE,
        make=_metadata,
        sections=("metadata",),
        data=("kliping.metadata", WORDS),
        heeds=True,
        compiled_with="metadata",
        told_by=(tables.METADATA_EVIDENCE,),
    ),
    Step(
        "settled_lines",
        "The lines with the roles that the metadata settled: a title line is a title, not the first paragraph.",
        takes=("lines", "metadata"),
        gives=LINES,
        make=_settled_lines,
        compiled_with="cleaning",
        told_by=(
            tables.REMOVED_LINES,
            tables.PARAGRAPHS,
        ),
    ),
    Step(
        "pages",
        "What each page is: an article, or an error page, a wall, a list; and how sure its body is.",
        takes=("raw_documents", "settled_lines"),
        gives=PAGES,
        make=_pages,
        sections=("cleaning",),
        data=("kliping.cleaning", WORDS),
        heeds=True,
        compiled_with="cleaning",
        told_by=(
            tables.DOCUMENTS,
            tables.ARTICLES,
        ),
    ),
    Step(
        "repeats",
        "How much of each page says again what an earlier line of it said.",
        takes=("settled_lines",),
        gives=DUPLICATE_PARAGRAPH_RATIOS,
        make=_repeats,
        sections=("duplicates",),
        data=("kliping.duplicates",),
        understands=False,
        compiled_with="copies",
        told_by=(tables.DOCUMENTS,),
    ),
    Step(
        "line_keys",
        "Hashes of every page's lines, by which furniture is learnt: lines that stand on many pages.",
        takes=("settled_lines",),
        gives=LINE_KEYS,
        gathered=tuple(LINE_KEYS),
        make=_line_keys,
        hashed_by=("polars",),
        understands=False,
        compiled_with="copies",
        told_by=(tables.DOCUMENTS,),
        group="compare",
    ),
    Step(
        "signatures",
        "A small fingerprint of every cleaned body, by which copies find each other.",
        takes=("raw_documents", "settled_lines", "metadata"),
        gives=SIGNATURES,
        gathered=("document_id", "sha256", "body"),
        make=_signatures,
        sections=("duplicates",),
        data=("kliping.duplicates",),
        understands=False,
        compiled_with="copies",
        told_by=(
            tables.DOCUMENTS,
            tables.ARTICLES,
        ),
        group="compare",
    ),
    Step(
        "ranks",
        "What each page decides by itself of its rank among its copies: its date, its length, its address.",
        takes=("raw_documents", "settled_lines", "metadata", "signatures"),
        gives=OWN_RANKS,
        gathered=tuple(OWN_RANKS),
        make=_ranks,
        understands=False,
        compiled_with="copies",
        told_by=(
            tables.DOCUMENTS,
            tables.ARTICLES,
        ),
        group="compare",
    ),
)
"""Every step of a batch, in the order in which they follow each other."""

CORPUS_STEPS = (
    CorpusStep("duplicates", takes=("signatures", "ranks"), gives=DUPLICATES, told_by=(tables.DUPLICATES,)),
    CorpusStep("templates", takes=("settled_lines", "line_keys"), gives=TEMPLATES, told_by=(tables.TEMPLATES,)),
    CorpusStep("candidate", takes=tuple(step.name for step in STEPS)),
)
"""What is made of all batches behind that, in its order."""

BY_NAME = {step.name: step for step in STEPS}

CORPUS_BY_NAME = {step.name: step for step in CORPUS_STEPS}

PAGE_STEPS = tuple(step for step in STEPS if step.make is not None)
"""The pure ones: all but the reading of files."""


def before(name: str) -> tuple[str, ...]:
    """Names of the steps that come before step ``name``."""
    names = [step.name for step in STEPS]
    return tuple(names[: names.index(name)])
