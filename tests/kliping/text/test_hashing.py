"""The hashes that all kernels share: each is what its own definition says of it."""

import numpy as np
import pytest

from kliping.text import hash_numbers
from kliping.text.hashing import FNV_BASIS, chained, finished, fnv, hash_word, rolled, spread
from tests.compiled import from_python

WHOLE = 1 << 64


def key_of(word):
    return np.uint64(hash_word(np.array([ord(letter) for letter in word], np.uint32)))


def test_the_order_of_letters_matters():
    assert len({int(key_of(word)) for word in ("dari", "arid", "raid", "daria")}) == 4


def test_words_of_nine_letters_that_differ_in_any_one_do_not_meet():
    words = {"sembilans"} | {"sembilans"[:at] + "x" + "sembilans"[at + 1 :] for at in range(9)}
    assert len({int(key_of(word)) for word in words}) == len(words)


@pytest.mark.parametrize(
    ("text", "hashed"), [("", 0xCBF29CE484222325), ("a", 0xAF63DC4C8601EC8C), ("foobar", 0x85944171F73967E8)]
)
def test_steps_of_fnv_give_the_published_hashes(text, hashed):
    whole = FNV_BASIS
    for letter in text:
        whole = np.uint64(from_python(fnv)(whole, np.uint64(ord(letter))))
    assert int(whole) == hashed


def test_the_finaliser_gives_the_published_numbers_of_splitmix():
    drawn = [int(from_python(finished)(np.uint64(hash_numbers.GOLDEN * turn % WHOLE))) for turn in (1, 2)]
    assert drawn == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4]


def test_a_spread_number_tells_in_its_low_bits_what_stood_in_its_high_ones():
    spreads = {int(from_python(spread)(np.uint64(number << 32))) & 0xFF for number in range(64)}
    assert len(spreads) == 64


def test_a_chain_tells_the_order_of_its_members():
    one, other = np.uint64(3), np.uint64(5)
    chain = from_python(chained)
    assert chain(np.uint64(chain(FNV_BASIS, one)), other) != chain(np.uint64(chain(FNV_BASIS, other)), one)


def test_rolling_loses_no_bit():
    assert int(from_python(rolled)(np.uint64(1 << 63), np.uint64(0))) == 1 << 6


def test_products_with_the_golden_number_can_be_undone():
    back = pow(hash_numbers.GOLDEN, -1, WHOLE)
    assert 12345 * hash_numbers.GOLDEN * back % WHOLE == 12345


def test_every_bit_of_a_number_moves_the_others():
    one, other = int(from_python(finished)(np.uint64(1))), int(from_python(finished)(np.uint64(3)))
    assert 16 < (one ^ other).bit_count() < 48
    assert int(from_python(finished)(np.uint64(0))) == 0
