"""A preview: what a run would publish under other settings, rules or a new model, without publishing it.

Belongs here: the home aside in which that run takes place, and what it came to. Does not belong here: the run
(``running``), the comparison (``kliping.warehouse.differences``), or what is printed.

The run takes place in a folder below the home that holds other names (hard links) of its files. Whatever a run writes
it writes beside and renames, so the files of the home stay as they are; what is appended to is copied. The folder
carries a name that the next writer clears away if this process is killed, and the home's lock is held, so that a
take-down can neither miss it nor be undone by it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.stages import Progress
from expectations import read_verdict
from kliping.errors import GateClosed, KlipingError, RuleError, StoreError
from kliping.files import TEMPORARY, remove, temporary_name
from kliping.tables.tables import EXPECTATION_RESULTS
from kliping.warehouse.differences import Difference, compare_editions
from kliping.warehouse.kept import named_file
from kliping.warehouse.lock import writing
from kliping.warehouse.manifests import OWN
from kliping.warehouse.publish import last_edition, last_published
from kliping.warehouse.store import Store
from kliping.warehouse.sums import FILE as SUMS
from workflows.running import run_everything

if TYPE_CHECKING:
    from kliping.settings import Settings

LEFT_OUT = ("data-docs", "editions", "aside", "take-downs", *OWN)
"""What lies in a home and no run reads, or what ties it to this machine or an address: it is not taken along."""

APPENDED = (SUMS,)
"""Files that are written in place."""


@dataclass(frozen=True)
class Preview:
    """What a run would come to."""

    verdict: str  # passed or refused; unchanged: the last edition was made of just this
    shut_by: dict[str, int]  # broken critical expectations, and how many rows break each
    understood: int  # batches that would be understood anew
    expectations: list[dict[str, Any]]  # those that fare otherwise: expectation, before, after (rows that break it)
    difference: Difference  # to the published edition


def preview(
    settings: Settings, rules: Path | None, progress: Progress, *, samples: int, say: Callable[[str], None]
) -> Preview:
    """Run everything that is at hand by ``settings``, aside, and compare the candidate with the published edition.

    The sources are not looked at: it is about the pages that the home has.

    Args:
        settings: other ones; ``home`` is the home to preview for, which stays as it is.
        rules: a file of expectations in place of the home's own; None: those.
        progress: told of every batch.
        samples: articles of each kind that are shown with their words.
        say: told when another writer is waited for.

    Raises:
        StoreError: nothing is published yet.
        KlipingError: a setting or a rule cannot be used.
    """
    store = Store(settings.home)
    with writing(store.home, doing="kliping preview", seconds=settings.wait_seconds, say=say):
        if last_published(store.published) is None:
            raise StoreError(f"Nothing is published in {store.home} yet. Run 'kliping run' first.")
        aside = store.home / temporary_name("preview")
        try:
            _take_along(store.home, aside)
            named = {aside: store.home}
            if rules is not None:
                named = {_with_rules(aside, rules): rules, **named}
            with _named_as_given(named):
                return _previewed(
                    store, settings.model_copy(update={"home": aside, "home_address": ""}), progress, samples
                )
        finally:
            remove(aside)


def _previewed(store: Store, settings: Settings, progress: Progress, samples: int) -> Preview:
    other = Store(settings.home)
    before = last_edition(store)
    try:
        outcome = run_everything(settings, progress, looking=False)
        verdict, understood = ("passed" if outcome.fresh else "unchanged"), outcome.understood
    except GateClosed:
        if last_edition(other) == before:  # refused by something else than the audit
            raise
        verdict, understood = "refused", 0
    judged = read_verdict(other.home)
    name = named_file(store, "published")[1]
    made = last_edition(other)
    file = other.candidate if other.candidate.is_file() else other.published
    return Preview(
        verdict,
        dict(judged.still_shut_by) if judged is not None and verdict == "refused" else {},
        understood,
        _otherwise(_broken(store, before.edition), _broken(other, made.edition)) if before and made else [],
        compare_editions(store.published, file, (name, "the preview"), samples=samples),
    )


def _take_along(home: Path, aside: Path) -> None:
    """Other names in ``aside`` for the files of ``home``; copies of what is written in place or cannot be linked."""
    for folder, folders, files in os.walk(home, followlinks=True):
        here = Path(folder).relative_to(home)
        folders[:] = [name for name in folders if not _left_out(here / name)]
        (aside / here).mkdir()
        for name in files:
            source = (home / here / name).resolve()
            if _left_out(here / name) or not source.exists():
                continue
            try:
                if name in APPENDED:
                    raise OSError
                os.link(source, aside / here / name)
            except OSError:
                shutil.copy2(source, aside / here / name)


def _left_out(path: Path) -> bool:
    return path.parts[0] in LEFT_OUT or path.name.startswith(TEMPORARY)


@contextlib.contextmanager
def _named_as_given(named: Mapping[Path, Path]) -> Iterator[None]:
    """Have a fault of the block speak of the files that the user has, not of their copies aside, in this order."""
    try:
        yield
    except KlipingError as fault:
        told = str(fault)
        for copy, given in named.items():
            told = told.replace(str(copy), str(given))
        if told == str(fault):
            raise
        raise type(fault)(told) from fault


def _with_rules(aside: Path, rules: Path) -> Path:
    """Put ``rules`` in the place of those ``aside``; where they lie there."""
    for path in [*aside.glob("expectations.*"), aside / "expectations"]:
        remove(path)
    if rules.suffix not in (".toml", ".yaml", ".yml", ".py"):
        raise RuleError(f"{rules} is no file of rules: name one that ends in .toml, .yaml, .yml or .py.")
    copy = aside / "expectations" / rules.name if rules.suffix == ".py" else aside / f"expectations{rules.suffix}"
    copy.parent.mkdir(exist_ok=True)
    shutil.copyfile(rules, copy)
    return copy


def _broken(store: Store, number: int) -> dict[str, int]:
    """How many rows break each expectation of an edition on record."""
    part = f"{number:08d}"
    if not store.opens(EXPECTATION_RESULTS.name, part):
        return {}
    return dict(store.read(EXPECTATION_RESULTS.name, part).select("expectation", "unexpected_count").rows())


def _otherwise(before: dict[str, int], after: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"expectation": name, "before": before.get(name), "after": after.get(name)}
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]
