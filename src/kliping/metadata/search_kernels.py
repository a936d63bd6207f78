"""Compiled searches in a few lines of each page: words that are on a list of the page's own, beginnings of names.

Belongs here: numba kernels that look for something the page itself brought up. Does not belong here: what holds for
all pages alike (``line_kernel``), or what a find means (each field's module).

Every kernel is deterministic, single-threaded and cached on disk after its first compilation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.metadata.line_flags import EXOTIC_LETTER, Array
from kliping.text.characters import DIGIT, LOWER, MARK, SPACE, UPPER, WIDE
from kliping.text.compiling import inlined_part, kernel
from kliping.text.hashing import rolled, spread
from kliping.text.known_words import known_bits
from kliping.text.utf8 import Number, decode

if TYPE_CHECKING:
    from kliping.metadata.line_flags import Characters
    from kliping.text.buffers import Text
    from kliping.text.known_words import Known

_OPENING_BYTES = 60
_PARTICLE = 5
"""Letters of the longest word in small letters within a name ("della")."""

_SHORTEST_WORD = 3
"""Letters of a word that is looked for among the page's own: shorter ones stand on every page."""

_LISTING = (44, 59, 47, 38, 43, 0x3001, 0x30FB, 124, 0x2022, 0xB7)  # signs between the names of a list


@kernel
def may_hold_name(  # noqa: C901 - one pass over the bytes, for speed
    texts: Text, characters: Characters, known_words: Known, forbidden: int, separator: int, out: Array
) -> None:
    """Whether two capitalised words, with at most particles between, open a text or a part of a list in it.

    Texts for which this says no hold no full name as ``names.names_in`` reads them.

    Args:
        texts: the texts.
        characters: what each code point is.
        known_words: the words that are known.
        forbidden: the bit of words that no name holds.
        separator: the bit of words that part names.
        out: out, bool.
    """
    data, offsets = texts
    table, lower = characters
    for text in range(offsets.size - 1):
        at, stop = offsets[text], offsets[text + 1]
        held = 0  # 0: a name may begin, 1: its first word is read, 2: none here before the next part
        found = False
        while at < stop and not found:
            code, size = decode(data, at)
            entry = np.int64(table[code])
            kind = entry & 0xFF
            if entry & EXOTIC_LETTER:
                found = True
            elif kind == SPACE:
                at += size
            elif code in _LISTING:
                held = 0
                at += size
            else:
                capital = kind == UPPER or code > 127
                whole = np.uint64(0)
                length = 0
                plain = True  # letters only, but for a point at the end
                listed = False
                while at < stop:
                    code, size = decode(data, at)
                    entry = np.int64(table[code])
                    kind = entry & 0xFF
                    if entry & EXOTIC_LETTER:
                        found = True
                    if kind == SPACE:
                        break
                    if code in _LISTING:
                        listed = True
                        at += size
                        break
                    if kind in (LOWER, UPPER):
                        whole = rolled(whole, lower[code])
                        length += 1
                    elif code != 46:
                        plain = False
                    at += size
                known = known_bits(known_words, spread(whole)) if plain else np.uint64(0)
                if known & separator and not capital:
                    held = 0
                elif known & forbidden and (capital or held != 1 or length > _PARTICLE):
                    held = 2  # inside a name "der" and "von" are of it
                elif capital:
                    if held == 1:
                        found = True
                    elif held == 0:
                        held = 1
                elif held == 0 or length > _PARTICLE:
                    held = 2
                if listed:
                    held = 0
        out[text] = found


@inlined_part
def _opening_words(data: Array, start: int, stop: int, skipped: Array) -> Number:
    """The hash of a line's first two words without what marks lists and sentences around them; 0 with fewer words.

    Words before them whose hashes are in ``skipped`` are passed over.
    """
    at = start
    whole = np.uint64(0)
    taken = 0
    limit = min(stop, start + _OPENING_BYTES)
    while at < limit:
        begun = at
        word = small = np.uint64(0)
        while at < limit and data[at] != 32:
            sign = data[at]
            if not (sign == 44 or sign == 46 or sign == 58 or sign == 124):
                word = rolled(word, sign)
            small = rolled(small, sign | 0x20)
            at += 1
        if at == begun or (at == limit and limit < stop):
            at += 1
            continue
        at += 1
        if taken == 0:
            small = spread(small)
            passed = False
            for one in skipped:
                passed |= one == small
            if passed:
                continue
        whole = spread(whole ^ word) + np.uint64(taken)
        taken += 1
        if taken == 2:
            return whole
    return np.uint64(0)


@kernel
def count_openings(text: Text, first_line: Array, skipped: Array, pages: Array, names: Text, out: Array) -> None:
    """How many lines of a page begin with the first two words of a name.

    Args:
        text: the lines of all pages.
        first_line: index of each page's first line, and the number of lines.
        skipped: hashes of words before a name that are passed over.
        pages: the page of each name, rising.
        names: the names.
        out: out, the number for each name.
    """
    data, offsets = text
    spelt, ends = names
    longest = 1
    for page in range(first_line.size - 1):
        longest = max(longest, first_line[page + 1] - first_line[page])
    openings = np.zeros(longest, np.uint64)
    last = -1
    for name in range(pages.size):
        page = pages[name]
        first, stop = first_line[page], first_line[page + 1]
        if page != last:
            for line in range(first, stop):
                openings[line - first] = _opening_words(data, offsets[line], offsets[line + 1], skipped)
            last = page
        key = _opening_words(spelt, ends[name], ends[name + 1], skipped)
        out[name] = 0
        if key != 0:
            for line in range(stop - first):
                out[name] += openings[line] == key


@inlined_part
def _holds(data: Array, start: int, stop: int, key: Array, first: int, last: int, lower: Array) -> bool:
    """Whether a stretch of bytes holds a key, capitals and small letters alike."""
    small = lower[decode(key, first)[0]]
    while start < stop:
        code, size = decode(data, start)
        if lower[code] == small:
            here, there = start, first
            while there < last and here < stop:
                code_here, size_here = decode(data, here)
                code_there, size_there = decode(key, there)
                if lower[code_here] != lower[code_there]:
                    break
                here += size_here
                there += size_there
            if there >= last:
                return True
        start += size
    return False


@kernel
def lines_with_keys(
    text: Text, lower: Array, lines: Array, pages: Array, keys: Text, of_page: Array, out: Array
) -> None:
    """Whether each line holds one of its page's keys.

    Args:
        text: the lines of all pages.
        lower: lower case of each code point.
        lines: the lines that are asked about, rising.
        pages: the page of each of them.
        keys: the keys.
        of_page: the page of each key, rising.
        out: out, bool, for each line asked about.
    """
    data, offsets = text
    spelt, ends = keys
    from_key = 0
    for place in range(lines.size):
        page, line = pages[place], lines[place]
        while from_key < of_page.size and of_page[from_key] < page:
            from_key += 1
        out[place] = False
        key = from_key
        while key < of_page.size and of_page[key] == page and not out[place]:
            out[place] = _holds(data, offsets[line], offsets[line + 1], spelt, ends[key], ends[key + 1], lower)
            key += 1


@kernel
def count_tokens(  # noqa: C901 - one pass over the bytes, for speed
    text: Text, characters: Characters, first_line: Array, asked: Array, tokens: Text, pages: Array, out: Array
) -> None:
    """How many lines of a page hold a word, hyphens and digits being part of words.

    Args:
        text: the lines of all pages.
        characters: what each code point is.
        first_line: index of each page's first line, and the number of lines.
        asked: the lines that count.
        tokens: the words looked for.
        pages: the page of each of them, rising.
        out: out, the number for each of them.
    """
    data, offsets = text
    spelt, ends = tokens
    table, lower = characters
    wanted = np.zeros(pages.size, np.uint64)
    seen = np.zeros(pages.size, np.int64)
    for token in range(pages.size):
        whole = np.uint64(0)
        at = ends[token]
        while at < ends[token + 1]:
            code, size = decode(spelt, at)
            whole = rolled(whole, lower[code])
            at += size
        wanted[token] = whole
        seen[token] = -1
        out[token] = 0
    start = 0
    while start < pages.size:
        page = pages[start]
        end = start
        while end < pages.size and pages[end] == page:
            end += 1
        for line in range(first_line[page], first_line[page + 1]):
            if not asked[line]:
                continue
            at, stop = offsets[line], offsets[line + 1]
            whole = np.uint64(0)
            length = 0
            while at <= stop:
                code, size = decode(data, at) if at < stop else (32, 1)
                kind = np.int64(table[code]) & 0xFF
                part = kind in (LOWER, UPPER, WIDE) or (kind == DIGIT and code < 128) or code == 45
                if part or (kind == MARK and length > 0):
                    whole = rolled(whole, lower[code])
                    length += 1
                elif length > 0:
                    if length >= _SHORTEST_WORD:
                        for token in range(start, end):
                            if wanted[token] == whole and seen[token] != line:
                                seen[token] = line
                                out[token] += 1
                    whole = np.uint64(0)
                    length = 0
                at += size
        start = end


@kernel
def keep_apart(rows: Array, ranks: Array, starts: Array, ends: Array, out: Array) -> None:
    """Which stretches overlap none that is kept and of a lower rank on the same row.

    Args:
        rows: the row of each stretch, rising.
        ranks: its rank, rising within a row.
        starts: where it starts.
        ends: where it ends.
        out: out, bool.
    """
    first = 0
    for place in range(rows.size):
        if rows[place] != rows[first]:
            first = place
        out[place] = True
        other = first
        while other < place and ranks[other] < ranks[place]:
            if out[other] and starts[other] < ends[place] and ends[other] > starts[place]:
                out[place] = False
                break
            other += 1
