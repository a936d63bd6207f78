"""Kinds: what two alike bodies are to each other, and the model that tells copies from what only looks like them.

Belongs here: the names of kinds, the weights, what common words are worth. Does not belong here: fitting them
(``learning.pairs``), measuring a pair (``alignment_kernels``), forming groups.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

KINDS = ("", "exact", "near", "rewrite", "followup", "serial", "digest")
"""Names of the codes that the kernels give; the empty one has nothing in common that is worth a word."""

COPIES = ("exact", "near", "rewrite")
"""Kinds of copies; the others share text and are other news."""


@lru_cache(maxsize=1)
def model_weights() -> npt.NDArray[np.float64]:
    """The constant and the weight of each of ``MODEL_FIELDS``, from ``pair_model.toml``."""
    import numpy as np

    from kliping.duplicates.pair_features import MODEL_FIELDS

    model = tomllib.loads((files("kliping.duplicates") / "pair_model.toml").read_text("utf-8"))
    weights = np.array([model["constant"], *(model["weights"][name] for name in MODEL_FIELDS)], np.float64)
    weights.flags.writeable = False
    return weights


@lru_cache(maxsize=1)
def common_words() -> npt.NDArray[np.uint32]:
    """Words that many pages have, rising: 24 bits of their hash, and in the lowest 8 what they are worth of 255.

    From ``common_words.gz``; every other word is worth all of it. A take of the texts' own words would make a pair's
    features hang on what else is in the corpus.
    """
    import gzip

    import numpy as np

    packed = gzip.decompress((files("kliping.duplicates") / "common_words.gz").read_bytes())
    words = np.frombuffer(packed, "<u4").astype(np.uint32)
    words.flags.writeable = False
    return words
