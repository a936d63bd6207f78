"""What names a file, a folder or a source on the command line."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from workflows.command_line import kliping
from workflows.commands.places import EMPTY, Place, Source

CONTEXT = click.Context(kliping)
NAMED = [
    (name, parameter)
    for name in kliping.list_commands(CONTEXT)
    if (command := kliping.get_command(CONTEXT, name)) is not None
    for parameter in command.params
    if isinstance(parameter.type, click.Path | Source)
]


@pytest.mark.parametrize(("name", "parameter"), NAMED, ids=[f"{name} {parameter.name}" for name, parameter in NAMED])
def test_a_place_that_is_empty_is_no_working_directory(name, parameter, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = [name, parameter.opts[0], ""] if isinstance(parameter, click.Option) else [name, ""]
    ended = CliRunner().invoke(kliping, asked)
    assert (ended.exit_code, EMPTY in ended.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_place_is_a_path_and_a_source_the_words_that_were_given():
    assert Place().convert("some/folder", None, None) == Path("some/folder")
    assert Source().convert("-", None, None) == "-"


def test_a_folder_without_a_page_is_told(tmp_path):
    ended = CliRunner().invoke(kliping, ["clean", str(tmp_path)])
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert "no page to read" in ended.stderr


def test_machines_read_no_sentence_where_no_sample_is_drawn(tmp_path):
    ended = CliRunner().invoke(kliping, ["accuracy", "--home", str(tmp_path), "--json"])
    assert (ended.exit_code, ended.stdout) == (0, "")
