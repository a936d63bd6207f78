"""What several subcommands share."""

from __future__ import annotations

import subprocess
import sys


def test_a_page_is_explained_and_a_run_begins_without_what_takes_long_to_import(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(
        "Warga Bersihkan Sungai\n\nWarga desa turun ke sungai pada Sabtu pagi untuk mengangkat sampah plastik.\n"
    )
    code = (
        "import sys; import workflows.running; from workflows.commands.explain import explanations; "
        f"told = explanations({str(page)!r}, None); print(len(told[0]['lines']), "
        "[name for name in ('scipy', 'pyarrow.compute', 'dagster', 'great_expectations') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2 []\n"
