"""What holds for every compiled function."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from kliping.text import known_words
from kliping.text.compiling import inlined_part, kernel, kernel_of_floats, kernel_part
from tests.compiled import from_python


@kernel_part
def _twice(number):
    return 2 * number


@inlined_part
def _next(number):
    return number + 1


@kernel
def _last(numbers):
    last = 0
    for number in numbers:
        last = _next(_twice(number))
    return last


@kernel
def _quotient(one, other):
    return one / other


@kernel_of_floats
def _quotient_of_floats(one, other):
    return one / other


def test_a_kernel_calls_its_parts():
    assert _last(np.arange(3)) == 5
    assert from_python(_twice)(4) == 8


def test_a_division_by_zero_raises_or_is_infinite():
    with pytest.raises(ZeroDivisionError):
        _quotient(1.0, 0.0)
    assert _quotient_of_floats(1.0, 0.0) == np.inf


def test_only_kernels_are_kept_on_disk(tmp_path):
    code = """
        import numpy as np
        from kliping.text import known_words
        known = known_words.known_words_of({3: 5})
        print(int(known.bits[3]), known_words._fill._cache.cache_path)
    """
    tmp_path.chmod(0o700)
    environment = {"HOME": str(tmp_path), "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(code)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found, folder = done.stdout.split()
    assert found == "5"
    kept = {path.name.split("-")[0] for path in Path(folder).iterdir()}
    assert kept == {"known_words._fill"}, "what it calls is part of it"


def test_what_is_compiled_already_is_loaded_without_what_only_compiling_looks_at():
    known_words.known_words_of({3: 5})  # compiled by now, and kept
    code = """
        from numba.core.base import BaseContext
        from kliping.text import known_words
        BaseContext.refresh = None
        known = known_words.known_words_of({3: 5})
        print(int(known.bits[3]))
    """
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "5\n"
