"""Builds small batches for the tests of metadata: a page is its lines, each with the role that cleaning would give
it."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from kliping.frames import BODY_ROLES, DOCUMENTS, LANGUAGES, LINES
from kliping.metadata import chosen_values, extract_metadata
from kliping.metadata.survey import surveyed
from kliping.settings.metadata import MetadataSettings

ARRIVAL = datetime(2025, 6, 30, tzinfo=UTC)

BODY = (
    "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang pekan lalu.",
    "Kepala desa mengatakan perbaikan jembatan itu memakai dana swadaya dan ditargetkan selesai sebelum musim tanam.",
    "Jembatan gantung tersebut menghubungkan dua dusun dan menjadi jalan utama anak sekolah setiap pagi di desa itu.",
)
TITLE = "Warga Sukamaju Perbaiki Jembatan Gantung yang Rusak"
MASTHEAD = ("KABAR CONTOH", "Nasional", "Video")
HTML = """<html><head><title>x</title>
<meta property="og:title" content="Jembatan Baru - Kabar Contoh"><meta property="og:site_name" content="Kabar Contoh">
<meta name="keywords" content="jembatan, desa"><link rel="canonical" href="https://kabarcontoh.example/2024/06/03/jembatan">
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Jembatan Baru",
"datePublished":"2024-06-03T08:00:00+07:00","dateModified":"2024-06-05","author":[{"name":"Sari Wulandari"}],
"publisher":{"name":"Kabar Contoh"}}]}</script><script type="application/ld+json">{broken</script></head></html>"""


def batch(pages, language="id", arrival=ARRIVAL, html=None, fields=(), first=0):
    """DOCUMENTS, LINES and LANGUAGES; a page is a list of ``text`` or ``(role, text)``, long bare lines are body."""
    rows, documents = [], []
    for number, page in enumerate(pages, first):
        name = f"{number:016x}"
        documents.append(
            {
                "document_id": name,
                "uri": f"file:///{name}.txt",
                "markup": html is not None,
                "text": html
                if html is not None
                else "\n".join(one if isinstance(one, str) else one[1] for one in page),
                "fields": [
                    dict(zip(("field", "value", "column", "words", "doubt"), one, strict=False)) for one in fields
                ],
                "first_seen_at": arrival,
            }
        )
        paragraph = 0
        for place, one in enumerate(page):
            role, text = one if isinstance(one, tuple) else ("body" if len(one) >= 80 else "boilerplate", one)
            body = role in BODY_ROLES
            paragraph += body
            rows.append(
                {
                    "document_id": name,
                    "line": 2 * place + 1,
                    "text": text,
                    "role": role,
                    "reason": "test",
                    "paragraph": paragraph if body else None,
                }
            )
    spoken = [{"document_id": one["document_id"], "language": language, "confidence": 1.0} for one in documents]
    return (
        _frame(documents, DOCUMENTS),
        _frame(rows, LINES),
        _frame(spoken, LANGUAGES),
    )


def seen(page, title=None, **how):
    """One page as the searches see it: its lines, how far below its title each stands, and the title's own row.

    ``title`` is the index of its line.
    """
    survey = surveyed(*batch([page], **how))
    rows = [] if title is None else [(0, title, survey.lines["text"][title])]
    titles = pl.DataFrame(rows, schema={"doc": pl.UInt32, "index": pl.Int32, "value": pl.String}, orient="row")
    return survey, survey.distances(titles), titles


def evidence_of(pages, **how):
    """METADATA_EVIDENCE of several pages at once."""
    return extract_metadata(*batch(pages, **how), MetadataSettings())


PART = 16
"""Pages that one test reads at once: what a batch of one costs is mostly what any batch costs."""


def in_parts(cases):
    """``cases`` some at a time, a row a test."""
    return [cases[at : at + PART] for at in range(0, len(cases), PART)]


def chosen_of(pages, each=None, **how):
    """The chosen values of several pages, in their order; ``each`` says of every page how it is read beside ``how``."""
    frames = [batch([page], first=at, **how, **(each[at] if each else {})) for at, page in enumerate(pages)]
    documents, lines, languages = (pl.concat(part) for part in zip(*frames, strict=True))
    told = chosen_values(extract_metadata(documents, lines, languages, MetadataSettings()))
    by_id = told.rows_by_key("document_id", named=True, unique=True)
    none = {name: [] if kind == pl.List(pl.String) else None for name, kind in told.schema.items()}
    return [by_id.get(f"{at:016x}", none) for at in range(len(pages))]


def _frame(rows, schema):
    return pl.DataFrame([{name: row.get(name) for name in schema.names()} for row in rows], schema=schema)


def read(page, **how):
    documents, lines, languages = batch([page], **how)
    evidence = extract_metadata(documents, lines, languages, how.pop("settings", MetadataSettings()))
    return lines, evidence, chosen_values(evidence).row(0, named=True) if evidence.height else {}
