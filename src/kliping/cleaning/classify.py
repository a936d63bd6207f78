"""From documents to lines with roles.

Belongs here: the order of the step's parts, and the frame they end in. Does not belong here: what each part does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.cleaning.appeals import appeal_lines, button_lines
from kliping.cleaning.bare import BRACKETED, COMMENTS, INITIALS, LINK, bare_lines
from kliping.cleaning.biographies import end_above_biographies
from kliping.cleaning.bounds import mark_bounds
from kliping.cleaning.credits import SURE, around_credits, credit_lines
from kliping.cleaning.doubled import doubled_lines
from kliping.cleaning.features import Seen, first_lines, see
from kliping.cleaning.flatten import split_lines
from kliping.cleaning.framed import keep_framed
from kliping.cleaning.given import GIVEN, given_lines, given_titles
from kliping.cleaning.joining import join_lines
from kliping.cleaning.links import link_lines
from kliping.cleaning.marked import marked_sentences
from kliping.cleaning.marks import repeated_marks
from kliping.cleaning.markup import flatten_pages
from kliping.cleaning.model import Model, add_lines, keep_lines, load_model, score_lines
from kliping.cleaning.nested import Nested, find_nested
from kliping.cleaning.phrases import Lexicon, compile_lexicon
from kliping.cleaning.pieces import Said, find_pieces
from kliping.cleaning.programs import program_lines
from kliping.cleaning.recommended import end_above_recommended
from kliping.cleaning.roles import LEXICON, REASONS, Settled, settle
from kliping.cleaning.running_heads import running_heads
from kliping.cleaning.said_again import drop_said_again
from kliping.cleaning.sections import SECTION_ROLES
from kliping.cleaning.table_rows import keep_tables
from kliping.cleaning.trailers import end_above_portraits, end_above_trailers
from kliping.cleaning.translations import second_articles
from kliping.cleaning.witnesses import heard, witness_odds
from kliping.frames import LINES, ROLES, conform, empty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kliping.cleaning.kernels import Array
    from kliping.settings.cleaning import CleaningSettings

_CHUNK = 49_152
"""Lines worked on at once: their features stay within some dozen megabytes, and patterns are compiled seldom."""

_CAPTION, _CONSENT = map(list(SECTION_ROLES).index, ("caption", "consent"))

_LIKELY = 0.5
"""Score from which a line would have been kept, had the extractor not dropped it."""


def classify(documents: pl.DataFrame, settings: CleaningSettings) -> pl.DataFrame:
    """``LINES`` of ``DOCUMENTS``."""
    parts = [as_lines(judged) for judged in judge(documents, settings)]
    return pl.concat(parts) if parts else empty(LINES)


@dataclass(frozen=True)
class Judged:
    """Some documents' lines, as the model saw them, and what was decided."""

    lines: pl.DataFrame
    """Lines as they stand on the page."""
    part_of: Array
    """For each of them, the index of the line as the model saw it: whole, where it was broken; of those that it was not
    shown, the number of lines that it saw."""
    seen: Seen
    scores: Array
    settled: Settled
    nested: Nested
    lexicon: Lexicon
    folders: tuple[Path, ...]
    """Folders of further lexicons."""
    marks: pl.Series | None = None
    """Why each line as it stands was not shown to the model, see ``repeated_marks``; null for all others."""
    again: Array | None = None
    """Of which line each line as it stands is the second printing, see ``doubled_lines``; -1 for all others."""


def judge(documents: pl.DataFrame, settings: CleaningSettings) -> Iterator[Judged]:
    """Every line of ``DOCUMENTS``, some whole documents at a time."""
    lexicon, model = compile_lexicon(settings.lexicons), load_model(settings.model)
    pages = flatten_pages(documents)
    witnesses, titles = heard(pages), given_titles(documents)
    for lines in _chunks(split_lines(pages.select("document_id", "text"))):
        marks = repeated_marks(lines, settings.lexicons)
        marks = marks.zip_with(marks.is_not_null(), running_heads(lines, settings.lexicons))
        marks = marks.zip_with(marks.is_not_null(), program_lines(lines))
        again = doubled_lines(lines)
        shown = marks.is_null().to_numpy() & (again < 0)
        whole, parts = join_lines(lines.filter(shown), settings.lexicons)
        part_of = np.full(lines.height, whole.height)
        part_of[shown] = parts
        seen = see(whole, lexicon, model.words)
        scores = score_lines(seen, model, settings.obvious)
        odds = witness_odds(whole, seen, lexicon, witnesses, settings)
        odds[given_lines(whole, seen, lexicon.section_of(seen.entry), titles)] = GIVEN
        judged = decide(whole, seen, model, scores, odds, lexicon, settings)
        yield replace(judged, lines=lines, part_of=part_of, marks=marks, again=again)


def decide(
    lines: pl.DataFrame,
    seen: Seen,
    model: Model,
    scores: Array,
    odds: Array,
    lexicon: Lexicon,
    settings: CleaningSettings,
) -> Judged:
    """What each line is, once it has a score (float32, 0 to 1) and log-odds by which a witness moves it."""
    text, section = lines.get_column("text"), lexicon.section_of(seen.entry)
    credit = credit_lines(text, seen.scanned, settings.lexicons)
    credit[around_credits(text, seen.first_line, (section == _CAPTION) | (credit == SURE))] = SURE
    moved = _moved(scores, odds)
    chosen = keep_lines(seen, moved)
    words = seen.column("words")
    appeal = appeal_lines(text, chosen, words, settings.lexicons)
    likely = chosen & (credit != SURE) & ~appeal
    joining = add_lines(seen, model, moved, likely, odds, settings.obvious)
    appeal |= appeal_lines(text, joining & ~chosen, words, settings.lexicons)
    likely |= joining & (credit != SURE) & ~appeal
    chosen |= joining
    bare = bare_lines(text, seen, settings.lexicons)
    bare[link_lines(text, seen, section, settings.lexicons) & (bare == 0)] = LINK
    bounded = mark_bounds(text, seen, likely, section, credit > 0, bare, moved)
    bounded |= (odds >= GIVEN) & (credit == 0) & (bare == 0)
    bounded |= marked_sentences(text, seen, section, bounded, settings.lexicons)
    appeal |= appeal_lines(text, bounded & ~likely, words, settings.lexicons)
    asking = appeal | ((section == _CONSENT) & ~bounded)
    appeal |= button_lines(text, seen.first_line, bounded, asking, settings.lexicons)
    bounded &= ~appeal
    portrait = end_above_portraits(text, seen.first_line, bounded, settings.lexicons)
    end_above_biographies(text, seen.first_line, bounded, settings.lexicons)
    end_above_trailers(text, seen.first_line, bounded, settings.lexicons)
    barred = portrait | (credit > 0) | ((bare > 0) & (bare != BRACKETED)) | appeal
    before = bounded.copy()
    keep_framed(text, seen, section, barred, bare == COMMENTS, bounded)
    appeal |= appeal_lines(text, bounded & ~before, words, settings.lexicons)
    bounded &= ~appeal
    second = second_articles(text, seen.first_line, words, section, bounded, settings.lexicons)
    dated = seen.column("dated") > 0
    second |= end_above_recommended(text, seen.first_line, words, section, dated, bounded) & likely
    keep = keep_tables(text, seen.first_line, bounded)
    rows, joined, left = keep & ~bounded, keep & bounded & ~likely, likely & ~keep
    nested = find_nested(text, seen.first_line, keep, settings.lexicons)
    again = nested.said_in >= 0
    keep &= ~again
    settled = settle(seen, keep, section, credit)
    body = settled.role == ROLES.index("body")
    settled.reason[joined & body] = REASONS.index("structure:bounds")
    settled.reason[rows & body] = REASONS.index("structure:table")
    unnamed = (settled.role == ROLES.index("boilerplate")) & (settled.reason == REASONS.index("model"))
    settled.reason[left & unnamed] = REASONS.index("structure:notice")
    settled.role[again] = ROLES.index("duplicate")
    settled.reason[again] = REASONS.index("structure:nested")
    settled.same[again] = nested.said_in[again]
    nameless = appeal & ~keep & (settled.reason < LEXICON)
    settled.role[nameless] = ROLES.index("boilerplate")
    settled.reason[nameless] = REASONS.index("structure:appeal")
    settled.role[second & ~keep] = ROLES.index("related")
    settled.reason[second & ~keep] = REASONS.index("structure:second")
    signed = ((bare == INITIALS) | ((bare == BRACKETED) & chosen)) & ~keep
    settled.role[signed] = ROLES.index("byline")
    settled.reason[signed] = REASONS.index("structure:signature")
    settled.reason[(odds < 0) & (scores >= _LIKELY) & ~left & unnamed] = REASONS.index("extractor")
    return Judged(lines, np.arange(lines.height), seen, moved, settled, nested, lexicon, settings.lexicons)


def _moved(scores: Array, odds: Array) -> Array:
    """Probabilities moved by log-odds (Bayes' rule).

    A line without an opinion keeps its score to the last bit: the formula would round it, and then the score would
    tell whether a page with an opinion came in the same batch.
    """
    moved: Array = scores.copy()
    told = np.flatnonzero(odds)
    kept = scores[told] * np.exp(odds[told])
    moved[told] = kept / (kept + 1 - scores[told])
    return moved


def _chunks(lines: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Whole documents, about ``_CHUNK`` lines at a time."""
    starts = first_lines(lines)
    at = 0
    while at + 1 < starts.size:
        stop = max(int(np.searchsorted(starts, starts[at] + _CHUNK, side="right")) - 1, at + 1)
        yield lines.slice(int(starts[at]), int(starts[stop] - starts[at]))
        at = stop


def as_lines(judged: Judged) -> pl.DataFrame:
    """``LINES`` of what was judged."""
    lines, settled, part_of = judged.lines, judged.settled, judged.part_of
    reasons = pl.Series([*REASONS, *(f"lexicon:{name}" for name in judged.lexicon.names)], dtype=pl.String)
    codes = np.where(settled.reason >= LEXICON, settled.reason - LEXICON + len(REASONS), settled.reason)
    first = _first_rows(part_of)[np.maximum(settled.same, 0)]
    whole = pl.DataFrame(
        {
            "role": pl.Series(ROLES, dtype=pl.String).gather(settled.role.astype(np.uint32)),
            "reason": reasons.gather(codes.astype(np.uint32)),
            "score": judged.scores,
            "same_as_line": lines.get_column("line").gather(first),
            "repeats": settled.same >= 0,
            "paragraph": settled.paragraph,
        }
    ).with_columns(
        same_as_line=pl.when("repeats").then("same_as_line"),
        paragraph=pl.when(pl.col("paragraph") > 0).then("paragraph"),
    )
    if judged.marks is not None and part_of.max(initial=0) == whole.height:
        unseen = {"role": "boilerplate", "reason": "", "score": 0.0, "paragraph": None, "same_as_line": None}
        added = pl.DataFrame([unseen | {"repeats": False}], schema=whole.schema)
        parts = pl.concat([whole, added])[part_of].with_columns(reason=pl.coalesce(judged.marks, "reason"))
    else:
        parts = whole[part_of]
    if judged.again is not None and (judged.again >= 0).any():
        parts = _printed_twice(parts, judged.again, lines.get_column("line"))
    kept = parts.get_column("paragraph").is_not_null()
    pieces = find_pieces(lines.get_column("text"), kept, _said(judged), judged.folders)
    return lines.hstack(parts).with_columns(pieces).pipe(conform, LINES).pipe(drop_said_again)


def _printed_twice(parts: pl.DataFrame, again: Array, numbers: pl.Series) -> pl.DataFrame:
    """Second printings of lines are what the first are; of lines of the article, their duplicates."""
    second = again >= 0
    parts = parts[np.where(second, again, np.arange(again.size))]
    body = pl.Series(second) & parts.get_column("paragraph").is_not_null()
    return parts.with_columns(
        role=pl.when(body).then(pl.lit("duplicate")).otherwise("role"),
        reason=pl.when(body).then(pl.lit("duplicate")).otherwise("reason"),
        same_as_line=pl.when(body).then(numbers.gather(np.maximum(again, 0))).otherwise("same_as_line"),
        paragraph=pl.when(~body).then("paragraph"),
    )


def _first_rows(part_of: Array) -> Array:
    """For each line as the model saw it, the first row of it on the page."""
    rows = np.zeros(int(part_of.max(initial=-1)) + 1, np.int64)
    rows[part_of[::-1]] = np.arange(part_of.size)[::-1]
    return rows


def _said(judged: Judged) -> Said:
    """The pieces of lines that lines below say again; of a line that was joined from broken ones none is told."""
    number, part_of = judged.lines.get_column("line"), judged.part_of
    said: Said = {}
    rows, sizes = _first_rows(part_of), np.bincount(part_of)
    for whole, pieces in judged.nested.parts.items():
        first = rows[whole]
        if sizes[whole] == 1:
            lines = (None if row < 0 else number[int(rows[row])] for _, _, row in pieces)
            said[int(first)] = [(start, end, line) for (start, end, _), line in zip(pieces, lines, strict=True)]
    return said
