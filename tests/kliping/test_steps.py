"""One list of steps, from which everything else follows; and stamps that change with what decides an outcome."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kliping.settings import Settings, load_settings
from kliping.stamps import stamps
from kliping.steps import PAGE_STEPS, STEPS, WORDS, before
from kliping.warehouse.store import BATCH_STEPS
from workflows.definitions import build_defs

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [step.name for step in STEPS]


def after(name: str) -> set[str]:
    """The step and all that takes what it gives, directly or not."""
    found = {name}
    for step in STEPS:
        if found & set(step.takes):
            found.add(step.name)
    return found


def test_a_step_stands_once_and_takes_only_what_came_before() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for step in STEPS:
        assert set(step.takes) <= set(before(step.name)), step.name
        assert all("document_id" in of.gives.names() for of in STEPS)


def test_only_the_first_step_reads_files() -> None:
    assert STEPS[1:] == PAGE_STEPS


def test_the_store_and_the_graph_follow_from_the_list() -> None:
    graph = build_defs(settings=Settings()).resolve_asset_graph()
    nodes = {key.to_user_string(): graph.get(key) for key in graph.get_all_asset_keys()}
    assert tuple(NAMES) == BATCH_STEPS
    assert {name for name, node in nodes.items() if node.partitions_def} == set(NAMES)
    for step in STEPS:
        assert {parent.to_user_string() for parent in nodes[step.name].parent_keys} == set(step.takes)


@pytest.mark.parametrize(
    ("section", "changed", "first"),
    [
        ("reading", {"document_bytes": 7777}, "raw_documents"),
        ("reading", {"batch_documents": 77}, None),
        ("cleaning", {"template_groups": 77}, "lines"),
        ("cleaning", {"article_probability": 0.5}, "pages"),
        ("language", {"minimum_letters": 99}, "languages"),
        ("language", {"threads": 1}, None),
        ("metadata", {"minimum_confidence": 0.123}, "metadata"),
        ("duplicates", {"near_words": 77}, "repeats signatures"),
        ("gate", {"held_share_max": 0.123}, None),
    ],
)
def test_a_setting_changes_the_stamp_of_its_step_and_of_those_after_it(section, changed, first) -> None:
    whole = Settings()
    model = getattr(whole, section)
    assert set(changed) <= set(type(model).model_fields), "the setting is gone: name another"
    earlier, now = stamps(whole), stamps(whole.model_copy(update={section: model.model_copy(update=changed)}))
    assert {name for name in NAMES if earlier[name] != now[name]} == set().union(*map(after, (first or "").split()))


def test_a_file_counts_by_its_content_and_not_by_its_path(tmp_path: Path) -> None:
    texts = {"a": "Baca juga: contoh\n", "b": "Baca juga: contoh\n", "c": "Iklan contoh\n"}
    made = {}
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "own.txt").write_text(text, encoding="utf-8")
        made[name] = stamps(load_settings(None, cleaning={"lexicons": (tmp_path / name,)}))
    assert made["a"] == made["b"]
    assert made["a"]["lines"] != made["c"]["lines"]
    assert made["a"]["raw_documents"] != made["c"]["raw_documents"], "files are read with a folder of the user's"


@pytest.mark.parametrize("name", ["raw_documents", "lines", "languages", "metadata", "pages"])
def test_a_step_that_reads_words_is_stamped_with_them(name) -> None:
    assert WORDS in next(step.data for step in STEPS if step.name == name)


def test_stamps_do_not_hang_on_the_hash_seed() -> None:
    code = "import json; from kliping.settings import Settings; from kliping.stamps import stamps; "
    code += "print(json.dumps(stamps(Settings())))"
    told = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", code],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for seed in ("0", "1")
    ]
    assert told[0] == told[1] == stamps(Settings())
