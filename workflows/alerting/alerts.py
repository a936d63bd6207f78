"""What there is to tell of a home at this moment.

Belongs here: the conditions, each as an alert. Does not belong here: sending them (``senders``), or how often
(``telling``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kliping.shown import plain
from kliping.tables.tables import EDITIONS

if TYPE_CHECKING:
    from kliping.settings import Settings
    from kliping.warehouse.store import Store


@dataclass(frozen=True)
class Alert:
    """Something that somebody should know."""

    kind: str  # gate_shut, run_failed, quarantine_share, nothing_new or test
    about: str  # what tells two of a kind apart: an edition, a run; sent once while it lasts
    subject: str
    text: str
    at: datetime

    @property
    def key(self) -> str:
        """What is the same alert."""
        return f"{self.kind}:{self.about}"


def alerts_of(store: Store, settings: Settings, now: datetime) -> list[Alert]:
    """All that there is to tell of a home at a moment; nothing of a home that was never used.

    Raises:
        KlipingError: the record of editions cannot be read.
    """
    found = [_gate(store, now), _quarantine(store, settings, now), _silence(store, settings, now)]
    return [one for one in found if one is not None]


def run_failed(job: str, run_id: str, why: str, now: datetime) -> Alert:
    """A run of Dagster's that failed by something else than a refusal."""
    return Alert(
        "run_failed",
        f"{job}:{why[:80]}",
        f"The run {run_id[:8]} of {job} failed",
        f"{plain(why)[:500]} It is tried again by itself, after longer and longer pauses. The UI says more.",
        now,
    )


def trial(now: datetime) -> Alert:
    """An alert that says that alerts arrive."""
    return Alert("test", now.isoformat(), "A trial alert", "Alerts of this home arrive here. Nothing is wrong.", now)


def _gate(store: Store, now: datetime) -> Alert | None:
    from expectations.editions import refusal
    from kliping.warehouse.publish import last_edition

    told, last = refusal(store), last_edition(store)
    if told is None or last is None:
        return None
    return Alert("gate_shut", f"edition {last.edition}", f"Edition {last.edition} was refused", told, now)


def _quarantine(store: Store, settings: Settings, now: datetime) -> Alert | None:
    from kliping.warehouse.publish import last_edition

    last = last_edition(store)
    part = "" if last is None else f"{last.edition:08d}"
    if last is None or not store.opens(EDITIONS.name, part):
        return None
    row = store.read(EDITIONS.name, part).row(0, named=True)
    share = row["quarantined"] / row["documents"] if row["documents"] else 0.0
    if share < settings.alerts.quarantine_share_max:
        return None
    text = (
        f"{row['quarantined']:,} of {row['documents']:,} documents are held back in edition {last.edition} "
        f"({share:.0%}; the setting alerts.quarantine_share_max is {settings.alerts.quarantine_share_max:.0%}). "
        "'kliping report' counts them by reason."
    )
    return Alert("quarantine_share", f"edition {last.edition}", "Many documents are held back", text, now)


def _silence(store: Store, settings: Settings, now: datetime) -> Alert | None:
    from kliping.warehouse.store import BATCHES

    hours, arrived = settings.alerts.nothing_new_hours, store.parts(BATCHES)
    if not hours or not arrived:
        return None
    last = max(store.arrival(name) for name in arrived[-3:])
    if now - last < timedelta(hours=hours):
        return None
    since = (now - last) / timedelta(hours=1)
    text = (
        f"The last batch arrived at {last.isoformat(timespec='minutes')}, {since:.0f} hours ago (the setting "
        f"alerts.nothing_new_hours is {hours:g}). Look whether the scraper runs and the source can be read."
    )
    return Alert("nothing_new", last.isoformat(), "Nothing new came in", text, now)
