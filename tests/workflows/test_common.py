"""What several subcommands share."""

from __future__ import annotations

import subprocess
import sys

from click.testing import CliRunner

from kliping.warehouse import exports
from workflows.command_line import kliping as command_line


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


def test_an_export_names_the_folder_that_it_makes(tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "export", lambda *_: exports.Exported(written=1, kept=0, removed=0, rows=1))
    (tmp_path / "there").mkdir()
    for name, new in (("slip", True), ("there", False)):
        told = CliRunner().invoke(command_line, ["export", str(tmp_path / name), "--home", str(tmp_path / "home")])
        assert told.exit_code == 0, told.output
        assert (f"(new folder: {tmp_path / name})" in told.output) is new
