"""Texts to copy: deterministic, and different texts share nothing."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest

from kliping.duplicates import find_duplicates, sign
from kliping.duplicates.schemas import BODIES, RANKING
from kliping.settings import DuplicateSettings

SYLLABLES = ["ba", "ci", "du", "fe", "go", "hi", "ja", "ku", "le", "mo", "ni", "pa", "ra", "si", "tu", "wa", "ye", "zo"]


class Texts:
    """Makes stories, copies of them, and frames of both."""

    settings = DuplicateSettings()

    def story(self, seed: int, words: int = 120) -> list[str]:
        """``words`` words; no other seed shares three in a row."""
        made = []
        for position in range(words):
            number = int.from_bytes(hashlib.sha256(f"{seed} {position}".encode()).digest()[:4], "big")
            made.append("".join(SYLLABLES[number // 18**power % 18] for power in range(4)))
        return made

    def letters(self, seed: int, first: int, letters: int, length: int) -> str:
        """``length`` letters of an alphabet that starts at code point ``first``."""
        stream = hashlib.shake_128(str(seed).encode()).digest(4 * length)
        return "".join(
            chr(first + int.from_bytes(stream[at : at + 4], "big") % letters) for at in range(0, 4 * length, 4)
        )

    def page(self, seed: int, words: int = 120) -> str:
        return " ".join(self.story(seed, words))

    def edited(self, seed: int, every: int, words: int = 120, shift: int = 0) -> str:
        """The story of ``seed`` with one word in ``every`` replaced."""
        return " ".join(
            f"ganti{shift or ''}{word}" if (position + shift) % every == every // 2 else word
            for position, word in enumerate(self.story(seed, words))
        )

    def bodies(self, bodies: dict[str, str | None], raw: dict[str, str] | None = None) -> pl.DataFrame:
        """BODIES of named texts; ``raw`` names documents whose bytes are equal."""
        rows = [
            (name, hashlib.sha256((raw or {}).get(name, name).encode()).hexdigest(), body)
            for name, body in bodies.items()
        ]
        return pl.DataFrame(rows, schema=BODIES, orient="row")

    def signed(self, bodies: dict[str, str | None], raw: dict[str, str] | None = None) -> pl.DataFrame:
        return sign(self.bodies(bodies, raw), self.settings)

    def ranking(self, rows: dict[str, tuple] | None = None) -> pl.DataFrame:
        """RANKING from held, date, confidence and length a document."""
        padded = [(name, *row, *(None,) * (len(RANKING) - 1 - len(row))) for name, row in (rows or {}).items()]
        return pl.DataFrame(padded, schema=RANKING, orient="row")

    def found(self, bodies: dict[str, str | None], raw: dict[str, str] | None = None, **ranks: tuple) -> dict:
        """DUPLICATES of named texts by document."""
        duplicates = find_duplicates(self.signed(bodies, raw), self.ranking(ranks), self.settings)
        return {row["document_id"]: row for row in duplicates.iter_rows(named=True)}


@pytest.fixture
def texts() -> Texts:
    return Texts()
