"""The tables hold what langdetect consults, and a broken cache costs only time."""

from __future__ import annotations

import random

import numpy as np
import pytest
from langdetect.utils.ngram import NGram

from kliping.language.tables import STREAM, compile_tables, load_tables


@pytest.fixture(scope="module")
def tables():
    return compile_tables()


def arrays(tables):
    return vars(tables)


def test_nothing_beyond_the_basic_plane_is_normalised():
    assert all(NGram.normalize(chr(point)) == chr(point) for point in range(0x10000, 0x110000))


def test_what_stands_for_a_lone_surrogate_is_as_unknown_as_one(tables):
    assert tables.characters[0x10FFFF] == 0
    assert not tables.characters[0xD800:0xE000].any()


def test_weights_are_those_of_random_gauss(tables):
    source = random.Random(0)
    first, second = source.gauss(0.0, 1.0), source.gauss(0.0, 1.0)
    assert tables.weights[:, 0].tolist() == [(0.5 + first * 0.05) / 10000, (0.5 + second * 0.05) / 10000]
    assert source.getrandbits(32) == tables.stream[4]
    assert len(tables.stream) == STREAM


def test_kept_tables_are_the_compiled_ones(tables, tmp_path):
    for _ in range(2):
        kept = load_tables(tmp_path)
        for name, array in arrays(tables).items():
            np.testing.assert_array_equal(getattr(kept, name), array)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("damage", [lambda b: b"", lambda b: b[:1000], lambda b: b"x" * 5000, lambda b: b[:-40000]])
def test_a_broken_cache_is_compiled_anew(tables, tmp_path, damage):
    load_tables(tmp_path)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    np.testing.assert_array_equal(load_tables(tmp_path).frequencies, tables.frequencies)
    assert path.read_bytes() == whole


def test_a_flipped_byte_is_noticed(tables, tmp_path):
    load_tables(tmp_path)
    (path,) = tmp_path.iterdir()
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    np.testing.assert_array_equal(load_tables(tmp_path).known, tables.known)


def test_a_folder_that_cannot_be_written_is_done_without(tables, tmp_path):
    occupied = tmp_path / "file"
    occupied.write_text("in the way")
    assert len(load_tables(occupied).languages) == len(tables.languages)
