"""What a small change of a page changes of what is found: run as a script, this file writes it down anew.

The pages of ``told_pages.txt``, each in some dozen variants: a line is gone, doubled, moved, shortened, has another
role, number or label. Of each variant what is found no more, and what is found instead: the limits of every search lie
between a page and its variants.
"""

from __future__ import annotations

import json
import random
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kliping.metadata import extract_metadata, settle_roles
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from pages import batch
from test_told_pages import pages, rows

if TYPE_CHECKING:
    from collections.abc import Callable

WRITTEN = Path(__file__).with_name("told_variants.json")

Line = tuple[str, str]
Page = list[Line]
Found = list[str]

TURNS, VARIANTS = 2, 9
"""How often a page is asked about, and with how many variants at once."""

LABELS = ("Oleh ", "By ", "Editor: ", "Sumber: ", "Foto: ", "Diperbarui ", "(", "- ", '"')
ENDS = (".", ":", " - Kabar Contoh", " | Kabar", "?", ",", " 2024", ")", " (3/6/2024)", " 10:15 WIB")
LINES = (
    "3 Juni 2024", "May 3, 2024", "Sari Wulandari", "Jane Doe", "Kabar Contoh", "Oleh: Ani Lestari", "(sw/bp)",
    "Editor", "SUKAMAJU - Warga", "kabarcontoh.example", "2 jam lalu", "Senin (2/6/2024)",
    "Warga Sukamaju Perbaiki Jembatan",
)  # fmt: skip
ROLES = ("body", "boilerplate", "caption", "related", "byline", "date", "title", "subheading")


def _text(change: Callable[[random.Random, str], str]) -> Callable[[random.Random, Page, int], Page]:
    """A change of the words of one line."""

    def changed(dice: random.Random, page: Page, at: int) -> Page:
        role, text = page[at]
        return [*page[:at], (role, change(dice, text)), *page[at + 1 :]]

    return changed


def _another_number(dice: random.Random, text: str) -> str:
    step = dice.choice((-1, 1, 10))
    return re.sub(r"\d+", lambda at: f"{max(int(at[0]) + step, 0):0{len(at[0])}}", text, count=dice.choice((0, 1)))


def _fewer_words(dice: random.Random, text: str) -> str:
    words = text.split(" ")
    first = dice.randrange(len(words))
    return " ".join(words[first : first + dice.randint(1, 9)])


CHANGES: dict[str, Callable[[random.Random, Page, int], Page]] = {
    "gone": lambda _, page, at: [*page[:at], *page[at + 1 :]],
    "doubled": lambda dice, page, at: [*page[:at], page[dice.randrange(len(page))], *page[at:]],
    "moved": lambda _, page, at: [*page[:at], *page[at + 1 : at + 2], page[at], *page[at + 2 :]],
    "moved far": lambda dice, page, at: (rest := [*page[:at], *page[at + 1 :]], to := dice.randrange(len(page)))
    and [*rest[:to], page[at], *rest[to:]],
    "put in": lambda dice, page, at: [*page[:at], ("boilerplate", dice.choice(LINES)), *page[at:]],
    "role": lambda dice, page, at: [*page[:at], (dice.choice(ROLES), page[at][1]), *page[at + 1 :]],
    "joined": lambda dice, page, at: [
        *page[:at], (page[at][0], page[at][1] + dice.choice((" ", " | ", ", ")) + page[at - 1][1]), *page[at + 1 :],
    ],
    "number": _text(_another_number),
    "fewer words": _text(_fewer_words),
    "label": _text(lambda dice, text: dice.choice(LABELS) + text),
    "end": _text(lambda dice, text: text.rstrip(".:") + dice.choice(ENDS)),
    "capitals": _text(lambda dice, text: dice.choice((str.upper, str.lower, str.title))(text)),
}  # fmt: skip


def variants(number: int) -> dict[str, Page]:
    """Some variants of a page, each by what is changed where; lines at the head are changed more often."""
    page = pages()[number // TURNS][1]
    dice = random.Random(number)
    found: dict[str, Page] = {}
    for change in (list(CHANGES) * 2)[VARIANTS * number % len(CHANGES) :][:VARIANTS]:
        at = min(dice.randrange(len(page)), dice.randrange(len(page)))
        found[f"{change} {at}"] = CHANGES[change](dice, page, at)
    return found


def told(number: int) -> dict[str, list[Found]]:
    """Of each variant of a page what is found no more, and what is found instead."""
    language, page = pages()[number // TURNS]
    changed = variants(number)
    documents, lines, languages = batch([page, *changed.values()], language=language)
    evidence = extract_metadata(documents, lines, languages, MetadataSettings())
    roles = settle_roles(lines, evidence)
    shown = ["field", "value", "basis", "start", "end", "chosen", "confidence"]
    every: list[Found] = []
    for document in documents["document_id"]:
        found = [" ".join(map(str, row)) for row in rows(evidence.filter(document_id=document), shown)]
        settled = roles.filter(document_id=document)
        every.append([*found, *(f"{role} {text[:20]}" for role, text in settled.select("role", "text").iter_rows())])
    before, *after = every
    return {
        name: [[row for row in before if row not in now], [row for row in now if row not in before]]
        for name, now in zip(changed, after, strict=True)
    }


@pytest.mark.parametrize("number", range(TURNS * len(pages())))
def test_what_a_change_of_a_page_changes_is_what_is_written_down(number: int) -> None:
    written = json.loads(WRITTEN.read_text(encoding="utf-8"))[number]
    for name, found in told(number).items():
        assert found == written[name], name


if __name__ == "__main__":
    every = [told(number) for number in range(TURNS * len(pages()))]
    lines = [
        ",\n".join(f" {json.dumps(name)}: {json.dumps(found, ensure_ascii=False)}" for name, found in one.items())
        for one in every
    ]
    WRITTEN.write_text("[" + ",\n".join(f"{{\n{one}}}" for one in lines) + "]\n", encoding="utf-8")
