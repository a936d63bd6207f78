"""What a reason is charged with: text that the label keeps and that stands nowhere else in the body."""

from __future__ import annotations

import pytest

from benchmarks.reasons import lost, named

SAID = "Warga Kampung Ulu menutup jalan desa mulai hari Senin."
MORE = "Kepala desa membuka pos ronda di tepi sungai malam itu."


@pytest.mark.parametrize(
    ("reason", "name"),
    [
        ("lexicon:id.related.baca juga", "lexicon:related"),
        ("structure:teaser", "structure:teaser"),
        ("model", "model"),
    ],
)
def test_a_phrase_of_a_lexicon_counts_for_its_section(reason, name):
    assert named(reason) == name


def test_a_reason_is_charged_with_what_the_label_keeps_and_nothing_else_holds():
    lines = [
        {"text": SAID, "role": "related", "reason": "structure:teaser"},
        {"text": MORE, "role": "body", "reason": "model"},
        {"text": MORE, "role": "duplicate", "reason": "duplicate"},
        {"text": "Beranda", "role": "boilerplate", "reason": "model"},
        {"text": SAID.replace("jalan", "jembatan"), "role": "boilerplate", "reason": "model"},
    ]
    told = list(lost(lines, f"{SAID}\n{MORE}", lambda text: " ".join(text.lower().split())))
    assert told == [
        ("structure:teaser", len(SAID), len(SAID)),
        ("duplicate", len(MORE), 0),
        ("model", len(SAID) + len("jembatan") - len("jalan"), 0),
    ]
