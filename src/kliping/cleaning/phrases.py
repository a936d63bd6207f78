"""Phrases found on lines, by the hashes of their words.

Belongs here: the compiled lexicon and the matcher. Does not belong here: the phrases (``kliping.words``), or what role
a matched line has in the end (``roles``).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping import words
from kliping.cleaning.kernels import NOTHING, Array, Scan
from kliping.cleaning.scanning import scan_texts
from kliping.cleaning.sections import MATCHED_KINDS, SECTION_ROLES, line_entries
from kliping.text.characters import COLON, DASH, SEPARATOR
from kliping.text.compiling import kernel, kernel_part
from kliping.text.hash_table import EMPTY, slot_of, slots_for
from kliping.text.hashing import FNV_BASIS, chained
from kliping.text.sieve import empty_sieve, let_pass, passes

if TYPE_CHECKING:
    from pathlib import Path

    from kliping.words import Entry, Words

LONGEST_PHRASE = 12
"""Words of the longest phrase that is looked for."""

SHORT_LINE = 40
"""Words up to which a line is searched for phrases that may stand anywhere in it."""

_OPENERS = 16  # the sieve of openers has two to this power of bits
_NAMES = 8  # a label without punctuation ("By Jane Doe") needs a capital after it, and a line no longer than this
_EQUALS, _LABELS, _STARTS, _CONTAINS = range(len(MATCHED_KINDS))
_DATE_WORD = len(MATCHED_KINDS)
_DATE_LINE = 16  # words up to which a line is searched for months and weekdays


class Index(NamedTuple):
    """A hash table from the hash of a phrase to its entry of each kind."""

    keys: Array
    values: Array
    openers: Array
    """A sieve of the words that begin a phrase which may stand anywhere."""


@dataclass(frozen=True)
class Lexicon:
    """The phrases, ready to match."""

    entries: tuple[Entry, ...]
    """Entries of the matched kinds, by section; a match is an index into them."""
    index: Index
    sections: Array

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """The name of each entry, as reasons write it."""
        return tuple(entry.name for entry in self.entries)

    def section_of(self, entry: Array) -> Array:
        """The section of each of the numbered entries, -1 for -1."""
        known: Array = np.append(self.sections, np.int8(-1))[entry]
        return known


def compile_lexicon(folders: tuple[Path, ...] = ()) -> Lexicon:
    """The built-in words and those in ``folders``, ready to match.

    Raises:
        RuleError: a file of words cannot be read.
    """
    return _compile(words.load(folders))


@functools.lru_cache(maxsize=8)
def _compile(known: Words) -> Lexicon:
    order = list(SECTION_ROLES)
    listed = sorted(line_entries(known), key=lambda one: (one.kind not in MATCHED_KINDS, order.index(one.section)))
    scanned = scan_texts([entry.phrase for entry in listed])
    size = slots_for(len(listed))
    index = Index(
        np.zeros(size, np.uint64),
        np.full((size, len(MATCHED_KINDS) + 1), -1, np.int32),
        empty_sieve(_OPENERS),
    )
    place = {kind: number for number, kind in enumerate(MATCHED_KINDS)}
    kinds = np.array([place.get(entry.kind, _DATE_WORD) for entry in listed], np.int64)
    _fill(scanned.first_token, scanned.tokens, kinds, index)
    entries = tuple(entry for entry in listed if entry.kind in MATCHED_KINDS)
    sections = np.array([order.index(entry.section) for entry in entries], np.int8)
    return Lexicon(entries, index, sections)


@kernel
def _fill(first_token: Array, tokens: Array, kinds: Array, index: Index) -> None:
    """Enter phrases by the hash of their words; of those with the same words and kind the first."""
    for number in range(kinds.size):
        start, stop = first_token[number], first_token[number + 1]
        if stop - start > LONGEST_PHRASE or stop == start:
            continue
        key = FNV_BASIS
        for at in range(start, stop):
            key = chained(key, tokens[at])
        slot = slot_of(index.keys, key)
        index.keys[slot] = key
        kind = kinds[number]
        if index.values[slot, kind] < 0:
            index.values[slot, kind] = number
        if kind == _CONTAINS:
            let_pass(index.openers, tokens[start])


@kernel_part
def _row(keys: Array, key: int) -> int:
    slot = np.int64(slot_of(keys, key))
    return int(slot) if keys[slot] != EMPTY else -1


class Matches(NamedTuple):
    """What was found on each line."""

    found: Array
    """The number of the entry, or -1."""
    kinds: Array
    """Which of MATCHED_KINDS it is, or -1."""
    date_words: Array
    """Names of months and weekdays, on short lines."""


@kernel
def match_lines(scanned: Scan, index: Index, byline: tuple[int, int], out: Matches) -> None:
    """The surest entry on each line.

    The whole line before a label before an opening before a phrase inside; the longest of a kind. Entries from the
    first number of ``byline`` to before its second are labels of names: a capital letter after them does for the colon.
    """
    first_token, tokens, follows, capital = scanned.first_token, scanned.tokens, scanned.follows, scanned.capital
    keys, values, openers = index
    byline_from, byline_to = byline
    found, kinds, date_words = out
    for line in range(found.size):
        start, stop = first_token[line], first_token[line + 1]
        best = -1
        kind = -1
        key = FNV_BASIS
        for at in range(start, min(stop, start + LONGEST_PHRASE)):
            key = chained(key, tokens[at])
            row = _row(keys, key)
            if row < 0:
                continue
            if at + 1 == stop and values[row, _EQUALS] >= 0:
                best, kind = values[row, _EQUALS], _EQUALS
                break
            label = values[row, _LABELS]
            if label >= 0:
                after = follows[at]
                marked = after in (COLON, DASH, SEPARATOR, NOTHING)
                name = byline_from <= label < byline_to and stop - start <= _NAMES and at + 1 < stop and capital[at + 1]
                if marked or name:
                    best, kind = label, _LABELS
            if values[row, _STARTS] >= 0 and kind != _LABELS:
                best, kind = values[row, _STARTS], _STARTS
        if best < 0 and stop - start <= SHORT_LINE:
            best = _inside(start, stop, tokens, keys, values, openers)
            kind = _CONTAINS if best >= 0 else -1
        found[line] = best
        kinds[line] = kind
        date_words[line] = 0
        if stop - start <= _DATE_LINE:
            for at in range(start, stop):
                row = _row(keys, chained(FNV_BASIS, tokens[at]))
                if row >= 0 and values[row, _DATE_WORD] >= 0:
                    date_words[line] += 1


@kernel_part
def _inside(start: int, stop: int, tokens: Array, keys: Array, values: Array, openers: Array) -> int:
    """The first phrase that may stand anywhere and stands in the words from ``start`` to ``stop``; -1 for none."""
    for first in range(start, stop):
        if not passes(openers, tokens[first]):
            continue
        key = FNV_BASIS
        best = -1
        for at in range(first, min(stop, first + LONGEST_PHRASE)):
            key = chained(key, tokens[at])
            row = _row(keys, key)
            if row >= 0 and values[row, _CONTAINS] >= 0:
                best = values[row, _CONTAINS]
        if best >= 0:
            return int(best)
    return -1
