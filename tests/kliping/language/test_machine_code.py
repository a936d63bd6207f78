"""Object code is kept, found again without numba, and compiled anew when it is broken."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import polars as pl
import pytest

from kliping.language import langdetect_exact
from kliping.language.machine_code import call, default_folder

SENTENCE = "The mayor said yesterday that the new bridge over the river will be opened before the end of the year."

PROGRAM = """
import sys
from pathlib import Path
import polars as pl
from kliping.language import detect_languages, langdetect_exact
print(langdetect_exact(pl.Series([sys.argv[2]]), Path(sys.argv[1]))["language"][0], "numba" in sys.modules)
"""

IMPORTS = """
import sys
import kliping.language
print([name for name in ("numba", "llvmlite", "langdetect", "lightgbm") if name in sys.modules])
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder with tables and object code."""
    folder = tmp_path_factory.mktemp("kept")
    langdetect_exact(pl.Series([SENTENCE]), folder)
    return folder


def answer_in_new_process(folder):
    return subprocess.check_output([sys.executable, "-c", PROGRAM, folder, SENTENCE], text=True).split()


def test_a_warm_start_does_without_numba(kept):
    assert answer_in_new_process(kept) == ["en", "False"]


@pytest.mark.slow
@pytest.mark.parametrize("damage", [lambda code: code[:-100], lambda code: b"x" * 5000])
def test_broken_object_code_is_compiled_anew(kept, damage):
    (path,) = kept.glob("detect_block-*.o")
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert answer_in_new_process(kept) == ["en", "True"]
    assert answer_in_new_process(kept) == ["en", "False"]


def test_importing_the_package_imports_no_engine():
    assert subprocess.check_output([sys.executable, "-c", IMPORTS], text=True).strip() == "[]"


def test_a_kernel_takes_arrays_in_c_order_only():
    with pytest.raises(ValueError, match="C order"):
        call("scoring", "score_block", default_folder(), np.zeros((4, 4))[:, 1])
