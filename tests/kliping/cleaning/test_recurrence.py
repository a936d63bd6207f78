"""Lines that are counted on come to what they come to when all are counted."""

from __future__ import annotations

import random

import polars as pl
import pytest

from kliping.cleaning import recurrence
from kliping.cleaning.recurrence import Counted, count_lines, count_on
from kliping.cleaning.templates import LINE_KEYS
from kliping.frames import DUPLICATES, empty
from kliping.settings.cleaning import CleaningSettings

SETTINGS = CleaningSettings(template_groups=6, template_share=0.02)


class Corpus:
    """Documents with lines, of which some recur, in groups that change."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.keys = pl.DataFrame(schema={**LINE_KEYS, "batch": pl.UInt32})
        self.groups: dict[str, str] = {}

    def come(self, count: int, lines: range = range(40)) -> pl.DataFrame:
        """A batch of documents, some of them copies of others."""
        batch = int(self.keys["batch"].n_unique())
        names = [f"{self.dice.randrange(10**6):06d}-{batch}-{number}" for number in range(count)]
        held = [[*self.dice.sample(lines, k=3), 10**6 + self.dice.randrange(10**6)] for _ in names]
        rows = {"document_id": names, "lines": held, "body_lines": held, "batch": [batch] * count}
        made = pl.DataFrame(rows, schema=self.keys.schema)
        self.keys = pl.concat([self.keys, made])
        for name in names:
            self.join(name)
        return made

    def join(self, name: str) -> None:
        others = list(self.groups)
        alone = not others or self.dice.random() < 0.7
        self.groups[name] = f"g{name}" if alone else self.groups[self.dice.choice(others)]

    def duplicates(self) -> pl.DataFrame:
        """Not of all documents: some left their source."""
        named = [(name, group) for name, group in self.groups.items() if not name.endswith("3")]
        rows = pl.DataFrame(named, schema={"document_id": pl.String, "group_id": pl.String}, orient="row")
        return pl.concat([empty(DUPLICATES), rows], how="diagonal")

    def counted_on(self, before: Counted, fresh: pl.DataFrame) -> Counted | None:
        def keys_of(placed: pl.DataFrame) -> pl.DataFrame:
            return self.keys.filter(pl.col("document_id").hash().is_in(placed["document"].implode()))

        return count_on(before, fresh, self.duplicates(), SETTINGS, keys_of)

    def counted(self) -> Counted:
        return count_lines(self.keys.lazy(), self.duplicates(), SETTINGS)


def same(one: Counted, other: Counted) -> bool:
    """Whether two counts say the same of what recurs, and of all documents."""
    recurring = one.recurring(SETTINGS).equals(other.recurring(SETTINGS))
    return recurring and one.placed.sort("document").equals(other.placed.sort("document"))


@pytest.mark.parametrize("seed", range(8))
def test_counting_on_comes_to_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recurrence, "MOVED_SHARE", 1)
    corpus = Corpus(seed)
    corpus.come(150)
    counts, on = corpus.counted(), 0
    for _ in range(12):
        fresh = corpus.come(corpus.dice.randrange(8))
        for name in corpus.dice.sample(sorted(corpus.groups), k=corpus.dice.randrange(6)):
            corpus.join(name)
        found, anew = corpus.counted_on(counts, fresh), corpus.counted()
        assert found is None or same(found, anew)
        on += found is not None
        counts = anew if found is None else found
    assert not counts.recurring(SETTINGS).is_empty()
    assert on >= 6, "most are counted on"


def test_a_line_that_was_seldom_and_may_be_a_template_now_has_all_counted_anew() -> None:
    corpus = Corpus(9)
    corpus.come(150)
    before = corpus.counted()
    rare = corpus.keys["lines"].explode().max()
    assert before.lines.filter(line=rare).is_empty()
    fresh = corpus.come(12).with_columns(lines=pl.col("lines").list.concat([pl.lit(rare, pl.UInt64)]))
    corpus.keys = pl.concat([corpus.keys.head(150), fresh])
    assert corpus.counted_on(before, fresh) is None
    assert rare in corpus.counted().recurring(SETTINGS)["line"]


def test_a_document_whose_lines_are_not_there_has_all_counted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recurrence, "MOVED_SHARE", 1)
    corpus = Corpus(10)
    corpus.come(150)
    before = corpus.counted()
    names = corpus.keys["document_id"]
    corpus.groups[names[0]] = corpus.groups[names[1]]
    nothing = corpus.keys.clear()
    assert corpus.counted_on(before, nothing) is not None
    corpus.keys = corpus.keys.filter(pl.col("document_id") != names[1])
    assert corpus.counted_on(before, nothing) is None
