"""Words of a stretch of bytes, and how two stretches go together; the names of the numbers that tell a title."""

from __future__ import annotations

import numpy as np
import pytest

from kliping.metadata.line_facts import code_points
from kliping.metadata.titles.columns import (
    ABOVE,
    BELOW,
    BYLINE,
    CHEAP,
    CLOSE,
    JOB,
    MENU,
    ROLE_COLUMNS,
    ROLES,
    Beside,
    Cheap,
    Close,
)
from kliping.metadata.titles.presence import FEATURES, PAGE, SIGNS
from kliping.metadata.titles.stretches import is_head, is_tail, next_word, put_words, without_outlet
from kliping.text.hash_table import Emptied
from tests.compiled import from_python


def stretch(text):
    data = np.frombuffer(text.encode(), np.uint8)
    return data, 0, data.size


def words_of(text):
    data, at, stop = stretch(text)
    found = []
    while at < stop:
        key, at = from_python(next_word)(data, at, stop, *code_points())
        found.append(int(key))
    return [key for key in found if key]


def test_words_of_four_letters_say_something_whatever_their_case():
    assert len(words_of("Api di hutan itu padam")) == 2
    assert words_of("HUTAN") == words_of("hutan,") == words_of("(Hutan)")
    assert words_of("hutan") != words_of("hutam")
    assert words_of("api") == []
    assert len(words_of("apis")) == 1
    assert [len(words_of(text)) for text in ("東京大", "서울시청", "\u1100\u1161")] == [3, 4, 2]


def test_a_set_of_words_is_emptied_by_a_higher_stamp():
    words = Emptied(np.zeros(64, np.uint64), np.zeros(64, np.int32))
    for stamp, text in ((2, "hutan padam"), (4, "hutan basah")):
        from_python(put_words)(*stretch(text), code_points(), words, stamp)
    assert sorted(words.stamps[words.stamps > 0].tolist()) == [2, 4, 4]
    (basah,) = words_of("basah")
    assert words.stamps[words.keys == np.uint64(basah)].tolist() == [4]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Banjir Surut - Kabar Contoh", "Banjir Surut"),
        ("Banjir Surut | Kabar", "Banjir Surut"),
        ("Banjir Surut :: Kabar Contoh", "Banjir Surut"),
        ("Banjir Surut – Kabar Contoh", "Banjir Surut"),
        ("Banjir - Surut - Kabar", "Banjir - Surut"),
        ("Banjir-Surut", "Banjir-Surut"),
        ("Banjir Surut - K", "Banjir Surut - K"),
        (f"Banjir Surut - {'Kabar' * 12}", f"Banjir Surut - {'Kabar' * 12}"),
        ("Banjir Surut - KB", "Banjir Surut"),
        (f"Banjir Surut - {'é' * 41}", "Banjir Surut"),
        (f"Banjir Surut - {'é' * 42}", f"Banjir Surut - {'é' * 42}"),
        ("Banjir Surut  -  Kabar", "Banjir Surut"),
        *[(f"Banjir Surut {sign} Kabar", "Banjir Surut") for sign in "—·»•›-"],
        *[(f"Banjir Surut {sign} Kabar", f"Banjir Surut {sign} Kabar") for sign in (":", "_", "/", ";:")],
        ("Banjir Surut| Kabar", "Banjir Surut| Kabar"),
    ],
)
def test_the_outlet_behind_a_title_is_left_out(line, title):
    data, start, stop = stretch(line)
    assert bytes(data[start : from_python(without_outlet)(data, start, stop)]).decode() == title


def test_a_line_that_begins_with_the_sign_keeps_it():
    data, _, stop = stretch(" - Kabar")
    assert from_python(without_outlet)(data, 1, stop) == stop


@pytest.mark.parametrize(
    ("code", "says"),
    [(0x10FF, 0), (0x1100, 1), (0x11FF, 1), (0x1200, 0), (0xABFF, 0), (0xAC00, 1), (0xD7AF, 1), (0xD7B0, 0)],
)
def test_every_sign_of_korean_says_something(code, says):
    assert len(words_of(chr(code))) == says


@pytest.mark.parametrize(
    ("one", "other", "head", "tail"),
    [
        ("Banjir", "Banjir Surut", True, False),
        ("Surut", "Banjir Surut", False, True),
        ("Banjir", "Banjir", False, False),
        ("Banjir Surut", "Surut", False, False),
        ("anjir", "Banjir Surut", False, False),
    ],
)
def test_a_stretch_begins_or_ends_a_longer_one(one, other, head, tail):
    data = np.frombuffer(f"{one}{other}".encode(), np.uint8)
    ends = (0, len(one), len(one), data.size)
    assert (from_python(is_head)(data, *ends), from_python(is_tail)(data, *ends)) == (head, tail)


def test_the_position_of_every_number_follows_from_its_name():
    assert list(CHEAP) == list(range(len(Cheap._fields)))
    assert list(CLOSE) == list(range(len(Close._fields)))
    assert [CHEAP._fields[column] for column in ROLE_COLUMNS] == [f"role_{role}" for role in ROLES]
    for beside, where in ((ABOVE, "above"), (BELOW, "below")):
        assert [CLOSE._fields[column] for column in beside] == [f"{name}_of_line_{where}" for name in Beside._fields]
    assert (BYLINE | MENU | JOB, BYLINE & MENU, MENU & JOB) == (7, 0, 0)
    assert (*Cheap._fields, *Close._fields, *SIGNS, *PAGE) == FEATURES
    assert len(set(FEATURES)) == len(FEATURES)
