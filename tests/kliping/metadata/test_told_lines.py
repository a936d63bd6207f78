"""What is told of some lines and pages is what it was; run as a script, this file writes it down anew.

Which lines a search looks at follows from these marks, and the model of titles was fitted to these very numbers: a
change of a number asks for a new fit.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.metadata import line_facts, line_flags
from kliping.metadata.survey import surveyed
from kliping.metadata.titles import listing
from kliping.metadata.titles.columns import CHEAP, CLOSE
from kliping.metadata.titles.features import see, shortlist
from kliping.text.buffers import text_buffers

sys.path.insert(0, str(Path(__file__).parent))
from pages import batch
from told_lines import LINES, PAGES

WRITTEN = Path(__file__).with_name("told_lines.json")

FLAGS = [name for name in vars(line_flags) if name.isupper() and name not in ("CHARS", "SPACES", "CAPITALS")]

WORDS = ["MONTH", "WEEKDAY", "UNIT", "RELATIVE", "AUTHOR_LABEL", "BY", "DATE_LABEL", "JOB", "FURNITURE"]

WEIGHTS = np.array([(37 * at % 11) / 10 - 0.4 for at in range(len(CHEAP))], np.float32)
"""Of the cheap numbers: any will do that make all of them count."""

Told = dict[str, dict[str, list[float]]]


def flags() -> Told:
    """The lines that have each flag, counts, and the lines with each kind of word or such a first one."""
    facts = line_facts.read_facts(text_buffers(pl.Series(LINES)), np.full(len(LINES), 2026, np.int32))
    names = [
        name for name in FLAGS if not name.startswith(("LATEST", "ODD_", "EXOTIC_", "DENSE_L", "DENSE_O", "STOP_"))
    ]
    marked = {name: facts.flags & np.uint32(getattr(line_flags, name)) for name in (*names, "DENSE_LONG")}
    known = {name: facts.words & np.uint64(getattr(line_facts, name)) for name in WORDS}
    first = {f"first {name}": facts.first_words & np.uint64(getattr(line_facts, name)) for name in WORDS}
    alike = {"like": np.unique(facts.hashes, return_index=True, return_inverse=True)}
    found = {name: np.flatnonzero(bits).tolist() for name, bits in {**marked, **known, **first}.items()}
    counted = {f"count {column}": facts.counts[:, column].tolist() for column in range(4)}
    return {
        "lines": {**found, **counted, **{name: index[inverse].tolist() for name, (_, index, inverse) in alike.items()}}
    }


def numbers() -> Told:
    """The numbers of every line of the pages, and of those on the shortlist."""
    documents, lines, languages = batch([[(role, text) for _, role, text in page] for page in PAGES])
    lines = lines.with_columns(line=pl.Series([at for page in PAGES for at, _, _ in page], dtype=lines.schema["line"]))
    survey = surveyed(documents, lines, languages)
    cheap = np.zeros((lines.height, len(CHEAP)), np.float32)
    every = listing.every_line(see(survey), cheap).tolist()
    short = shortlist(survey, WEIGHTS)
    told = {"rows": short.rows.tolist(), "scores": rounded(short.scores), "every": every}
    close = {name: rounded(short.numbers[:, len(CHEAP) + at]) for at, name in enumerate(CLOSE._fields)}
    return {
        "cheap": {name: rounded(cheap[:, at]) for at, name in enumerate(CHEAP._fields)},
        "close": close,
        "short": told,
    }


def rounded(values: np.ndarray) -> list[float]:
    """Four digits of each number."""
    return [float(f"{value:.4g}") for value in values.tolist()]


def worded(values: list[float]) -> str:
    """Numbers as one word: a row of small numbers stands in any heap of texts, and nothing here may be copied."""
    return "_".join(f"{value:.4g}".replace(".", "p").replace("-", "m").replace("+", "") for value in values)


@pytest.mark.parametrize("kind", ["lines", "cheap", "close", "short"])
def test_what_is_told_is_what_is_written_down(kind: str) -> None:
    found = (flags() if kind == "lines" else numbers())[kind]
    for name, written in json.loads(WRITTEN.read_text(encoding="utf-8"))[kind].items():
        assert worded(found[name]) == written, name


if __name__ == "__main__":
    every = {
        kind: [f"  {json.dumps(name)}: {json.dumps(worded(row))}" for name, row in of.items()]
        for kind, of in (flags() | numbers()).items()
    }
    kinds = [f"{json.dumps(kind)}: {{\n" + ",\n".join(rows) + "\n}" for kind, rows in every.items()]
    WRITTEN.write_text("{" + ",\n".join(kinds) + "}\n", encoding="utf-8")
