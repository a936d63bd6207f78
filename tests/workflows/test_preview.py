"""A preview tells what a run would publish, and leaves the home as it is, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from click import UsageError
from click.testing import CliRunner

from kliping.errors import KlipingError, RuleError
from kliping.settings import load_settings
from tests.workflows.conftest import NO_CHILLI
from workflows import previewing
from workflows.command_line import kliping
from workflows.commands.preview import settings_given


@pytest.mark.parametrize(
    ("pairs", "nested"),
    [
        ((), {}),
        (("cleaning.obvious=0.02",), {"cleaning": {"obvious": 0.02}}),
        (("gate.languages=['id', 'en']",), {"gate": {"languages": ["id", "en"]}}),
        (
            ("cleaning.model=models/new.txt", "cleaning.obvious=0"),
            {"cleaning": {"model": "models/new.txt", "obvious": 0}},
        ),
        (("wait_seconds=3",), {"wait_seconds": 3}),
    ],
)
def test_a_setting_is_read_as_toml_or_as_text(pairs: tuple[str, ...], nested: dict[str, object]) -> None:
    assert settings_given(pairs) == nested


@pytest.mark.parametrize("pair", ["cleaning.obvious", "=3", "home=elsewhere"])
def test_what_is_no_setting_is_a_sentence(pair: str) -> None:
    with pytest.raises(UsageError, match="NAME=VALUE"):
        settings_given((pair,))


def test_without_a_published_edition_the_next_move_is_named(tmp_path: Path) -> None:
    told = CliRunner().invoke(kliping, ["preview", "--home", str(tmp_path / "home")])
    assert "Run 'kliping run' first" in str(told.exception)


def tree(home: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(home)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


@pytest.mark.slow
def test_a_preview_tells_what_would_be_and_changes_nothing(run, home: Path, source: Path, tmp_path: Path) -> None:
    page = source / "b.txt"
    page.write_text(page.read_text() + "\nPembeli dapat bertanya kepada Siti lewat siti@example.org atau datang.\n")
    run()
    before = tree(home)

    def previewed(rules: Path | None = None, **given: object) -> previewing.Preview:
        other = load_settings(None, home=home, source=(str(source),), **given)
        found = previewing.preview(other, rules, lambda *_: None, samples=3, say=lambda _: None)
        assert tree(home) == before
        assert [path for path in home.iterdir() if path.name.startswith(".writing-")] == []
        return found

    same = previewed()
    assert (same.verdict, same.understood, same.expectations, same.difference.alike) == ("unchanged", 0, [], True)

    fewer = previewed(gate={"languages": ["id"]})
    assert (fewer.verdict, fewer.shut_by, fewer.difference.articles["removed"]) == ("passed", {}, 1)
    ((why, count),) = [(one["reason"], one["articles"]) for one in fewer.difference.reasons]
    assert ("is held back" in why, count) == (True, 1)
    assert fewer.expectations

    (tmp_path / "rules.toml").write_text(NO_CHILLI)
    shut = previewed(tmp_path / "rules.toml")
    assert (shut.verdict, shut.shut_by, shut.difference.alike) == ("refused", {"no_chilli": 1}, True)

    (tmp_path / "rules.py").write_text("1 / 0\n")
    with pytest.raises(RuleError, match=r"rules\.py cannot be run"):
        previewed(tmp_path / "rules.py")
    (tmp_path / "rules.txt").write_text(NO_CHILLI)
    with pytest.raises(RuleError, match=r"rules\.txt is no file of rules"):
        previewed(tmp_path / "rules.txt")

    (home / "expectations.toml").symlink_to(tmp_path / "rules.toml")
    before = tree(home)
    assert previewed().shut_by == {"no_chilli": 1}
    (home / "expectations.toml").unlink()
    before = tree(home)

    redacted = previewed(publishing={"redact_contacts": True}, cleaning={"obvious": 0.02})
    assert (redacted.verdict, redacted.understood) == ("passed", 1)
    (changed,) = redacted.difference.samples["changed"]
    assert [(one["before"], one["after"]) for one in changed["words"]] == [("siti@example.org", "[e-mail]")]
    with pytest.raises(KlipingError):
        previewed(cleaning={"no_such": 1})
