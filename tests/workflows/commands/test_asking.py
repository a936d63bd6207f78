"""Commands that tell what is in a home, and change nothing there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
import pytest

from workflows.commands import accuracy, diff, doctor, editions, explore, export, preview, report


def test_editions_are_listed_the_published_one_told_from_what_is_kept(said, published: Path, tmp_path: Path) -> None:
    lines = said(editions, "--home", published).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["edition", "2", "1"]
    assert " passed " in lines[1]
    assert "published" in lines[1]
    assert "published" not in lines[2]
    told = [json.loads(line) for line in said(editions, "--home", published, "--json").stdout.splitlines()]
    assert [(row["edition"], row["articles"], row["published"]) for row in told] == [(2, 2, True), (1, 1, False)]
    assert said(editions, "--home", tmp_path / "new").stdout == "Nothing was ever published here.\n"


def test_a_difference_is_told_from_the_first_edition_to_the_second_which_is_the_published_one(said, published) -> None:
    there = json.loads(said(diff, "1", "--home", published, "--json").stdout)
    back = json.loads(said(diff, "published", "1", "--home", published, "--json").stdout)
    assert (there["before"], there["after"]) == (back["after"], back["before"])
    assert there["articles"]["added"] == back["articles"]["removed"] == 1
    assert there["articles"]["removed"] == back["articles"]["added"] == 0
    assert "Jembatan Gantung" in said(diff, "1", "--home", published).stdout
    assert "Jembatan Gantung" not in said(diff, "1", "--home", published, "--samples", "0").stdout


def test_a_report_is_of_the_edition_that_is_named_and_its_page_lies_where_it_says(said, published, tmp_path) -> None:
    now, before = (
        json.loads(said(report, "--home", published, "--json", *words).stdout) for words in ((), ("--edition", "1"))
    )
    assert now != before
    page = tmp_path / "corpus.html"
    assert said(report, "--home", published, "--html", page).stdout == f"Report of edition 2: {page}\n"
    assert '<html lang="en"' in page.read_text(encoding="utf-8")


def test_a_report_is_opened_where_it_was_written(said, published, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    told = said(report, "--home", published, "--open", "--language", "id").stdout
    (page,) = published.rglob("edition-2.id.html")
    assert str(page) in told
    assert opened == [page.absolute().as_uri()]
    assert '<html lang="id"' in page.read_text(encoding="utf-8")


def test_an_export_is_refused_where_it_would_be_read_as_pages_or_tell_a_login(said, published, tmp_path) -> None:
    config = tmp_path / "kliping.toml"
    source = tmp_path / "pages"
    source.mkdir()
    config.write_text(f'home = "{published}"\nsource = ["{source}"]\n')
    within = said(export, source / "out", "--config", config)
    assert "read as a source" in str(within.exception)
    assert list(source.iterdir()) == []
    for sources, folder in (
        ([str(source)], source),
        ([str(source)], tmp_path),
        ([f"{tmp_path}/*/*.md"], source),
        ([f"{tmp_path}/**/*.parquet"], tmp_path / "new"),
        ([f"{tmp_path}/p*"], source / "below"),
    ):
        config.write_text(f'home = "{published}"\nsource = {json.dumps(sources)}\n')
        refused = said(export, folder, "--config", config)
        assert "read as a source. Name a folder outside it" in str(refused.exception), (sources, folder)
    named = published.parent / "pages"  # on the command line alone
    assert "read as a source" in str(said(export, named / "out", "--home", published).exception)
    assert sorted(path.name for path in named.iterdir()) == ["a.txt", "b.txt"]
    config.write_text(f'home = "{published}"\nsource = ["{tmp_path}/*.txt"]\n')
    assert said(export, tmp_path / "beside", "--config", config).exit_code == 0
    shutil.rmtree(tmp_path / "beside")
    address = "s3://bucket/prefix"
    for words, why in (
        ((address, "--format", "csv"), "Only Parquet is released"),
        (("s3://someone:secret@bucket/prefix",), "No login may stand in the address"),
        ((tmp_path / "out", "--table", "artcles"), "There is no table artcles. The tables are articles"),
    ):
        refused = said(export, *words, "--home", published)
        assert refused.exit_code == click.UsageError.exit_code
        assert why in refused.stderr
        assert "secret" not in refused.output
    assert not (tmp_path / "out").exists()


def test_where_a_file_is_in_the_way_of_an_export_another_folder_is_advised(said, published, tmp_path) -> None:
    (tmp_path / "plain").write_text("")
    told = str(said(export, tmp_path / "plain", "--home", published).exception)
    assert "is a file" in told
    assert told.endswith("Move that away, or name another folder.")


def test_a_preview_names_the_rules_that_a_person_wrote(said, published, tmp_path) -> None:
    given, own = tmp_path / "bad.toml", published / "expectations.toml"
    for rules, words in ((given, ("--rules", given)), (own, ())):
        rules.write_text("[[rule]\n")
        told = str(said(preview, "--home", published, *words).exception)
        rules.unlink()
        assert told.startswith(f"{rules} is not TOML")
        assert ".writing" not in told


def test_an_export_says_what_it_wrote_and_once_more_writes_nothing(said, published, tmp_path) -> None:
    first = said(export, tmp_path / "out", "--home", published).stdout
    assert first.startswith(f"2 rows in {tmp_path / 'out'}: ")
    again = json.loads(said(export, tmp_path / "out", "--home", published, "--json").stdout)
    assert (again["written"], again["removed"], again["rows"]) == (0, 0, 2)


def test_a_sound_home_ends_well_and_a_damaged_one_does_not(said, published, tmp_path) -> None:
    sound = said(doctor, "--home", published)
    assert (sound.exit_code, sound.stdout) == (0, "All is sound.\n")
    frame = next((published / "store").rglob("*.parquet"))
    bytes_ = frame.read_bytes()
    try:
        frame.write_bytes(bytes_[:-9])
        damaged = said(doctor, "--home", published, "--json")
        told = [json.loads(line) for line in damaged.stdout.splitlines()]
        assert damaged.exit_code == 1
        assert [Path(one["path"]).name for one in told] == [frame.name]
        assert told[0]["move"]
    finally:
        frame.write_bytes(bytes_)


def test_what_a_stopped_command_left_is_named_and_is_no_fault(said, published) -> None:
    left = published / ".writing-0-1-1-00000000-exchange"
    left.mkdir()
    try:
        told = said(doctor, "--home", published)
        assert told.exit_code == 0
        assert told.stdout.startswith("All is sound.\n")
        assert f"{left}: left by a command that was stopped" in told.stdout
        assert "the next run removes it" in told.stdout
        (row,) = [json.loads(line) for line in said(doctor, "--home", published, "--json").stdout.splitlines()]
        assert (row["path"], row["harmless"]) == (str(left), True)
    finally:
        left.rmdir()


def test_a_sample_is_drawn_and_its_first_answers_are_counted(said, published, tmp_path) -> None:
    assert "--sample 50" in said(accuracy, "--home", tmp_path).stdout
    assert "A sample of 2 pages is drawn." in said(accuracy, "--home", published, "--sample", "9").stdout
    assert said(accuracy, "--home", published).stdout.startswith("Edition 2: 0 of 2 pages are looked at.\n")


def test_the_reading_room_opens_over_a_published_file_on_this_machine_alone(said, published, tmp_path) -> None:
    assert "Run 'kliping run' first" in str(said(explore, "--home", tmp_path / "new").exception)
    assert "0.0.0.0" in str(said(explore, "--home", published, "--host", "0.0.0.0").exception)
