"""From bytes to words, from words to what a signature holds."""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl
import pytest

from kliping.duplicates.reading_kernels import Shape, read_texts
from kliping.duplicates.token_kernels import (
    CAPITAL,
    GLUED,
    KIND,
    PARAGRAPH_END,
    SENTENCE_END,
    TITLE,
    Words,
    _classified,
    tokenise,
)
from kliping.text.buffers import text_buffers
from kliping.text.folding import BREAK, DIGIT, IDEOGRAPH, UNSPACED, WORD, character_table
from tests.compiled import from_python

WIDTHS = np.array([0, 3, 3, 6, 6, 0, 0, 0], np.int64)
SHAPE = Shape(character_table(), WIDTHS, 16, 4, 5, 64, 20, 4, 8, 8, 1000)


def told(text):
    """The tokens of a text as (folded form, kind, marks)."""
    data = np.frombuffer(text.encode(), np.uint8)
    size = 2 * data.size + 4
    words = Words(np.empty(size, np.uint64), np.empty(size, np.uint8), np.empty(2 * size, np.uint8))
    count, end = from_python(tokenise)(data, 0, data.size, character_table(), words, 0)
    forms = words.folded[:end].tobytes().decode().split(" ")[:-1]
    kinds = words.kinds[:count]
    return forms, (kinds & KIND).tolist(), (kinds & ~KIND).tolist(), words.tokens[:count].tolist()


def test_words_are_folded_and_signs_between_them_are_none():
    forms, kinds, _, tokens = told("Banjir, BANJIR ban\u00adjir ｂａｎｊｉｒ 2024 covid19 😀 京都 กข")
    assert forms == ["banjir"] * 4 + ["2024", "covid19", "京", "都", "ก", "ข"]
    assert kinds == [WORD] * 4 + [DIGIT, DIGIT, IDEOGRAPH, IDEOGRAPH, UNSPACED, UNSPACED]
    assert len(set(tokens[:4])) == 1
    assert len(set(tokens)) == 7


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("banjir surut", [0, PARAGRAPH_END]),
        ("banjir. surut", [SENTENCE_END, PARAGRAPH_END]),
        ("banjir.surut", [0, PARAGRAPH_END]),
        ("banjir” surut", [0, PARAGRAPH_END]),
        ("banjir\nsurut", [PARAGRAPH_END, PARAGRAPH_END]),
        ("kata Sari", [0, CAPITAL | PARAGRAPH_END]),
        ("Kata Sari. Dia", [0, CAPITAL | SENTENCE_END, PARAGRAPH_END]),
        ("5,2 persen", [0, GLUED, PARAGRAPH_END]),
        ("5, 2", [0, PARAGRAPH_END]),
        ("13/06/2024", [0, GLUED, GLUED | PARAGRAPH_END]),
        ("5 2", [0, PARAGRAPH_END]),
        *((f"水{stop}火", [SENTENCE_END, PARAGRAPH_END]) for stop in "。！？।؟"),
        *((f"air{stop} api", [SENTENCE_END, PARAGRAPH_END]) for stop in ".!?"),
        *((f"air{sign} api", [0, PARAGRAPH_END]) for sign in '-/"@、＂＠॥،؞'),
    ],
)
def test_where_sentences_end_and_what_begins_them_is_marked(text, marks):
    assert told(text)[2] == marks


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (0xFFDC, WORD), (0xFFFF, BREAK), (0x10000, WORD), (0x1CFFF, WORD), (0x1D000, BREAK), (0x1DFFF, BREAK),
        (0x1E000, WORD), (0x1EFFF, WORD), (0x1F000, BREAK), (0x1FFFF, BREAK), (0x20000, IDEOGRAPH),
        (0x3FFFF, IDEOGRAPH), (0x40000, BREAK), (0x10FFFF, BREAK),
    ],
)  # fmt: skip
def test_what_a_sign_is_beyond_the_basic_plane(code, kind):
    found, folded = from_python(_classified)(np.uint32(code), character_table())
    assert found == kind
    assert folded == code or code == 0xFFDC


def test_nothing_is_told_of_nothing():
    assert told("") == ([], [], [], [])
    assert told(" … 😀") == ([], [], [], [])


def read(*texts, titles=None, **shape):
    column = text_buffers(pl.Series(texts, dtype=pl.String))
    return read_texts(column, np.array(titles or [0] * len(texts), np.int64), SHAPE._replace(**shape))


def part(read_, values, ends, item):
    return getattr(read_, values)[getattr(read_, ends)[item] : getattr(read_, ends)[item + 1]].tolist()


PAGE = (
    "Warga Sukamaju memperbaiki jembatan gantung sepanjang 25 meter yang rusak 5,2 persen bersama 25 relawan desa itu"
)


def test_equal_words_are_equal_in_all_a_signature_holds():
    both = read(PAGE, PAGE.upper().replace(" ", "  "), "Harga beras naik.", "")
    assert both.hashes[0] == both.hashes[1] != both.hashes[2]
    assert both.words.tolist() == [18, 18, 3, 0]
    for values, ends in (("keys", "key_ends"), ("shingles", "shingle_ends"), ("numbers", "number_ends")):
        assert part(both, values, ends, 0) == part(both, values, ends, 1)
        assert part(both, values, ends, 3) == []
    assert len(part(both, "shingles", "shingle_ends", 0)) == 3 * 16, (
        "a shingle of three words ends at every word but two"
    )
    assert part(both, "keys", "key_ends", 2) == [], "too few words for a key"
    assert len(part(both, "keys", "key_ends", 0)) >= 4


def test_a_number_with_a_sign_inside_is_one_and_stands_once():
    (text,) = ["naik 5,2 persen dari 25 ke 25 dan 52"]
    assert len(part(read(text), "numbers", "number_ends", 0)) == 3 * 3
    assert part(read("5,2"), "numbers", "number_ends", 0) != part(read("5 2"), "numbers", "number_ends", 0)
    assert len(part(read("1 2 3 4 5 6 7 8 9 10 11"), "numbers", "number_ends", 0)) == 3 * 8, "the least eight"


def test_a_text_is_read_alike_wherever_it_stands_in_its_batch():
    alone, behind = read("5,2 persen naik"), read("harga", "5,2 persen naik")
    assert part(alone, "numbers", "number_ends", 0) == part(behind, "numbers", "number_ends", 1)
    assert part(alone, "sequences", "sequence_ends", 0) == part(behind, "sequences", "sequence_ends", 1)


def test_order_and_words_tell_texts_apart_and_titles_only_where_they_count():
    one, other = "satu dua tiga empat lima", "lima empat tiga dua satu"
    assert read(one).hashes[0] != read(other).hashes[0]
    assert read(one).hashes[0] != read(f"{one} enam").hashes[0]
    titled = read(f"Judul {one}", titles=[6])
    assert titled.hashes[0] == read(one).hashes[0]
    assert titled.folded.tobytes().decode() == f"judul \n{one} "
    marks = np.array(part(titled, "sequences", "sequence_ends", 0), np.uint8).reshape(-1, 4)[:, 3]
    assert ((marks & TITLE) > 0).tolist() == [True] + [False] * 5
    assert len(part(read(one, tokens_kept=2), "sequences", "sequence_ends", 0)) == 4 * 2


def test_letters_of_scripts_without_spaces_make_words_of_several():
    read_ = read("京都大学" * 3, "กขคงจ" * 2, "京")
    assert read_.words.tolist() == [6, 2, 1]


def test_a_long_text_is_thinned_alike_wherever_it_is_long():
    words = [hashlib.sha256(str(at).encode()).hexdigest()[:6] for at in range(2000)]
    whole, again = read(" ".join(words)), read(" ".join([*words[:1000], *words]))
    assert whole.scales[0] > 0
    assert whole.shingle_ends[1] <= 3 * 64
    kept = np.array(part(whole, "shingles", "shingle_ends", 0)).reshape(-1, 3) @ [1, 256, 65536]
    assert (kept % (1 << int(whole.scales[0])) == 0).all()
    other = np.array(part(again, "shingles", "shingle_ends", 0)).reshape(-1, 3) @ [1, 256, 65536]
    assert len(set(kept.tolist()) & set(other.tolist())) >= min(len(kept), len(other)) - 2
    assert read(" ".join(words), scale_limit=0).keys.size == 0, "a text that is thinned too much has no key"
