"""Everything langdetect consults, as arrays: its profiles, its alphabet rules, its stream of random numbers.

Belongs here: compiling the arrays from the installed langdetect, and keeping them in a cache file. Does not belong
here: scoring a text with them (``kliping.language.kernel``).

langdetect starts its random numbers anew for every text, so with a fixed seed they are one constant stream; its rules
for a character depend on that character alone. Both become look-ups.
"""

from __future__ import annotations

import hashlib
import math
import random
import sys
import unicodedata
import zipfile
from dataclasses import dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from kliping.caches import replace_file

FORMAT = 2
"""Raised when the arrays below change their meaning, so that older cache files are left alone."""

COMMON = 128
"""The commonest characters have their n-grams in a directly indexed table; 128 hold Latin and the busiest Cyrillic."""

CHARACTER_BITS = 13  # room for the characters that the profiles know
UPPER = 1 << CHARACTER_BITS
SPACE = 1 << (CHARACTER_BITS + 1)

WIDTH = 56
"""Columns of a row of frequencies: langdetect's 55 languages, filled up to a multiple of the processor's lanes."""

STREAM = 1 << 14
"""Random 32-bit words kept. A text draws at most 7 * 1,001 n-grams and 7 gaussians, see ``_check_stream``."""

MAXIMUM_LENGTH = 10_000
"""Characters of a text that langdetect reads."""

CODE_POINTS = 0x110000


@dataclass(frozen=True)
class Tables:
    """The arrays, read-only and shared by all threads."""

    languages: npt.NDArray[np.str_]
    """langdetect's codes in the order of its profiles."""
    characters: npt.NDArray[np.uint16]
    """Per code point: the normalised character's number (0: in no profile), and whether it is upper case or a space."""
    known: npt.NDArray[np.uint8]
    """Per three common characters: bit 0 the last one is an n-gram, bit 1 the last two are, bit 2 all three are."""
    keys: npt.NDArray[np.uint64]
    """Hash table (``kliping.text.hash_table``) of the n-grams: numbers of three characters, 0 before shorter ones."""
    rows: npt.NDArray[np.int32]
    """At each of its slots the n-gram's row in the frequencies, -1 where none is."""
    frequencies: npt.NDArray[np.float64]
    """Per row and language: how often the n-gram stands in that language; ``WIDTH`` columns, the last ones empty."""
    stream: npt.NDArray[np.uint32]
    """The random words after seeding."""
    weights: npt.NDArray[np.float64]
    """Smoothing weights from the first and the second gaussian of a pair that starts at this word of the stream."""
    vowels: npt.NDArray[np.uint32]
    marks: npt.NDArray[np.uint32]
    composed: npt.NDArray[np.uint32]
    """Per mark and vowel: the Vietnamese letter they make up."""


def load_tables(folder: Path | None) -> Tables:
    """The tables of the installed langdetect, from ``folder`` if they lie there, else compiled and left there.

    A missing, broken or unwritable cache only costs the time to compile.
    """
    if folder is None:
        return compile_tables()
    path = folder / f"langdetect-{_fingerprint()}.npz"
    kept = _read(path)
    if kept is not None:
        return kept
    tables = compile_tables()
    replace_file(path, lambda handle: _write(tables, handle))
    return tables


def compile_tables() -> Tables:
    """Compile the tables from the installed langdetect, in the order in which it would load its profiles."""
    from kliping.language.reference import SEED, seeded_factory

    factory = seeded_factory()
    # langdetect never asks for a lone space, nor for three characters with a space in the middle
    grams = [gram for gram in factory.word_lang_prob_map if gram != " " and gram[1:2] != " " or len(gram) == 2]  # noqa: RUF021
    spoken = np.array([factory.word_lang_prob_map[gram] for gram in grams], np.float64)
    if len(factory.langlist) > WIDTH:
        raise OverflowError("langdetect has more languages than the tables have columns")
    points = np.array([[ord(c) for c in gram.rjust(3, "\0")] for gram in grams], np.int64)
    normal, upper = _normalised()
    number = _numbered(points)
    numbered = number[points].astype(np.uint64)
    keys, rows = _slots(numbered)
    return Tables(
        languages=np.array(factory.langlist),
        characters=(number[normal] | upper * UPPER | (normal == ord(" ")) * SPACE).astype(np.uint16),
        known=_known(numbered),
        keys=keys,
        rows=rows,
        frequencies=np.pad(spoken, ((0, 0), (0, WIDTH - len(factory.langlist)))),
        **_random_stream(SEED),
        **_vietnamese(),
    )


def _numbered(points: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Per code point its number: space 1, then A to Z, a to z, then the others from common to rare; 0 elsewhere."""
    counts = np.bincount(points.ravel(), minlength=CODE_POINTS)
    counts[0] = 0
    first = [ord(" "), *range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1)]
    counts[first] = counts.max() + 1 + np.arange(len(first), 0, -1)
    ranked = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    if len(ranked) >= UPPER:
        raise OverflowError("langdetect's profiles have more characters than the tables can number")
    number = np.zeros(CODE_POINTS, np.int64)
    number[ranked] = np.arange(1, len(ranked) + 1)
    return number


def _normalised() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Per code point: what langdetect's normalisation makes of it, and whether that is upper case (0 or 1)."""
    from langdetect.utils.ngram import NGram

    normal = np.arange(CODE_POINTS)
    # beyond the basic plane nothing is normalised (a test holds langdetect to it)
    normal[:0x10000] = [ord(NGram.normalize(chr(point))) for point in range(0x10000)]
    own = np.fromiter((chr(point).isupper() for point in range(CODE_POINTS)), np.int64, CODE_POINTS)
    return normal, own[normal]


def _known(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
    known = np.zeros((COMMON, COMMON, COMMON), np.uint8)
    first, second, third = keys[(keys < COMMON).all(axis=1)].astype(np.int64).T
    one, two = second == 0, (first == 0) & (second != 0)
    three = first != 0
    known[:, :, third[one]] |= 1
    known[:, second[two], third[two]] |= 2
    known[first[three], second[three], third[three]] |= 4
    return known.ravel()


def _slots(numbered: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]]:
    """The keys and rows of ``Tables``."""
    from kliping.text.hash_table import put_keys, slots_for

    bits = np.uint64(CHARACTER_BITS)
    packed = (((numbered[:, 0] << bits) | numbered[:, 1]) << bits) | numbered[:, 2]
    size = slots_for(len(packed))
    keys, rows = np.zeros(size, np.uint64), np.full(size, -1, np.int32)
    rows[put_keys(keys, packed)] = np.arange(len(packed))
    return keys, rows


def _random_stream(seed: int) -> dict[str, Any]:
    """The words of ``random.Random(seed)``, and the smoothing weights that ``random.gauss`` would make of them."""
    from langdetect.detector import Detector

    source = random.Random(seed)  # noqa: S311 - langdetect's generator, no secret
    words = [source.getrandbits(32) for _ in range(STREAM)]
    _check_stream(words, 7 * (Detector.ITERATION_LIMIT + 1) + 7 * 2)
    weights = np.zeros((2, STREAM))
    for at in range(STREAM - 3):
        first, second = _uniform(words[at], words[at + 1]), _uniform(words[at + 2], words[at + 3])
        angle, radius = first * (2.0 * math.pi), math.sqrt(-2.0 * math.log(1.0 - second))
        for half, gaussian in enumerate((math.cos(angle) * radius, math.sin(angle) * radius)):
            alpha = Detector.ALPHA_DEFAULT + (0.0 + gaussian * 1.0) * Detector.ALPHA_WIDTH
            weights[half, at] = alpha / Detector.BASE_FREQ
    return {"stream": np.array(words, np.uint32), "weights": weights}


def _uniform(high: int, low: int) -> float:
    return ((high >> 5) * 67108864.0 + (low >> 6)) * (1.0 / 9007199254740992.0)


def _check_stream(words: list[int], draws: int) -> None:
    """A draw takes the next word that is small enough; at worst (a power of two) every other word is."""
    if sum(word < 1 << 31 for word in words) < draws:
        raise OverflowError("the stream of random words is too short for langdetect's iteration limit")


def _vietnamese() -> dict[str, Any]:
    from langdetect.utils.ngram import NGram

    rows = [[ord(letter) for letter in row] for row in NGram.NORMALIZED_VI_CHARS]
    return {
        "vowels": np.array([ord(letter) for letter in NGram.TO_NORMALIZE_VI_CHARS], np.uint32),
        "marks": np.array([ord(mark) for mark in NGram.DMARK_CLASS], np.uint32),
        "composed": np.array(rows, np.uint32),
    }


def _fingerprint() -> str:
    """Changes with langdetect, with the order of its profiles on this disk, and with Python's idea of upper case."""
    from langdetect.detector_factory import PROFILES_DIRECTORY

    profiles = [(path.name, path.stat().st_size) for path in Path(PROFILES_DIRECTORY).iterdir()]
    told = (FORMAT, version("langdetect"), profiles, unicodedata.unidata_version, sys.byteorder)
    return f"{version('langdetect')}-{hashlib.sha256(repr(told).encode()).hexdigest()[:12]}"


def _write(tables: Tables, handle: IO[bytes]) -> None:
    """Write the frequencies without their zeros: 98 in 100 are."""
    arrays = {field.name: getattr(tables, field.name) for field in fields(Tables)}
    frequencies = arrays.pop("frequencies")
    at = np.flatnonzero(frequencies)
    np.savez(handle, height=len(frequencies), at=at.astype(np.uint32), frequency=frequencies.ravel()[at], **arrays)


def _read(path: Path) -> Tables | None:
    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}  # checks the archive's checksums
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None
    frequencies = np.zeros((int(arrays.pop("height")), WIDTH))
    frequencies.ravel()[arrays.pop("at")] = arrays.pop("frequency")
    return Tables(frequencies=frequencies, **arrays)
