"""The words that days are stated with, as signatures pack words.

Belongs here: which words these are. Does not belong here: finding them in texts (``day_kernels``), or the day a page
was published (``kliping.metadata.dates``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.duplicates.pair_features import LAST_DAY, MONTH, WEEKDAY, YEAR, YEARS
from kliping.duplicates.signatures import sign
from kliping.settings import DuplicateSettings
from kliping.words import built_in

if TYPE_CHECKING:
    import numpy.typing as npt

SHORTEST_NAME = 3
"""Letters that a name of a month or weekday needs: shorter ones are words of every language."""

TOKEN_BYTES = 4
"""Bytes of a packed word: what has more is several words."""


@lru_cache(maxsize=1)
def calendar_words() -> npt.NDArray[np.uint32]:
    """Words that days are stated with, rising: 24 bits of their hash, and in the lowest 8 what they are.

    Names of months and weekdays that mean one thing in every language that has them (``[calendar]`` of the built-in
    files of words); numbers from 1 to 31; years. The codes are those of ``pair_features``. Words of one's own are not
    among them: a pair's features are a function of its texts alone.
    """
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
