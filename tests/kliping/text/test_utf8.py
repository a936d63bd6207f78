from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kliping.text.buffers import text_buffers
from kliping.text.characters import TABLE_SIZE
from kliping.text.utf8 import decode, decode_whole, encode, goes_on


@pytest.mark.parametrize(
    "character", ["\0", "a", "\x7f", "\x80", "é", "߿", "ࠀ", "日", "\ufeff", "\uffff", "𐀀", "😀", "\U0010ffff"]
)
def test_a_code_point_and_its_length(character):
    data = np.frombuffer(character.encode(), np.uint8)
    code, size = ord(character), data.size
    assert tuple(decode_whole.py_func(data, 0)) == (code, size)
    assert tuple(decode.py_func(data, 0)) == (min(code, TABLE_SIZE), size)
    out = np.zeros(5, np.uint8)
    assert encode.py_func(out, 1, code) == 1 + size
    assert bytes(out[1 : 1 + size]) == character.encode()
    assert [bool(goes_on.py_func(byte)) for byte in data] == [False] + [True] * (size - 1)


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(st.characters(codec="utf-8"))), max_size=5))
def test_a_column_is_its_bytes_and_offsets(texts):
    data, offsets = text_buffers(pl.Series(texts, dtype=pl.String))
    rows = [bytes(data[start:stop]).decode() for start, stop in pairwise(offsets)]
    assert rows == [text or "" for text in texts]


def test_a_slice_starts_where_it_does():
    data, offsets = text_buffers(pl.Series(["satu", "dua", "tiga"]).slice(1, 1))
    assert bytes(data[offsets[0] : offsets[-1]]) == b"dua"
