"""Machines that share a home at an address."""

from __future__ import annotations

from pathlib import Path

import pytest

from kliping.engines.objects import system_of
from kliping.warehouse.store import Store
from kliping.warehouse.working_copy import bind
from tests.kliping.warehouse.machines import ADDRESS


@pytest.fixture
def address(faults):
    """The address of a home; nothing is there."""
    system = system_of(ADDRESS)
    if system.exists(ADDRESS):
        system.rm(ADDRESS, recursive=True)
    return ADDRESS


@pytest.fixture
def machine(tmp_path: Path, address: str):
    """A machine with a working folder of its own."""

    def made(name: str) -> Store:
        bind(tmp_path / name, address)
        return Store(tmp_path / name)

    return made
