"""Copies and what only looks like them, on pairs of real texts that a person read and labelled.

Run ``python -m benchmarks.labelled_pairs GOLD``, with the folder of the labelled pages; ``--fit`` also fits the pair
model anew and writes it, ``--errors N`` lists the pairs judged wrongly. ``labelled_pairs.jsonl`` holds ids, kinds and
doubts, and no text. Pairs in doubt are those that a second reader may well label otherwise; figures are given with and
without them. The figures of the fit are of pairs the model has not seen: left out by connected sets of texts, and by
pairs of outlets.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from benchmarks.exam import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

LABELS = Path(__file__).with_name("labelled_pairs.jsonl")
KINDS = ("exact", "near", "rewrite", "digest", "serial", "followup", "different")


class Text(NamedTuple):
    """One side of labelled pairs."""

    title: str | None
    text: str
    url: str | None
    outlet: str


def main() -> None:
    """Print what the search makes of the labelled pairs, and what a fit gives on unseen ones."""
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    asked = parser.parse_args()
    labels = rows(LABELS)
    wanted = {pair[side] for pair in labels for side in "ab"}
    texts = {name: text for name, text in _texts(asked.gold) if name in wanted}
    order = sorted(texts)
    signatures, titles, bodies = _signed([texts[name] for name in order])
    seats = {name: seat for seat, name in enumerate(order)}
    ends = np.array([(seats[pair["a"]], seats[pair["b"]]) for pair in labels])
    agreed = [pair for pair in labels if "first_reading" in pair]
    same = sum((pair["first_reading"] in KINDS[:3]) == pair["copy"] for pair in agreed)
    print(f"{len(labels)} pairs; two readings of {len(agreed)} agree on copy or not in {same}")
    _measure(labels, signatures, ends, asked.errors, [texts[name].title for name in order])
    if asked.fit:
        _fit(labels, signatures, ends, titles, bodies, [texts[name].outlet for name in order])


def _texts(gold: Path) -> Iterator[tuple[str, Text]]:
    for row in rows(gold / "scrapes.jsonl.gz"):
        title = row["gold_title"] or (row["title_slug"] or "").replace("-", " ")
        yield f"scrapes/{row['id']}", Text(title, row["raw_text"], row["url"], row["source"])
    for name in ("pages.jsonl", "train.jsonl.gz", "train_id.jsonl.gz", "id_pages.jsonl"):
        for row in rows(gold / name):
            body = row["body"] if isinstance(row["body"], str) else "\n".join(row["body"] or [])
            place = row.get("file") or f"{row['set']}/{row['id']}"
            url = row["url"] or ""
            outlet = row.get("site") or url.split("/")[2] if "//" in url else ""
            yield f"{name.split('.')[0]}/{place}", Text(row["title"], body, row["url"], outlet)


def _signed(texts: list[Text]) -> tuple[pl.DataFrame, list[str | None], list[str]]:
    """SIGNATURES, titles and cleaned bodies of ``texts``, as the steps give them for rows of JSON Lines."""
    from tempfile import TemporaryDirectory

    from kliping.engine import as_records, understand
    from kliping.reading import list_files, read_documents
    from kliping.settings import Settings

    settings = Settings()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "texts.jsonl"
        rows = (json.dumps({"text": text.text, "title": text.title, "url": text.url}) for text in texts)
        path.write_text("\n".join(rows), "utf-8")
        from datetime import UTC, datetime

        files = list_files([str(path)], settings.reading)
        documents = read_documents(files, settings.reading, datetime(2026, 1, 1, tzinfo=UTC))
    understood = understand(documents, settings)
    records = list(as_records(understood))
    return understood.signatures, [row["title"] for row in records], [row["body"] or "" for row in records]


def _measure(
    labels: list[dict[str, Any]], signatures: pl.DataFrame, ends: Array, errors: int, titles: list[str | None]
) -> None:
    from kliping.duplicates import find_duplicates
    from kliping.duplicates.candidates import all_candidate_pairs
    from kliping.duplicates.schemas import RANKING
    from kliping.duplicates.similarity import verified_pairs
    from kliping.frames import empty
    from kliping.settings import DuplicateSettings

    settings = DuplicateSettings()
    found = find_duplicates(signatures, empty(RANKING), settings)
    groups = dict(found.select("document_id", "group_id").iter_rows())
    named = [groups[document] for document in signatures["document_id"]]
    pairs = verified_pairs(all_candidate_pairs(signatures, settings).pairs, signatures, settings)
    kinds = {(left, right): kind for left, right, kind in pairs.select("left", "right", "kind").iter_rows()}
    body = signatures["body"].to_list()

    def told_of(left: int | None, right: int | None) -> str:
        if left is None or right is None:  # nothing of the text was kept
            return "different"
        return "exact" if left == right else kinds.get((min(left, right), max(left, right)), "different")

    told = [told_of(body[a], body[b]) for a, b in ends.tolist()]
    for name, answers in (
        ("in one group", [named[a] == named[b] for a, b in ends.tolist()]),
        ("pair judged", [kind in KINDS[:3] for kind in told]),
    ):
        for doubts in (False, True):
            print(f"{name:>14}, {'with' if doubts else 'without'} doubts: {_scores(labels, answers, doubts=doubts)}")
    print("\nlabelled / judged, without doubts")
    print(" " * 10 + "".join(f"{kind:>10}" for kind in KINDS))
    table = Counter((pair["kind"], kind) for pair, kind in zip(labels, told, strict=True) if not pair["doubt"])
    for kind in KINDS:
        print(f"{kind:>10}" + "".join(f"{table[kind, other]:>10}" for other in KINDS))
    for pair, (a, b), kind in zip(labels, ends.tolist(), told, strict=True):
        if errors and not pair["doubt"] and (named[a] == named[b]) != pair["copy"]:
            errors -= 1
            print(f"{pair['kind']} judged {kind}: {titles[a]} | {titles[b]}")


def _scores(labels: list[dict[str, Any]], answers: Sequence[bool] | Array, *, doubts: bool) -> str:
    kept = [
        (pair["copy"], bool(said)) for pair, said in zip(labels, answers, strict=True) if doubts or not pair["doubt"]
    ]
    count = Counter(kept)
    precision = count[True, True] / max(1, count[True, True] + count[False, True])
    recall = count[True, True] / max(1, count[True, True] + count[True, False])
    return f"{len(kept)} pairs, precision {precision:.3f}, recall {recall:.3f}"


def _fit(
    labels: list[dict[str, Any]],
    signatures: pl.DataFrame,
    ends: Array,
    titles: list[str | None],
    bodies: list[str],
    outlets: list[str],
) -> None:
    from kliping.duplicates.pair_features import MODEL_FIELDS
    from kliping.learning.pairs import DOUBT_WEIGHT, MADE_WEIGHT, fit, made_pairs
    from kliping.settings import DuplicateSettings

    made = made_pairs(list(zip(titles, bodies, strict=True)))
    sides = pl.DataFrame(
        {
            "title": [title for pair in made for title in pair.titles],
            "body": [body for pair in made for body in pair.bodies],
        },
        schema={"title": pl.String, "body": pl.String},
    )
    names = pl.Series([str(row) for row in range(sides.height)])
    from kliping.duplicates import sign

    settings = DuplicateSettings()
    of_made = sign(sides.with_columns(document_id=names, sha256=names), settings)
    rows = _features(signatures, ends[:, 0], ends[:, 1])
    made_rows = _features(of_made, np.arange(0, sides.height, 2), np.arange(1, sides.height, 2))
    copies = np.array([pair["copy"] for pair in labels])
    made_copies = np.array([pair.copy for pair in made])
    weights = np.array([DOUBT_WEIGHT if pair["doubt"] else 1.0 for pair in labels])
    made_weights = np.full(len(made), MADE_WEIGHT)

    def fitted(chosen: Array) -> Array:
        return fit(
            np.vstack([rows[chosen], made_rows]),
            np.concatenate([copies[chosen], made_copies]),
            np.concatenate([weights[chosen], made_weights]),
        )

    for name, folds in (("sets of texts", _sets(labels)), ("pairs of outlets", _outlet_pairs(ends, outlets))):
        chances = np.zeros(len(labels))
        for fold in np.unique(folds):
            unseen = folds == fold
            found = fitted(~unseen)
            chances[unseen] = 1 / (1 + np.exp(-(found[0] + rows[unseen] @ found[1:])))
        print(f"\nunseen {name}, by the model alone")
        for enough in (0.35, settings.copy_chance, 0.55, 0.65):
            print(f"  chance {enough:.2f}: {_scores(labels, chances >= enough, doubts=False)}")
    found = fitted(np.ones(len(labels), np.bool_))
    lines = [
        "# Weights of the pair model: python -m benchmarks.labelled_pairs GOLD --fit",
        f"constant = {found[0]:.4f}",
    ]
    lines += ["", "[weights]"]
    lines += [f"{name} = {weight:.4f}" for name, weight in zip(MODEL_FIELDS, found[1:], strict=True)]
    path = Path(__file__).parent.parent / "src/kliping/duplicates/pair_model.toml"
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _features(signatures: pl.DataFrame, left: Array, right: Array) -> Array:
    from kliping.duplicates import alignment_kernels, model_kernels, pair_features
    from kliping.text.buffers import text_buffers

    texts = pair_features.Texts(*text_buffers(signatures["tokens"]))
    rows: Array = model_kernels.model_rows(alignment_kernels.features(texts, left, right))
    return rows


def _sets(labels: list[dict[str, Any]], folds: int = 10) -> Array:
    """A fold for each pair, the same for pairs whose texts are connected."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while parents.setdefault(name, name) != name:
            name = parents[name]
        return name

    for pair in labels:
        parents[root(pair["a"])] = root(pair["b"])
    roots = [root(pair["a"]) for pair in labels]
    numbers = {name: at % folds for at, name in enumerate(sorted(set(roots), key=lambda name: name[::-1]))}
    return np.array([numbers[name] for name in roots])


def _outlet_pairs(ends: Array, outlets: list[str]) -> Array:
    names = [".".join(outlet.lower().split(".")[-2:]) for outlet in outlets]
    return np.array(["|".join(sorted((names[a], names[b]))) for a, b in ends.tolist()])


if __name__ == "__main__":
    main()
