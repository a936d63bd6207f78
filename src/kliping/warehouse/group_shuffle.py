"""Groups of a corpus whose pairs are too many for one place, formed on an engine, a range of hashes at a time.

Belongs here: the rounds, from pairs as the store keeps them to the groups of all documents. Does not belong here: what
is done with a range (``kliping.warehouse.group_rounds``), or when it pays (``copies``).

Ranks of documents are held here, as they are whenever groups are formed. Pairs pass through batch by batch.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates.candidates import merged_buckets, supported_pairs
from kliping.duplicates.kinds import COPIES
from kliping.duplicates.labels import EDGES
from kliping.duplicates.schemas import FULL_BUCKETS, PAIRS
from kliping.duplicates.touched import links
from kliping.engines import Batch, Embedded, Kept, Keyed, Objects
from kliping.errors import StoreError
from kliping.frames import conform
from kliping.warehouse.away import beside, let_go, on_cluster
from kliping.warehouse.copy_rounds import key_batch
from kliping.warehouse.group_rounds import BENT, GROUPS, PLACED, Grouped, Labelled, larger, smaller
from kliping.warehouse.rounds import BATCHES_A_RANGE, Rounds
from kliping.warehouse.whole import SIGNED, make_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kliping.engines import Engine
    from kliping.settings import Settings
    from kliping.warehouse.store import Store
    from kliping.warehouse.understanding import Exchange

PAIRS_A_RANGE = 250_000
"""Pairs of copies that a node bends into stars at once: 170 MB, as 500,000 took 340."""

DOCUMENTS_AN_OBJECT = 50_000  # written at once: memory grows with these

MOST_ROUNDS = 64
"""Rounds of bending; they grow with the logarithm of the longest chain, so more would be a fault of ours."""


@contextlib.contextmanager
def where_grouped(store: Store, settings: Settings) -> Iterator[tuple[Engine, Exchange]]:
    """The cluster where the settings name one; else this process, a range after the other, over files of the home.

    Raises:
        KlipingError: the cluster cannot be had.
    """
    if settings.engine == "ray":
        with on_cluster(store, settings) as found:
            yield found
        let_go()  # what follows is done on this machine
        return
    with beside(store) as exchange:
        yield Embedded(), exchange


def groups_on(
    engine: Engine,
    exchange: Exchange,
    store: Store,
    settings: Settings,
    batches: Sequence[str],
    documents: pl.DataFrame,
) -> pl.DataFrame:
    """GROUPS of all ``documents``, sorted by document: what grouping them here would give.

    Args:
        engine: where.
        exchange: where frames lie on the way.
        store: the home.
        settings: every threshold.
        batches: finished batches, which the index holds as they are.
        documents: PLACED, of the whole corpus.
    """
    target = exchange.target.below("groups")
    pairs = _pairs_written(store, target, batches)
    rounds = Rounds(engine, target, max(-(-len(batches) // BATCHES_A_RANGE), -(-pairs // PAIRS_A_RANGE)))
    objects = _documents_written(target, documents)
    edges = [f"edges-0/{name}" for name in (*batches, *(name.partition("/")[2] for name in objects))]
    labels = _labels(rounds, target, edges)
    make_whole(store, settings, SIGNED, batches)  # nodes read the files
    _texts_made(engine, exchange, target, store, batches)
    labelled = (
        ("documents", Keyed(objects, "node"), ("document_id",), True),
        ("pairs", Keyed([f"pairs-0/{name}" for name in batches], "left"), ("left", "right"), False),
        ("texts", Keyed([f"texts/{name}" for name in batches], "body"), ("body",), False),
    )
    for name, rows, once, alone in labelled:
        takes = {"rows": rows, "labels": rounds.keyed(labels, "node")}
        rounds.run(Labelled(rows.key, once, alone), takes, (f"{name}-1",))
    rounds.run(
        Grouped(settings.duplicates),
        {name: rounds.keyed(f"{name}-1", "label") for name, *_ in labelled},
        ("grouped",),
    )
    found = rounds.gathered("grouped", GROUPS).sort("document_id")
    target.clear()
    return found


def _pairs_written(store: Store, target: Objects, batches: Sequence[str]) -> int:
    """Write the pairs of copies of each batch, and their edges; gives how many pairs there are.

    Of full buckets, two numbers each, all are held here: there is one for hundreds of keys at most.
    """
    full = merged_buckets(store.scan("full_buckets", batches, FULL_BUCKETS).select("key", "last_anchor").collect())
    count = 0
    for name in batches:
        copies = store.scan("pairs", [name], PAIRS).filter(pl.col("kind").is_in(COPIES)).collect()
        pairs = supported_pairs(copies, full)
        target.write(f"pairs-0/{name}", Kept(pairs))
        target.write(f"edges-0/{name}", Kept(_both_ways(pairs.select(node="left", other="right"))))
        count += pairs.height
    return count


def _documents_written(target: Objects, documents: pl.DataFrame) -> list[str]:
    """Write documents with their ``node``, and edges of those that share bytes or a page; gives their objects."""
    linked = links(documents, documents)
    own = pl.coalesce("body", "bytes", pl.col("document_id").hash(3))
    noded = linked.select("bytes", "page", node=own)
    shared = [
        noded.filter(pl.col(name).is_duplicated() & pl.col(name).is_not_null()).select("node", other=name)
        for name in ("bytes", "page")
    ]
    edges = pl.concat(shared).filter(pl.col("node") != pl.col("other"))
    placed = conform(documents, PLACED).with_columns(noded["node"])
    objects = []
    for number, start in enumerate(range(0, placed.height, DOCUMENTS_AN_OBJECT)):
        objects.append(f"documents-0/{number:05d}")
        target.write(objects[-1], Kept(placed.slice(start, DOCUMENTS_AN_OBJECT)))
    for number, _ in enumerate(objects):
        some = edges.gather_every(len(objects), number)
        target.write(f"edges-0/{number:05d}", Kept(_both_ways(some)))
    return objects


def _both_ways(edges: pl.DataFrame) -> pl.DataFrame:
    return conform(pl.concat([edges, edges.select(node="other", other="node")]), EDGES)


def _labels(rounds: Rounds, target: Objects, edges: Sequence[str]) -> str:
    """Bend edges until all are stars; gives the frame of the last round that links each node to its label."""
    rounds.run(larger, {"edges": Keyed(edges, "node")}, ("linked-1", "bent-1"))
    target.below("edges-0").clear()
    for number in range(1, MOST_ROUNDS):
        if not rounds.gathered(f"bent-{number}", BENT)["bent"].sum():
            return f"linked-{number}"
        rounds.run(smaller, {"linked": rounds.keyed(f"linked-{number}", "node")}, (f"edges-{number}",))
        rounds.run(
            larger, {"edges": rounds.keyed(f"edges-{number}", "node")}, (f"linked-{number + 1}", f"bent-{number + 1}")
        )
        for done in (f"linked-{number}", f"edges-{number}"):
            target.below(done).clear()
    raise StoreError(
        f"Documents that hang together were not found in {MOST_ROUNDS} rounds. Reporting this sentence helps the next "
        "version; with a higher pairs_in_memory groups are formed in one place."
    )


def _texts_made(engine: Engine, exchange: Exchange, target: Objects, store: Store, batches: Sequence[str]) -> None:
    """Have the texts of each batch written that copies are told by."""
    if exchange.source != Objects(str(store.root.absolute())):
        for name in batches:
            exchange.source.put(f"{SIGNED}/{name}", store.path(SIGNED, name).read_bytes())
    signed = (Batch(name, {"signatures": f"{SIGNED}/{name}"}, ("texts",)) for name in batches)
    for _ in engine.map_batches(key_batch, exchange.source, target, signed):
        pass
