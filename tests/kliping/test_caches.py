"""Compiled code rests where only the user can write, whatever the environment says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kliping
from kliping import __version__, caches
from kliping.caches import MARK, compiled_code_folder, digest_of_sources, is_private
from tests.longer import LONGER

MODULE = "kliping.cleaning.kernels"
TELL = f"""
import warnings
warnings.simplefilter("ignore")
from kliping.caches import compiled_code_folder
print(compiled_code_folder("{MODULE}"))
"""
KERNEL = """
import sys, warnings
warnings.simplefilter("ignore")
import polars as pl
from kliping.language import langdetect_exact
from kliping.language.kernel import detect_block
texts = pl.Series(["The mayor said yesterday that the bridge will be opened next year."])
print(langdetect_exact(texts)["language"][0])
print(sum(detect_block.stats.cache_hits.values()), detect_block._cache.cache_path)
"""


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """A user's home that only the user can write."""
    home = tmp_path / "user"
    home.mkdir(mode=0o700)
    return home


def told(code: str, home: Path, **environment: str) -> list[str]:
    known = {name: value for name, value in os.environ.items() if name not in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**known, "HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_it_is_made_for_the_user_alone(user: Path) -> None:
    wanted = user / ".cache" / "kliping" / __version__
    made = Path("kernels", MODULE, digest_of_sources(MODULE, Path(kliping.__file__).parent))
    assert told(TELL, user) == [str(wanted / made)]
    assert wanted.stat().st_mode & 0o777 == 0o700
    assert told(TELL, user, XDG_CACHE_HOME=str(user / "x")) == [str(user / "x" / "kliping" / __version__ / made)]


@pytest.mark.parametrize("opened", [".cache/kliping/" + __version__, ".cache/kliping", ".cache", "."])
@pytest.mark.parametrize("mode", [0o777, 0o702])
def test_a_folder_that_others_can_write_is_not_used(user: Path, opened: str, mode: int) -> None:
    (user / ".cache" / "kliping" / __version__).mkdir(parents=True, mode=0o700)
    (user / opened).chmod(mode)
    (folder,) = told(TELL, user)
    assert str(user) not in folder
    assert not Path(folder).exists(), "it goes with the process"


def test_a_link_is_judged_by_where_it_leads(user: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o777)
    (tmp_path / "shared" / "mine").mkdir(mode=0o700)
    (user / "link").symlink_to(tmp_path / "shared" / "mine")
    assert not is_private(user / "link")
    assert is_private(user)
    assert not is_private(user / "missing")


def test_the_users_own_choice_counts_only_where_it_is_private(user: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    assert told(TELL, user, NUMBA_CACHE_DIR=str(shared))[0].startswith(str(shared))
    shared.chmod(0o777)
    assert not told(TELL, user, NUMBA_CACHE_DIR=str(shared))[0].startswith(str(shared))


def test_without_a_home_there_is_a_folder_for_the_process(user: Path) -> None:
    (folder,) = told(TELL, Path("/proc/nowhere"))
    assert not Path(folder).exists()


@pytest.mark.parametrize(
    ("changed", "another"),
    [(name, True) for name in ("kernels", "numbers", "names.inner", "types")]
    + [(name, False) for name in ("plain", "others")],
)
def test_machine_code_is_found_by_the_sources_it_was_made_from(tmp_path: Path, changed: str, another: bool) -> None:
    """numba looks at one file only: a constant from another file would stay what it was. Other kernels do not count."""
    package = tmp_path / "kliping"
    (package / "names").mkdir(parents=True)
    sources = {
        "kernels": "from kliping.numbers import (\n    ONE,\n)\nimport numba\n"
        "if TYPE_CHECKING:\n    from kliping.types import Number\n"
        "\n@numba.njit\ndef f(): return ONE\n",
        "numbers": "from kliping.names import inner\nONE = 1\n",
        "names.__init__": "",
        "names.inner": "TWO = 2\n",
        "plain": "from kliping.kernels import f\n",
        "types": "Number = int\n",
        "others": "import numba\n@numba.njit\ndef g(): return 3\n",
    }
    for name, source in sources.items():
        (package / f"{name.replace('.', '/')}.py").write_text(source)
    before = digest_of_sources("kliping.kernels", package)
    assert digest_of_sources("kliping.kernels", package) == before
    caches._read.cache_clear()  # sources do not change under a process
    (package / f"{changed.replace('.', '/')}.py").write_text(sources[changed] + "THREE = 3\n")
    assert (digest_of_sources("kliping.kernels", package) != before) == another


def test_old_machine_code_makes_room(user: Path) -> None:
    folder = user / ".cache" / "kliping" / __version__ / "kernels" / MODULE
    folder.mkdir(parents=True, mode=0o700)
    for number in range(12):
        (folder / f"{number}").mkdir()
        os.utime(folder / f"{number}", (number, number))
    own = folder / digest_of_sources(MODULE, Path(kliping.__file__).parent)
    own.mkdir()
    os.utime(own, (0, 0))  # numba writes below it
    marks = [folder.parent / f"copies-1{MARK}", folder.parent / f"cleaning-2{MARK}"]
    for mark in marks:
        mark.touch()
    told(TELL, user)
    assert not any(mark.exists() for mark in marks), "what went may be theirs"
    kept = [own.name, *(f"{number}" for number in range(5, 12))]
    assert sorted(path.name for path in folder.iterdir()) == sorted(kept), "the code that was asked for last stays"


@pytest.mark.slow
@pytest.mark.chaos
@LONGER
def test_a_kernel_is_compiled_once_and_found_again(user: Path, tmp_path: Path) -> None:
    language, hits = told(KERNEL, user)
    assert (language, hits.split()[0]) == ("en", "0")
    language, hits = told(KERNEL, user)
    assert (language, hits.split()[0]) == ("en", "1")
    assert hits.split()[1].startswith(str(user / ".cache" / "kliping"))
    shutil.copytree(Path(kliping.__file__).parent, tmp_path / "another" / "kliping")
    language, hits = told(KERNEL, user, PYTHONPATH=str(tmp_path / "another"))
    assert (language, hits.split()[0]) == ("en", "1"), "another checkout of the same sources"


def test_every_kernel_is_kept_there() -> None:
    """Nothing of numba's is kept beside the sources, where whoever may write the code folder decides."""
    import kliping.cleaning.kernels as cleaning
    import kliping.duplicates.pair_kernels as duplicates
    import kliping.language.kernel as language

    names = {**vars(cleaning), **vars(duplicates), **vars(language)}
    caches = [getattr(value, "_cache", None) for value in names.values()]
    kept = {Path(cache.cache_path).parent for cache in caches if getattr(cache, "cache_path", None)}
    modules = {cleaning.__name__, duplicates.__name__, language.__name__}
    assert {compiled_code_folder(module) for module in modules} <= kept
    assert {folder.parent.parent for folder in kept} == {compiled_code_folder("kliping").parent.parent}
