"""Kinds: what two alike bodies are to each other, and the model that tells copies from what only looks like them.

Belongs here: the names of kinds, the weights, what common words are worth, which words state a day. Does not belong
here: fitting them (``learning.pairs``), measuring a pair (``alignment_kernels``), forming groups.
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

SHORTEST_NAME = 3
"""Letters that a name of a month or weekday needs: shorter ones are words of every language."""

TOKEN_BYTES = 4
"""Bytes of a packed word: what has more is several words."""


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


@lru_cache(maxsize=1)
def calendar_words() -> npt.NDArray[np.uint32]:
    """Words that days are stated with, rising: 24 bits of their hash, and in the lowest 8 what they are.

    Names of months and weekdays that mean one thing in every language that has them (``[calendar]`` of the built-in
    files of words); numbers from 1 to 31; years. The codes are those of ``pair_features``. Words of one's own are not
    among them: a pair's features are a function of its texts alone.
    """
    import numpy as np
    import polars as pl

    from kliping.duplicates import sign
    from kliping.duplicates.pair_features import LAST_DAY, MONTH, WEEKDAY, YEAR, YEARS
    from kliping.settings import DuplicateSettings
    from kliping.words import built_in

    names = built_in().calendar
    codes = {
        name: first + numbers.pop()
        for kind, first in (("weekdays", WEEKDAY), ("months", MONTH))
        for name, by_language in names[kind].items()
        if len(numbers := set(by_language.values())) == 1 and len(name) >= SHORTEST_NAME and name.isalpha()
    }
    codes |= {form: day for day in range(1, LAST_DAY + 1) for form in (str(day), f"{day:02}")}
    codes |= dict.fromkeys(map(str, YEARS), YEAR)
    words = pl.Series(list(codes), dtype=pl.String)
    packed = sign(pl.DataFrame({"document_id": words, "sha256": words, "body": words}), DuplicateSettings())["tokens"]
    known = {
        int.from_bytes(token[:3], "little") << 8 | code
        for token, code in zip(packed.to_list(), codes.values(), strict=True)
        if len(token) == TOKEN_BYTES
    }
    found = np.array(sorted(known), np.uint32)
    found.flags.writeable = False
    return found
