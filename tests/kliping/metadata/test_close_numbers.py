"""The close numbers of lines that may be a title, one look at a time."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.metadata import line_facts
from kliping.metadata.survey import surveyed
from kliping.metadata.titles import close_kernel, kernels, listing
from kliping.metadata.titles.columns import CHEAP, CLOSE
from kliping.metadata.titles.features import see
from kliping.metadata.titles.listing import Listed

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, batch

from tests.compiled import from_python


def looked_at(lines, listed=None, scores=None, numbered=None, pages=None):
    """The close numbers by name, a row a listed line; lines are listed all where nothing is told."""
    survey = surveyed(*batch(lines if pages else [lines]))
    rows = np.arange(survey.lines.height) if listed is None else np.array(listed)
    scores = np.zeros(rows.size) if scores is None else scores
    numbers = np.full((rows.size, len(CLOSE)), -7, np.float32)
    of_page = np.searchsorted(survey.first_line, rows, side="right") - 1
    # of the types of the search itself: others would have the kernel compiled anew
    numbered = pl.Series(range(survey.lines.height) if numbered is None else numbered, dtype=pl.Int32).to_numpy()
    kept = Listed(rows.astype(np.int64), np.array(scores, np.float32), numbers)
    close_kernel.look_closely(survey.text, line_facts.code_points(), see(survey), numbered, of_page, kept, 0)
    return [dict(zip(CLOSE._fields, row.tolist(), strict=True)) for row in numbers]


SIGNS = [
    ("Kabar desa.", "stop_close", 1), ("Kabar desa", "stop_close", 0), ("Kabar desa?", "question_close", 1),
    ("Kabar desa", "question_close", 0), ("Kabar desa:", "colon", 1), ("Kabar: desa", "colon", 0),
    ("kabar desa", "lower", 1), ("Kabar desa", "lower", 0), ("KABAR DESA", "upper", 1), ("Kabar DESA", "upper", 0),
    ("12", "upper", 0), ("2 Kabar", "number", 1), ("Kabar 2", "number", 0), ("Kabar | Desa", "bar", 1),
    ("Kabar Desa", "bar", 0), ("kabar@example.org", "address_close", 1), ("Kabar", "address_close", 0),
    ("3 Juni 2024", "date", 1), ("Kabar", "date", 0), ("Oleh Sari", "byline_close", 1),
    ("Sari Oleh", "byline_close", 0),
    ("Comment artikel", "furniture_close", 1), ("Kabar desa", "furniture_close", 0), ("Sari Editor", "job", 1),
    ("Kabar desa", "job", 0), ("Kabar Desa kami", "words", 3), ("Kabar", "words", 1),
    ("Kabar Desa kami ini", "capitals_close", 0.5),
    ("Sari Dewi", "name_only", 1), ("Sari", "name_only", 0), ("Sari Dewi Ayu Roy", "name_only", 1),
    ("Sari Dewi Ayu Roy Tono", "name_only", 0), ("Sari dewi", "name_only", 0), ("Sari Dewi2", "name_only", 0),
    ("Kabar - Desa Lama", "suffixed", 1), ("Kabar Desa Lama", "suffixed", 0),
]  # fmt: skip


@pytest.mark.parametrize(("line", "name", "number"), SIGNS)
def test_the_signs_of_a_line(line, name, number):
    assert looked_at([line, "Beranda"])[0][name] == number


def test_dates_and_bylines_are_looked_for_in_eight_lines_below():
    day, by, menu = "3 Juni 2024", "Oleh Sari", "Beranda"

    def next_of(lines):
        found = looked_at([TITLE, *lines])[0]
        return found["date_next"], found["byline_next"]

    assert next_of([day, by, day, by]) == (1, 2)
    assert next_of([*[menu] * 7, day]) == (8, 12)
    assert next_of([*[menu] * 8, day]) == (12, 12)
    assert next_of([*[menu] * 7, by]) == (12, 8)
    assert next_of([("contact", f"{day} {'a' * 147}")]) == (1, 12)
    assert next_of([("contact", f"{day} {'a' * 148}")]) == (12, 12)
    assert next_of([("contact", f"{by} {'a' * 89}")]) == (12, 1)
    assert next_of([("contact", f"{by} {'a' * 90}")]) == (12, 12)
    two = looked_at([[TITLE], [day, by]], pages=True)
    assert (two[0]["date_next"], two[0]["byline_next"]) == (12, 12)


def test_a_date_before_stands_in_two_lines_above():
    day = "3 Juni 2024"
    before = [one["date_before_2"] for one in looked_at([day, "Kabar", "Desa", "Lama", day])]
    assert before == [0, 1, 1, 0, 0]
    long = [one["date_before_2"] for one in looked_at([("contact", f"{day} {'a' * 148}"), "Kabar"])]
    assert long == [0, 0]
    assert [one["date_before_2"] for one in looked_at([[day], [TITLE]], pages=True)] == [0, 0]


def known_of(title, body, role="body"):
    found = looked_at([title, *((role, line) for line in body)], [0])[0]
    return found["known"], found["known_all"], found["known_none"], found["known_count"], found["known_lead"]


WORDS = "Warga desa memperbaiki jembatan gantung"
FIRST = f"{WORDS} {'x' * 80}"


def test_words_of_a_title_that_the_article_says():
    assert known_of("Warga memperbaiki jembatan", [FIRST]) == (1, 1, 0, 3, 1)
    assert known_of("Warga memperbaiki sungai", [FIRST]) == pytest.approx((2 / 3, 0, 0, 2, 2 / 3))
    assert known_of("Harga cabai turun", [FIRST]) == (0, 0, 1, 0, 0)
    assert known_of("di ke", [FIRST]) == (0, 0, 1, 0, 0)
    assert known_of("Warga warga WARGA", [FIRST]) == (1, 1, 0, 1, 1)
    # in a line that is long and of the article
    assert known_of("Warga", [FIRST], role="contact") == (0, 0, 1, 0, 0)
    lines = [FIRST[:80], f"Sungai {'x' * 72}", f"Sungai {'x' * 73}"]
    assert known_of("Warga desa", lines[:1])[3] == 2
    assert known_of("Sungai", lines[:2])[3] == 0
    assert known_of("Sungai", [lines[0], lines[2]])[3] == 1
    # the first two lines of it are its lead
    other = [f"Kabar {'y' * 80}", f"Lama {'z' * 80}"]
    assert known_of("Warga", [other[0], FIRST])[4] == 1
    assert known_of("Warga", [*other, FIRST])[3:] == (1, 0)
    # twelve lines, and fifteen hundred bytes
    assert known_of("Warga", [*[other[0]] * 11, FIRST])[3] == 1
    assert known_of("Warga", [*[other[0]] * 12, FIRST])[3] == 0
    assert known_of("Warga", [f"Kabar {'y' * 1488} Warga"])[3] == 1
    assert known_of("Warga", [f"Kabar {'y' * 1489} Warga"])[3] == 0
    assert known_of("Warga", [f"Kabar {'y' * 1488}", f"Warga {'y' * 80}"])[3] == 1
    assert known_of("Warga", [f"Kabar {'y' * 1494}", f"Warga {'y' * 80}"])[3] == 0


def test_few_words_are_one_or_none():
    assert [one["few_words"] for one in looked_at(["Warga", "di ke", "Warga desa", "Warga Warga"])] == [1, 1, 0, 1]


def test_words_behind_two_hundred_bytes_are_not_asked():
    found = looked_at([("contact", f"{'y' * 194} warga"), ("contact", f"{'y' * 195} warga"), FIRST], [0, 1])
    assert [one["known_count"] for one in found] == [1, 0]
    han = "".join(map(chr, range(0x4E00, 0x4E42)))  # words of one sign, 64 at most
    assert [round(64 * known_of(han[:many], [han[63:] + "x" * 80])[0]) for many in (63, 64, 65, 66)] == [0, 1, 1, 1]


@pytest.mark.parametrize(
    ("lines", "name", "told"),
    [
        (["Kabar Desa Lama", "Desa Lama"], "tail_of_earlier", [0, 1]),
        (["Kabar Desa Lama", "Desa Lama"], "tail_of_later", [0, 0]),
        (["Kabar Desa Lama", "Desa Lama"], "holds_tail", [1, 0]),
        (["Desa Lama", "Kabar Desa Lama"], "tail_of_later", [1, 0]),
        (["Desa Lama", "Kabar Desa Lama"], "tail_of_earlier", [0, 0]),
        (["Desa Lama", "Desa Lama"], "tail_of_later", [0, 0]),
        (["Kabar Desa", "Kabar Desa Lama"], "head_of_other", [1, 0]),
        (["Kabar Desa", "Kabar Desa Lama"], "holds_head", [0, 1]),
        (["Kabar Desa - Situs", "Kabar Desa"], "shared_key", [1, 0]),
        (["Kabar Desa - Situs", "Kabar Desa Lama"], "shared_key", [1, 0]),
        (["Kabar Desa - Situs", "Kabar Desa - Lain"], "shared_key", [1, 1]),
        (["Kabar Desa - Situs", "Kabar Desa - Lain"], "head_of_other", [0, 0]),
        (["Kabar Desa", "KABAR DESA"], "head_of_other", [0, 0]),
    ],
)
def test_how_two_lines_go_together(lines, name, told):
    assert [one[name] for one in looked_at(lines)] == told


def test_lines_are_ranked_by_their_scores():
    found = looked_at(["Satu", "Dua", "Tiga", "Empat"], [0, 1, 3], [1.0, 3.0, 2.25])
    assert [one["rank"] for one in found] == [3, 1, 2]
    assert [one["score"] for one in found] == [1, 3, 2.25]
    assert [one["gap"] for one in found] == [2, 0, 0.75]
    assert [one["to_best"] for one in found] == [-1, 0, 2]
    assert [one["rivals_before"] for one in found] == [0, 1, 2]
    assert [one["near_rivals"] for one in found] == [2, 2, 2]
    assert [one["score_before"] for one in found] == [-9, -2, -9]
    assert [one["score_after"] for one in found] == [2, -9, -9]
    equal = looked_at(["Satu", "Dua", "Tiga"], scores=[1.0, 1.0, 0.0])
    assert [one["rank"] for one in equal] == [1, 2, 3]
    assert [one["to_best"] for one in equal] == [0, 1, 2]
    assert [one["near_rivals"] for one in equal] == [2, 2, 2]


def test_what_stands_beside_a_line_is_told_of_its_page_alone():
    found = looked_at([["Beranda", "Kabar Desa.", "3 Juni 2024", "Oleh Sari"], ["Bagikan"]], pages=True)
    assert [one["letters_before"] for one in found] == [7, 7, 11, 11, 7]
    assert [one["letters_after"] for one in found] == [11, 11, 9, 9, 7]
    assert [one["letters_after_2"] for one in found] == [11, 9, 9, 9, 7]
    assert [one["stop_of_line_above"] for one in found] == [0, 0, 1, 0, 0]
    assert [one["stop_of_line_below"] for one in found] == [1, 0, 0, 0, 0]
    assert [one["dated_of_line_above"] for one in found] == [0, 0, 0, 1, 0]
    assert [one["dated_of_line_below"] for one in found] == [0, 1, 0, 0, 0]
    assert [one["byline_of_line_below"] for one in found] == [0, 0, 1, 0, 0]
    assert [one["byline_of_line_above"] for one in found] == [0, 0, 0, 0, 0]
    assert [one["role_of_line_above"] for one in found] == [-1, 8, 8, 8, -1]
    assert [one["role_of_line_below"] for one in found] == [8, 8, 8, -1, -1]
    assert [one["capitals_of_line_above"] for one in found] == pytest.approx([-1, 1, 1, 1 / 3, -1])
    assert [one["capitals_of_line_below"] for one in found] == pytest.approx([1, 1 / 3, 1, -1, -1])
    assert [one["gap_of_line_above"] for one in found] == [-1, 1, 1, 1, -1]
    assert looked_at(["Comment artikel", "Kabar"])[1]["furniture_of_line_above"] == 2
    assert looked_at(["Kabar", "Comment artikel"])[0]["furniture_of_line_below"] == 2


def test_a_block_has_no_blank_lines():
    found = looked_at(["Satu", "Dua", "Tiga", "Empat", "Lima"], numbered=[0, 1, 3, 4, 5])
    assert [one["block_above"] for one in found] == [0, 1, 0, 1, 2]
    assert [one["block_below"] for one in found] == [1, 0, 2, 1, 0]
    assert [one["block_gap"] for one in found] == [-1, -1, 2, 2, 2]
    assert [one["gap_of_line_below"] for one in found] == [1, 2, 1, 1, -1]
    long = looked_at([f"Baris {at}" for at in range(30)])
    assert (long[29]["block_above"], long[20]["block_above"], long[19]["block_above"]) == (20, 20, 19)
    assert (long[0]["block_below"], long[9]["block_below"], long[10]["block_below"]) == (20, 20, 19)
    two = looked_at([["Satu", "Dua"], ["Tiga"]], pages=True)
    assert [(one["block_above"], one["block_below"]) for one in two] == [(0, 1), (1, 0), (0, 0)]


def test_the_way_to_the_article():
    found = looked_at([TITLE, "Beranda", *BODY, "Beranda"])
    assert [one["to_opening"] for one in found] == [2, 1, 0, -1, -2, -3]
    assert [one["copies_close"] for one in found] == [1, 2, 1, 1, 1, 2]
    assert looked_at([TITLE])[0]["to_opening"] == -(1 << 30)
    far = looked_at([*["Beranda"] * 205, *BODY], [0, 5, 6])
    assert [one["to_opening"] for one in far] == [200, 200, 199]
    below = looked_at([BODY[0], *["Beranda"] * 205], [199, 200, 205])
    assert [one["to_opening"] for one in below] == [-199, -200, -200]


def test_what_stands_between_a_line_and_the_article_may_be_better():
    lines = ["Harga cabai", "Warga memperbaiki", "Jembatan cabai", FIRST, "Warga desa"]
    found = looked_at(lines, [0, 1, 2, 4])
    assert [one["known"] for one in found] == [0, 1, 0.5, 1]
    assert [one["known_before"] for one in found] == [-9, -1, 0.5, -9]
    assert [one["known_after"] for one in found] == [1, -0.5, -9, -9]
    assert [one["between"] for one in found] == [2, 1, 0, 0]
    assert [one["better_between"] for one in found] == [2, 0, 0, 0]
    assert [one["lead_margin"] for one in found] == [-2, 0, -1.5, 0]
    bare = looked_at(["Harga", "Cabai", "Naik"])
    assert [one["between"] for one in bare] == [2, 1, 0]
    same = looked_at(["Warga desa", "Warga desa", FIRST], [0, 1])
    assert [one["lead_margin"] for one in same] == [2, 2]
    many = looked_at(["Warga desa memperbaiki jembatan gantung", FIRST], [0])
    assert many[0]["lead_margin"] == 4


def cheap(lines, at):
    seen = see(surveyed(*batch([lines])))
    row = np.zeros(len(CHEAP), np.float32)
    from_python(kernels.cheap)(seen, 0, at, row)
    return dict(zip(CHEAP._fields, row.tolist(), strict=True))


def menus(number):
    return [f"Menu {at}" for at in range(number)]


@pytest.mark.parametrize(
    ("words", "column"),
    [(1, 2), (2, 2), (3, 3), (4, 5), (5, 5), (6, 8), (8, 8), (9, 14), (14, 14), (15, 19), (19, 19), (20, 26), (26, 26),
     (27, 27)],
)  # fmt: skip
def test_words_are_counted_in_classes(words, column):
    found = cheap([("contact", " ".join(["Kata"] * words))], 0)
    assert [name for name, value in found.items() if name.startswith("words_") and value] == [f"words_{column}"]


BYLINE, DAY = "Oleh Sari Dewi", "3 Juni 2024"
CHEAPS = [
    ([("contact", "a" * 150)], 0, {"letters_150": 0}),
    ([("contact", "a" * 151)], 0, {"letters_150": 1}),
    ([("contact", "a" * 151)], 0, {"letters": np.log1p(151)}),
    ([("contact", "a" * 2000)], 0, {"letters": np.log1p(1023)}),
    (["Kabar"], 0, {"copies_2": 0, "copies_3": 0, "copies_4": 0}),
    (["Kabar"] * 2, 0, {"copies_2": 1, "copies_3": 0, "copies_4": 0, "same_next": 1, "same_previous": 0}),
    (["Kabar"] * 3, 1, {"copies_2": 0, "copies_3": 1, "copies_4": 0, "same_next": 1, "same_previous": 1}),
    (["Kabar"] * 4, 3, {"copies_2": 0, "copies_3": 0, "copies_4": 1, "same_next": 0, "same_previous": 1}),
    (["Kabar"] * 5, 3, {"copies_3": 0, "copies_4": 1}),
    (menus(5), 0, {"first": 1, "first_3": 1, "place": 0, "late": 0}),
    (menus(5), 2, {"first": 0, "first_3": 1, "place": 0.4, "late": 0}),
    (menus(5), 3, {"first_3": 0, "place": 0.6, "late": 0}),
    (menus(5), 4, {"late": 1, "place": 0.8}),
    # the next line, and the one before
    (["Kabar lama", "a" * 13], 0, {"next_longer": 0, "next_short": 1, "next_long": 0}),
    (["Kabar lama", "a" * 14], 0, {"next_longer": 1}),
    (["Kabar", "a" * 24], 0, {"next_short": 1}),
    (["Kabar", "a" * 25], 0, {"next_short": 0}),
    (["Kabar", ("contact", "a" * 79)], 0, {"next_long": 0}),
    (["Kabar", ("contact", "a" * 80)], 0, {"next_long": 1}),
    (["Kabar"], 0, {"next_short": 0, "previous_short": 0}),
    (["a" * 24, "Kabar"], 1, {"previous_short": 1, "previous_longer": 1}),
    (["a" * 25, "Kabar"], 1, {"previous_short": 0}),
    (["Kabar", "desa1"], 1, {"previous_longer": 0}),
    # longer than the eight lines above
    (menus(9), 8, {"longest_of_8": 0}),
    ([*menus(8), "Kabar desa"], 8, {"longest_of_8": 1}),
    (["Kabar desa lama", *menus(7), "Kabar desa"], 8, {"longest_of_8": 0}),
    (["Kabar desa lama", *menus(8), "Kabar desa"], 9, {"longest_of_8": 1}),
    # roles
    ([("body", "Kabar")], 0, {"role_article": 1, "role_duplicate": 0}),
    ([("quote", "Kabar")], 0, {"role_article": 1}),
    ([("date", "Kabar")], 0, {"role_date": 1, "role_article": 0}),
    ([("contact", "Kabar")], 0, {"role_date": 0, "above": 0}),
    # the way to the article
    ([*menus(40), *BODY], 0, {"above": 1, "far_above": 0, "above_by": np.log1p(40), "opens": 0, "below_by": 0}),
    ([*menus(41), *BODY], 0, {"far_above": 1}),
    ([TITLE, *BODY], 1, {"above": 0, "opens": 1, "below_by": 0, "above_by": 0}),
    ([TITLE, *BODY], 2, {"above": 0, "opens": 0, "below_by": np.log1p(1)}),
    # dates and bylines in three lines below
    ([TITLE, *menus(2), DAY], 0, {"date_below": 1, "byline_below": 0}),
    ([TITLE, *menus(3), DAY], 0, {"date_below": 0}),
    ([DAY, TITLE], 0, {"date_below": 0, "dated": 1}),
    ([TITLE, *menus(2), BYLINE], 0, {"byline_below": 1, "date_below": 0}),
    ([TITLE, *menus(3), BYLINE], 0, {"byline_below": 0}),
    ([BYLINE, TITLE], 0, {"byline_below": 0, "byline": 1}),
    ([TITLE, ("contact", f"{DAY} {'a' * 147}")], 0, {"date_below": 1}),
    ([TITLE, ("contact", f"{DAY} {'a' * 148}")], 0, {"date_below": 0}),
    ([TITLE, ("contact", f"{BYLINE} {'a' * 84}")], 0, {"byline_below": 1}),
    ([TITLE, ("contact", f"{BYLINE} {'a' * 85}")], 0, {"byline_below": 0}),
    ([TITLE, *[("body", "a" * 600)] * 20], 0, {"ahead_8": np.log1p(48), "ahead_20": np.log1p(81.91)}),
    # signs
    (["kabar@example.org"], 0, {"address": 1, "stop": 0, "small": 1, "dated": 0, "byline": 0, "question": 0}),
    (["Kabar desa."], 0, {"address": 0, "stop": 1, "small": 0}),
    (["Kabar desa?"], 0, {"question": 1}),
    (["Comment artikel"], 0, {"furniture": 1}),
    (["Kabar Desa lama ini"], 0, {"furniture": 0, "capitals": 0.5}),
    # what stands ahead and behind, in letters; lines beside the article weigh less
    ([TITLE, *menus(2), BODY[0]], 0, {"ahead_3": np.log1p(len(BODY[0]) / 100), "share_ahead": 1, "behind_3": 0}),
    ([TITLE, *menus(3), BODY[0]], 0, {"ahead_3": 0, "ahead_8": np.log1p(len(BODY[0]) / 100)}),
    ([TITLE, *menus(8), BODY[0]], 0, {"ahead_8": 0, "ahead_20": np.log1p(len(BODY[0]) / 100)}),
    ([TITLE, *menus(20), BODY[0]], 0, {"ahead_20": 0, "share_ahead": 1}),
    ([TITLE, ("contact", "a" * 100)], 0, {"ahead_3": np.log1p(0.3)}),
    ([TITLE, ("contact", "a" * 79)], 0, {"ahead_3": 0, "share_ahead": 0}),
    ([BODY[0], *menus(2), TITLE], 3, {"behind_3": np.log1p(len(BODY[0]) / 100), "ahead_3": 0}),
    ([BODY[0], *menus(3), TITLE], 4, {"behind_3": 0, "behind_8": np.log1p(len(BODY[0]) / 100)}),
    ([BODY[0], *menus(8), TITLE], 9, {"behind_8": 0, "behind_20": np.log1p(len(BODY[0]) / 100)}),
    ([BODY[0], *menus(20), TITLE], 21, {"behind_20": 0}),
    ([TITLE, ("body", "a" * 100)], 0, {"balance": 0.5}),
    ([("body", "a" * 100), TITLE], 1, {"balance": -0.5}),
    ([TITLE, *menus(29), ("body", "a" * 100)], 0, {"balance": 0.5}),
    ([TITLE, *menus(30), ("body", "a" * 100)], 0, {"balance": 0}),
    ([("body", "a" * 100), *menus(29), TITLE], 30, {"balance": -0.5}),
    ([("body", "a" * 100), *menus(30), TITLE], 31, {"balance": 0}),
    ([("body", "a" * 100), TITLE, ("body", "a" * 200)], 1, {"balance": 0.25, "share_ahead": 2 / 3}),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "at", "told"), CHEAPS)
def test_the_cheap_numbers_of_a_line(lines, at, told):
    found = cheap(lines, at)
    assert {name: found[name] for name in told} == pytest.approx(told, abs=1e-4)


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("a b c", False), ("a b cd", True), ("kabar", False), ("kabarx", True), ("a" * 330, True), ("a" * 331, False),
        ("東京", False), ("東京の夜景写", True), ("ab cde", True),
    ],
)  # fmt: skip
def test_a_length_that_titles_have(line, fits):
    survey = surveyed(*batch([[("contact", line)]]))
    assert listing.every_line(see(survey), np.zeros((1, len(CHEAP)), np.float32)).size == fits
