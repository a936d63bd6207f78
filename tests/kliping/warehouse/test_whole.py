"""A frame of which something was dropped is made again, and never as another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kliping.errors import StoreError
from kliping.stamps import stamps
from kliping.warehouse.whole import whole
from tests.kliping.warehouse.test_dropped import begun, published


def test_what_would_be_another_frame_is_refused(tmp_path: Path) -> None:
    home = begun(tmp_path, "needed")
    published(home)
    (batch, *_) = home.store.finished(stamps(home.settings))
    whole(home.store, home.settings, "signatures", batch)
    assert home.store.read("signatures", batch, less=True)["words"].sum() > 0
    recipe = home.store.recipe("settled_lines", batch) or ""
    home.store.write("settled_lines", batch, home.store.read("settled_lines", batch).clear(), recipe=recipe)
    with pytest.raises(StoreError, match=f"What signatures gave of {batch} was dropped, and .* another frame"):
        whole(home.store, home.settings, "signatures", batch)
