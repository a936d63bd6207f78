"""A module that is imported later is imported by the first that asks something of it, and is the same to all."""

from __future__ import annotations

import importlib
import sys

import pytest

from expectations.later import import_later


def test_a_module_is_imported_when_something_in_it_is_asked_for(tmp_path, monkeypatch) -> None:
    (tmp_path / "asked_late.py").write_text("import sys\nsys.asked_late = True\nVALUE = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "asked_late", False, raising=False)
    for name in ("asked_late", "not_installed_at_all"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    import_later("asked_late", "not_installed_at_all")
    early = importlib.import_module("asked_late")
    assert importlib.import_module("asked_late") is early
    assert not hasattr(early, "__file__")
    assert not sys.asked_late  # type: ignore[attr-defined]
    assert early.VALUE == 1
    assert sys.asked_late  # type: ignore[attr-defined]
    whole = importlib.import_module("asked_late")
    assert [whole.VALUE, early.VALUE, hasattr(whole, "__file__")] == [1, 1, True]
    import_later("asked_late")
    assert sys.modules["asked_late"] is whole
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("not_installed_at_all").VALUE  # noqa: B018
    monkeypatch.delitem(sys.modules, "asked_late")


def test_what_great_expectations_needs_of_them_is_there() -> None:
    """In the process of the other tests it may be imported already: then this asks for no more than that."""
    import_later("scipy.stats")
    from scipy import stats

    assert round(float(stats.entropy([0.5, 0.5], [0.25, 0.75])), 4) == 0.1438
