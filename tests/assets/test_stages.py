"""The stages of a run: each has a name, is said where it begins, and whoever waits hears its words."""

from __future__ import annotations

import re
from pathlib import Path

import assets
from assets.stages import Stage, begins, reported


def test_who_waits_hears_each_stage_in_words_and_nobody_else_does():
    heard = []
    with reported(lambda *told: heard.append(told)):
        for stage in Stage:
            begins(stage)
    begins(Stage.PUBLISHING)
    assert heard == [(stage.value, 0, 1) for stage in Stage]
    assert heard[0] == ("Comparing pages", 0, 1)


def test_every_stage_begins_by_its_name_in_one_place():
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(assets.__path__[0]).glob("*.py")))
    assert sorted(re.findall(r"^ +begins\((.*)\)$", code, re.MULTILINE)) == sorted(f"Stage.{one.name}" for one in Stage)
