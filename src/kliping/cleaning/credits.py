"""Photo credits: which lines end in one, or open with one, and so are captions.

Belongs here: the shapes of a credit at either end of a line. Does not belong here: the words (``kliping.words``,
section ``caption``), where on the page a caption may stand (``roles``).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.kernels import OWN
from kliping.text.hosts import ENDING
from kliping.text.patterns import any_of, holding
from kliping.words import phrases
from kliping.words.agencies import picture_agencies

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from kliping.cleaning.kernels import Array, Scan

_IN_BRACKETS = "{2,80}"
"""Characters of a credit in brackets: longer ones are an aside of the text."""

_NAMES = "{2,60}"
"""Characters of the names behind a label and its colon: a few persons, and no sentence."""

_BEHIND_LABEL = "{0,70}"
"""Characters of a bracket behind the label it opens with."""

_BEFORE_AGENCY, _BEHIND_AGENCY = "{0,50}", "{0,30}"
"""Characters of a bracket before an agency, the photographer's name and a place, and behind it, a year or a
number."""

_NAMES_OF_AGENCY = "{1,60}"
"""Characters of a photographer's name behind the agency in a bracket."""

_BEHIND_PAIR = "{0,25}"
"""Characters behind a name and its agency where the line ends: a year, a handout."""

_INTRODUCED = "{1,50}"
"""Characters of whom a picture is by, where it is said behind a dash."""

LIKELY, SURE = 1, 2
"""How far a line ends in a photo credit; 0 is not at all."""

_TAIL = 110
"""Characters at the end of a line that hold its credit."""
_HEAD = 80
"""Characters at the start of a line that hold the credit it opens with."""
_CAPTION = 5.0
"""Words of the shortest caption behind its credit; a shorter line names an agency and no more."""

_LONGEST = 60.0
"""Words of the longest caption; a longer line is a paragraph with its caption stuck to it."""

_OPENING, _SLASHES, _DASHES = ("(", "[", "（"), ("/", "/ "), (" -", " –", " —", " |", " - ", " – ", " — ", " | ")
"""What the patterns have right before a label, an agency, a medium: without it they are not tried."""

_BRACKETED = rf"[(\[（][^()\[\]（）]{_IN_BRACKETS}[)\]）]\.?$"
_HOST = rf"\p{{L}}[\p{{L}}\d]*\.(?i:{ENDING})"
_HINT = r"\p{L}\.?\s?/|/\s?\p{L}|©"
"""What hints at a credit in brackets beside its words: a slash between names; one between numbers is a date's."""


def credit_lines(text: pl.Series, scanned: Scan, folders: tuple[Path, ...] = ()) -> Array:
    """How far each line ends in a photo credit (int8): not at all, in brackets that look like one, or for certain.

    Certain is a label with what it introduces ("Foto: Budi Contoh", "(Photo by Jane Doe)", "— Picture by Jane Doe") or
    a name with an agency ("Jane Doe/Reuters") at the end; an agency alone in brackets is not: it may be the source of
    the article. Of paragraphs of labelled news pages that a model took for the article, none ends so. A name behind an
    agency or a host that opens a line ("ANTARA FOTO/Budi Contoh Warga menanam …") is certain as well: of 149 such lines
    of labelled pages one is taken for the article.

    Args:
        text: the lines.
        scanned: what one pass over them found.
        folders: folders of further lexicons.
    """
    credit = np.zeros(text.len(), np.int8)
    own = scanned.own
    marked = (own[:, [OWN.colons, OWN.separators, OWN.brackets, OWN.dashes]] > 0).any(axis=1)
    candidates = np.flatnonzero(marked & (own[:, OWN.words] < _LONGEST))
    if candidates.size:
        kinds = ("introduces", "media", "behind_agency")
        labels, *others = (phrases("caption", kind, folders=folders) for kind in ("labels", *kinds))
        certain, hint, needed = _patterns(labels, picture_agencies(folders), *others)
        tail = text.gather(candidates).str.tail(_TAIL)
        bracketed = tail.str.extract(f"({_BRACKETED})")
        credit[candidates] = LIKELY * bracketed.str.contains(hint).fill_null(value=False).to_numpy()
        worded = np.flatnonzero(tail.str.contains_any(needed).to_numpy())  # one pass for all words, before the pattern
        tail, rest = tail.gather(worded), candidates[worded]
        for pattern, holds in certain:  # one by one, the most frequent first: together they cost many times as much
            asked = np.flatnonzero(tail.str.contains_any(holds).to_numpy()) if holds else np.arange(tail.len())
            credit[rest[holding(tail, asked, pattern)]] = SURE
    opened = np.flatnonzero(
        (own[:, OWN.separators] > 0) & (own[:, OWN.words] < _LONGEST) & (own[:, OWN.words] >= _CAPTION)
    )
    if opened.size:
        pattern = _opening(picture_agencies(folders), phrases("caption", "behind_agency", folders=folders))
        credit[opened[text.gather(opened).str.head(_HEAD).str.contains(pattern).to_numpy()]] = SURE
    return credit


def around_credits(text: pl.Series, first_line: Array, credit: Array) -> Array:
    """Lines that say the same right above and right below a credit that stands alone (bool): captions, printed twice.

    Args:
        text: the lines.
        first_line: index of each document's first line, and the number of lines.
        credit: whether each line is a credit (bool).
    """
    found = np.zeros(text.len(), np.bool_)
    at = np.flatnonzero(credit)
    document = np.searchsorted(first_line, at, side="right") - 1
    at = at[(at > first_line[document]) & (at + 1 < first_line[document + 1])]
    twice = at[(text.gather(at - 1) == text.gather(at + 1)).to_numpy()] if at.size else at
    found[twice - 1] = found[twice + 1] = True
    return found


@functools.lru_cache(maxsize=8)
def _opening(agencies: tuple[str, ...], behind: tuple[str, ...]) -> str:
    """The pattern of a credit that opens a line: an agency or a host, a slash, a name, another word with a capital."""
    named = {form for name in agencies for form in (name, name.upper())}
    medium = any_of(form for word in behind for form in (word, *_capitalised(word)))
    return rf"^(?:{any_of(named)}|{_HOST})(?: {medium})? ?/ ?\p{{Lu}}[\p{{L}}.'’-]* \p{{Lu}}"


@functools.lru_cache(maxsize=8)
def _patterns(
    words: tuple[str, ...],
    agencies: tuple[str, ...],
    introducing: tuple[str, ...],
    media: tuple[str, ...],
    behind: tuple[str, ...],
) -> tuple[tuple[tuple[str, list[str]], ...], str, list[str]]:
    """The patterns of certain credits, that of what hints at one in brackets, and words of which the first have one.

    Beside a pattern that passes over a line slowly stand the words of which the line holds one (else none).
    """
    labels = {form for word in words for form in _capitalised(word)}
    in_brackets = labels | set(words)
    named = {form for name in agencies for form in (name, name.upper())}
    pictured = {form for word in media for form in _capitalised(word)}
    label, agency, medium = any_of(labels), any_of(named), any_of(pictured)
    own = any_of(form for word in behind for form in (word, *_capitalised(word)))
    name = r"\p{Lu}[\p{L}.'’-]*"
    introduced = rf"(?:\p{{Lu}}|{any_of(introducing)})"
    opened = rf"(?:{label}(?:[)\]）/]| {introduced})|{any_of(in_brackets)}\s?[:：.])"
    certain: tuple[tuple[str, list[str]], ...] = (
        (rf"(?:^|[^\p{{L}}]){label}\s?[:：]\s?[^.:：]{_NAMES}\.?$", []),
        (
            rf"[(\[（]{opened}[^()\[\]（）]{_BEHIND_LABEL}[)\]）]?\.?$",
            _behind(_OPENING, in_brackets),
        ),
        (rf"[(\[（][^()\[\]（）]{_BEFORE_AGENCY}\p{{Ll}}\s?/\s?{agency}\b[^()\[\]（）]{_BEHIND_AGENCY}[)\]）]\.?$", []),
        (
            rf"[(\[（]{agency}(?: {own})?\s?/\s?{name} \p{{Lu}}[^()\[\]（）]{_NAMES_OF_AGENCY}[)\]）]\.?$",
            _behind(_OPENING, named),
        ),
        (rf"{name}\p{{Ll}} ?/ ?{agency}\b[^.,;]{_BEHIND_PAIR}$", _behind(_SLASHES, named)),
        (rf"[.!?”\"] ?[-–—|] ?{label}\.?$", []),
        (rf"[^\d] [-–—|] ?{medium} {introduced}[^.,:;]{_INTRODUCED}\.?$", _behind(_DASHES, pictured)),
    )
    return certain, f"(?i){any_of((*words, *agencies))}|{_HINT}", sorted(in_brackets | named)


def _behind(signs: tuple[str, ...], words: set[str]) -> list[str]:
    return [sign + word for sign in signs for word in words]


def _capitalised(word: str) -> set[str]:
    """``word`` as a credit writes it: with a capital, or in capitals; scripts without capitals as it is."""
    forms = {word[0].upper() + word[1:], word.title(), word.upper()}
    return {form for form in forms if form[0].isupper() or form[0].upper() == form[0].lower()}
