"""The development exam: what the shipped model reaches there may not fall. See ``benchmarks.accuracy`` for figures."""

import gzip
import json
from collections import defaultdict

import polars as pl
import pytest

from kliping.cleaning import clean, paragraphs, removed_lines
from kliping.cleaning.flatten import split_lines
from kliping.cleaning.labels import f1, precision_recall
from kliping.frames import BODY_ROLES, LANGUAGES, empty
from kliping.settings.cleaning import CleaningSettings

pytestmark = pytest.mark.exam


def scores(gold, frame):
    lines = clean(frame, CleaningSettings())
    body = paragraphs(lines, empty(LANGUAGES)).group_by("document_id").agg(pl.col("text").str.join("\n"))
    found = dict(body.iter_rows())
    pairs = defaultdict(list)
    for page in gold:
        pairs[page["set"]].append(precision_recall(page["body"], found.get(page["file"], "")))
    mean = {name: [sum(side) / len(rows) for side in zip(*rows, strict=True)] for name, rows in pairs.items()}
    return lines, {name: f1(precision, recall) for name, (precision, recall) in mean.items()}


@pytest.fixture(scope="module")
def gold(shared):
    return [json.loads(row) for row in (shared / "gold" / "pages.jsonl").read_text(encoding="utf-8").splitlines()]


def test_flattened_pages_score_and_lose_nothing(gold, shared, documents):
    texts = {page["file"]: (shared / "gold" / page["file"]).read_bytes().decode() for page in gold}
    frame = documents(texts, markup=False)
    lines, reached = scores(gold, frame)
    assert {name: score for name, score in reached.items() if score < 0.92} == {}
    assert sum(reached.values()) / len(reached) > 0.94
    assert lines.select("document_id", "line", "text").equals(split_lines(frame))
    kept = lines.filter(pl.col("role").is_in(BODY_ROLES))
    both = pl.concat([kept, removed_lines(lines)], how="diagonal").select("document_id", "line", "text")
    assert both.sort("document_id", "line").equals(split_lines(frame).sort("document_id", "line"))


def test_html_scores_at_least_what_the_extractor_alone_does(gold, shared, documents):
    from kliping.cleaning.markup import extracted_text

    marked = [page for page in gold if page.get("html")]
    sources = {
        page["file"]: gzip.decompress((shared / "gold" / page["html"]).read_bytes()).decode("utf-8", "replace")
        for page in marked
    }
    _, reached = scores(marked, documents(sources, markup=True))
    alone = [precision_recall(page["body"], extracted_text(sources[page["file"]]) or "") for page in marked]
    extractor = f1(*(sum(side) / len(alone) for side in zip(*alone, strict=True)))
    assert sum(reached.values()) / len(reached) >= extractor


def test_lines_of_the_seeds(shared, documents):
    texts = {path.name: path.read_bytes().decode() for path in (shared / "seeds").glob("*.txt")}
    lines = clean(documents(texts, markup=False), CleaningSettings())
    found = {(name, line): role for name, line, role in lines.select("document_id", "line", "role").iter_rows()}
    wanted = {
        (page["file"], int(line)): role
        for page in map(json.loads, (shared / "gold" / "seeds.jsonl").read_text(encoding="utf-8").splitlines())
        for line, role in page["line_roles"].items()
    }
    assert found.keys() == wanted.keys()
    rightly = sum((found[key] in BODY_ROLES) == (role in BODY_ROLES) for key, role in wanted.items())
    assert rightly >= 0.98 * len(wanted)
