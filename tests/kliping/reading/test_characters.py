"""What is done to characters; no line number ever moves."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.reading.characters import REPAIRED, blank, normalised

CASES = [
    # before, after, repaired
    ("plain “text” – with café", "plain “text” – with café", False),
    ("a\r\nb\rc\nd\r\n\r\ne", "a\nb\nc\nd\n\ne", False),
    ("a\0b\x07c\x1b[0m\x85d\u2028e\x0cf\tg", "a b c [0m d e f\tg", False),
    (
        "zero\u200bwidth soft\u00adhyphen \ufeffmark \u202eright\u202c \u2060x",
        "zerowidth softhyphen mark right x",
        False,
    ),
    ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\U0001f33e", None, False),
    ("no\u00a0break", "no break", False),
    ("cafe\u0301 A\u030angstro\u0308m \u212b", "café Ångström Å", False),
    ("La rÃ©forme Ã©conomique", "La réforme économique", True),
    ("â€œkutipanâ€\x9d di pasar", "“kutipan” di pasar", True),
    ("first\nLa rÃ©forme\nlast", "first\nLa réforme\nlast", True),
    ("é–à » Ñandú ÂÃ", None, False),
]


@pytest.mark.parametrize(("before", "after", "repaired"), CASES)
def test_characters_are_made_plain(before, after, repaired):
    texts, encodings = normalised(pl.Series([before, "other", None]), pl.Series(["utf-8", "utf-8", None]))
    assert texts.to_list() == [before if after is None else after, "other", None]
    assert encodings.to_list() == ["utf-8" + REPAIRED * repaired, "utf-8", None]


@pytest.mark.parametrize(("before", "after", "repaired"), CASES)
def test_doing_it_twice_changes_nothing(before, after, repaired):
    once, names = normalised(pl.Series([before]), pl.Series(["utf-8"]))
    twice, same = normalised(once, names)
    assert twice.equals(once)
    assert same.equals(names)


@pytest.mark.parametrize(("text", "expected"), [("", True), (" \n\t\u3000", True), (".", False), ("\n x", False)])
def test_blank_texts_are_told(text, expected):
    assert blank(pl.Series([text])).to_list() == [expected]
