"""What was read of a file is read once, for as long as the file and its log are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.files import write_ahead_log
from kliping.warehouse.remembered import KEPT, remembered

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_read_again_once_it_or_its_log_is_another(tmp_path: Path) -> None:
    file, other = tmp_path / "file", tmp_path / "other"
    asked: list[Path] = []

    @remembered
    def read(path: Path) -> str | None:
        asked.append(path)
        return path.read_text() if path.exists() else None

    assert [read(file), read(file), len(asked)] == [None, None, 2]  # where nothing is, it is looked for again
    file.write_text("one")
    assert [read(file), read(file), len(asked)] == ["one", "one", 3]
    other.write_text("two")  # as long, and put in its place
    other.replace(file)
    assert [read(file), read(file), len(asked)] == ["two", "two", 4]
    write_ahead_log(file).write_text("")
    assert [read(file), len(asked)] == ["two", 5]
    file.unlink()
    assert [read(file), len(asked)] == [None, 6]
    for number in range(KEPT + 1):
        (tmp_path / str(number)).write_text("")
        read(tmp_path / str(number))
    asked.clear()
    read(tmp_path / "0")
    read(tmp_path / str(KEPT))
    assert asked == [tmp_path / "0"]  # the oldest is forgotten


def test_what_is_no_answer_is_asked_for_again(tmp_path: Path) -> None:
    answers = iter((None, "an answer"))
    read = remembered(lambda _: next(answers))
    assert [read(tmp_path), read(tmp_path), read(tmp_path)] == [None, "an answer", "an answer"]
