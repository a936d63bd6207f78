"""Groups that sign under a name of their own: "The Kencana Team"."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.metadata.people.groups import WITHIN, groups_in

PLAIN = {
    "doc": 0, "index": 4, "distance": 1, "body": False, "labelled": False, "glued": False, "under_label": False,
    "inside": False, "by_date": False,
}  # fmt: skip


def groups(line, rest=None, named=None, **more):
    """The groups on a line, with where they stand."""
    row = PLAIN | {"text": line, "rest": rest or line, "chars": len(line)} | more
    persons = pl.DataFrame({"doc": [0], "index": [4 if named else 9]})
    return groups_in(pl.DataFrame([row]), persons).select("value", "start", "end", "whole", "bare").rows()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Kencana Team", "Kencana Team"),
        ("The Kencana Editorial Board | 3 May", "The Kencana Editorial Board"),
        ("Team Kencana", "Team Kencana"),
        ("Redaktion Kencana Rimba", "Redaktion Kencana Rimba"),
        ("KABAR.com Staff - 3 May", "KABAR.com Staff"),
        ("Kencana Team wins the cup", None),
        ("Editorial Team", None),
        ("News Desk", None),
        ("the team", None),
    ],
)
def test_the_house_s_name_makes_a_group_an_author(line, name):
    assert [value for value, *_ in groups(line)] == ([name] if name else [])


def test_a_label_or_a_day_must_stand_by_it_further_down():
    assert groups("Kencana Team", distance=WITHIN) == []
    assert groups("Kencana Team", distance=WITHIN, by_date=True) == [("Kencana Team", 0, 12, True, True)]
    assert groups("Kencana Team", distance=WITHIN + 1, by_date=True) == []
    assert groups("By Kencana Team", "Kencana Team", distance=9, labelled=True) == [
        ("Kencana Team", 3, 15, False, True)
    ]


def test_in_the_article_only_a_label_right_below_the_title_names_one():
    assert groups("Kencana Team", body=True) == []
    assert len(groups("By Kencana Team", "Kencana Team", body=True, labelled=True)) == 1
    assert groups("By Kencana Team", "Kencana Team", body=True, labelled=True, distance=9) == []


def test_a_person_on_the_line_is_rather_the_author():
    assert groups("Kencana Team", named=True) == []
