"""A command in this process, over a home with two editions that a module of tests shares."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kliping.settings import load_settings
from tests.workflows.conftest import flattened
from workflows.running import run_everything

Said = Callable[..., Result]


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Said:
    """Calls a command, in an empty folder, with the words given; a fault of the family is kept as its exception."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    return lambda command, *words: CliRunner().invoke(_as_command(command), [str(word) for word in words])


def _as_command(module: object) -> click.Command:
    command = module.command
    assert isinstance(command, click.Command)
    return command


@pytest.fixture(scope="session")
def two_editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that nobody touches: edition 1 has a page, edition 2 another one as well; they lie beside it."""
    folder = tmp_path_factory.mktemp("published")
    pages = folder / "pages"
    pages.mkdir()
    for name, title, place in (
        ("a.txt", "Warga Sukamaju Bersihkan Sungai", "muara Kali Bening"),
        ("b.txt", "Jembatan Gantung Cikembang Diperbaiki", "hulu Kali Jernih"),
    ):
        (pages / name).write_text(flattened(title, place))
        settings = load_settings(None, home=folder / "home", source=(str(pages),))
        run_everything(settings, lambda *_: None)
    return (folder / "home").rename(folder / "kept")


@pytest.fixture(scope="module")
def published(two_editions: Path) -> Path:
    """The same home, for this module alone: where it was published, beside its pages."""
    home = two_editions.with_name("home")
    shutil.rmtree(home, ignore_errors=True)
    return Path(shutil.copytree(two_editions, home))
