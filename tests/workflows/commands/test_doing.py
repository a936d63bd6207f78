"""Commands that do something with pages or tell somebody: what they print, and what they refuse."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import click
import pytest

from tests.workflows.conftest import flattened
from workflows.commands import alert, clean, run, ui


def test_a_trial_alert_needs_somebody_and_a_home_in_order_tells_nothing(said, published: Path) -> None:
    nobody = said(alert, "--test", "--home", published)
    assert (nobody.exit_code, "Nobody is named" in nobody.stderr) == (click.UsageError.exit_code, True)
    assert said(alert, "--home", published).stdout == "Nothing to tell.\n"
    assert said(alert, "--home", published, "--json").stdout == ""


def test_what_is_wrong_is_said_though_nobody_is_named(said, published: Path, tmp_path: Path) -> None:
    config = tmp_path / "kliping.toml"
    config.write_text("[alerts]\nquarantine_share_max = 0.0\n")
    lines = said(alert, "--home", published, "--config", config).stdout.splitlines()
    assert lines[0] == "Many documents are held back"
    assert lines[1].startswith("  0 of 2 documents are held back in edition 2 ")
    assert lines[-1] == "Nobody was told now."
    (told,) = [
        json.loads(line) for line in said(alert, "--home", published, "--config", config, "--json").stdout.splitlines()
    ]
    assert (told["kind"], told["subject"]) == ("quarantine_share", lines[0])


def test_a_cleaned_page_is_shown_with_what_is_known_of_it_or_as_a_record(said, tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text(flattened("Warga Sukamaju Bersihkan Sungai", "muara Kali Bening"))
    shown = said(clean, page).stdout.splitlines()
    assert shown[0] == "Warga Sukamaju Bersihkan Sungai"
    assert shown[1] == "published_on: 2024-06-03  authors: Sari Wulandari  language: id"
    assert shown[-1] == clean.BETWEEN
    assert "Bagikan artikel ini" not in "\n".join(shown)
    (record,) = [json.loads(line) for line in said(clean, page, "--json").stdout.splitlines()]
    assert (record["title"], record["authors"]) == (shown[0], ["Sari Wulandari"])
    assert "removed" not in record
    assert {line["role"] for line in record["lines"]} >= {"title", "byline", "body", "boilerplate"}


def test_a_run_over_nothing_publishes_nothing_and_says_so(said, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    told = said(run, tmp_path / "pages", "--home", tmp_path / "home")
    assert told.stdout.splitlines()[-1] == "0 files listed: nothing to read, so there is nothing to publish."
    summary = json.loads(said(run, tmp_path / "pages", "--home", tmp_path / "home", "--json").stdout)
    assert (summary["files_listed"], summary["new_edition"], summary["published_file"]) == (0, False, None)


def test_a_port_that_is_taken_is_refused_before_anything_starts(said, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = said(ui, tmp_path / "pages", "--home", tmp_path / "home", "--port", port)
    assert refused.exit_code == 1
    assert f"Port {port} cannot be used" in refused.stderr
    assert not (tmp_path / "home").exists()
    with pytest.raises(click.ClickException, match="no such port"):
        ui.require_free(70_000)
    ui.require_free(port)
