"""Speed of the cleaning step on one core, peers beside it in one run: ``python -m benchmarks.cleaning_speed``.

Belongs here: lines and pages a second of finding the article. Does not belong here: accuracy (``benchmarks.accuracy``).

The pages are made up from seeded words in the shape of scraped ones: a menu, a headline, a byline, paragraphs, teasers,
a footer. The peers need HTML, so they get the same lines as paragraphs of a plain HTML page, which is kinder to them
than real pages.
"""

from __future__ import annotations

import os

os.environ["POLARS_MAX_THREADS"] = "1"

import html
import random
import time
from typing import TYPE_CHECKING

from benchmarks.accuracy import justext, resiliparse, trafilatura
from benchmarks.exam import documents
from kliping.cleaning import clean
from kliping.settings.cleaning import CleaningSettings

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES, LINES = 3_000, 50
"""Pages that take a few seconds, and lines of a page as flattened news have them."""

PEER_PAGES = 100
"""Pages for tools that are up to a hundred times as slow."""

ROUNDS = 3
"""Rounds of which the fastest counts: a machine is now and then busy with something else."""


def page(dice: random.Random, words: list[str]) -> str:
    """A page of about ``LINES`` lines: twelve of menu, a headline, a byline, paragraphs, teasers, a footer."""

    def said(low: int, high: int) -> str:
        return " ".join(dice.choices(words, k=dice.randint(low, high))).capitalize()

    menu = [said(1, 2) for _ in range(12)]
    body = [f"{said(12, 40)}, {said(6, 20)}. {said(8, 20)}." for _ in range(LINES - 30)]
    teasers = [said(6, 12) for _ in range(10)]
    head = [*menu, "", said(6, 12), "", f"Oleh {said(1, 1)} {said(1, 1)}", "12 Maret 2024 10:15", ""]
    foot = ["", "Baca Juga", *teasers, "Bagikan", "Komentar", "Tentang Kami", "Kontak"]
    return "\n".join([*head, "\n\n".join(body), *foot])


def best(run: Callable[[], object]) -> float:
    """Seconds of processor time of the fastest of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        run()
        times.append(time.process_time() - started)
    return min(times)


def main() -> int:
    dice = random.Random(1)
    letters = "aiueokstnmrlpbdgj"
    words = ["".join(dice.choices(letters, k=dice.randint(2, 10))) for _ in range(4_000)]
    texts = {str(number): page(dice, words) for number in range(PAGES)}
    settings = CleaningSettings.model_validate({})
    frame = documents(texts, markup=False)
    lines = clean(frame, settings).height
    ours = best(lambda: clean(frame, settings))
    print(f"{'method':<28}{'pages a second':>16}{'lines a second':>16}{'time, kliping = 1':>22}")
    print(f"{'kliping, flattened text':<28}{PAGES / ours:>16,.0f}{lines / ours:>16,.0f}{1.0:>22.1f}")
    sources = [
        "<html><body>" + "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line) + "</body></html>"
        for text in list(texts.values())[:PEER_PAGES]
    ]
    for name, peer in (("trafilatura", trafilatura), ("justext", justext), ("resiliparse", resiliparse)):
        peer(sources[0])
        spent = best(lambda peer=peer: [peer(source) for source in sources]) / PEER_PAGES  # type: ignore[misc]
        print(
            f"{name + ', HTML':<28}{1 / spent:>16,.0f}{lines / PAGES / spent:>16,.0f}{spent / (ours / PAGES):>22,.1f}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
