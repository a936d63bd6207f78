"""Rulings: the latest counts, all stay on record, and row rules respect them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from expectations import audit, hold, judge_rows, read_rulings, release
from kliping.errors import RuleError, StoreError
from kliping.settings import Settings

NOON = datetime(2024, 5, 3, 12, tzinfo=UTC)
EVENING = datetime(2024, 5, 3, 19, tzinfo=UTC)


def test_all_are_kept_and_the_latest_is_in_force(tmp_path: Path) -> None:
    hold(tmp_path, "d-aaaa", who="Rina", why="salah muat", when=NOON)
    hold(tmp_path, "d-bbbb", who="Rina", why="diragukan", when=NOON)
    release(tmp_path, "d-aaaa", who="Budi", why="sudah benar", when=EVENING)
    assert read_rulings(tmp_path).rows() == [
        ("d-aaaa", "hold", "Rina", "salah muat", NOON, False),
        ("d-bbbb", "hold", "Rina", "diragukan", NOON, True),
        ("d-aaaa", "release", "Budi", "sudah benar", EVENING, True),
    ]


def test_none_are_an_empty_frame(tmp_path: Path) -> None:
    assert read_rulings(tmp_path).is_empty()
    assert read_rulings(None).is_empty()


@pytest.mark.parametrize(
    ("subject", "who", "why", "fault"),
    [
        ("../x", "Rina", "salah", "is no id"),
        ("", "Rina", "salah", "is no id"),
        ("d-aaaa", "Rina", " ", "needs a reason"),
        ("d-aaaa", "", "salah", "needs a reason and a name"),
    ],
)
def test_half_a_ruling_is_refused(tmp_path: Path, subject: str, who: str, why: str, fault: str) -> None:
    with pytest.raises(RuleError, match=fault):
        hold(tmp_path, subject, who=who, why=why, when=NOON)
    assert read_rulings(tmp_path).is_empty()


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "rulings.jsonl").write_text('{"id": "d-aaaa"}\nnot json\n')
    with pytest.raises(StoreError, match=r"rulings\.jsonl, line 2"):
        read_rulings(tmp_path)


def held(path: Path, home: Path) -> list[tuple[str, str]]:
    return judge_rows(path, Settings(), home).select("document_id", "reason").rows()


def test_row_rules_respect_them(candidate, tmp_path: Path) -> None:
    made = candidate().publish("good", "fine").publish("short", body="tiga kata saja").copy_of("d-copy", "good")
    assert held(made.path, tmp_path) == [("d-short", "body_length")]

    release(tmp_path, "d-short", who="Rina", why="kilas berita", when=NOON)
    hold(tmp_path, "d-fine", who="Rina", why="iklan", when=NOON)
    assert held(made.path, tmp_path) == [("d-fine", "held_by_ruling")]
    details = judge_rows(made.path, Settings(), tmp_path)["detail"].to_list()
    assert details == ["Held back by Rina on 2024-05-03: iklan"]

    hold(tmp_path, "d-short", who="Rina", why="ternyata bukan", when=EVENING)
    assert ("d-short", "body_length") in held(made.path, tmp_path)
    release(tmp_path, "d-fine", who="Rina", why="bukan iklan", when=EVENING)
    assert ("d-fine", "held_by_ruling") not in held(made.path, tmp_path)


def test_an_article_is_held_with_its_copies(candidate, tmp_path: Path) -> None:
    made = candidate().publish("good").copy_of("d-copy", "good")
    hold(tmp_path, "a-good", who="Rina", why="ditarik", when=NOON)
    assert held(made.path, tmp_path) == [("d-copy", "held_by_ruling"), ("d-good", "held_by_ruling")]


def test_a_released_document_shuts_no_gate(candidate, tmp_path: Path) -> None:
    made = candidate().publish("good").publish("short", body="tiga kata saja")
    shut = audit(made.path, Settings(), edition=1, run_id="run", checked_at=EVENING, home=tmp_path)
    assert shut.shut_by == {"body_length": 1}
    release(tmp_path, "a-short", who="Rina", why="kilas berita", when=NOON)
    opened = audit(made.path, Settings(), edition=1, run_id="run", checked_at=EVENING, home=tmp_path)
    assert opened.passed
    assert opened.rulings["who"].to_list() == ["Rina"]
