"""A number or a mix against that of earlier editions: what is news, and when nothing can be said yet."""

from __future__ import annotations

import pytest

from expectations.history import LENGTH_FLOOR, MEASURES, SHARE_FLOOR, compared, compared_mix, distance, spread
from kliping.settings import GateSettings

GATE = GateSettings()

SHARE = next(one for one in MEASURES if one.name == "steady_date_coverage")
LENGTH = next(one for one in MEASURES if one.name == "steady_body_length")


def test_nothing_is_news_before_there_are_enough_editions() -> None:
    few = [0.9] * (GATE.history_editions_min - 1)
    silent = compared(0.1, few, SHARE, GATE)
    assert (silent.broken, silent.observed) == (False, f"0.1000 (silent: {len(few)} earlier editions)")
    assert compared(0.1, [*few, 0.9], SHARE, GATE).broken
    mixes = [{"id": 1.0}] * len(few)
    assert not compared_mix({"en": 1.0}, mixes, SHARE_FLOOR, GATE).broken
    assert compared_mix({"en": 1.0}, [*mixes, {"id": 1.0}], SHARE_FLOOR, GATE).broken


@pytest.mark.parametrize("off", [1, -1])
def test_a_share_is_news_beyond_the_deviations_of_the_settings_both_ways(off: int) -> None:
    steady, bound = [0.5] * 8, GATE.history_deviations * SHARE_FLOOR
    assert not compared(0.5 + off * (bound - 0.001), steady, SHARE, GATE).broken
    assert compared(0.5 + off * (bound + 0.001), steady, SHARE, GATE).broken


def test_a_length_is_measured_by_its_own_size() -> None:
    bound = GATE.history_deviations * LENGTH_FLOOR
    for usual in (40.0, 4000.0):
        assert not compared(usual * (1 + bound * 0.99), [usual] * 8, LENGTH, GATE).broken
        assert compared(usual * (1 + bound * 1.01), [usual] * 8, LENGTH, GATE).broken


def test_one_odd_edition_does_not_make_the_next_odd_one_usual() -> None:
    assert spread([0.5] * 7 + [0.0], SHARE_FLOOR, relative=False) == (0.5, SHARE_FLOOR)
    assert compared(0.0, [0.5] * 7 + [0.0], SHARE, GATE).broken
    unsteady = [0.2, 0.8, 0.3, 0.7, 0.4, 0.6, 0.5, 0.5]
    assert not compared(0.0, unsteady, SHARE, GATE).broken, "where editions differ anyway, so may this one"


def test_a_mix_is_as_far_off_as_the_shares_that_moved() -> None:
    assert distance({"id": 0.75, "en": 0.25}, {"id": 0.5, "jv": 0.5}) == pytest.approx(0.5)
    assert distance({"id": 1.0}, {"en": 1.0}) == 1
    usual = [{"id": 0.9, "en": 0.1}] * 8
    moved = compared_mix({"id": 0.6, "en": 0.1, "su": 0.3}, usual, SHARE_FLOOR, GATE)
    assert (moved.broken, moved.value) == (True, pytest.approx(0.3))
    assert moved.observed.startswith('{"id": 0.6, "en": 0.1, "su": 0.3} (distance 0.3000 ')
    nearer = compared_mix({"id": 0.91, "en": 0.09}, usual, SHARE_FLOOR, GATE)
    assert not nearer.broken
