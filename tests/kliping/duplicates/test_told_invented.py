"""What is signed and measured of invented texts is what it was; run as a script, this file writes it down anew.

The texts of ``told_pairs`` are few and read well; these are many, made of words, names, numbers, days and signs by
dice, and edited by dice. Of each only a short sum is written down, a word of it a column or a measure: it says that
something changed, and what. Signatures are kept for good, and the model of copies was fitted to these very measures.
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

from kliping.duplicates import sign
from kliping.duplicates.alignment_kernels import features
from kliping.duplicates.judgement_kernels import judge_pairs, measure_pairs
from kliping.duplicates.model_kernels import model_rows
from kliping.duplicates.pair_features import Features
from kliping.duplicates.reading_kernels import Shape, read_texts
from kliping.duplicates.similarity import measurable
from kliping.settings import DuplicateSettings
from kliping.text.buffers import text_buffers
from kliping.text.folding import character_table

sys.path.insert(0, str(Path(__file__).parent))

WRITTEN = Path(__file__).with_name("told_invented.json")

SETTINGS = DuplicateSettings(near_words=1, exact_words=1)

BATCHES = 8

WIDTHS = np.array([0, 3, 3, 6, 6, 0, 0, 0], np.int64)

COMMON, RARE, NAMES, NUMBERS, DAYS, SIGNS = json.loads(
    WRITTEN.with_name("invented.json").read_text(encoding="utf-8")
).values()


def sentence(dice: random.Random) -> list[str]:
    """Words, each with what stands behind it."""
    kinds = dice.choices((COMMON, RARE, NAMES, NUMBERS, DAYS), (5, 6, 3, 2, 2), k=dice.randint(1, 12))
    words = [dice.choice(kind) + dice.choices((" ", dice.choice(SIGNS)), (12, 1))[0] for kind in kinds]
    return [*words[:-1], words[-1].rstrip() + dice.choice(SIGNS)]


def edited(dice: random.Random, text: list[list[str]]) -> list[list[str]]:
    """The sentences of a text, some gone, new, moved, with another word, and names or numbers for others throughout."""
    found = [list(words) for words in text if dice.random() > 0.15]
    for kind in (NAMES, NUMBERS, RARE):
        others = {word: dice.choice(kind) for word in kind if dice.random() < 0.3}
        found = [[word.replace(key := word.strip(), others.get(key, key)) for word in words] for words in found]
    for _ in range(dice.randint(0, 3)):
        words = dice.choice(found or [[""]])
        words[dice.randrange(len(words))] = dice.choice(dice.choice((RARE, NAMES, NUMBERS, DAYS))) + " "
    if dice.random() < 0.4:
        dice.shuffle(found)
    return found + [sentence(dice) for _ in range(dice.randint(0, 3))]


def texts(number: int) -> tuple[list[str], list[str], list[tuple[int, int]]]:
    """Titles, bodies, and the pairs of them that are measured."""
    dice = random.Random(number)
    stories = [[sentence(dice) for _ in range(size)] for size in (2, 5, 10)]
    whole = [*stories, *(edited(dice, stories[at]) for at in (0, 1, 1, 2, 2)), stories[0] + stories[1]]
    titles = ["".join(dice.choice(text or [[""]])[: dice.randint(0, 7)]) for text in whole]
    pairs = [(0, 3), (1, 4), (5, 1), (6, 2), (2, 7), (4, 5), (8, 0)]
    return titles, ["".join(word for words in text for word in words) for text in whole], pairs


def summed(values: object) -> str:
    """A short sum of some values."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:6]


def told(number: int) -> dict[str, str]:
    """A sum of each column of the signatures and of each measure of the pairs."""
    titles, bodies, pairs = texts(number)
    names = [str(at) for at in range(len(bodies))]
    frame = pl.DataFrame({"document_id": names, "sha256": names, "title": titles, "body": bodies})
    signed = sign(frame, SETTINGS)
    found = {
        name: summed(signed[name].to_list())
        for name in ("body", "words", "scale", "shingles", "numbers", "tokens", "keys")
    }
    shape = Shape(character_table(), WIDTHS, 16, 4, 1 + number, 12 + number, 4, 4, 3, 2 + number % 3, 20)
    headed = np.array([len(body[: 3 * (at % 3)].encode()) for at, body in enumerate(bodies)], np.int64)
    small = read_texts(text_buffers(pl.Series(bodies)), headed, shape)
    found |= {
        f"small {name}": summed(np.asarray(column).tolist()) for name, column in zip(small._fields, small, strict=True)
    }
    known = measurable(signed, signed["body"].drop_nulls(), SETTINGS, words=True)
    seats = [known.seats(signed["body"][[pair[side] for pair in pairs]]) for side in (0, 1)]
    rows = features(known.judge.texts, *seats)
    found |= {name: summed(rounded(rows[:, at])) for at, name in enumerate(Features._fields)}
    judged = judge_pairs(known.judge, *seats)
    measures = (judged.jaccard, judged.left_copies, judged.right_copies, judged.shared)
    return found | {
        "shares": summed([rounded(row) for row in np.stack(measure_pairs(known.judge.sets, *seats), 1)]),
        "judged": summed([rounded(judged.kinds), rounded(np.stack(measures, 1))]),
        "model": summed([rounded(row) for row in model_rows(rows)]),
    }


def rounded(values: np.ndarray) -> list[float]:
    """Six digits of each number: the last ones are the processor's."""
    return [float(f"{value:.6g}") for value in np.asarray(values, np.float64).ravel().tolist()]


@pytest.mark.parametrize("number", range(BATCHES))
def test_what_is_told_of_invented_texts_is_what_is_written_down(number: int) -> None:
    found = told(number)
    for line in json.loads(WRITTEN.read_text(encoding="utf-8"))[number]:
        name, _, written = line.rpartition(" ")
        assert found[name] == written, name


if __name__ == "__main__":
    every = [[f"{name} {value}" for name, value in told(number).items()] for number in range(BATCHES)]
    WRITTEN.write_text("[" + ",\n".join(json.dumps(one) for one in every) + "]\n", encoding="utf-8")
