"""The processes of the UI find what they share already made."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflows.instance import instance_folder
from workflows.serving import Serving, free_port


def test_dagsters_tables_are_made_before_two_processes_would_make_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    state = instance_folder(tmp_path / "home")
    found: dict[str, set[str]] = {}
    monkeypatch.setattr(
        Serving, "_start", lambda _, name, __: found.update({name: {path.name for path in state.rglob("*.db")}})
    )
    Serving({"DAGSTER_HOME": str(state)}, "127.0.0.1", free_port())
    wanted = {"runs.db", "index.db", "schedules.db"}
    assert list(found) == ["the code server", "the web server", "the daemon"]
    assert all(files >= wanted for files in found.values())
