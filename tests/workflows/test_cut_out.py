"""Pieces that are cut out of lines, anywhere on a page: every line is accounted for, and the gate stays open."""

from __future__ import annotations

import re
from pathlib import Path

from kliping.cleaning import pieces
from tests.kliping.cleaning.test_pieces import CASES
from tests.workflows.conftest import SENTENCES

LINES = (
    *(line for line, *_ in CASES),
    "Ia pulang. googletag.cmd.push(function() { googletag.display('div-gpt-ad-1'); }); Lalu ia tidur di rumah.",
    "ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT Kepala desa mengatakan bahwa seluruh warga sudah pulang malam itu.",
)


def page(number: int, line: str, at: int) -> str:
    """A page of its own with ``line`` before paragraph ``at`` of its article, or behind the last one."""
    place = "".join(chr(ord("a") + number // 26**power % 26) for power in range(3)).title() + "jaya"
    body = [sentence.format(place=f"muara Kali {place}") for sentence in SENTENCES]
    body.insert(at, line)
    head = ["Beranda", f"Warga {place} Bersihkan Sungai", "Oleh Sari Wulandari", "Senin, 3 Juni 2024"]
    return "\n\n".join([*head, *body, "Baca Juga"])


def test_every_piece_that_is_cut_out_is_accounted_for(run, tmp_path: Path, ask) -> None:
    folder = tmp_path / "cut"
    folder.mkdir()
    places = [0, 2, len(SENTENCES)]
    for number, line in enumerate(LINES):
        for at in places:
            (folder / f"{number}-{at}.txt").write_text(page(number * len(places) + at, line, at), encoding="utf-8")
    edition = run(folder).edition
    assert edition.verdict == "passed", edition
    assert ask("SELECT uri, detail FROM quarantine") == []
    found = {reason for (reason,) in ask("SELECT DISTINCT reason FROM removed_lines WHERE reason LIKE 'inline:%'")}
    known = set(re.findall(r'"(inline:\w+)"', Path(pieces.__file__).read_text(encoding="utf-8")))
    assert found == known - {"inline:nested"}
    opening = ask("""SELECT DISTINCT reason FROM removed_lines WHERE reason LIKE 'inline:%' AND "start" = 0""")
    assert {("inline:mark",), ("inline:credit",)} <= set(opening)
