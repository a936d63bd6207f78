"""The rules of the house, over every tracked file."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

FOLDERS = {"kliping": "src/kliping", "expectations": "expectations", "assets": "assets", "workflows": "workflows"}

REQUIRED = {
    "CHANGELOG.md",
    "Makefile",
    "README.md",
    "assets",
    "benchmarks",
    "dagster.yaml",
    "docs",
    "expectations",
    "pyproject.toml",
    "requirements.lock",
    "seeds",
    "src",
    "tests",
    "workflows",
}
"""What lies at the top, always."""

ALLOWED = REQUIRED | {".ci", ".gitattributes", ".github", ".gitignore", "LICENSE", "NOTICE", "deploy"}
"""What may lie at the top; anything else belongs in one of the folders."""

LONGEST = 350
"""Lines of a module, above which it holds two concerns."""

LONG = 300
"""Lines of a module, below which most of them stay."""

UNMIRRORED = {"benchmarks", "contracts", "seeds"}
"""Folders of tests that speak of the whole, not of one package."""

FORBIDDEN = {
    "the address of a package registry": re.compile(
        r"pypi\.org|pythonhosted\.org|test\.pypi|registry\.npmjs|--(extra-)?index-url|(extra-)?index-url\s*=|/simple/?[\"'\s]"
    ),
    "a path of one machine": re.compile(r"(?<![\w.~])/(?:work|root|Users)/\w|(?<![\w.~])/home/(?!user\b|you\b)\w+/"),
    "work left over": re.compile(r"\b(?:TO" + "DO|FIX" + "ME)" + r"\b"),
    "an issue's number": re.compile(r"\bissue #?\d+\b", re.IGNORECASE),
    "a key or a token": re.compile(r"AKIA[0-9A-Z]{16}|ghp_\w{30,}|-----BEGIN [A-Z ]*PRIVATE KEY"),
}
"""What no tracked text may hold."""


def tracked() -> list[Path]:
    """Every file that belongs to the project and is there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return [CHECKOUT / name for name in listed.stdout.split("\0") if name and (CHECKOUT / name).is_file()]


def text_of(path: Path) -> str | None:
    """The file's text, or None where it holds none."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def python_modules() -> list[Path]:
    """Every tracked module of the four packages."""
    homes = [CHECKOUT / folder for folder in FOLDERS.values()]
    return [path for path in tracked() if path.suffix == ".py" and any(path.is_relative_to(home) for home in homes)]


def every_module() -> list[Path]:
    """Every tracked Python file."""
    return [path for path in tracked() if path.suffix == ".py"]


def short(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_text_holds(what: str) -> None:
    found = [
        f"{short(path)}:{number}"
        for path in tracked()
        if not path.name.endswith("_model.txt")  # learnt word pairs and trees, not prose
        for number, line in enumerate((text_of(path) or "").splitlines(), start=1)
        if FORBIDDEN[what].search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line", "seen"),
    [
        ("the address of a package registry", "https://py" + "pi.org/project/x", True),
        ("the address of a package registry", "Install it from the package registry.", False),
        ("a path of one machine", "open('/ro" + "ot/x')", True),
        ("a path of one machine", "file:///ho" + "me/anna/pages", True),
        ("a path of one machine", "see docs/work/plan.md", False),
        ("work left over", "# TO" + "DO: later", True),
        ("work left over", "todos", False),
        ("an issue's number", "see iss" + "ue 12", True),
        ("an issue's number", "the issue at hand", False),
        ("a key or a token", "AKIA" + "A" * 16, True),
    ],
)
def test_the_rules_see_what_they_forbid(what: str, line: str, seen: bool) -> None:
    assert bool(FORBIDDEN[what].search(line)) == seen


def test_the_top_level_is_fixed() -> None:
    there = {path.relative_to(CHECKOUT).parts[0] for path in tracked()}
    assert sorted(REQUIRED - there) == []
    assert sorted(there - ALLOWED) == []


@pytest.mark.parametrize("path", python_modules(), ids=short)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_a_module_holds_one_concern() -> None:
    """Tests and benchmarks as well: what is too long to be read is no better there."""
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in every_module()}
    assert len(lengths) > len(python_modules())
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_most_modules_are_small() -> None:
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in python_modules()]
    assert sum(length <= LONG for length in lengths) >= 0.8 * len(lengths)


def test_a_large_module_would_be_seen() -> None:
    assert len(python_modules()) > 20


def test_every_package_has_tests_in_a_folder_of_its_name() -> None:
    packages = {
        path.parent.relative_to(CHECKOUT / "src")
        for path in tracked()
        if path.name == "__init__.py" and "src" in path.parts
    }
    packages |= {Path(name) for name in FOLDERS}
    data_only = {package for package in packages if not any(_code(package))}
    tested = {path.parent.relative_to(CHECKOUT / "tests") for path in tracked() if path.name.startswith("test_")}
    missing = {package for package in packages - data_only if package not in tested and not _below(package, tested)}
    assert sorted(map(str, missing)) == []


def _code(package: Path) -> list[Path]:
    home = CHECKOUT / FOLDERS[package.parts[0]] / Path(*package.parts[1:])
    return [path for path in home.glob("*.py") if path.name != "__init__.py"]


def _below(package: Path, tested: set[Path]) -> bool:
    """Whether a package's tests lie in folders of its subpackages, or, for a small subpackage, in its parent's."""
    return any(package in folder.parents for folder in tested) or package.parent in tested


def test_every_folder_of_tests_mirrors_a_package() -> None:
    strangers = []
    for path in tracked():
        if path.is_relative_to(CHECKOUT / "tests") and path.suffix == ".py" and path.name.startswith("test_"):
            parts = path.parent.relative_to(CHECKOUT / "tests").parts
            if parts[0] in UNMIRRORED:
                continue
            home = {**FOLDERS, "benchmarks": "benchmarks"}.get(parts[0])
            if home is None or not (CHECKOUT / home / Path(*parts[1:])).is_dir():
                strangers.append(short(path))
    assert strangers == []


def test_tests_are_no_packages() -> None:
    assert [short(path) for path in tracked() if path.name == "__init__.py" and "tests" in path.parts] == []


def test_the_lock_holds_names_versions_and_hashes_and_nothing_else() -> None:
    lock = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    joined = lock.replace("\\\n", " ")
    entries = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    shape = re.compile(
        r"[A-Za-z0-9._-]+(\[[\w,-]+\])?==[\w.!+-]+(\s*;[^#]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*(#.*)?"
    )
    assert len(entries) > 30
    assert [entry[:80] for entry in entries if not shape.fullmatch(entry.strip())] == []
    assert "://" not in lock


def test_every_dependency_and_extra_has_a_range_with_both_ends() -> None:
    """From what was tested up to what may break it; a version of which the very answers are wanted is pinned."""
    import tomllib

    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(name for names in extras.values() for name in names)]
    given = re.compile(r"[\w.-]+(\[[\w,-]+\])?(>=[\w.]+,<[\w.]+|==[\w.]+)")
    assert len(wanted) > len(extras) > 5
    assert [name for name in wanted if not given.fullmatch(name)] == []
    assert re.fullmatch(r">=3\.\d+,<3\.\d+", project["requires-python"])


def test_the_lock_holds_every_dependency() -> None:
    import tomllib

    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[<>=!~\[; ]", name)[0].lower().replace("_", "-") for name in project["dependencies"]}
    lock = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8").lower()
    assert (
        sorted(name for name in wanted if not re.search(rf"^{re.escape(name)}(\[[\w,-]+\])?==", lock, re.MULTILINE))
        == []
    )
