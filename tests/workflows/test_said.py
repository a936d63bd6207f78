"""What commands say of their stages and of tables without rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflows.terminal import Stages


def test_a_stage_that_goes_through_batches_says_how_many_also_where_it_is_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stages = Stages()
    stages.told("Looking for new files", 0, 1)
    stages.told("Understanding batches", 0, 1)
    stages.told("Understanding batches", 1, 1)
    stages.told("Publishing", 0, 1)
    stages.end()
    said = re.sub(r"[\d.]+ s", "n s", capsys.readouterr().out)
    assert said.splitlines() == [
        "kliping: Looking for new files: n s",
        "kliping: Understanding batches (1): n s",
        "kliping: Publishing: n s",
    ]


def test_a_report_has_no_heading_over_nothing(ran, command, home: Path, source: Path) -> None:
    ran(source / "c.txt")
    said = command("report", "--home", home).stdout
    blocks = [block.splitlines() for block in re.split(r"\n\s*\n", said.strip())]
    assert "Languages" in said
    assert "Copies" not in said
    assert [block[0] for block in blocks if len(block) < 2] == []
