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
from benchmarks.labelled_pages import Pages, scores, told_beside

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    texts = dict(_texts(asked.gold))
    if asked.fit:
        from benchmarks.labelled_pairs_fit import write_common_words

        write_common_words(_signed(list(texts.values()))[0])
    order = sorted({pair[side] for pair in labels for side in "ab"})
    signed = _signed([texts[name] for name in order])
    seats = {name: seat for seat, name in enumerate(order)}
    ends = np.array([(seats[pair["a"]], seats[pair["b"]]) for pair in labels])
    agreed = [pair for pair in labels if "first_reading" in pair]
    same = sum((pair["first_reading"] in KINDS[:3]) == pair["copy"] for pair in agreed)
    print(f"{len(labels)} pairs; two readings of {len(agreed)} agree on copy or not in {same}")
    pages = Pages(*signed, [texts[name].outlet for name in order])
    if asked.fit:
        from benchmarks.labelled_pairs_fit import fit_model

        fit_model(labels, pages, ends)
    _measure(labels, pages, ends, asked.errors)


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
    yield from _tables(gold / "tables")


def _tables(folder: Path) -> Iterator[tuple[str, Text]]:
    from datetime import UTC, datetime

    from kliping.reading import list_files, read_documents
    from kliping.settings import Settings

    settings = Settings().reading
    rows = read_documents(list_files([str(folder)], settings), settings, datetime(2026, 1, 1, tzinfo=UTC))
    for row in rows.filter(pl.col("text").is_not_null()).iter_rows(named=True):
        fields = {field["field"]: field["value"] for field in row["fields"] or ()}
        url = fields.get("url")
        outlet = url.split("/")[2] if url and "//" in url else fields.get("source") or ""
        yield f"tables/{row['uri'].split('/')[-1]}{row['member']}", Text(fields.get("title"), row["text"], url, outlet)


def _signed(texts: list[Text]) -> tuple[pl.DataFrame, list[str | None], list[str], pl.DataFrame]:
    """SIGNATURES, titles, cleaned bodies, days and outlets of ``texts``, as the steps give them for JSON Lines."""
    from tempfile import TemporaryDirectory

    from kliping.duplicates.circumstances import outlet_keys
    from kliping.engine import as_records, signatures_of, understand
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
    fields = {"published_on": pl.String, "published_confidence": pl.Float64, "url": pl.String, "publisher": pl.String}
    found = pl.DataFrame({name: [row[name] for row in records] for name in fields}, schema=fields)
    found = found.with_columns(pl.col("published_on").str.to_date())
    found = found.drop("url", "publisher").hstack(outlet_keys(found["url"], found["publisher"]))
    titles, bodies = [row["title"] for row in records], [row["body"] or "" for row in records]
    return signatures_of(understood, settings), titles, bodies, found


def _measure(labels: list[dict[str, Any]], pages: Pages, ends: Array, errors: int) -> None:
    from kliping.duplicates import find_duplicates
    from kliping.duplicates.candidates import all_candidate_pairs
    from kliping.duplicates.schemas import RANKING
    from kliping.duplicates.similarity import verified_pairs
    from kliping.frames import conform
    from kliping.settings import DuplicateSettings

    signatures = pages.signatures
    lengths = pl.Series([len(body) for body in pages.bodies], dtype=pl.Int64)
    ranking = signatures.select("document_id", body_length=lengths).hstack(pages.found)
    ranking = ranking.with_columns(pl.lit(None).alias(name) for name in RANKING if name not in ranking.columns)
    settings = DuplicateSettings()
    found = find_duplicates(signatures, conform(ranking, RANKING), settings)
    groups = dict(found.select("document_id", "group_id").iter_rows())
    named = [groups[document] for document in signatures["document_id"]]
    pairs = verified_pairs(all_candidate_pairs(signatures, settings).pairs, signatures, settings)
    told = _kinds(pairs, pages, ends)
    for name, answers in (
        ("in one group", [named[a] == named[b] for a, b in ends.tolist()]),
        ("pair judged", [kind in KINDS[:3] for kind in told]),
    ):
        for doubts in (False, True):
            precision, recall = scores(labels, answers, doubts=doubts)
            pairs_with = f"{name:>14}, {'with' if doubts else 'without'} doubts"
            print(f"{pairs_with}: precision {precision:.3f}, recall {recall:.3f}")
    print("\nlabelled / judged, without doubts")
    print(" " * 10 + "".join(f"{kind:>10}" for kind in KINDS))
    table = Counter((pair["kind"], kind) for pair, kind in zip(labels, told, strict=True) if not pair["doubt"])
    for kind in KINDS:
        print(f"{kind:>10}" + "".join(f"{table[kind, other]:>10}" for other in KINDS))
    for pair, (a, b), kind in zip(labels, ends.tolist(), told, strict=True):
        if errors and not pair["doubt"] and (named[a] == named[b]) != pair["copy"]:
            errors -= 1
            print(f"{pair['kind']} judged {kind}: {pages.titles[a]} | {pages.titles[b]}")


def _kinds(pairs: pl.DataFrame, pages: Pages, ends: Array) -> list[str]:
    """The kind of each labelled pair in its circumstances, by PAIRS."""
    from kliping.duplicates.circumstances import circumstances

    judged = {(row["left"], row["right"]): row for row in pairs.iter_rows(named=True)}
    body = pages.signatures["body"].to_list()
    codes = circumstances(told_beside(pages), ends[:, 0], ends[:, 1])

    def kind_of(left: int | None, right: int | None, code: int) -> str:
        if left is None or right is None:  # nothing of the text was kept
            return "different"
        if left == right:
            return "exact"
        row = judged.get((min(left, right), max(left, right)))
        if row is None:
            return "different"
        holds = (row["left_holds"] | row["right_holds"]) >> code & 1
        told: str = row["kind"] if holds or not row["otherwise"] else row["otherwise"]
        return told

    return [kind_of(body[a], body[b], code) for (a, b), code in zip(ends.tolist(), codes.tolist(), strict=True)]


if __name__ == "__main__":
    main()
