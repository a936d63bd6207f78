"""Headlines in scripts of which the models have seen few pages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kliping.metadata.survey import surveyed
from kliping.metadata.titles.scripts import script_headlines

sys.path.insert(0, str(Path(__file__).parent))
from pages import batch

HAN = (
    "湖西村老水车时隔二十三年重新转动",
    [
        "湖西村的村民上周末把老水车重新装回河边，这是水车停用二十三年后第一次转动。",
        "村委会主任说修复费用一共十八万元。",
    ],
)
THAI = (
    "กังหันน้ำเก่าริมคลองหมุนอีกครั้ง",
    ["ชาวบ้านช่วยกันนำกังหันน้ำเก่ากลับมาติดตั้งริมคลองเมื่อวันเสาร์ที่ผ่านมา หลังจากหยุดหมุนมานาน", "อำเภอมีแผนสร้างทางเดินริมน้ำในปีหน้า"],
)
HANGUL = (
    "강마을 물레방아 다시 돌다",
    [
        "강마을 주민들이 지난 주말 오래된 물레방아를 다시 강가에 세웠다.",
        "이장은 수리비가 모두 삼천만 원이 들었다고 말했다.",
    ],
)
DAY = "2024-02-14 09:30"


def told(page, language="und"):
    survey = surveyed(*batch([page], language=language))
    return [text for text, is_one in zip(survey.lines["text"], script_headlines(survey), strict=True) if is_one]


@pytest.mark.parametrize(("headline", "article"), [HAN, THAI, HANGUL], ids=["Chinese", "Thai", "Korean"])
def test_the_line_above_a_day_that_the_article_says_again_is_its_headline(headline, article):
    body = [("body", text) for text in article]
    assert told(["首页新闻体育财经", headline, DAY, *body]) == [headline]
    assert told([headline, "王晓明", DAY, *body, "关于我们联系我们网站地图"]) == [headline]


@pytest.mark.parametrize(
    "above",
    [
        ["关于我们联系我们网站地图", DAY],  # the article says nothing of it
        [HAN[0]],  # no day
        [HAN[0], "首页", "新闻", "体育", "财经", DAY],  # far above the day
        [HAN[0] + "。", DAY],  # a sentence
        ["湖西村", DAY],
        ["Kincir Air Tua Berputar Lagi", DAY],
    ],
)
def test_what_is_no_headline(above):
    assert told([*above, *[("body", text) for text in HAN[1]]]) == []


def test_a_day_in_the_article_makes_no_headline_of_its_paragraphs():
    assert told([("body", text) for text in HAN[1]] + [DAY]) == []
