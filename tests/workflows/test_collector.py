"""The garbage collector rests where nothing is dropped, and is as it was behind."""

from __future__ import annotations

import gc

import click
import pytest

from workflows.collector import collect_again, rest_while_starting, without_collector
from workflows.command_line import kliping


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_rests_within_and_is_as_it_was_behind(was_on):
    (gc.enable if was_on else gc.disable)()
    try:
        with pytest.raises(ValueError), without_collector():
            assert not gc.isenabled()
            raise ValueError
        assert gc.isenabled() == was_on
    finally:
        gc.enable()


def test_it_rests_while_a_command_is_imported(monkeypatch):
    seen = []

    def imported(name):
        seen.append((name, gc.isenabled()))
        return type("module", (), {"command": click.Command("explain")})

    monkeypatch.setattr("workflows.command_line.importlib.import_module", imported)
    gc.enable()
    assert kliping.get_command(click.Context(kliping), "explain").name == "explain"
    assert seen == [("workflows.commands.explain", False)]
    assert gc.isenabled()


def test_it_rests_while_a_process_starts_and_then_leaves_alone_what_was_imported():
    gc.unfreeze()  # this process may have run a command before
    try:
        rest_while_starting()
        assert not gc.isenabled()
        collect_again()
        assert gc.isenabled()
        left = gc.get_freeze_count()
        assert left
        made = [[number] for number in range(1_000)]
        rest_while_starting()  # a second run of the same process: everything is imported
        assert gc.isenabled()
        collect_again()
        assert (
            gc.get_freeze_count() <= left
        )  # threads may have dropped some, and of what was made since none is left alone
        assert len(made) == 1_000
    finally:
        gc.enable()
        gc.unfreeze()
