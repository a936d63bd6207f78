"""A sieve lets pass what it is told to, and little else."""

import numpy as np

from kliping.text.hashing import hash_word
from kliping.text.sieve import empty_sieve, let_pass, passes, sieve_place

KEYS = [np.uint64(hash_word(np.frombuffer(str(number).encode(), np.uint8))) for number in range(1, 2001)]


def test_a_key_has_one_bit_of_the_sieve():
    for bits in (6, 15, 20):
        sieve = empty_sieve(bits)
        assert sieve.size * 64 == 1 << bits
        word, bit = (int(part) for part in sieve_place(sieve, KEYS[0]))
        let_pass(sieve, KEYS[0])
        assert np.flatnonzero(sieve).tolist() == [word]
        assert int(sieve[word]) == 1 << bit


def test_what_was_let_pass_passes_and_little_else():
    sieve = empty_sieve(15)
    assert not any(passes(sieve, key) for key in KEYS)
    for key in KEYS[:1000]:
        let_pass(sieve, key)
    assert all(passes(sieve, key) for key in KEYS[:1000])
    assert sum(bool(passes(sieve, key)) for key in KEYS[1000:]) < 60  # 1,000 of 32,768 bits are set
