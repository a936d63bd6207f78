"""Step 2 of the flow: find the article in a document's lines, and say of every other line what it is and why.

Belongs here: the step's public functions; each imports its module when it is called, so that loading the package costs
nothing. Does not belong here: values of metadata fields (``kliping.metadata``), training (``kliping.learning``), or
anything that reads or writes files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.frames import DOCUMENTS, LANGUAGES, LINES, PAGES, PARTS, conform

if TYPE_CHECKING:
    import polars as pl

    from kliping.settings.cleaning import CleaningSettings


def clean(documents: pl.DataFrame, settings: CleaningSettings) -> pl.DataFrame:
    """``LINES`` of ``DOCUMENTS``: every non-blank line of each document with text, once, in order, with its role."""
    from kliping.cleaning.classify import classify

    return classify(conform(documents, DOCUMENTS), settings)


def paragraphs(lines: pl.DataFrame, languages: pl.DataFrame) -> pl.DataFrame:
    """``PARAGRAPHS`` of ``LINES`` or ``PARTS``: body lines that share a paragraph number joined, renumbered densely.

    ``LANGUAGES`` is joined on the number that ``lines`` carries.
    """
    from kliping.cleaning.assembly import paragraphs as assemble

    return assemble(_whole_or_parts(lines), conform(languages, LANGUAGES))


def joined_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """Of ``LINES`` or ``PARTS`` what ``bodies`` needs of ``paragraphs``: their texts, and nothing counted or named."""
    from kliping.cleaning.assembly import joined_lines as join

    return join(_whole_or_parts(lines))


def bodies(documents: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The cleaned body of every readable one of ``DOCUMENTS``: document_id, sha256, body.

    ``found`` are its ``PARAGRAPHS``, or ``joined_lines``.
    """
    from kliping.cleaning.assembly import bodies as assemble

    return assemble(conform(documents, DOCUMENTS), found)


def removed_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """``REMOVED_LINES`` of ``LINES`` or ``PARTS``: lines, and pieces of lines, that ``paragraphs`` does not hold."""
    from kliping.cleaning.assembly import removed_lines as assemble

    return assemble(_whole_or_parts(lines))


def parts_of(lines: pl.DataFrame) -> pl.DataFrame:
    """``PARTS`` of ``LINES``, with the columns beside them: each line of the body that has ``cuts`` in its parts."""
    from kliping.cleaning.pieces import parts_of as part

    return part(lines)


def page_kinds(documents: pl.DataFrame, lines: pl.DataFrame, settings: CleaningSettings) -> pl.DataFrame:
    """``PAGES`` of readable ``DOCUMENTS`` and their ``LINES``: what each is as a page, and how sure its body is."""
    from kliping.cleaning.pages import page_kinds as judge

    return judge(documents, conform(lines, LINES), settings).pipe(conform, PAGES)


def without_bodies(lines: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """``LINES`` in which no line of a page that ``PAGES`` call no article is of a body: its reason names the kind."""
    from kliping.cleaning.pages import without_bodies as without

    return without(lines, pages)


def line_keys(lines: pl.DataFrame) -> pl.DataFrame:
    """``LINE_KEYS`` of one batch of ``LINES``: what ``recurring_lines`` counts."""
    from kliping.cleaning.templates import line_keys as keys

    return keys(lines)


def recurring_lines(keys: pl.LazyFrame, duplicates: pl.DataFrame, settings: CleaningSettings) -> pl.DataFrame:
    """``RECURRING``: the lines of the ``LINE_KEYS`` of all batches that stand in enough groups of ``DUPLICATES``."""
    from kliping.cleaning.templates import recurring_lines as recurring

    return recurring(keys, duplicates, settings)


def named_lines(recurring: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """``TEMPLATES`` from ``RECURRING`` and ``LINES`` in which they stand."""
    from kliping.cleaning.templates import named_lines as named

    return named(recurring, lines)


def learn_templates(lines: pl.DataFrame, duplicates: pl.DataFrame, settings: CleaningSettings) -> pl.DataFrame:
    """``TEMPLATES`` of a corpus that fits in one frame of ``LINES``; ``DUPLICATES`` names each document's group."""
    return named_lines(recurring_lines(line_keys(lines).lazy(), duplicates, settings), lines)


def apply_templates(lines: pl.DataFrame, templates: pl.DataFrame) -> pl.DataFrame:
    """``LINES`` with every line that is one of ``TEMPLATES`` removed as ``template``."""
    from kliping.cleaning.templates import apply_templates as apply

    return apply(lines, templates)


def explain(documents: pl.DataFrame, settings: CleaningSettings) -> pl.DataFrame:
    """``LINES`` of ``DOCUMENTS`` and ``features``: the three features that moved the model most, as ``name +0.00``."""
    from kliping.cleaning.explanation import explain as tell

    return tell(documents, settings)


def _whole_or_parts(lines: pl.DataFrame) -> pl.DataFrame:
    return conform(lines, PARTS if "start" in lines.columns else LINES)
