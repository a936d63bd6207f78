"""Accuracy of article and metadata, peers beside it: ``python -m benchmarks.accuracy`` writes docs/accuracy.md.

Belongs here: running every method over the development exam with the exam's own scorer. Does not belong here: speed
(``benchmarks.cleaning_speed``). The exam lies beside the checkout; without it there is nothing to measure.
"""

from __future__ import annotations

import gzip
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from benchmarks import calibration, metadata, page_kinds, reasons, tables
from benchmarks import fields as labelled_fields
from benchmarks.exam import CHECKOUT, SHARED, documents, exam_scorer, rows
from kliping.cleaning import clean
from kliping.engine import as_records, understand
from kliping.frames import BODY_ROLES
from kliping.reading import stream_documents
from kliping.settings import load_settings
from kliping.settings.cleaning import CleaningSettings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = CHECKOUT / "docs" / "accuracy.md"
LONG = 60
"""Characters of a line that the rule of thumb "keep long lines" keeps."""


def ours(files: dict[str, Path], **cleaning: float) -> dict[str, str]:
    """The body that the program gives for each page: read, cleaned and settled as ``kliping clean`` does."""
    settings = load_settings(None, cleaning=CleaningSettings.model_validate(cleaning))
    asked = {path.absolute().as_uri(): name for name, path in files.items()}
    found: dict[str, str] = {}
    for pages in stream_documents([str(path) for path in files.values()], settings.reading, metadata.ARRIVAL):
        for record in as_records(understand(pages, settings)):
            found[asked[record["uri"]]] = record["body"] or ""
    return found


def trafilatura(source: str) -> str:
    from trafilatura import extract

    return extract(source, include_comments=False) or ""


def justext(source: str) -> str:
    import justext as package

    try:
        found = package.justext(source, frozenset(), length_low=70, length_high=140, stopwords_low=0, stopwords_high=0)
    except Exception:  # noqa: BLE001 - it raises on pages it cannot parse: an empty article
        return ""
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


def resiliparse(source: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(source, main_content=True, comments=False))


def table(gold: list[dict[str, Any]], methods: dict[str, dict[str, str]], scorer: Any) -> str:  # noqa: ANN401
    """A table with a row a method: precision, recall and F1 on each set of pages."""
    sets = sorted({page["set"] for page in gold})
    rows = ["| method | " + " | ".join(f"{name}: P | R | F1" for name in sets) + " | mean F1 |"]
    rows.append("|---|" + "---:|" * (3 * len(sets) + 1))
    for name, found in methods.items():
        pairs: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for page in gold:
            pairs[page["set"]].append(scorer.precision_recall(page["body"], found.get(page["file"], "")))
        cells, scores = [], []
        for group in sets:
            precision, recall = (sum(pair[side] for pair in pairs[group]) / len(pairs[group]) for side in (0, 1))
            scores.append(2 * precision * recall / (precision + recall) if precision + recall else 0.0)
            cells.append(f"{precision:.4f} | {recall:.4f} | **{scores[-1]:.4f}**")
        rows.append(f"| {name} | {' | '.join(cells)} | {sum(scores) / len(scores):.4f} |")
    return "\n".join(rows)


def seeds() -> str:
    """How many lines of the five seeds the cleaning step alone, before metadata, keeps or removes rightly."""
    texts = {path.name: path.read_bytes().decode() for path in sorted((SHARED / "seeds").glob("*.txt"))}
    lines = clean(documents(texts, markup=False), CleaningSettings.model_validate({}))
    found = {(name, line): role for name, line, role in lines.select("document_id", "line", "role").iter_rows()}
    rightly = roles = whole = 0
    for gold in rows(SHARED / "gold" / "seeds.jsonl"):
        for line, role in gold["line_roles"].items():
            got = found.get((gold["file"], int(line)), "missing")
            whole += 1
            rightly += (got in BODY_ROLES) == (role in BODY_ROLES)
            roles += got == role
    kept = f"{rightly} of {whole} lines kept or removed rightly ({rightly / whole:.1%})"
    return f"{kept}, {roles} with the right role ({roles / whole:.1%})"


def fields(gold: list[dict[str, Any]]) -> str:
    """Metadata on the pages where a reader can see the value: right, wrong and silent apart."""
    rows = ["| value | pages | right | wrong | silent |", "|---|---:|---:|---:|---:|"]
    for name, counts in metadata.outcomes(SHARED / "gold", gold).items():
        shares = " | ".join(f"{counts[kind] / counts.total():.1%}" for kind in ("right", "wrong", "silent"))
        rows.append(f"| {name} | {counts.total()} | {shares} |")
    return "\n".join(rows)


def main() -> int:
    if not SHARED.is_dir():
        print(f"There is no development exam at {SHARED}. Put it beside the checkout.", file=sys.stderr)
        return 1
    scorer = exam_scorer()
    gold = rows(SHARED / "gold" / "pages.jsonl")
    texts = {page["file"]: (SHARED / "gold" / page["file"]).read_bytes().decode() for page in gold}
    flat = {
        "everything": texts,
        f"lines of {LONG} characters or more": {
            name: "\n".join(line for line in text.splitlines() if len(line.strip()) >= LONG)
            for name, text in texts.items()
        },
        "**kliping**": ours({name: SHARED / "gold" / name for name in texts}),
    }
    marked = [page for page in gold if page.get("html")]
    marked_up = {page["file"]: SHARED / "gold" / page["html"] for page in marked}
    sources = {name: gzip.decompress(path.read_bytes()).decode() for name, path in marked_up.items()}
    peers: dict[str, Callable[[str], str]] = {
        "trafilatura": trafilatura,
        "justext": justext,
        "resiliparse": resiliparse,
    }
    rich = {name: {page: peer(source) for page, source in sources.items()} for name, peer in peers.items()}
    rich["kliping, flattened text alone"] = ours(marked_up, extractor_weight=0.0, extractor_silence=0.0)
    rich["**kliping**"] = ours(marked_up)
    card = (CHECKOUT / "src" / "kliping" / "cleaning" / "line_model.md").read_text(encoding="utf-8")
    page = f"""# Accuracy of finding the article

`make bench-accuracy` prints this page. Bodies are compared by runs of four words; precision and recall are averaged
over pages, F1 is their harmonic mean. The model learnt from other pages, and was chosen by their cross-validation.
kliping's bodies are those that `kliping clean` prints.

## From flattened text

{table(gold, flat, scorer)}

## From HTML

The peers get the HTML. kliping flattens the visible page, judges its lines, and weighs in trafilatura's opinion.

{table(marked, rich, scorer)}

## Pages that are no article, and how sure a body is

`python -m benchmarks.page_kinds` prints both tables. All these pages are articles, but for a few that the sets hold by
mistake: what is held back as another kind is mostly wrong. A body is right if it reaches F1 0.9.

{page_kinds.report()}

## What each reason removes

`python -m benchmarks.reasons` prints this table: how much of what each reason removed is in the body that the label
gives, on the labelled pages of the exam and on those that the model learnt from, which its own row says little of. A
few percent are labels that differ on captions or links; a reason far above them would remove articles. *Pages* are
those that lost a line to it.

{reasons.table()}

## Metadata

Of the pages where a reader can see the value. A wrong value is worse than none, so the two are kept apart.

{fields(gold)}

### Every field

`python -m benchmarks.fields` prints this table. Authors are right if all of them are, and no others; where a page has
none, silence is right.

{labelled_fields.table()}

### Confidence

`python -m benchmarks.calibration ../shared/gold/pages.jsonl` prints this table: of the values stated on a basis with a
confidence, how many are right on these pages. The shares in `confidence.toml` were counted on others. A value of less
than `minimum_confidence` (0.5) is not stated, but stays in the evidence: below it, more are wrong than right.

{calibration.table(calibration.of_files([SHARED / "gold" / "pages.jsonl"]))}

## Tables as scrapers left them

`python -m benchmarks.tables` prints this: twelve files, each row against a plain reading of the file's own columns.
*Right* is out of the values found where the file has a column for them; a row without a text becomes a sentence in
`quarantine`.

{tables.table(tables.FOLDER)}

## Lines of the five seed pages

{seeds()}; titles, bylines and dates are settled later, by the metadata step.

## Cross-validation on the labelled pages

{card[card.index("Cross-validated") :].strip()}
"""
    PAGE.write_text(page, encoding="utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
