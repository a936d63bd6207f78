"""What a person says of a page, applied to what the steps made of it: evidence of basis ``person``, above all other.

Belongs here: pure functions from a step's frame and CORRECTIONS to the same frame, corrected. Does not belong here: the
log of corrections (``kliping.warehouse.corrections``), rulings on whole documents (``expectations.rulings``).

A line is known by its text and, among equal lines, by its number, so that a correction survives another reading of the
page; one whose line is gone changes nothing. Few documents are corrected, so these are gone through one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.frames import BODY_ROLES, DUPLICATES, LINES, METADATA_EVIDENCE, PAGES, PERSON, SEVERAL, conform

if TYPE_CHECKING:
    from collections.abc import Iterable


def correct_lines(lines: pl.DataFrame, corrections: pl.DataFrame) -> pl.DataFrame:
    """LINES with the roles that a person gave: reason ``person``, and paragraphs counted anew.

    Args:
        lines: LINES.
        corrections: CORRECTIONS; those of kind ``role`` count.
    """
    asked = corrections.filter(pl.col("kind") == "role").select("document_id", "text", near="line", given="value")
    if asked.is_empty():
        return lines
    met = lines.select("document_id", "line", "text").join(asked, on=["document_id", "text"])
    nearest = (
        met.sort((pl.col("line") - pl.col("near")).abs(), "line")
        .unique(["document_id", "text", "near"], keep="first", maintain_order=True)
        .unique(["document_id", "line"], keep="last", maintain_order=True)
        .select("document_id", "line", "given")
    )
    told = lines.join(nearest, on=["document_id", "line"], how="left", maintain_order="left")
    given = pl.col("given").is_not_null()
    changed = told.with_columns(
        role=pl.coalesce("given", "role"),
        reason=pl.when(given).then(pl.lit(PERSON)).otherwise("reason"),
        same_as_line=pl.when(given).then(None).otherwise("same_as_line"),
        cuts=pl.when(given).then(None).otherwise("cuts"),
    )
    touched = nearest.select("document_id").unique()
    others = changed.join(touched, on="document_id", how="anti", maintain_order="left")
    mine = _counted_anew(changed.join(touched, on="document_id", how="semi", maintain_order="left"))
    place = lines.select("document_id", "line").with_row_index("place")
    both = pl.concat([conform(others, LINES), conform(mine, LINES)])
    return both.join(place, on=["document_id", "line"]).sort("place").pipe(conform, LINES)


def _counted_anew(lines: pl.DataFrame) -> pl.DataFrame:
    """``lines`` with paragraphs dense and rising; a line new in the body is one, or part of the one around it."""
    kept = pl.col("role").is_in(BODY_ROLES)
    ordered = lines.sort("document_id", "line").with_columns(known=pl.when(kept).then(pl.col("paragraph")))
    around = ordered.with_columns(
        above=pl.col("known").forward_fill().over("document_id"),
        below=pl.col("known").backward_fill().over("document_id"),
    )
    within = (pl.col("above") == pl.col("below")).fill_null(value=False)
    own = pl.col("known").is_null() & ~within
    joined = around.with_columns(
        begins=pl.when(kept & own)
        .then(pl.col("line"))
        .otherwise(pl.col("line").filter(kept).min().over("document_id", pl.coalesce("known", "above")))
    )
    begins = pl.when(kept).then(pl.col("begins"))
    return joined.with_columns(paragraph=begins.rank("dense").over("document_id").cast(pl.Int32))


def correct_evidence(evidence: pl.DataFrame, lines: pl.DataFrame, corrections: pl.DataFrame) -> pl.DataFrame:
    """METADATA_EVIDENCE with the values that a person gave, chosen above all others.

    The words of a value are looked for on the page; where they do not stand there, its evidence is that of the value it
    takes the place of. No value at all is a row without one.

    Args:
        evidence: METADATA_EVIDENCE.
        lines: LINES of the same documents.
        corrections: CORRECTIONS; those of kind ``field`` count.
    """
    asked = corrections.filter(pl.col("kind") == "field")
    asked = asked.join(lines.select("document_id").unique(), on="document_id", how="semi")
    if asked.is_empty():
        return evidence
    settled = asked.select("document_id", "field", settled=pl.lit(value=True))
    if (asked["field"] == "published_on").any():  # a moment belongs to the day that gave way
        days = settled.filter(pl.col("field") == "published_on").with_columns(field=pl.lit("published_at"))
        settled = pl.concat([settled, days]).unique(["document_id", "field"])
    told = evidence.join(settled, on=["document_id", "field"], how="left", maintain_order="left")
    gave_way = told.filter(pl.col("settled") & pl.col("chosen")).rows(named=True)
    rest = told.with_columns(chosen=pl.col("chosen") & pl.col("settled").is_null())
    pages = _pages(lines, asked["document_id"])
    rows = [row for one in asked.rows(named=True) for row in _values(one, pages[one["document_id"]], gave_way)]
    return pl.concat([conform(rest, METADATA_EVIDENCE), pl.DataFrame(rows, schema=METADATA_EVIDENCE, orient="row")])


def _pages(lines: pl.DataFrame, documents: pl.Series) -> dict[str, list[tuple[int, str]]]:
    mine = lines.filter(pl.col("document_id").is_in(documents.implode()))
    found: dict[str, list[tuple[int, str]]] = {name: [] for name in documents}
    for document, line, text in mine.select("document_id", "line", "text").iter_rows():
        found[document].append((line, text))
    return found


def _values(
    asked: dict[str, Any], page: list[tuple[int, str]], gave_way: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The rows of evidence that one correction makes; several values stand with semicolons between them."""
    several = asked["field"] in SEVERAL
    parts = asked["value"].split(";") if several else [asked["value"]]
    values = [value.strip() for value in parts if value.strip()]
    row = {
        "document_id": asked["document_id"],
        "field": asked["field"],
        "value": None,
        "basis": PERSON,
        "confidence": 1.0,
        "line": None,
        "start": None,
        "end": None,
        "evidence": None,
        "chosen": False,
    }
    before = next(
        (one for one in gave_way if (one["document_id"], one["field"]) == (asked["document_id"], asked["field"])), row
    )
    place = {name: before[name] for name in ("line", "start", "end", "evidence")}
    if not values:
        return [{**row, **place}]
    return [{**row, "value": value, "chosen": True, **(_stands(value, page) or place)} for value in values]


def _stands(value: str, page: list[tuple[int, str]]) -> dict[str, Any] | None:
    """Where ``value`` stands on the page: in a line of its own before one that holds it."""
    whole = [(line, text, 0) for line, text in page if text == value]
    held = [(line, text, text.find(value)) for line, text in page if value in text]
    for line, _, start in (*whole, *held):
        return {"line": line, "start": start, "end": start + len(value), "evidence": value}
    return None


def correct_pages(pages: pl.DataFrame, corrections: pl.DataFrame) -> pl.DataFrame:
    """PAGES with the kinds that a person gave: certain, reason ``person``.

    Args:
        pages: PAGES.
        corrections: CORRECTIONS; those of kind ``page_kind`` count.
    """
    asked = corrections.filter(pl.col("kind") == "page_kind").select("document_id", given="value")
    told = pages.join(asked, on="document_id", how="left", maintain_order="left")
    given = pl.col("given").is_not_null()
    return told.with_columns(
        page_kind=pl.coalesce("given", "page_kind"),
        page_kind_confidence=pl.when(given).then(1.0).otherwise("page_kind_confidence"),
        page_kind_reason=pl.when(given).then(pl.lit(PERSON)).otherwise("page_kind_reason"),
    ).pipe(conform, PAGES)


def correct_copies(duplicates: pl.DataFrame, asked: list[dict[str, Any]], held: pl.Series) -> pl.DataFrame:
    """DUPLICATES of the whole corpus with the copies that a person told apart or together.

    Args:
        duplicates: DUPLICATES, every document a row, a canonical its own.
        asked: in order, each with ``kind`` (copy, no_copy), ``document_id``, ``value`` (the other document) and, of a
            copy, ``similarity``.
        held: ids of documents that are held back: none of them becomes another's canonical.
    """
    if not asked:
        return duplicates
    named = [one[name] for one in asked for name in ("document_id", "value")]
    groups = duplicates.filter(pl.col("document_id").is_in(named))["group_id"].unique()
    concerned = pl.col("group_id").is_in(groups.implode())
    rows = {row["document_id"]: row for row in duplicates.filter(concerned).rows(named=True)}
    kept_back = set(held)
    for one in asked:
        mine, other = rows.get(one["document_id"]), rows.get(one["value"])
        if mine is None or other is None:
            continue
        if one["kind"] == "no_copy":
            if mine["group_id"] == other["group_id"]:
                leaver = other if mine["canonical_document_id"] == mine["document_id"] else mine
                alone = {"canonical_document_id": leaver["document_id"], "group_id": "g" + leaver["document_id"]}
                rows[leaver["document_id"]] = {**leaver, **alone, "kind": "canonical", "similarity": 1.0}
        elif mine["group_id"] != other["group_id"] and other["canonical_document_id"] not in kept_back:
            joined = {name: other[name] for name in ("canonical_document_id", "group_id")}
            for name, row in rows.items():
                if row["group_id"] == mine["group_id"]:
                    rows[name] = {**row, **joined, "kind": "near", "similarity": float(one["similarity"])}
    corrected = pl.DataFrame(list(rows.values()), schema=DUPLICATES)
    return pl.concat([conform(duplicates.filter(~concerned), DUPLICATES), corrected]).sort("document_id")
