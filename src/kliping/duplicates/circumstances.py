"""Circumstances: what is known of two documents beside their texts, and hangs on no text: outlets and days.

Belongs here: names of outlets as hashes, and what two documents are to each other by outlet and day. Does not belong
here: what it counts for (``judgement_kernels``), what outlet a page is of (``kliping.metadata``).

An outlet does not write its own news again the next hour: what has the same words there is more often the next news,
while another newsroom, also of the same house, takes over whole reports. So the same two texts may be copies between
two outlets and a follow-up within one. A pair of texts is judged once for all circumstances, and its documents, which
may be many, say in which they are.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from kliping.text.folding import bare_names
from kliping.text.hosts import BEHIND_OUTLET

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

OUTLET_KEYS = ("host", "site", "outlet")
"""Columns of RANKING: hashes of the host, of the name in it that a house has for all of its hosts, of its own name."""

LATER_DAYS = 2
"""Days between two dates from which they are another day's: a report of the evening is taken over next morning."""


class Told(NamedTuple):
    """What documents tell beside their texts, each in its place: hashes of outlets, 0 not known, and the day."""

    hosts: Array
    sites: Array
    outlets: Array
    days: Array


def outlet_keys(url: pl.Series, publisher: pl.Series) -> pl.DataFrame:
    """OUTLET_KEYS of documents by their address and the name of their outlet; null where one is not known.

    The hash is the same on every machine and in every version: it is kept with the batch.
    """
    from kliping.metadata.outlets.mastheads import named_by_host

    host = pl.col("url").str.to_lowercase().str.extract(r"^[a-z]+://(?:[^/@]*@)?(?:www\.|m\.|amp\.)?([^/:?#]+)", 1)
    told = pl.DataFrame({"url": url.cast(pl.String), "publisher": publisher.cast(pl.String)}).with_columns(host=host)
    told = told.with_columns(
        site=_bare(named_by_host(pl.col("host"))),
        outlet=_bare(pl.col("publisher").str.to_lowercase().str.replace(BEHIND_OUTLET, "")),
    )
    return told.select(_hashed(told[name]) for name in OUTLET_KEYS)


def _bare(name: pl.Expr) -> pl.Expr:
    bare = bare_names(name)
    return pl.when(bare != "").then(bare)


def _hashed(names: pl.Series) -> pl.Series:
    distinct = names.drop_nulls().unique()
    hashes = [1 + int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % 0xFFFFFFFF for name in distinct]
    return names.replace_strict(distinct, pl.Series(hashes, dtype=pl.UInt32), default=None, return_dtype=pl.UInt32)


def told_of(documents: pl.DataFrame, days: Array) -> Told:
    """Told of rows with OUTLET_KEYS and the ``days`` they were published, UNDATED where it is not known."""
    host, site, outlet = (documents[name].cast(pl.UInt32).fill_null(0).to_numpy() for name in OUTLET_KEYS)
    return Told(host, site, outlet, days)


def circumstances(told: Told, left: Array, right: Array) -> Array:
    """The code of what each two documents are to each other, as ``pair_features`` names them.

    The host tells, where both are known. Else the same name tells that it is one outlet; other names tell nothing, for
    an outlet is spelt in many ways.
    """
    from kliping.duplicates.group_kernels import UNDATED
    from kliping.duplicates.pair_features import ANOTHER_HOUSE, LATER, SAME_HOUSE, SAME_OUTLET, UNKNOWN

    def same(keys: Array) -> Array:
        equal: Array = (keys[left] == keys[right]) & (keys[left] != 0)
        return equal

    hosted = (told.hosts[left] != 0) & (told.hosts[right] != 0)
    by_host = np.where(same(told.hosts), SAME_OUTLET, np.where(same(told.sites), SAME_HOUSE, ANOTHER_HOUSE))
    outlets = np.where(hosted, by_host, np.where(same(told.outlets), SAME_OUTLET, UNKNOWN))
    day, other_day = told.days[left], told.days[right]
    later = (day != UNDATED) & (other_day != UNDATED) & (np.abs(day - other_day) >= LATER_DAYS)
    found: Array = (outlets + LATER * later).astype(np.uint8)
    return found


def copies_in(holds: Array, codes: Array) -> Array:
    """Whether pairs are copies in circumstances ``codes``, by the bits of ``holds``."""
    found: Array = (holds >> codes) & 1 == 1
    return found
