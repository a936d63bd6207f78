"""What the kernels tell of invented lines and pages is what it was; run as a script, this file writes it down anew.

The lines of ``told_lines`` are few and read well; these are many, put together by dice of what the kernels tell apart:
numbers at the limits of years, days and times, months near them, letters at the limits of scripts, signs. Of each batch
only a short sum a column is written down: it says that something changed, and what. Which lines a search looks at
follows from these marks, and the model of titles was fitted to these very numbers.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.metadata import line_facts, line_flags
from kliping.metadata.line_facts import NO_NAME, SEPARATOR, code_points, known_words
from kliping.metadata.search_kernels import count_openings, count_tokens, lines_with_keys, may_hold_name
from kliping.metadata.survey import surveyed
from kliping.metadata.titles import close_kernel, listing
from kliping.metadata.titles.columns import CHEAP, CLOSE
from kliping.metadata.titles.features import see
from kliping.metadata.titles.listing import Listed
from kliping.text.buffers import text_buffers

sys.path.insert(0, str(Path(__file__).parent))
from pages import batch

WRITTEN = Path(__file__).with_name("told_invented.json")

BATCHES = 8
LINES, KEYS, LATEST = 110, 12, 2031
FLAGS = [name for name in vars(line_flags) if name.isupper() and name not in ("CHARS", "SPACES", "CAPITALS")]

INVENTED = {
    name: words.split(" ")
    for name, words in json.loads(WRITTEN.with_name("invented.json").read_text(encoding="utf-8")).items()
}
KINDS = [INVENTED[name] for name in ("numbers", "months", "words", "letters", "signs")]
ROLES = (
    *["boilerplate"] * 5,
    *["body"] * 3,
    "quote",
    "title",
    "subheading",
    "caption",
    "duplicate",
    "related",
    "contact",
)
PLAIN = (
    "3 Juni 2024", "10:15", "Oleh Sari Dewi", "Sari Dewi", "Editor: Ayu", "Comment", "Beranda", "kabar.example",
    "redaksi@kabar.example", "Foto: Kabar", "12", "2 jam lalu", "By Jane Doe May 5, 2024", "Tags: desa",
)  # fmt: skip
HEADS = ("", "", "Oleh ", "3 Juni 2024 ", "Kabar: ", "12 ", "Editor ", "- ", "\u201c")
ENDS = ("", " - Kabar Contoh", " | Kabar", ".", "?", ":", " :: Kabar", "\u2026", " 2024")
GAPS = (" ", " ", " ", " ", "", "  ", " " + "x" * 10 + " ", "xx", ". ", ": ", "-")
CLOSES = (*[""] * 12, ")", "?", ":", ".", "\uff1f", " ")


def line(dice: random.Random, most: int = 7) -> str:
    """A line of some pieces."""
    kinds = dice.choices(KINDS, (4, 2, 6, 2, 2), k=dice.randint(1, most))
    return "".join(dice.choice(kind) + dice.choice(GAPS) for kind in kinds).strip(" ") + dice.choice(CLOSES)


def summed(values: np.ndarray) -> str:
    """A short sum of some numbers, of which the last digits are the processor's."""
    told = [f"{value:.5g}" for value in np.asarray(values, np.float64).ravel().tolist()]
    return hashlib.sha256(" ".join(told).encode()).hexdigest()[:6]


def of_lines(number: int) -> dict[str, str]:
    """A sum of every mark of some lines, and of what is searched in them."""
    dice = random.Random(number)
    made = [line(dice) for _ in range(LINES)]
    text = text_buffers(pl.Series(made))
    facts = line_facts.read_facts(text, np.full(LINES, LATEST, np.int32))
    found = {name: facts.flags & np.uint32(getattr(line_flags, name)) > 0 for name in FLAGS if name in MARKED}
    found |= {f"count {column}": facts.counts[:, column] for column in range(4)}
    found["alike"] = np.unique(facts.hashes, return_inverse=True)[1]
    names = np.empty(LINES, np.bool_)
    may_hold_name(text, code_points(), known_words(), np.uint64(NO_NAME), np.uint64(SEPARATOR), names)
    keys = text_buffers(pl.Series([dice.choice(dice.choice(made).split() or ["x"]).swapcase() for _ in range(KEYS)]))
    pages = np.sort(np.array([dice.randrange(3) for _ in range(KEYS)]))
    first_line = np.array([0, LINES // 3, LINES // 2, LINES])
    held, counted, opened = np.empty(LINES, np.bool_), np.empty(KEYS, np.int64), np.empty(KEYS, np.int64)
    of_line = np.searchsorted(first_line, np.arange(LINES), side="right") - 1
    lines_with_keys(text, code_points().lower, np.arange(LINES), of_line, keys, pages, held)
    asked = np.array([dice.random() < 0.8 for _ in range(LINES)])
    count_tokens(text, code_points(), first_line, asked, keys, pages, counted)
    heads = text_buffers(pl.Series([dice.choice(made) for _ in range(KEYS)]))
    count_openings(text, first_line, np.zeros(1, np.uint64), pages, heads, opened)
    found |= {"names": names, "held": held, "counted": counted, "opened": opened}
    return {name: summed(values) for name, values in found.items()}


def of_pages(number: int) -> dict[str, str]:
    """A sum of every number by which a title is searched in some pages."""
    dice = random.Random(number)
    made = []
    for _ in range(3):
        words = dice.sample(INVENTED["spoken"], 14)
        said = [" ".join(dice.choices(words, k=dice.choice((1, 2, 3, 4, 5, 8, 9, 12)))) for _ in range(8)]
        said += [" ".join(dice.choices(words, k=dice.randint(13, 30))) for _ in range(5)]
        said += [dice.choice(HEADS) + dice.choice(said) + dice.choice(ENDS) for _ in range(8)]
        said += [*dice.sample(said, 2), dice.choice(said).upper(), line(dice, 3), *dice.sample(PLAIN, 4)]
        dice.shuffle(said)
        said += said[-1:] * dice.randint(0, 2)
        made.append([(dice.choice(ROLES), one) for one in said])
    documents, lines, languages = batch(made)
    steps = pl.Series([dice.choice((1, 1, 1, 2, 3, 5)) for _ in range(lines.height)])
    lines = lines.with_columns(line=steps.cum_sum().cast(lines.schema["line"]))
    survey = surveyed(documents, lines, languages)
    seen = see(survey)
    cheap, close = np.zeros((lines.height, len(CHEAP)), np.float32), np.zeros((lines.height, len(CLOSE)), np.float32)
    found = {"letters": seen.letters, "copies": seen.copies, "before": np.diff(seen.before)}
    found["every"] = listing.every_line(seen, cheap)
    scores = np.array([dice.random() for _ in range(lines.height)], np.float32)
    listed = Listed(np.arange(lines.height), scores, close)
    of_page = np.searchsorted(survey.first_line, listed.rows, side="right") - 1
    close_kernel.look_closely(survey.text, code_points(), seen, lines["line"].to_numpy(), of_page, listed, 0)
    found |= {name: cheap[:, at] for at, name in enumerate(CHEAP._fields)}
    found |= {f"close {name}": close[:, at] for at, name in enumerate(CLOSE._fields)}
    return {name: summed(values) for name, values in found.items()}


MARKED = {name for name in FLAGS if not name.startswith(("LATEST", "ODD_", "EXOTIC_", "DENSE_L", "DENSE_O", "STOP_"))}
TOLD = {"lines": of_lines, "pages": of_pages}


@pytest.mark.parametrize("kind", TOLD)
@pytest.mark.parametrize("number", range(BATCHES))
def test_what_is_told_of_invented_lines_is_what_is_written_down(kind: str, number: int) -> None:
    found = TOLD[kind](number)
    for row in json.loads(WRITTEN.read_text(encoding="utf-8"))[kind][number]:
        name, _, written = row.rpartition(" ")
        assert found[name] == written, name


if __name__ == "__main__":
    every = {
        kind: [[f"{name} {value}" for name, value in of(number).items()] for number in range(BATCHES)]
        for kind, of in TOLD.items()
    }
    rows = [f"{json.dumps(kind)}: [" + ",\n".join(map(json.dumps, batches)) + "]" for kind, batches in every.items()]
    WRITTEN.write_text("{" + ",\n".join(rows) + "}\n", encoding="utf-8")
