"""Which rows of two versions of a file are the same row, whatever was put in, taken out, moved or rewritten.

Belongs here: pairing rows, rows that only stand at another place, and whether what stands at one place is another page.
Does not belong here: which versions a file had (``sightings``), or what follows for documents (``standing``).

A scraper that runs daily writes its file anew: what is new stands on top, every row has another time in it, some rows
are gone. So a row is told by what it holds first, and by its place only where nothing else tells; and where both texts
tell enough and have nothing in common, the same place is no reason to take one for a version of the other.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from kliping.settings import DuplicateSettings

    Alike = Callable[[list[tuple[int, int]]], list[float]]
    """The similarity of the texts of pairs of bodies."""

PLACE = (
    pl.col("member").str.replace(r"#[0-9]+$", "").fill_null("").alias("base"),
    pl.col("member").str.extract(r"#([0-9]+)$", 1).cast(pl.Int64).alias("row"),
)
"""The place of a row in its file: the table, member or nothing that it is a row of, and its number; null: no row."""

GAP_PAIRS = 10_000
"""Pairs of rows between the same neighbours above which their texts are not compared: it is another file."""


ROW_TITLES, FILE_TITLES = 0.5, 0.0
"""The share of the shorter title's words that must stand in the other before two titles, with a word in common, speak
for one page. Stories of one table often name the same town; a file has its place to itself, so any word does."""


class Row(NamedTuple):
    """A row that is not in both versions of a file as it is, or a whole file."""

    document: str
    content: str
    number: int
    gap: str | None = None  # the row before it that is in both versions
    body: int | None = None  # the same for the same title and text; None: unknown
    address: str | None = None  # of its page in the web
    words: int | None = None  # of its text; None: unknown
    title: frozenset[int] = frozenset()  # the words of its title


def moved_rows(documents: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Rows of a file that stood at another place in an earlier version of it: document_id, and its ``first`` id.

    The row's bytes tell. Where a file holds a row several times, they are taken in their order.

    Args:
        documents: document_id, uri, member and sha256 of rows that no other batch holds by their id.
        held: the same of documents of other versions of these files, which stand nowhere in this one yet.
    """
    keys = ["uri", "base", "sha256"]
    turned = [
        frame.with_columns(PLACE)
        .filter(pl.col("row").is_not_null() & pl.col("sha256").is_not_null())
        .sort("row", "document_id")
        .with_columns(time=pl.int_range(pl.len()).over(keys))
        for frame in (documents, held.rename({"document_id": "first"}).with_columns(document_id="first"))
    ]
    return turned[0].join(turned[1].select(*keys, "time", "first"), on=[*keys, "time"]).select("document_id", "first")


def unlike_rows(rows: pl.DataFrame) -> list[tuple[list[Row], list[Row]]]:
    """Of every file and each two versions of it that follow each other, the rows that are not in both.

    Args:
        rows: uri, base, turn (which version), row, document_id, content, body, address, words and title.
    """
    keys = ["uri", "base", "step"]
    ordered = rows.with_columns(step=pl.col("turn").rank("dense").cast(pl.Int64).over("uri", "base")).sort(
        *keys, "row", "document_id"
    )
    there = ordered.select(*keys, "document_id")
    last = pl.col("step").max().over("uri", "base")
    sides = []
    for shift, at_end in ((-1, pl.col("step") < last), (1, pl.col("step") > 1)):
        other = there.with_columns(pl.col("step") + shift, stays=pl.lit(value=True))
        side = (
            ordered.filter(at_end)
            .join(other, on=[*keys, "document_id"], how="left", maintain_order="left")
            .with_columns(gap=pl.when("stays").then("document_id").forward_fill().over(keys))
            .filter(pl.col("stays").is_null())
            .with_columns(pl.col("step") - (shift == 1))
        )
        found: dict[Hashable, list[Row]] = defaultdict(list)
        told = ("document_id", "content", "row", "gap", "body", "address", "words", "title")
        for key, document, content, number, gap, body, address, words, title in side.select(
            pl.struct(keys), *told
        ).iter_rows():
            row = Row(document, content, number, gap, body, address, words, frozenset(title or ()))
            found[tuple(key.values())].append(row)
        sides.append(found)
    before, after = sides
    return [(before[key], after[key]) for key in before if key in after]


def aligned(
    before: Sequence[Row], after: Sequence[Row], alike: Alike, shared: Alike, settings: DuplicateSettings
) -> list[tuple[str, str]]:
    """Which of these rows of two versions of a file are the same row: pairs of documents.

    The same bytes tell, then the same title and text, then the same address of the web, wherever the row stands. Of the
    rows that are left between the same two neighbours the most alike are the same; then all in their order where they
    are as many, else those with the same number, unless they are ``apart``. So a row that was put in or taken out makes
    no other row a text of its neighbour, and a table that is written over with other stories leaves the old ones be.
    Rows with different addresses are never the same.

    Args:
        before: rows of the earlier version, in order.
        after: rows of the later version, in order.
        alike: similarity of pairs of bodies.
        shared: how much of either of a pair of bodies stands in the other.
        settings: thresholds.
    """
    found: dict[int, int] = {}
    for key in (lambda row: row.content, lambda row: row.body, lambda row: row.address):
        _match(before, after, found, key)
    _match_alike(before, after, found, alike, settings.version_similarity)
    placed: list[tuple[int, int]] = []
    for old, new in _gaps(before, after, found):
        if len(old) == len(new):
            pairs = list(zip(old, new, strict=True))
        else:
            numbered = {after[at].number: at for at in new}
            pairs = [(at, numbered[before[at].number]) for at in old if before[at].number in numbered]
        placed += [(one, other) for one, other in pairs if _may_be_one(before[one], after[other])]
    others = apart([(before[one], after[other]) for one, other in placed], shared, settings, ROW_TITLES)
    found |= {one: other for (one, other), unlike in zip(placed, others, strict=True) if not unlike}
    pairs_of_documents = ((before[one].document, after[other].document) for one, other in sorted(found.items()))
    return [pair for pair in pairs_of_documents if pair[0] != pair[1]]


def apart(pairs: Sequence[tuple[Row, Row]], shared: Alike, settings: DuplicateSettings, titles: float) -> list[bool]:
    """Whether of each pair of texts that stood at one place, each tells a story, and another one than the other does.

    A text of few words tells nothing: it may be what stands there since the text was withdrawn.

    Args:
        pairs: the earlier and the later text of a place.
        shared: how much of either of a pair of bodies stands in the other.
        settings: thresholds.
        titles: ROW_TITLES or FILE_TITLES.
    """
    asked = {
        at: (one.body, other.body)
        for at, (one, other) in enumerate(pairs)
        if one.body is not None
        and other.body is not None
        and one.body != other.body
        and (one.address is None or one.address != other.address)
        and _tells(one, settings)
        and _tells(other, settings)
        and not _titles_agree(one.title, other.title, titles)
    }
    shares = shared(list(asked.values())) if asked else []
    unlike = {at for at, share in zip(asked, shares, strict=True) if share < settings.version_similarity}
    return [at in unlike for at in range(len(pairs))]


def _tells(row: Row, settings: DuplicateSettings) -> bool:
    """Whether a text has words enough to be compared, or some below a title that does."""
    least = settings.exact_words if len(row.title) >= settings.version_title_words else settings.near_words
    return (row.words or 0) >= min(least, settings.near_words)


def _titles_agree(one: frozenset[int], other: frozenset[int], least: float) -> bool:
    both = len(one & other)
    return both > 0 and both >= least * min(len(one), len(other))


def _match(before: Sequence[Row], after: Sequence[Row], found: dict[int, int], key: Callable[[Row], Hashable]) -> None:
    """Pair the rows that are left and agree in ``key``, in their order."""
    taken = set(found.values())
    places: dict[Hashable, deque[int]] = defaultdict(deque)
    for at, row in enumerate(after):
        if at not in taken and key(row) is not None:
            places[key(row)].append(at)
    for at, row in enumerate(before):
        waiting = places.get(key(row))
        if at not in found and waiting and _may_be_one(row, after[waiting[0]]):
            found[at] = waiting.popleft()


def _match_alike(
    before: Sequence[Row],
    after: Sequence[Row],
    found: dict[int, int],
    alike: Alike,
    least: float,
) -> None:
    pairs: list[tuple[int, int]] = []
    for old, new in _gaps(before, after, found):
        old_known = [at for at in old if before[at].body is not None]
        new_known = [at for at in new if after[at].body is not None]
        if len(old_known) * len(new_known) <= GAP_PAIRS:
            pairs += [(one, other) for one in old_known for other in new_known]
    bodies = [(before[one].body or 0, after[other].body or 0) for one, other in pairs]
    ranked = sorted(zip((-share for share in alike(bodies)), pairs, strict=True)) if pairs else []
    taken: set[int] = set()
    for share, (one, other) in ranked:
        if -share >= least and one not in found and other not in taken and _may_be_one(before[one], after[other]):
            found[one] = other
            taken.add(other)


def _may_be_one(one: Row, other: Row) -> bool:
    return one.address is None or other.address is None or one.address == other.address


def _gaps(before: Sequence[Row], after: Sequence[Row], found: dict[int, int]) -> list[tuple[list[int], list[int]]]:
    """The rows that are in no pair of ``found``, by what stands before them: numbers of old ones and of new ones."""
    partner = {other: other for other in found.values()}
    old = _between(before, found)
    new = _between(after, partner)
    return [(left, new[gap]) for gap, left in old.items() if gap in new]


def _between(rows: Sequence[Row], paired: dict[int, int]) -> dict[Hashable, list[int]]:
    left: dict[Hashable, list[int]] = defaultdict(list)
    outer: str | None = None
    gap: Hashable = None
    for at, row in enumerate(rows):
        if at == 0 or row.gap != outer:
            outer = row.gap
            gap = ("row", outer)
        if at in paired:
            gap = ("pair", paired[at])
        else:
            left[gap].append(at)
    return left
