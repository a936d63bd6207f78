"""Learns which pairs of alike bodies are copies: the weights of the pair model, and what common words are worth.

Belongs here: fitting, made pairs that stand for what labelled ones lack, counting words. Does not belong here: using
the weights (``duplicates.kinds``), measuring a pair (``duplicates.alignment_kernels``).

Labelled pairs are few, and most are of a few outlets. Made pairs keep the model from learning that what it never saw
(a copy with words exchanged, a bulletin with other names and numbers) is the other thing.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.learning.manners import forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

MADE_WEIGHT = 0.1
"""How much a made pair counts beside a labelled one."""

UNKNOWN_WEIGHT = 0.15
"""Part of a labelled pair's weight that it has as if its outlets and days were not known."""

DOUBT_WEIGHT = 0.4
"""How much a pair counts that a second reader may label otherwise."""

RIDGE, FREE = 1.0, 1e-3
"""Pull of every weight towards zero, in units of its feature's spread, and of the constant: next to none."""

STEPS, STILL, FLAT = 60, 1e-9, 1e-6
"""Steps of Newton's method at most, the step that is none any more, and what stands for the spread of a feature that is
the same everywhere."""

LEAST_WORDS = 60
"""Words of a body that pairs are made of: a shorter one has nothing left once it is cut."""

EDITED = 0.07
"""Part of the words of a copy that an editor exchanges who also does something else to it."""

FURNITURE = 20
"""Words of another page that stand before a copy."""

WORTHS = 255
"""Steps in which the worth of a common word is kept: a byte."""

COMMON = 100
"""A word is common that at least one of so many pages has; rarer ones are worth the same."""


class MadePair(NamedTuple):
    """Two titles and bodies, and whether one is a copy of the other."""

    titles: tuple[str | None, str | None]
    bodies: tuple[str, str]
    copy: bool


def made_pairs(texts: Sequence[tuple[str | None, str]], seed: int = 0) -> list[MadePair]:
    """Copies and no copies made of ``texts`` (title and body), the same for the same seed.

    Copies: the same body under another title or none, words exchanged in one or both, the end cut off, a paragraph of
    furniture put before, sentences that end elsewhere. No copies: other names and numbers in the same words, an old
    story below other news, a digest of three stories beside one of them.
    """
    dice = random.Random(seed)  # noqa: S311 - no secret
    made = []
    for at, (title, body) in enumerate(texts):
        words = body.split()
        if len(words) < LEAST_WORDS:
            continue
        other_title, other = texts[(at + 1 + dice.randrange(len(texts) - 1)) % len(texts)]
        third = texts[(at + 7) % len(texts)][1]
        pool = other.split() or ["."]
        copies = [
            (other_title, body),
            (None, body),
            (title, _exchanged(words, pool, dice.uniform(0.03, 0.12), dice)),
            (title, " ".join(words[: int(len(words) * dice.uniform(0.6, 0.95))])),
            (title, " ".join([*pool[:FURNITURE], *words])),
        ]
        kept = int(len(words) * dice.uniform(0.2, 0.5))
        others = [
            _reissued(title, body, pool, dice),
            _of_another_day(title, words, pool, dice),
            (other_title, " ".join([*pool[: max(LEAST_WORDS, len(words) - kept)], *words[-kept:]])),
            (other_title, f"{other}\n\n{body}\n\n{third}"),
        ]
        for copy, choices in ((True, copies), (False, others)):
            new_title, new = dice.choice(choices)
            edited = copy and dice.random() < 0.3
            mine = _exchanged(words, pool, EDITED, dice) if edited else body
            made.append(MadePair((title, new_title), (mine, new), copy))
        recut = _recut(words, pool, dice), _recut(words, pool, dice)
        made.append(MadePair((None, None), recut, copy=True))
    return made


def _exchanged(words: Sequence[str], pool: Sequence[str], share: float, dice: random.Random) -> str:
    """``words`` with a share of them replaced by words of ``pool`` or dropped."""
    kept = []
    for word in words:
        if dice.random() >= share:
            kept.append(word)
        elif dice.random() < 0.7:
            kept.append(dice.choice(pool))
    return " ".join(kept)


def _recut(words: Sequence[str], pool: Sequence[str], dice: random.Random) -> str:
    """``words`` with some exchanged, furniture between, and sentences that end anywhere, each a paragraph."""
    edited = [word.strip(".") for word in _exchanged(words, pool, dice.uniform(0.05, 0.1), dice).split()]
    lines = []
    while edited:
        step = dice.randrange(25, 60)
        lines.append(" ".join(edited[:step]) + ".")
        del edited[:step]
    for _ in range(dice.randrange(1, 4)):
        lines.insert(dice.randrange(len(lines) + 1), " ".join(dice.choices(pool, k=4)))
    return "\n\n".join(lines)


def _reissued(title: str | None, body: str, pool: Sequence[str], dice: random.Random) -> tuple[str | None, str]:
    """Title and body as a bulletin of another place: other numbers, other names, the same words."""
    names = [word for word in pool if word[:1].isupper()] or list(forms("list", "names"))
    chosen: dict[str, str] = {}

    def renamed(found: re.Match[str]) -> str:
        word = found.group()
        if word.isdigit():
            return "".join(str(dice.randrange(10)) for _ in word)
        return chosen.setdefault(word, dice.choice(names) if dice.random() < 0.7 else word)

    changed = re.sub(r"\d+|(?<=[a-z,] )[A-Z]\w+", renamed, body)
    return title and re.sub(r"\w+", lambda found: chosen.get(found.group(), found.group()), title), changed


def _of_another_day(
    title: str | None, words: Sequence[str], pool: Sequence[str], dice: random.Random
) -> tuple[str | None, str]:
    """Title and body as the bulletin of the next day: one word of the title is another, a few of the body are."""
    said = {word.strip(".,()").lower() for word in words}
    titled = (title or "").split()
    places = [at for at, word in enumerate(titled) if word.lower() in said]
    if not places:
        return _reissued(title, " ".join(words), pool, dice)
    at = dice.choice(places)
    old, new = titled[at].lower(), dice.choice(pool)
    body = [new if word.strip(".,()").lower() == old else word for word in words]
    return " ".join([*titled[:at], new, *titled[at + 1 :]]), _exchanged(body, pool, dice.uniform(0, 0.08), dice)


def fit(
    features: npt.NDArray[np.float64], copies: npt.NDArray[np.bool_], weights: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Weights of a logistic regression, the constant first, by Newton's method.

    Args:
        features: a row a pair.
        copies: what each pair is.
        weights: how much each pair counts.
    """
    mean = np.average(features, axis=0, weights=weights)
    spread = features.std(axis=0) + FLAT
    rows = np.column_stack([np.ones(len(features)), (features - mean) / spread])
    ridge = np.diag([FREE, *[RIDGE] * features.shape[1]])
    found = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ found))
        curve = weights * chance * (1 - chance) + STILL
        step = np.linalg.solve(
            rows.T @ (rows * curve[:, None]) + ridge, rows.T @ (weights * (copies - chance)) - ridge @ found
        )
        found += step
        if np.abs(step).max() < STILL:
            break
    slopes = found[1:] / spread
    return np.concatenate([[found[0] - slopes @ mean], slopes])


def words_worth(pages: Iterable[npt.NDArray[np.uint32]]) -> npt.NDArray[np.uint32]:
    """The common words of ``pages`` (hashes of 24 bits of their words), rising, with their worth in 8 bits more.

    The worth is the inverse document frequency, log(pages / pages that have the word), as a share of that of the
    rarest common word, of 255.
    """
    counts = np.zeros(1 << 24, np.int64)
    number = 0
    for words in pages:
        counts[np.unique(words)] += 1
        number += 1
    common = np.flatnonzero(counts * COMMON >= max(number, 1))
    share = np.log(number / counts[common]) / np.log(COMMON)
    worth: npt.NDArray[np.uint32] = common.astype(np.uint32) << 8 | np.rint(WORTHS * share).astype(np.uint32)
    return worth
