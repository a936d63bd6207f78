"""What makes two texts one: case, width and signs folded away, the same in Python, in a column and in a kernel."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping import words
from kliping.text.characters import letter_runs, small_letters, spoken_words, tables
from kliping.text.folding import (
    IDEOGRAPH,
    UNSPACED,
    UNSPACED_LANGUAGES,
    bare,
    bare_names,
    character_table,
    folded,
)

EVERY = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) not in ("Cs", "Cn")]
"""All of the basic plane that Python knows; Polars' Unicode is a later one."""


@pytest.mark.parametrize(
    ("text", "same"), [("ＡＢＣ１", "abc1"), ("ﬁlm", "film"), ("Straße", "straße"), ("Å", "å"), ("½", "1⁄2")]
)
def test_width_case_and_ligatures_make_no_difference(text: str, same: str) -> None:
    assert folded(text) == folded(same) == same


def test_a_name_is_its_letters_and_digits_in_python_and_in_a_column() -> None:
    assert bare("Kabar-Contoh_24 (ID)") == bare("kabar contoh 24 id") == "kabarcontoh24id"
    names = [f"x{sign}Y" for sign in EVERY]
    column = pl.DataFrame({"name": names}).select(bare_names("name"))["name"].to_list()
    assert [(name, one) for name, one in zip(names, column, strict=True) if one != bare(name)] == []


def test_the_table_of_a_kernel_folds_as_python_does() -> None:
    table = character_table() & np.uint32(0xFFFFFF)
    for sign in "AÉΣЖＡﬀ１Ⅷ中가":
        assert chr(table[ord(sign)]) == (folded(sign) if len(folded(sign)) == 1 else sign)


def test_small_letters_are_one_for_one_and_nothing_else_is_a_letter() -> None:
    letters, lower = small_letters(), tables()[1]
    for sign in "aZÉßЖ中ªʰ":
        assert chr(letters[ord(sign)]) == sign.lower() == chr(lower[ord(sign)])
    assert [letters[ord(sign)] for sign in "1 -_Ⅷⓐ\u0301"] == [0] * 7
    assert letters[ord("İ")] == lower[ord("İ")] == ord("i")


def test_a_word_keeps_its_vowel_signs_and_accents() -> None:
    assert letter_runs("15 मार्च 2024, সোমবার; e\u0301té_x'y ก็ดี") == ["मार्च", "সোমবার", "e\u0301té", "x", "y", "ก็ดี"]
    assert spoken_words("15 मार्च (2024) l'été 😀x_1") == ["15", "मार्च", "2024", "l", "été", "x_1"]
    assert (letter_runs("12 — !"), spoken_words(" — ")) == ([], [])


def test_languages_without_spaces_are_those_whose_words_are_in_such_a_script() -> None:
    kinds = character_table() >> 24
    unspaced = set()
    for path in (Path(words.__file__).parent).glob("*.toml"):
        letters = [sign for sign in path.read_text("utf-8") if not sign.isascii() and sign.isalpha()]
        mine = sum(kinds[ord(sign)] in (IDEOGRAPH, UNSPACED) for sign in letters)
        unspaced |= {path.stem} if mine > len(letters) / 2 else set()
    assert unspaced == {"zh", "ja", "th"}
    assert unspaced <= set(UNSPACED_LANGUAGES)
