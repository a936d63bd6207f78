"""Which days a body states, and whether another states them."""

import numpy as np
import polars as pl
import pytest

from kliping.duplicates import sign
from kliping.duplicates.alignment_kernels import features
from kliping.duplicates.calendar_words import calendar_words
from kliping.duplicates.day_kernels import stated_days
from kliping.duplicates.kinds import common_words
from kliping.duplicates.pair_features import FEATURES, LAST_DAY, MONTH, YEAR, Texts
from kliping.duplicates.passage_kernels import unpacked
from kliping.settings import DuplicateSettings
from kliping.text.buffers import text_buffers
from tests.compiled import from_python


def packed(*bodies):
    frame = pl.DataFrame({"document_id": [*map(str, bodies)], "body": bodies}).with_columns(sha256="document_id")
    return Texts(*text_buffers(sign(frame, DuplicateSettings())["tokens"]), common_words(), calendar_words())


@pytest.mark.parametrize(
    ("body", "days"),
    [
        ("Rapat digelar Senin (9/6/2025) di balai desa.", [(9, 6)]),
        ("Rapat digelar Senin (9/6) di balai desa.", [(9, 6)]),
        ("Rapat pada 9 Juni 2025, bukan 10 Juni.", [(9, 6), (10, 6)]),
        ("The council met on June 9, 2025.", [(9, 6)]),
        ("The council met on 9 June.", [(9, 6)]),
        ("Dicatat 2025-06-09 dan 09-06-2025.", [(9, 6), (9, 6)]),
        ("Gempa 5,2 pada pukul 07.12 di kedalaman 1.250 meter.", []),
        ("Setengah bagian, 1/2, dari Juni 2025.", []),
        ("Skor 3-1 pada Juni lalu.", []),
        ("9 Juni", [(9, 6)]),
        ("2025", []),
        ("", []),
    ],
)
def test_days_are_stated_with_a_month_or_a_year_or_a_weekday(body, days):
    texts = packed(body)
    found = from_python(stated_days)(*unpacked(texts, 0), texts.calendar)
    assert [(day % 32, day // 32) for day in found.tolist()] == days


def test_no_more_days_are_looked_at_than_their_bound():
    texts = packed(" ".join("9 Juni" for _ in range(100)))
    assert from_python(stated_days)(*unpacked(texts, 0), texts.calendar).shape[0] == 64


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("Terbit Senin (9/6/2025).", "Terbit Selasa (10/6/2025).", (1, 1, 0)),
        ("Terbit Senin (9/6/2025).", "Terbit pada 9 Juni, bukan 10 Juni.", (1, 0, 1)),
        ("Terbit 10 Juni, sejak 9 Juni.", "Terbit 9 Juni.", (1, 0.5, 1)),
        ("Terbit hari ini.", "Terbit 9 Juni.", (0, 0, 0)),
        ("", "Terbit 9 Juni.", (0, 0, 0)),
    ],
)
def test_the_days_of_two_bodies_are_the_same_or_apart(one, other, told):
    row = features(packed(one, other), np.array([0]), np.array([1]))[0]
    assert (row[FEATURES.dated], row[FEATURES.days_apart], row[FEATURES.days_shared]) == told


def test_calendar_words_are_in_order_and_cannot_be_changed():
    words = calendar_words()
    codes = set((words & 0xFF).tolist())
    assert (np.diff(words >> 8) > 0).all()
    assert not words.flags.writeable
    assert {LAST_DAY, MONTH + 12, YEAR} <= codes
    assert 0 not in codes
