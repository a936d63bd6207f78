"""Known words are found by their hashes, and no others."""

import numpy as np

from kliping.text.hashing import hash_word
from kliping.text.known_words import known_bits, known_words_of


def key_of(word):
    return np.uint64(hash_word(np.array([ord(letter) for letter in word], np.uint32)))


def test_known_words_are_found_and_no_others():
    words = ["januari", "oleh", "editor", "by", "senin", "pukul"]
    table = known_words_of({int(key_of(word)): 1 << bit for bit, word in enumerate(words)})
    assert [int(known_bits(table, key_of(word))) for word in words] == [1, 2, 4, 8, 16, 32]
    assert [int(known_bits(table, key_of(word))) for word in ("", "b", "yb", "januar", "editors")] == [0] * 5
