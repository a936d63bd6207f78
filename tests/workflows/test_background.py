"""Work that takes longer than a tick is begun once, and answered by the tick that finds it ready."""

from __future__ import annotations

import threading

import pytest

from workflows.background import Background


def test_what_is_ready_is_answered_at_once_and_done_anew_the_next_time() -> None:
    work: Background[int] = Background()
    calls: list[int] = []
    for number in (1, 2):
        assert work.answer("home", lambda number=number: calls.append(number) or number, 60) == number
    assert calls == [1, 2]


def test_what_is_under_way_is_not_begun_again() -> None:
    work: Background[str] = Background()
    go_on = threading.Event()
    begun: list[int] = []

    def slow() -> str:
        begun.append(1)
        assert go_on.wait(60)
        return "done"

    first = work.answer("home", slow, 0.01)
    again = work.answer("home", slow, 0.01)
    assert isinstance(first, float)
    assert isinstance(again, float)
    assert again > first
    go_on.set()
    assert work.answer("home", slow, 60) == "done"
    assert len(begun) == 1


def test_a_fault_comes_out_once_and_the_work_is_done_anew() -> None:
    work: Background[int] = Background()

    def broken() -> int:
        raise TimeoutError("the source did not answer")

    with pytest.raises(TimeoutError, match="did not answer"):
        work.answer("home", broken, 60)
    assert work.answer("home", lambda: 7, 60) == 7
