"""What a line's surroundings say: the words it shares with its document, its neighbours, windows, the densest block.

Belongs here: compiled passes over the lines of each document. Does not belong here: passes over bytes (``kernels``),
the list of features (``features``).

The densest block is the maximum subsequence of Pasternack and Roth (Extracting article text from the web with maximum
subsequence segmentation, WWW 2009).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.text.compiling import kernel
from kliping.text.hash_table import Emptied, room_for, stamped_slot

if TYPE_CHECKING:
    from kliping.cleaning.kernels import Array


class Sharing(NamedTuple):
    """What a line has in common with others of its document, in the order of the columns of ``share_words``."""

    common_share: int  # share of words that are common in running text (function words, in any language)
    shared_share: int  # share that stand in other running text
    lonely_share: int  # share that stand in no other line
    word_spread: int  # mean logarithm of the lines a word stands in
    copies: int  # copies of the line in the document
    later_copy: int  # 1 for a later copy


class Block(NamedTuple):
    """Where a line stands to the densest block of its document, in the order of the columns of ``put_block``."""

    in_block: int  # 1 inside it
    after_block_start: int  # lines, signed, within a cap
    before_block_end: int
    words_before: int  # share of the mass before the line
    block_words: int  # share of the mass in the block


SHARING = Sharing(*range(len(Sharing._fields)))
BLOCK = Block(*range(len(Block._fields)))
"""The column of each."""

_SENTENCE_WORDS = 8.0
_PARAGRAPH_WORDS = 18.0
_USUAL_LINES, _USUAL_SHARE = 2.0, 0.15
"""Lines that read like running text, and their share of a document's, from which a word that stands in them is usual
there. The line model was fitted to these: another number takes another model."""


@kernel
def mark_sentences(words: Array, ends: Array, out: Array) -> None:
    """1 where a line reads like running text: eight words that end a sentence, or eighteen words."""
    for line in range(words.size):
        full = words[line] >= _SENTENCE_WORDS and ends[line] > 0
        out[line] = 1.0 if full or words[line] >= _PARAGRAPH_WORDS else 0.0


@kernel
def share_words(  # noqa: C901 - one pass over the words, for speed
    first_line: Array, first_token: Array, tokens: Array, hashes: Array, sentence: Array, out: Array, same: Array
) -> None:
    """What each line's words share with the other lines of its document.

    Args:
        first_line: index of each document's first line, and the number of lines.
        first_token: index of each line's first word, and the number of words.
        tokens: hash of each word.
        hashes: hash of each line.
        sentence: 1 where a line reads like running text.
        out: out, float32 [lines, len(SHARING)].
        same: out, index of the first line with the same hash.
    """
    largest = 1
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        largest = max(largest, first_token[stop] - first_token[first] + 1, stop - first + 1)
    size = room_for(largest)
    table = Emptied(np.zeros(size, np.uint64), np.zeros(size, np.int32))
    keys, stamp = table
    in_lines = np.zeros(size, np.int32)
    in_sentences = np.zeros(size, np.int32)
    last_line = np.zeros(size, np.int64)
    slots = np.zeros(largest, np.int64)
    epoch = 0
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        origin = first_token[first]
        room = room_for(max(first_token[stop] - origin, stop - first) + 1)
        epoch += 1
        running = 0.0
        for line in range(first, stop):
            running += sentence[line]
            for at in range(first_token[line], first_token[line + 1]):
                slot = stamped_slot(table, room, epoch, tokens[at])
                if stamp[slot] != epoch:
                    stamp[slot] = epoch
                    keys[slot] = tokens[at]
                    in_lines[slot] = 0
                    in_sentences[slot] = 0
                    last_line[slot] = -1
                if last_line[slot] != line:
                    last_line[slot] = line
                    in_lines[slot] += 1
                    in_sentences[slot] += int(sentence[line])
                slots[at - origin] = slot
        usual = max(_USUAL_LINES, _USUAL_SHARE * running)
        for line in range(first, stop):
            count = first_token[line + 1] - first_token[line]
            common = shared = lonely = 0
            spread = 0.0
            for at in range(first_token[line], first_token[line + 1]):
                slot = slots[at - origin]
                if in_sentences[slot] >= usual:
                    common += 1
                elif in_sentences[slot] - int(sentence[line]) >= 1:
                    shared += 1
                if in_lines[slot] == 1:
                    lonely += 1
                spread += np.log2(1.0 + in_lines[slot])
            out[line, SHARING.common_share] = common / max(count, 1)
            out[line, SHARING.shared_share] = shared / max(count, 1)
            out[line, SHARING.lonely_share] = lonely / max(count, 1)
            out[line, SHARING.word_spread] = spread / max(count, 1)
        epoch += 1
        for line in range(first, stop):
            slot = stamped_slot(table, room, epoch, hashes[line])
            if stamp[slot] != epoch:
                stamp[slot] = epoch
                keys[slot] = hashes[line]
                in_lines[slot] = 0
                last_line[slot] = line
            in_lines[slot] += 1
            same[line] = last_line[slot]
            slots[line - first] = slot
        for line in range(first, stop):
            out[line, SHARING.copies] = in_lines[slots[line - first]]
            out[line, SHARING.later_copy] = 1.0 if same[line] < line else 0.0


@kernel
def put_neighbours(first_line: Array, source: Array, columns: Array, steps: Array, out: Array, at: int) -> None:
    """Columns of the lines ``steps`` away, beside each line, from column ``at`` of ``out``; -1 beyond the document."""
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        for line in range(first, stop):
            place = at
            for step in steps:
                there = line + step
                for column in columns:
                    out[line, place] = source[there, column] if first <= there < stop else -1.0
                    place += 1


@kernel
def put_windows(first_line: Array, values: Array, weights: Array, reaches: Array, out: Array, at: int) -> None:
    """Weighted means of each column of ``values`` over the lines before and after, from column ``at`` of ``out``."""
    columns = values.shape[1]
    longest = 1
    for document in range(first_line.size - 1):
        longest = max(longest, first_line[document + 1] - first_line[document])
    sums = np.zeros((longest + 1, columns + 1))
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        size = stop - first
        for row in range(size):
            sums[row + 1, columns] = sums[row, columns] + weights[first + row]
            for column in range(columns):
                sums[row + 1, column] = sums[row, column] + weights[first + row] * values[first + row, column]
        for row in range(size):
            place = at
            for reach in reaches:
                low, high = max(row - reach, 0), min(row + 1 + reach, size)
                before = sums[row, columns] - sums[low, columns]
                after = sums[high, columns] - sums[row + 1, columns]
                for column in range(columns):
                    whole = sums[row, column] - sums[low, column]
                    out[first + row, place] = whole / before if before > 0 else 0.0
                    whole = sums[high, column] - sums[row + 1, column]
                    out[first + row, place + 1] = whole / after if after > 0 else 0.0
                    place += 2


@kernel
def put_distances(first_line: Array, flags: Array, cap: int, out: Array, at: int) -> None:
    """Lines back to the last flagged line and on to the next, this line not counted; ``cap`` where there is none."""
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        away = cap
        for line in range(first, stop):
            out[line, at] = away
            away = 1 if flags[line] > 0 else min(away + 1, cap)
        away = cap
        for line in range(stop - 1, first - 1, -1):
            out[line, at + 1] = away
            away = 1 if flags[line] > 0 else min(away + 1, cap)


@kernel
def put_block(first_line: Array, gain: Array, mass: Array, cap: int, out: Array, at: int) -> None:
    """The run of lines with the greatest sum of ``gain``: ``Block`` from column ``at``."""
    for document in range(first_line.size - 1):
        first, stop = first_line[document], first_line[document + 1]
        best, best_first, best_stop = 0.0, first, first
        running, begun = 0.0, first
        whole = 0.0
        for line in range(first, stop):
            whole += mass[line]
            running += gain[line]
            if running <= 0:
                running, begun = 0.0, line + 1
            elif running > best:
                best, best_first, best_stop = running, begun, line + 1
        inner = 0.0
        for line in range(best_first, best_stop):
            inner += mass[line]
        before = 0.0
        for line in range(first, stop):
            out[line, at + BLOCK.in_block] = 1.0 if best_first <= line < best_stop else 0.0
            out[line, at + BLOCK.after_block_start] = max(min(line - best_first, cap), -cap)
            out[line, at + BLOCK.before_block_end] = max(min(best_stop - 1 - line, cap), -cap)
            out[line, at + BLOCK.words_before] = before / whole if whole > 0 else 0.0
            out[line, at + BLOCK.block_words] = inner / whole if whole > 0 else 0.0
            before += mass[line]
