"""Programs of a page that a scraper took for its text: ``googletag.cmd.push(function() { … });``, rules of style.

Belongs here: telling such lines, and such a piece inside a line. Does not belong here: elements of markup that hold
programs (``visible``), what becomes of the lines (``classify``), cutting pieces out (``pieces``).

A program is a page's own where it names what only pages have. One that an article shows names its own things, and is
left.
"""

from __future__ import annotations

import re

import polars as pl

REASON = "structure:program"

HINTS = (
    "adsbygoogle",
    "googletag",
    "dataLayer",
    "window.",
    "document.",
    "jQuery",
    "div-gpt-ad",
    '"@context"',
    "innerHTML",
    "addEventListener",
)
"""What the programs of pages name: a run of lines of program without any of these is left."""

_SURE = (
    r"\bfunction\s*[\w$]*\s*\([^)]*\)\s*\{|^(?:var|let|const)\s+[\w$]+\s*=|=>\s*\{|^\}?\s*(?:else|try)\b[^.!?]*\{$"
    r"|^(?:\}\s*)?(?:else\s+)?(?:if|for|while|catch)\s*\(.*\)\s*\{?$"
    r"|(?:^|[\s(=;!])(?:googletag|window|document|jQuery)\.\w[\w.]*\s*[(=\[;]|=\s*window\.\w"
    r"|^[.#@][\w.#@ ,:>()-]*\{|\"@(?:context|type)\"\s*:"
)
"""A line of a program, without white space around it."""
_LOOSE = r"[{};,(\[]$|^[)}\]]+[;,)]*$|^return\b|^//|^[\w-]+\s*:\s*[^.!?]+;$"
"""A line that is one beside others."""

_SEGMENT = "{0,160}"
"""Characters of a program inside a line without one of its signs: with more the text goes on."""
_PROSE = r"(?!\s+[\"“]?[A-Z][\w-]*\s[a-z])"
"""Not before the beginning of a sentence."""
_PART = rf"(?:(?![.!?]\s[A-Z])[^{{}};]){_SEGMENT}[{{}};]"
INLINE = (
    r"(?P<piece>(?:\(?\w+\s?=\s?window\.|googletag\.|\b(?:window|document)\.[a-z][\w.]*\s?[(=\[]"
    r"|\bvar\s[\w$]+\s?=\s|\bfunction\s?[\w$]*\s?\([^)]*\)\s?\{|\bjQuery\()"
    rf"{_PART}(?:{_PROSE}{_PART})*\)*;?)"
)
"""A program inside a line, up to the last of its signs, as a pattern with the group ``piece``."""
_INSIDE = re.compile(INLINE)
_SIGNS = re.compile(r"[{};]")
_TEXT_WORDS = 4
"""Words beside a program in its line that are a text: the program alone is cut out of it."""


def program_lines(lines: pl.DataFrame) -> pl.Series:
    """Why each line is no part of a text: it is of a program of its page; null for all others.

    Such lines are not shown to the model: below a block of them it takes an article for ended.
    """
    text, document = lines.get_column("text"), lines.get_column("document_id")
    none = pl.repeat(None, text.len(), dtype=pl.String, eager=True)
    braced = text.str.contains("{", literal=True).arg_true()
    if not braced.len():
        return none
    asked = document.is_in(document.gather(braced).unique().implode()).arg_true()
    said = text.gather(asked)
    sure = said.str.contains(_SURE)
    frame = pl.DataFrame({"row": asked, "document": document.gather(asked)}).with_columns(
        named=said.str.contains_any(list(HINTS)), sure=sure, told=sure | said.str.contains(_LOOSE)
    )
    run = pl.struct("document", "told").rle_id()
    found = frame.filter(pl.col("told") & pl.col("sure").any().over(run) & pl.col("named").any().over(run))
    rows = found.get_column("row")
    within = [_within_text(line) for line in text.gather(rows)]  # of pages with programs alone
    return none.scatter(rows.filter(~pl.Series(within, dtype=pl.Boolean)), REASON)


def _within_text(line: str) -> bool:
    """Whether a line is a text around programs: with them cut out words are left, and none of their signs."""
    beside = _INSIDE.sub("", line)
    return beside != line and len(beside.split()) >= _TEXT_WORDS and not _SIGNS.search(beside)
