"""Machine code for ways in alone: what is left out changes no answer."""

from __future__ import annotations

import numpy as np
import pytest
from numba import int64, njit
from numba.core import codegen

from kliping.text import ways_in

METHODS = ("finalize", "_optimize_final_module", "_finalize_final_module", "get_pointer_to_function")


def twice(value):
    return 2 * value


def doubled(values):
    total = 0
    for value in values:
        total += part(value)
    if total > 100:
        raise ValueError("too much")
    return total


part = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)(twice)


@pytest.fixture
def left_out(monkeypatch):
    for name in METHODS:
        monkeypatch.setattr(codegen.JITCodeLibrary, name, getattr(codegen.JITCodeLibrary, name))
    monkeypatch.setattr(codegen.JITCPUCodegen, "set_env", codegen.JITCPUCodegen.set_env)
    ways_in.compile_ways_in_alone()


def test_a_part_has_no_machine_code_and_what_calls_it_answers_as_ever(left_out):
    way_in = njit(doubled)
    assert way_in(np.arange(4)) == 12
    with pytest.raises(ValueError, match="too much"):
        way_in(np.arange(99))
    (made,), (kept,) = way_in.overloads.values(), part.overloads.values()
    assert (made.library.is_part, kept.library.is_part) == (False, True)
    assert made.library.get_pointer_to_function(made.fndesc.llvm_cpython_wrapper_name) != 0


def test_a_part_that_is_asked_for_after_all_gets_its_machine_code(left_out):
    alone = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)(lambda value: value + 3)
    alone.compile((int64,))
    (made,) = alone.overloads.values()
    assert made.library.is_part
    assert made.library.get_pointer_to_function(made.fndesc.llvm_func_name) != 0
    assert not made.library.is_part


def test_a_compiler_that_is_built_otherwise_leaves_nothing_out():
    other = type("Other", (), {"finalize": len})
    with pytest.raises(AttributeError):
        ways_in._leave_out(other, codegen.JITCPUCodegen)
    assert other.finalize is len
