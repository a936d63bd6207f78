"""The numbers that hashes are made of, as Python has them.

Belongs here: multipliers and starting values that are known from the literature. Does not belong here: the hashes made
of them (``hashing``). Importing this module does not import numba, so steps that only sort by a hash can.
"""

from __future__ import annotations

FNV_BASIS = 0xCBF29CE484222325
"""What FNV-1a of 64 bits begins with (Fowler, Noll and Vo)."""

FNV_PRIME = 0x100000001B3
"""What it multiplies by."""

GOLDEN = 0x9E3779B97F4A7C15
"""2**64 over the golden ratio, made odd: products with it (64 bits, the rest dropped) lie evenly apart (Knuth)."""

SPLITMIX_A, SPLITMIX_B = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
"""What SplitMix64 multiplies by in its last steps (Steele, Lea and Flood, 2014)."""
