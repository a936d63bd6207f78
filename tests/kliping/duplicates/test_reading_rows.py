"""What is read of words: shingles, numbers, passages and bands, on arrays made by hand."""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl
import pytest

from kliping.duplicates import sign
from kliping.duplicates.reading_kernels import (
    _distinct,
    _fill_bands,
    _number_set,
    _passage_set,
    _sampled,
    _shingle,
    _whole,
    _word_count,
)
from kliping.duplicates.token_kernels import CAPITAL, GLUED, SENTENCE_END, _classified, _sentence_end
from kliping.settings import DuplicateSettings
from kliping.text.folding import BREAK, DIGIT, IDEOGRAPH, SKIP, UNSPACED, WORD, _class_of, character_table
from kliping.text.utf8 import encode
from tests.compiled import from_python

EMPTY = 0xFFFFFFFF


@pytest.mark.parametrize(("values", "kept"), [([], []), ([3], [3]), ([3, 1, 3, 2], [1, 2, 3]), ([5, 5, 5], [5])])
def test_values_are_sorted_and_stand_once(values, kept):
    array = np.array([*values, 99], np.uint32)
    assert array[: from_python(_distinct)(array, len(values))].tolist() == kept


@pytest.mark.parametrize(
    ("values", "keep", "scale", "kept"),
    [
        ([1, 2, 3, 4], 4, 0, ([1, 2, 3, 4], 0)),
        ([1, 2, 3, 4], 3, 0, ([2, 4], 1)),
        ([1, 2, 3, 4, 8], 1, 0, ([8], 3)),
        ([2, 4, 6, 8], 3, 1, ([4, 8], 2)),
        ([1, 1, 2], 2, 0, ([1, 2], 0)),
    ],
)
def test_a_set_is_thinned_to_one_in_a_power_of_two(values, keep, scale, kept):
    array = np.array(values, np.uint32)
    count, reached = from_python(_sampled)(array, len(values), keep, scale)
    assert (array[:count].tolist(), reached) == kept


@pytest.mark.parametrize(
    ("spaced", "ideographs", "letters", "words"),
    [(3, 0, 0, 3), (0, 3, 0, 1), (0, 4, 0, 2), (0, 0, 9, 1), (0, 0, 10, 2), (1, 2, 5, 3)],
)
def test_words_of_every_kind_are_counted(spaced, ideographs, letters, words):
    assert from_python(_word_count)(spaced, ideographs, letters) == words


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ([], 0),
        ([IDEOGRAPH], 1),
        ([WORD, DIGIT, WORD | CAPITAL], 3),
        ([UNSPACED, UNSPACED], 1),
        ([IDEOGRAPH, IDEOGRAPH, DIGIT], 2),
    ],
)
def test_a_text_with_a_token_has_a_word(kinds, words):
    tokens = np.array([5, 6, 7], np.uint64)
    assert from_python(_whole)(tokens, np.array(kinds, np.uint8), len(kinds))[1] == words


def shingles(tokens, kinds, keep=64, room=256):
    minima, seen = np.zeros(4, np.uint32), np.zeros(room, np.uint32)
    tokens, kinds = np.array(tokens, np.uint64), np.array(kinds, np.uint8)
    widths = np.array([0, 3, 3, 2, 2, 0, 0, 0])
    count, scale = from_python(_shingle)(tokens, kinds, tokens.size, widths, minima, seen, keep)
    return seen[:count].tolist(), scale, minima.tolist()


def test_a_shingle_ends_at_each_word_and_a_short_text_is_one():
    assert [len(shingles(range(1, 1 + n), [WORD] * n)[0]) for n in range(6)] == [0, 1, 1, 1, 2, 3]
    assert len(shingles([1, 2, 3], [IDEOGRAPH] * 3)[0]) == 2
    assert len(shingles([1, 2, 3], [IDEOGRAPH, IDEOGRAPH, WORD])[0]) == 2
    assert len(shingles([1, 2], [IDEOGRAPH, IDEOGRAPH])[0]) == 1
    assert len(shingles([1, 2, 3], [IDEOGRAPH, WORD, WORD])[0]) == 1
    assert shingles([1, 2, 3], [WORD] * 3)[0] != shingles([2, 1, 3], [WORD] * 3)[0]
    assert set(shingles([1, 2, 3], [WORD] * 3)[0]) < set(shingles([1, 2, 3, 4], [WORD] * 4)[0])
    assert max(shingles(range(1, 60), [WORD] * 59)[2]) < EMPTY
    assert sum(one < EMPTY for one in shingles([1], [WORD])[2]) == 1


def test_shingles_are_thinned_alike_however_little_room_there_is():
    tokens, kinds = range(1, 301), [WORD] * 300
    wide, narrow = shingles(tokens, kinds, keep=16, room=1024), shingles(tokens, kinds, keep=16, room=64)
    assert wide == narrow
    assert len(wide[0]) <= 16
    assert wide[1] >= 4


def numbers(tokens, kinds, keep=8):
    seen = np.zeros(4 * keep, np.uint32)
    tokens, kinds = np.array(tokens, np.uint64), np.array(kinds, np.uint8)
    return seen[: from_python(_number_set)(tokens, kinds, tokens.size, seen, keep)].tolist()


def test_numbers_are_kept_once_and_glued_ones_are_one():
    assert len(numbers([1, 2, 1], [DIGIT] * 3)) == 2
    assert len(numbers([1, 2], [DIGIT, DIGIT | GLUED])) == 1
    assert numbers([1, 2], [DIGIT, DIGIT | GLUED]) != numbers([2], [DIGIT])
    assert numbers([1, 2], [WORD, WORD]) == []
    assert numbers([9, 1], [WORD, DIGIT]) == numbers([1], [DIGIT])
    every = numbers(range(100), [DIGIT] * 100, keep=100)
    assert numbers(range(100), [DIGIT] * 100, keep=8) == sorted(every)[:8]


def passages(tokens, kind, words=2, keep=400):
    seen = np.zeros(4 * keep + 1, np.uint64)
    tokens = np.array(tokens, np.uint64)
    kinds = np.full(tokens.size, kind, np.uint8)
    return seen[: from_python(_passage_set)(tokens, kinds, tokens.size, words, seen, keep)].tolist()


def test_one_passage_in_eight_is_kept_wherever_it_stands():
    tokens = list(range(1, 401))
    whole, letters = passages(tokens, WORD), passages(tokens, IDEOGRAPH)
    assert 25 < len(whole) < 80
    assert 25 < len(letters) < 80
    assert set(passages(tokens[100:200], WORD)) < set(whole)
    assert passages(tokens, WORD, keep=8) == sorted(whole)[:8]
    assert not set(letters) & set(whole)
    assert not set(passages(tokens, WORD, words=6)) & set(whole)


@pytest.mark.parametrize(("kind", "width"), [(WORD, 2), (IDEOGRAPH, 6), (UNSPACED, 6)])
def test_a_passage_has_two_words_or_six_letters(kind, width):
    kept = [at for at in range(width, 200) if passages(range(at - width, at), kind)]
    assert kept
    assert all(passages(range(at - width + 1, at), kind) == [] for at in kept)


def bands(minima, rows):
    keys = np.zeros(9, np.uint64)
    end = from_python(_fill_bands)(np.array(minima, np.uint32), rows, keys, 1)
    assert keys[0] == 0
    return keys[1:end].tolist()


def test_a_band_is_a_key_of_its_rows_and_of_its_place():
    keys = bands([1, 2, 3, 4], 2)
    assert len(keys) == 2
    assert len(bands([1, 2, 3, 4], 4)) == 1
    assert bands([1, 2, 9, 9], 2)[0] == keys[0]
    assert bands([9, 9, 3, 4], 2)[1] == keys[1]
    assert bands([1, 9, 3, 4], 2)[0] != keys[0]
    assert bands([2, 1, 3, 4], 2)[0] != keys[0]
    assert len(set(bands([3, 4, 3, 4], 2))) == 2
    # an empty bin takes the least value of a full one
    assert bands([1, EMPTY, EMPTY, EMPTY], 1) == bands([1, 1, 1, 1], 1)
    assert bands([1, EMPTY, 3, EMPTY], 1)[1] in (bands([1, 1, 3, 3], 1)[1], bands([1, 3, 3, 3], 1)[1])


KEPT = {
    "body": "c7feb4c6b2d01c46",
    "keys": "48c7ad6fcfa261a5",
    "shingles": "cf799c094f2a337d",
    "numbers": "b42a8beaf5f013c2",
    "tokens": "bc733031ba463764",
}
"""The beginning of the SHA-256 of each column of three signatures."""


@pytest.mark.parametrize("column", KEPT)
def test_a_signature_can_be_compared_with_one_that_was_kept(column):
    """Signatures stay in a home: other hashes of the same words would find none of their copies there."""
    words = " ".join(f"kata{at * at % 97}" for at in range(120))
    bodies = [words, f"Naik 5,2 persen dari 25 ke 2024. {words}", "東京の夜景写真" * 9 + "สวัสดีชาวโลก" * 9]
    frame = pl.DataFrame(
        {"document_id": ["a", "b", "c"], "sha256": ["1", "2", "3"], "body": bodies, "title": ["X", "", "Y"]}
    )
    kept = sign(frame, DuplicateSettings())[column]
    values = [one.to_list() if isinstance(one, pl.Series) else one for one in kept]
    told = repr([one.hex() if isinstance(one, bytes) else one for one in values])
    assert hashlib.sha256(told.encode()).hexdigest()[:16] == KEPT[column]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (0x2E7F, BREAK), (0x3005, IDEOGRAPH), (0x3007, IDEOGRAPH), (0x3021, IDEOGRAPH), (0x3029, IDEOGRAPH),
        (0x302A, WORD), (0x3041, IDEOGRAPH), (0x31BF, IDEOGRAPH), (0x31F0, IDEOGRAPH), (0x31FF, IDEOGRAPH),
        (0x3200, BREAK), (0xA4D0, WORD), (0xF900, IDEOGRAPH),
        (0xFB00, WORD), (0x0E01, UNSPACED), (0x0EDF, UNSPACED), (0x0F00, WORD), (0x1000, UNSPACED), (0x0FBC, WORD),
        (0x109D, UNSPACED), (0x10A0, WORD), (0x1780, UNSPACED), (0x1950, UNSPACED), (0x1A00, WORD), (0x1A20, UNSPACED),
        (0x1AB0, WORD), (0xA9E0, UNSPACED), (0xA9FE, UNSPACED), (0xAA00, WORD), (0xAA60, UNSPACED), (0xAAE0, WORD),
        (0xFE00, SKIP), (0xFE0F, SKIP), (0xFE10, BREAK), (0x00AD, SKIP), (0x0663, DIGIT), (0x0301, WORD),
    ],
)  # fmt: skip
def test_a_character_is_of_its_script_s_class(code, kind):
    assert _class_of(code) == kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (0xFF21, WORD), (0x10000, WORD), (0x1CFFF, WORD), (0x1D000, 0), (0x1DFFF, 0), (0x1E000, WORD), (0x1EFFF, WORD),
        (0x1F000, 0), (0x1FFFF, 0), (0x20000, IDEOGRAPH), (0x3FFFF, IDEOGRAPH), (0x40000, 0),
    ],
)  # fmt: skip
def test_beyond_the_basic_plane_planes_say_what_is_a_word(code, kind):
    found, plain = from_python(_classified)(np.uint32(code), character_table())
    assert (int(found), int(plain)) == (kind, 0x61 if code == 0xFF21 else code)


@pytest.mark.parametrize("code", [0x0A, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x2A6DF, 0x10FFFF])
def test_a_character_is_written_as_utf_8(code):
    room = np.zeros(6, np.uint8)
    end = from_python(encode)(room, 1, np.int64(code))
    assert bytes(room[1:end]) == chr(code).encode()


@pytest.mark.parametrize(
    ("sign", "after", "ends"),
    [
        (".", b" ", True), (".", b"\n", True), (".", b"!", False), (".", b"\x7f", False), (".", b"\x80", True),
        (".", b"5", False), ("!", b" ", True), ("?", b"", True), ("\u3002", b" ", True), ("\uff01", b" ", True),
        ("\uff1f", b" ", True), ("\u0964", b" ", True), ("\u061f", b" ", True), (",", b" ", False),
    ],
)  # fmt: skip
def test_a_stop_ends_a_sentence_before_a_blank(sign, after, ends):
    text = np.frombuffer(b"x" + after + b"z", np.uint8)
    assert from_python(_sentence_end)(np.uint32(ord(sign)), text, 1, 1 + len(after)) == (SENTENCE_END if ends else 0)
