"""What the published edition was filled from, so that the next candidate need only hold other rows where it changed.

Belongs here: keeping that, telling whether it still counts, and which documents may have other rows now. Does not
belong here: writing rows (``filling``).

An edition counts as a basis only if its file is the published one, was made by this version, with these tables,
settings and rules, and has not grown too far beyond what it holds: what is taken out of a DuckDB file leaves room in
it. Whatever is in doubt makes the candidate whole, which comes to the same tables.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import duckdb
import polars as pl

from kliping import __version__
from kliping.errors import StoreError
from kliping.files import remove
from kliping.frames import DOCUMENTS
from kliping.settings import digest
from kliping.tables.tables import TABLES
from kliping.tables.views import VIEWS
from kliping.warehouse.candidate import Corpus
from kliping.warehouse.connections import fetch, opened
from kliping.warehouse.fingerprints import digest_of_sums
from kliping.warehouse.furniture import documents_with
from kliping.warehouse.judgements import Judgements
from kliping.warehouse.publish import last_published
from kliping.warehouse.search import SCRIPT
from kliping.warehouse.standing import overcome, vanished
from kliping.warehouse.sums import tables_noted

if TYPE_CHECKING:
    from kliping.settings import Settings
    from kliping.warehouse.filling import Filling
    from kliping.warehouse.fingerprints import Sums
    from kliping.warehouse.store import Store

FOLDER = "basis"
GROWTH_MAX = 1.3
"""Size of the file, for each document in it, over what it was when it was last filled whole, above which it is filled
whole again: measured, a file grows by half in 50 editions of a hundredth of its documents each."""

SWAPPED = "swapped"
"""The documents of which a candidate holds other rows than what was measured before it: the edition it was made from,
or itself as it was judged. The number of that edition is the recipe."""

FRAMES = ("duplicates", "templates", "held", "gone", "folded", "judged", "found", "batches")
"""What is kept of an edition; the last of these is written last, and says whether all of it counts."""


class Made(NamedTuple):
    """What a candidate came to."""

    swapped: tuple[int, pl.Series]  # see ``swapped_since``
    bytes: int  # the size of the file, once it is whole
    documents: int
    sums: Sums
    folded: pl.DataFrame  # ``kliping.warehouse.relations.FOLDED``
    said: Judgements


@dataclass(frozen=True)
class Basis:
    """What an edition was filled from."""

    edition: int
    corpus: Corpus
    made_of: dict[str, str]  # ``Store.made_of`` its batches
    gone: pl.DataFrame  # kind (left, overcome) and name: files that left their source, documents that were read since
    bytes_a_document: float  # size of the file when it was last filled whole
    sums: Sums  # what its tables come to
    folded: pl.DataFrame  # FOLDED
    said: Judgements


def forget_measures(store: Store, number: int) -> None:
    """Remove what was measured of an earlier candidate of that number."""
    for name in store.parts(FOLDER):
        if _is_measure(name, number):
            remove(store.path(FOLDER, name))


def _is_measure(name: str, number: int) -> bool:
    before, _, kind = name.partition(".")
    return f"{before}." == part(number, "") and kind not in FRAMES


def keep_basis(filling: Filling, corpus: Corpus, basis: Basis | None, made: Made) -> None:
    """Keep what the candidate was filled from; what is kept of others goes, but for the published edition's.

    Args:
        filling: the home and the settings.
        corpus: as the candidate holds it.
        basis: what it was made from; None: it was filled from nothing.
        made: what it came to.
    """
    store, number = filling.store, filling.born.edition
    published = last_published(store.published)
    size = made.bytes / max(made.documents, 1) if basis is None else basis.bytes_a_document
    frames = {
        "duplicates": corpus.duplicates,
        "templates": corpus.templates,
        "held": corpus.held,
        "gone": _gone(store, filling.settings, corpus),
        "folded": made.folded,
        "judged": made.said.judged,
        "found": made.said.found,
        "batches": pl.DataFrame(
            list(store.made_of(corpus.batches).items()),
            schema={"batch": pl.String, "recipe": pl.String},
            orient="row",
        ),
    }
    remove(store.path(FOLDER, part(number, FRAMES[-1])))
    for name in store.parts(FOLDER):  # what an earlier candidate of this number left goes as well
        of_published = published is not None and name.startswith(part(published.edition, ""))
        if not of_published and not _is_measure(name, number):
            remove(store.path(FOLDER, name))
    recipe = json.dumps({"recipe": _recipe(filling), "bytes_a_document": size, "sums": made.sums})
    measured, swapped = made.swapped
    told = swapped.to_frame("document_id")
    store.write(FOLDER, part(number, SWAPPED), told, recipe=str(measured), short_lived=True)
    for name in FRAMES:
        last = recipe if name == FRAMES[-1] else ""
        store.write(FOLDER, part(number, name), frames[name], recipe=last, short_lived=True)


def swapped_since(store: Store, number: int) -> tuple[int | None, pl.Series]:
    """The edition that was measured before the candidate, and the documents that the candidate holds other rows of.

    That is the one it was made from, or, where it was filled from nothing, the candidate itself as it was judged.

    Args:
        store: the home.
        number: the edition as which the candidate was born.

    Returns:
        No edition where the candidate is not the file that was built.
    """
    nothing = pl.Series("document_id", [], pl.String)
    told = store.recipe(FOLDER, part(number, SWAPPED))
    if not told or tables_noted(store.home, store.candidate) is None:
        return None, nothing
    try:
        return int(told), store.read(FOLDER, part(number, SWAPPED))["document_id"]
    except StoreError:
        return None, nothing


def basis_of(filling: Filling) -> Basis | None:
    """What the published edition was filled from, if the next candidate may be made from it."""
    store = filling.store
    last = last_published(store.published)
    if last is None:
        return None
    try:
        with opened(store.published) as connection:
            documents = fetch(connection, "SELECT count(*) AS n FROM documents")["n"][0]
        told = json.loads(store.recipe(FOLDER, part(last.edition, FRAMES[-1])) or "")
        if told["recipe"] != [*_recipe(filling)[:-1], last.inputs_sha256]:
            return None
        frames = {name: store.read(FOLDER, part(last.edition, name)) for name in FRAMES}
        sums = {str(name): tuple(map(int, parts)) for name, parts in told["sums"].items()}
        if digest_of_sums(filling.tables.values(), sums) != last.tables_sha256:
            return None
    except (ValueError, KeyError, TypeError, StoreError, duckdb.Error):
        return None
    batches = dict(frames["batches"].iter_rows())
    size = float(told["bytes_a_document"])
    if store.published.stat().st_size > GROWTH_MAX * size * max(documents, 1):
        return None
    corpus = Corpus.of(tuple(batches), frames["duplicates"], frames["templates"], frames["held"])
    said = Judgements(frames["judged"], frames["found"])
    return Basis(last.edition, corpus, batches, frames["gone"], size, sums, frames["folded"], said)


class Changed(NamedTuple):
    """What changed since an edition."""

    documents: pl.Series
    """Ids of all documents of which other frames than then may count, or other templates, or that left, or are new. Of
    all others the rows hang on their place in their group alone."""
    grown: bool
    """Whether every batch it was filled from is there as it was, and nothing else left or was overcome."""


def what_changed(filling: Filling, basis: Basis, corpus: Corpus) -> Changed:
    """What changed since the edition of ``basis``.

    Args:
        filling: the home and the settings.
        basis: ``basis_of``.
        corpus: batches and templates of the candidate that is to be.
    """
    store = filling.store
    made_of = store.made_of(corpus.batches)
    changed = [name for name in corpus.batches if basis.made_of.get(name) != made_of[name]]
    left = [name for name in basis.made_of if name not in made_of]
    gone = _gone(store, filling.settings, corpus)
    other = pl.concat([_less(gone, basis.gone), _less(basis.gone, gone)])
    files = other.filter(pl.col("kind") == "left")["name"]
    with opened(store.published) as connection:
        query = "SELECT document_id FROM documents WHERE list_contains(?, batch) OR list_contains(?, uri)"
        there = fetch(connection, query, [[*changed, *left], files.to_list()])["document_id"]
    now = store.scan("raw_documents", changed, DOCUMENTS).select("document_id").collect()["document_id"]
    found = [
        there,
        now,
        other.filter(pl.col("kind") == "overcome")["name"].alias("document_id"),
        _of_templates(store, basis.corpus, corpus),
    ]
    grown = not left and other.is_empty() and basis.made_of.keys().isdisjoint(changed)
    return Changed(pl.concat([one.cast(pl.String) for one in found]).unique().sort(), grown)


def _of_templates(store: Store, before: Corpus, after: Corpus) -> pl.Series:
    """Ids of documents that hold a line that became a template, or is none any more."""
    texts = set(before.templates["text"]) ^ set(after.templates["text"])
    if not texts:
        return pl.Series("document_id", [], pl.String)
    return documents_with(store, after.batches, texts)


def _gone(store: Store, settings: Settings, corpus: Corpus) -> pl.DataFrame:
    left = vanished(store, corpus.batches) if settings.reading.follow_removals else pl.Series([], dtype=pl.String)
    names = {"left": left, "overcome": overcome(store, corpus.batches)}
    frames = [pl.DataFrame({"name": found.cast(pl.String)}).with_columns(kind=pl.lit(k)) for k, found in names.items()]
    return pl.concat(frames).select("kind", "name")


def _less(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return one.join(other, on=["kind", "name"], how="anti")


def _recipe(filling: Filling) -> list[str]:
    """All that the rows of an unchanged document hang on, and what the edition was made from."""
    settings = filling.settings
    of_rows = settings.model_dump(mode="json", include={"cleaning", "duplicates", "gate"})
    publishing = {"article_columns", "redact_contacts", "storage_version"}
    of_file = settings.publishing.model_dump(mode="json", include=publishing)
    of_settings = digest(of_rows, of_file, settings.reading.follow_removals)
    of_tables = digest(repr(TABLES), repr(VIEWS), SCRIPT)
    return [
        f"{__version__} {duckdb.__version__} {pl.__version__}",
        of_tables,
        of_settings,
        filling.rules,
        filling.born.inputs_sha256,
    ]


def part(number: int, name: str) -> str:
    """The name of what is kept of the edition ``number``."""
    return f"{number:08d}.{name}"
