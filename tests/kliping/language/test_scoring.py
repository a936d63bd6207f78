"""What the kernels add up and take from a text is what the plain functions say; and files that appear whole."""

from __future__ import annotations

import numpy as np
import pytest

from kliping.caches import replace_file
from kliping.language.features import features, fold
from kliping.language.grams import compose, drop_addresses, points_of
from kliping.language.relatives import hash_weights
from kliping.language.scoring import Features, score_block
from kliping.text.buffers import Text
from kliping.text.characters import small_letters
from tests.compiled import from_python

WEIGHTS = {" air ": [1.0, 0.0], "air": [0.5, 0.25], " hari ini ": [0.0, 2.0], "zz": [9.0, 9.0], "ini": [0.0, -1.0]}


@pytest.mark.parametrize(
    "text", ["", "...", "air", "Air, air! HARI ini.", "hari\nini hari", "airport 2024 zz", "É ini-air", "x" * 400]
)
def test_weights_of_features_add_up_as_the_plain_function_lists_them(text):
    known, longest = hash_weights(WEIGHTS), 5
    data = text.encode()
    column = Text(np.frombuffer(data + b"\0", np.uint8), np.array([0, len(data)]))
    scores, words = np.zeros((1, 2)), np.zeros(1, np.int32)
    room = len(data) + 2
    points, folded = np.zeros(room, np.uint32), np.zeros(room + 2, np.uint64)
    table = Features(known.keys, known.rows, known.weights, longest)
    score_block(column, small_letters(), table, scores, words, points, folded)
    plain = fold(text, small_letters())
    expected = np.sum([WEIGHTS.get(one, [0.0, 0.0]) for one in features(plain, longest)] or [[0, 0]], axis=0)
    assert scores[0].tolist() == pytest.approx(expected.tolist())
    assert words[0] == len(plain.split())


def as_points(text):
    return np.array([ord(sign) for sign in text] + [0] * 8, np.uint32)


@pytest.mark.parametrize(
    ("text", "seen", "special"),
    [
        ("air é 京 😀", "air é 京 😀", False),
        ("lihat https://example.org/a?b=1 ya", "lihat   ya", False),
        ("http:// x", "http:// x", False),
        ("a@b", "a@b", True),
        ("e\u0301", "e\u0301", True),
    ],
)
def test_addresses_of_pages_are_dropped_while_a_text_is_decoded(text, seen, special):
    data = np.frombuffer(text.encode() + b"\0", np.uint8)
    points = np.zeros(len(data), np.uint32)
    count, told = from_python(points_of)(data, 0, len(data) - 1, len(points), points)
    assert "".join(map(chr, points[:count])) == seen
    assert told == special
    assert from_python(points_of)(data, 0, len(data) - 1, 2, points)[0] == min(2, count)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("tulis ke a.b@example.org ya", "tulis ke   ya"),
        ("@example", "@example"),
        ("a@", "a@"),
        ("a@b", "a@b"),
        ("a@bc", " "),
        ("a@b c@de.f", "a@b  "),
    ],
)
def test_addresses_of_mail_are_one_space(text, left):
    points = as_points(text)
    count = from_python(drop_addresses)(points, len(text))
    assert "".join(map(chr, points[:count])) == left


def test_a_vowel_and_the_mark_behind_it_are_one_letter():
    vowels, marks = as_points("ae")[:2], as_points("\u0300\u0301")[:2]
    composed = np.array([[ord("à"), ord("è")], [ord("á"), ord("é")]], np.uint32)
    points = as_points("a\u0301e\u0300\u0301x\u0301")
    count = from_python(compose)(points, 7, vowels, marks, composed)
    assert "".join(map(chr, points[:count])) == "áè\u0301x\u0301"


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "in" / "table.bin"
    assert replace_file(path, lambda file: file.write(b"one"))
    assert replace_file(path, lambda file: file.write(b"two"))
    assert path.read_bytes() == b"two"

    def broken(file):
        file.write(b"th")
        raise OSError

    assert not replace_file(path, broken)
    assert path.read_bytes() == b"two"
    (tmp_path / "file").write_bytes(b"")
    assert not replace_file(tmp_path / "file" / "table.bin", lambda file: file.write(b"x"))
