import random
import re

import pytest

from kliping.learning.genres import told_briefly, told_in_blocks
from kliping.learning.reshaping import line

NAMES = ("Wira Tani", "Karang Sela", "Rina Kusuma", "Desa Lereng", "Pasar Kidul", "Kali Semut", "Budi Contoh")
STORY = [
    line(f"Petugas {name} datang ke balai warga sejak pagi hari {n}.", belongs=True) for n, name in enumerate(NAMES)
]


def blocks(count=120):
    return [told_in_blocks(STORY, random.Random(seed)) for seed in range(count)]


def test_every_line_of_a_block_is_of_the_article():
    assert all(one.belongs and one.text.strip() and one.words for made in blocks() for one in made)


@pytest.mark.parametrize(
    "line_of_block",
    [r"2[.)] \w", r".*\?$", r".* (?:vs )?.*\d ?- ?\d", r".*(?:Rp|\$)", r"\d\d[.:]\d\d", r"(?:\w+ ){2,7}\w+$"],
)
def test_blocks_are_of_many_kinds(line_of_block):
    found = [one.text for made in blocks() for one in made if re.match(line_of_block, one.text)]
    assert len(found) > 4


def test_the_same_dice_make_the_same_block():
    assert blocks(20) == blocks(20)


@pytest.mark.parametrize("told", [told_in_blocks, told_briefly])
def test_an_article_with_too_few_names_stays_as_it_is(told):
    plain = [line("tanpa nama siapa pun di sini.", belongs=True)] * 9
    assert told(plain, random.Random(1)) == plain


def test_an_article_told_briefly_is_hardly_more_than_its_blocks():
    story = {one.text for one in STORY}
    briefly = [told_briefly(STORY, random.Random(seed)) for seed in range(120)]
    assert all(one.belongs and one.text.strip() and one.words for made in briefly for one in made)
    sentences = [sum(one.text in story for one in made) for made in briefly]
    assert sorted(sentences)[len(briefly) * 3 // 4] <= 2 < len(story)
    headings = [sum(re.fullmatch(r"[^.?]*:", one.text) is not None for one in made) for made in briefly]
    assert {0, 1, 2} <= set(headings)
