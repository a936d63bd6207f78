"""What waits for work is killed while it works, and begun again: nothing is lost, and nobody has to do anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import reliability_services
from tests.longer import LONGER

pytestmark = [pytest.mark.chaos, pytest.mark.network, pytest.mark.slow]


@LONGER
def test_daemon_web_server_code_server_and_runs_are_killed(tmp_path: Path) -> None:
    """The command of ``docs/reliability.md``."""
    rounds = reliability_services.ROUNDS
    tried = list(reliability_services.tried(rounds, 24 * 60, tmp_path))
    assert sum(len(one.kills) for one in tried) >= 3 * rounds
    assert [str(one) for one in tried if one.faults] == []


def test_a_round_kills_each_process_once_by_every_signal_in_turn() -> None:
    rounds = reliability_services.planned(3)
    assert all({kill.what for kill in one.kills} == set(reliability_services.KILLED) for one in rounds)
    signals = {(kill.what, kill.signal) for one in rounds for kill in one.kills}
    assert len(signals) == len(reliability_services.KILLED) * len(reliability_services.SIGNALS)
