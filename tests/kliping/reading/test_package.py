"""Naming the package costs nothing."""

from __future__ import annotations

import subprocess
import sys

import kliping.reading


def test_importing_the_package_imports_nothing_heavy():
    heavy = {"polars", "pyarrow", "lxml", "fsspec", "ftfy", "numpy"}
    code = f"import sys, kliping.reading; print([name for name in sys.modules if name in {heavy}])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_every_public_name_is_there():
    assert all(callable(getattr(kliping.reading, name)) for name in dir(kliping.reading))
