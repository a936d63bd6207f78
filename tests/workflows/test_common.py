"""What several subcommands share."""

from __future__ import annotations

import gc

import pytest

from workflows.commands.common import without_collector


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_rests_within_and_is_as_it_was_behind(was_on):
    (gc.enable if was_on else gc.disable)()
    try:
        with pytest.raises(ValueError), without_collector():
            assert not gc.isenabled()
            raise ValueError
        assert gc.isenabled() == was_on
    finally:
        gc.enable()
