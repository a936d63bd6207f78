import numpy as np

from kliping.text.hashing import SIEVE, Known, find, hash_word, known_bits, sieve_place


def key_of(word):
    return np.uint64(hash_word(np.array([ord(letter) for letter in word], np.uint32)))


def known(words):
    keys, bits, sieve = np.zeros(16, np.uint64), np.zeros(16, np.uint64), np.zeros(SIEVE, np.uint64)
    for bit, word in enumerate(words):
        key = key_of(word)
        place, within = sieve_place(key)
        sieve[int(place)] |= np.uint64(1) << np.uint64(within)
        slot = int(find(keys, key))
        keys[slot], bits[slot] = key, 1 << bit
    return Known(sieve, keys, bits)


def test_known_words_are_found_and_no_others():
    words = ["januari", "oleh", "editor", "by", "senin", "pukul"]
    table = known(words)
    assert [int(known_bits(table, key_of(word))) for word in words] == [1, 2, 4, 8, 16, 32]
    assert [int(known_bits(table, key_of(word))) for word in ("", "b", "yb", "januar", "editors")] == [0] * 5


def test_words_of_one_place_stand_side_by_side():
    keys = np.zeros(8, np.uint64)
    crowd = [np.uint64(3 + 8 * turn) for turn in range(4)]
    for key in crowd:
        keys[int(find(keys, key))] = key
    assert [int(find(keys, key)) for key in crowd] == [3, 4, 5, 6]
    assert int(find(keys, np.uint64(3 + 8 * 9))) == 7


def test_the_order_of_letters_matters():
    assert len({int(key_of(word)) for word in ("dari", "arid", "raid", "daria")}) == 4
