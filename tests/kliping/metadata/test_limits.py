"""How long, how far and how many: the last case that is still taken, and the first that is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kliping.metadata.extras import find_extras

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, seen

SUBTITLE = "Jembatan itu menghubungkan dua dusun"


def long(text: str, letters: int) -> str:
    """The text with so many letters."""
    return text + "a" * (letters - len(text))


def extras(lines: list[str | tuple[str, str]], field: str) -> list[str]:
    page, away, titles = seen([TITLE, *lines], title=0)
    found = find_extras(page, titles, away)
    return found.filter(field=field)["value"].to_list()


@pytest.mark.parametrize(
    ("line", "mark", "taken"),
    [
        (SUBTITLE, "3 Juni 2024", True),
        (SUBTITLE, long("3 Juni 2024 ", 120), True),
        (SUBTITLE, long("3 Juni 2024 ", 121), False),
        (long("Satu dua tiga empat lima ", 30), "3 Juni 2024", True),
        (long("Satu dua tiga empat lima ", 29), "3 Juni 2024", False),
        (long("Satu dua tiga empat lima ", 320), "3 Juni 2024", True),
        (long("Satu dua tiga empat lima ", 321), "3 Juni 2024", False),
        ("Satuduatiga empatlimaenam tujuh delapan", "3 Juni 2024", False),
        (TITLE, "3 Juni 2024", False),
        (SUBTITLE, "Editor Wulan Sari", True),
        (SUBTITLE, "Bagikan artikel ini", False),
        (SUBTITLE, "Oleh Wulan Sari", True),
    ],
)
def test_a_subtitle_stands_between_title_and_date(line, mark, taken):
    page = [("boilerplate", line), ("boilerplate", mark), *BODY]
    assert extras(page, "subtitle") == ([line] if taken else [])


@pytest.mark.parametrize(("between", "taken"), [(0, True), (2, True), (3, False)])
def test_the_date_stands_shortly_below_a_subtitle(between, taken):
    page = [SUBTITLE, *["Bagikan artikel"] * between, "3 Juni 2024", *BODY]
    assert extras(page, "subtitle") == ([SUBTITLE] if taken else [])


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("Tags: NATO, a, ab", ["NATO", "ab"]),
        (f"Tags: {'a' * 60}", ["a" * 60]),
        (f"Tags: {'a' * 61}", []),
        (f"Tags: {', '.join(['banjir'] * 36)}, {'a' * 5}", [*["banjir"] * 36, "a" * 5]),
        (f"Tags: {', '.join(['banjir'] * 36)}, {'a' * 6}", []),
        ("#NATO #Ukraina", ["NATO", "Ukraina"]),
        ("Tags：satu；dua", ["satu；dua"]),
        ("Tags", []),
    ],
)
def test_tags_are_words_of_a_line_below_the_article(line, tags):
    if line.count("banjir") == 36:
        line = line.replace("Tags: ", "Tags:  ")
    assert extras([*BODY, ("boilerplate", line)], "tags") == tags
    assert extras([("boilerplate", line), *BODY], "tags") == []


@pytest.mark.parametrize(
    ("line", "value"), [("Banjir surut", ["Banjir surut"]), ("Banjir surt", []), ("Baca juga: ", [])]
)
def test_a_related_article_has_a_title(line, value):
    assert extras([*BODY, ("related", line)], "related") == value
