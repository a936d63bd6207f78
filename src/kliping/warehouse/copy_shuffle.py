"""The search for copies of many new batches at once, on an engine, a range of hashes at a time.

Belongs here: the rounds, and what they found into the store, where ``copies`` finds it as if it had searched itself.
Does not belong here: what is done with a range (``kliping.warehouse.copy_rounds``), or grouping (``copies``,
``group_shuffle``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.duplicates.schemas import FULL_BUCKETS, PAIRS
from kliping.engines import Batch, Keyed, Objects
from kliping.warehouse.copies import NEW_SHARE, keep_found, stamps_of, still_indexed
from kliping.warehouse.copy_rounds import Judged, Paired, halved, key_batch
from kliping.warehouse.rounds import BATCHES_A_RANGE, Rounds
from kliping.warehouse.whole import SIGNED, make_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.engines import Engine
    from kliping.settings import Settings
    from kliping.warehouse.store import Store
    from kliping.warehouse.understanding import Exchange


def pays(store: Store, settings: Settings, batches: Sequence[str]) -> bool:
    """Whether so many of ``batches`` are new to the index that they are better compared all at once."""
    new = set(batches) - set(still_indexed(store, settings, batches))
    return len(new) > 1 and len(new) >= NEW_SHARE * len(batches)


def search_on(engine: Engine, exchange: Exchange, store: Store, settings: Settings, batches: Sequence[str]) -> None:
    """Find the pairs that new batches bring, on ``engine``, and keep them as ``copies.index_batches`` does.

    Args:
        engine: where.
        exchange: where frames lie on the way.
        store: the home, which this thread has locked.
        settings: every threshold.
        batches: finished batches, old and new.
    """
    known = still_indexed(store, settings, batches)
    new = sorted(set(batches) - set(known))
    stamps = stamps_of(store, settings, new)
    make_whole(store, settings, SIGNED, batches)  # nodes read the files
    for name in batches if exchange.source != Objects(str(store.root.absolute())) else ():
        exchange.source.put(f"{SIGNED}/{name}", store.path(SIGNED, name).read_bytes())
    rounds = Rounds(engine, exchange.target, -(-len(batches) // BATCHES_A_RANGE))
    keyed = (Batch(name, {"signatures": f"{SIGNED}/{name}"}, ("keys", "texts")) for name in batches)
    for _ in engine.map_batches(key_batch, exchange.source, exchange.target, keyed):
        pass
    keys = {"new": Keyed([f"keys/{name}" for name in new], "key")}
    if known:
        keys["known"] = Keyed([f"keys/{name}" for name in sorted(known)], "key")
    texts = Keyed([f"texts/{name}" for name in sorted(batches)], "body")
    rounds.run(Paired(settings.duplicates), keys, ("candidates", "full_buckets"))
    rounds.run(halved, {"candidates": rounds.keyed("candidates", "left"), "texts": texts}, ("halves",))
    rounds.run(Judged(settings.duplicates), {"halves": rounds.keyed("halves", "right"), "texts": texts}, ("pairs",))
    pairs = rounds.gathered("pairs", PAIRS).sort("left", "right")
    full = rounds.gathered("full_buckets", FULL_BUCKETS).sort("key")
    for name in new:  # of all keys those of one batch are held here
        keep_found(store, {name: exchange.target.read(f"keys/{name}").frame}, pairs, full, stamps)
