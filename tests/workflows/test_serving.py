"""The processes of the UI find what they share already made."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from kliping.errors import HomeBusy, SourceError
from workflows.alone import alone
from workflows.command_line import kliping
from workflows.instance import OURS, instance_folder
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
    monkeypatch.setattr("workflows.serving.listens", lambda _: True)
    assert Serving({"DAGSTER_HOME": str(state)}, "127.0.0.1", free_port()).start()
    wanted = {"runs.db", "index.db", "schedules.db"}
    assert list(found) == ["the code server", "the web server", "the daemon"]
    assert all(files >= wanted for files in found.values())


def test_the_others_are_not_begun_before_the_code_server_listens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    asked: list[int] = []
    monkeypatch.setattr("workflows.serving.POLL_SECONDS", 0)
    monkeypatch.setattr("workflows.serving.make_storage", lambda _: None)
    monkeypatch.setattr("workflows.serving.listens", lambda port: asked.append(port) or len(asked) == 3)
    monkeypatch.setattr(Serving, "_start", lambda _, name, __: begun.append(f"{name} after {len(asked)}"))
    assert Serving({"DAGSTER_HOME": str(tmp_path)}, "127.0.0.1", free_port()).start()
    assert begun == ["the code server after 0", "the web server after 3", "the daemon after 3"]


def test_a_process_that_ends_by_itself_is_told_with_its_last_words_and_one_that_we_end_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.serving.make_storage", lambda _: None)
    monkeypatch.setattr("workflows.serving.CODE", "no.such.module")
    serving = Serving({**os.environ, "DAGSTER_HOME": str(tmp_path)}, "127.0.0.1", free_port())
    serving._start("the code server", ("-c", "import sys; sys.exit('no such thing')"))
    assert not serving.wait_until(lambda: False)
    assert serving.ended() == "the code server"
    serving.running["the code server"].wait()
    while not serving.last_words("the code server"):
        time.sleep(0.05)
    assert serving.last_words("the code server") == ["no such thing"]
    serving.ending = True
    turns = iter([False, False, True])
    assert serving.wait_until(lambda: next(turns))


def test_a_module_of_the_working_directory_takes_no_ones_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit(7)\n")
    serving = Serving({**os.environ, "DAGSTER_HOME": str(tmp_path)}, "127.0.0.1", free_port())
    serving._start("it", ("-m", "json.tool", "--help"))
    assert serving.running["it"].wait(60) == 0


def test_one_user_interface_a_home(tmp_path: Path) -> None:
    said = r"open already: http://127\.0\.0\.1:3000 \(process \d+\)"
    with (
        alone(tmp_path, "http://127.0.0.1:3000"),
        pytest.raises(HomeBusy, match=said),
        alone(tmp_path, "http://127.0.0.1:3001"),
    ):
        pass
    with alone(tmp_path, "http://127.0.0.1:3001"):
        pass


def test_every_home_has_an_instance_of_its_own_wherever_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dagster.yaml").write_text("storage: {sqlite: {base_dir: ./.dagster}}\n")
    folders = [instance_folder(tmp_path / name) for name in ("a", "b")]
    assert folders == [tmp_path / name / "dagster" for name in ("a", "b")]
    assert [folder.joinpath("dagster.yaml").read_text() for folder in folders] == [OURS.read_text()] * 2


def test_a_configuration_of_ones_own_stays(tmp_path: Path) -> None:
    configuration = instance_folder(tmp_path) / "dagster.yaml"
    configuration.write_text("telemetry: {enabled: false}\n")
    assert instance_folder(tmp_path) / "dagster.yaml" == configuration
    assert configuration.read_text() == "telemetry: {enabled: false}\n"


@pytest.mark.parametrize("source", ["nowhere", "data/none.csv", "~/nowhere-at-all"])
def test_a_source_that_is_not_there_is_refused_before_anything_starts(source, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(kliping, ["ui", source, "--port", str(free_port())])
    assert isinstance(ended.exception, SourceError)
    assert "No file or folder at" in str(ended.exception)
