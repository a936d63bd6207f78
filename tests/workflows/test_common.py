"""What several subcommands share."""

from __future__ import annotations

import gc
import subprocess
import sys

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


def test_a_page_is_explained_without_scipy(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(
        "Warga Bersihkan Sungai\n\nWarga desa turun ke sungai pada Sabtu pagi untuk mengangkat sampah plastik.\n"
    )
    code = (
        "import sys; from workflows.commands.explain import explanations; "
        f"told = explanations({str(page)!r}, None); print(len(told[0]['lines']), 'scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2 False\n"
