"""Kinds: what two alike bodies are to each other, and the model that tells copies from what only looks like them.

Belongs here: the names of kinds, the weights, what common words are worth. Does not belong here: which
words state a day (``calendar_words``), fitting (``learning.pairs``), measuring a pair (``alignment_kernels``), groups.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kliping.packed import parts_of, read_packed

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

KINDS = ("", "exact", "near", "rewrite", "followup", "serial", "digest")
"""Names of the codes that the kernels give; the empty one has nothing in common that is worth a word."""

COPIES = ("exact", "near", "rewrite")
"""Kinds of copies; the others share text and are other news."""

MODEL, MODEL_HEAD, MODEL_PARTS = "pair_model.gz", "kliping pair model 1", ("weights",)
"""The file of weights, the first line of its text, and its part: a name and its weight a line."""

CONSTANT = "constant"
"""The name of what is added whatever a pair looks like."""

WORDS, WORDS_HEAD, WORDS_PARTS = "common_words.gz", "kliping common words 1", ("words",)
"""The file of common words, the first line of its text, and its part: a number in eight hexadecimal digits a line."""


@lru_cache(maxsize=1)
def model_weights() -> npt.NDArray[np.float64]:
    """The constant and the weights of ``MODEL_FIELDS`` and ``CIRCUMSTANCES``, from ``pair_model.gz``."""
    import numpy as np

    from kliping.duplicates.pair_features import CIRCUMSTANCES, MODEL_FIELDS

    (told,) = parts_of(read_packed(files("kliping.duplicates"), MODEL), MODEL_HEAD, MODEL_PARTS)
    named = dict(row.split() for row in told.splitlines())
    weights = np.array([float(named[name]) for name in (CONSTANT, *MODEL_FIELDS, *CIRCUMSTANCES)], np.float64)
    weights.flags.writeable = False
    return weights


@lru_cache(maxsize=1)
def common_words() -> npt.NDArray[np.uint32]:
    """Words that many pages have, rising: 24 bits of their hash, and in the lowest 8 what they are worth of 255.

    From ``common_words.gz``; every other word is worth all of it. A take of the texts' own words would make a pair's
    features hang on what else is in the corpus.
    """
    import numpy as np

    (told,) = parts_of(read_packed(files("kliping.duplicates"), WORDS), WORDS_HEAD, WORDS_PARTS)
    words = np.array([int(row, 16) for row in told.splitlines()], np.uint32)
    words.flags.writeable = False
    return words
