"""Settings of what runs by itself: when, how often, and how long what failed rests before it is tried again."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from kliping.settings.section import Section

_CRON_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
"""Least and greatest number of a cron's fields: minute, hour, day, month, weekday."""

_CRON_NAMES = {
    3: ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    4: ("sun", "mon", "tue", "wed", "thu", "fri", "sat"),
}
"""Words that stand for numbers in a cron's fields, by the field."""

_CRON_PART = re.compile(r"(?:\*|\?|l|l?(\w+?)(?:-(\w+))?(?:#[1-5])?)(?:/([1-9]\d?))?")
"""One part of a cron's field, in lower case: all, the last, a number or name, a range of them; a step behind it."""

_PREFIX = re.compile(r"(/[\w.~-]+)*")

_OWNER = re.compile(r"team:[\w-]+|[^@\s]+@[^@\s]+\.[^@\s]+")


class AutomationSettings(Section):
    """What runs by itself: schedules, sensors, retries, and when the published edition counts as stale."""

    timezone: str = Field(
        "UTC",
        description="Time zone of every schedule, as IANA names it (`Asia/Jakarta`). Default: the same everywhere.",
    )
    schedules: bool = Field(
        True, description="Whether schedules run. A single one can be stopped in the UI, which keeps that by itself."
    )
    sensors: bool = Field(
        True, description="Whether sensors look for new files and publish. Off: the schedules alone do, or a person."
    )
    ingest_cron: str = Field(
        "0 3 * * *",
        description="When new files are looked for and understood (minute hour day month weekday). Empty: never by the"
        " clock. Default: at three, when few scrapers and fewer readers are up.",
    )
    publish_cron: str = Field(
        "0 4 * * *",
        description="When what was understood is compared, judged and published, new or not, so that stale data shows."
        " Empty: never by the clock. Default: an hour after the files were looked for.",
    )
    prune_cron: str = Field(
        "30 5 * * *",
        description="When what is older than its retention is removed (`kliping prune`). Empty: never by the clock."
        " Default: when the night's edition is out.",
    )
    path_prefix: str = Field(
        "",
        description="Path below which a proxy shows the UI, such as `/kliping-ui`: the web server answers below it, and"
        " links that a run leaves in the UI begin with it. Default: none.",
    )
    look_seconds: int = Field(
        30, ge=5, description="Seconds between two looks of a sensor: dropped files are understood within a minute."
    )
    tick_seconds: float = Field(
        0.5,
        gt=0,
        description="Seconds a sensor waits for its own look. A longer look goes on in the background and is answered"
        " by a later tick, so that a source of a million files holds up nothing else. Default: what Dagster does about"
        " a tick takes as long again on a busy machine, and together that is less than a second.",
    )
    runs_asked: int = Field(
        25, ge=1, description="Runs a sensor asks for in one tick; the next tick asks for more. Bounds the queue."
    )
    retry_minutes: tuple[float, ...] = Field(
        (1.0, 10.0, 60.0),
        min_length=1,
        description="Minutes that a failed run rests before it is tried again: after the first failure at the same, the"
        " second, and so on; the last one is repeated. A lock, a gone share or a full disk may pass. A refusal is no"
        " failure and is not tried again.",
    )
    fresh_hours: float = Field(
        26.0,
        gt=0,
        description="Hours after which the published tables are shown as late; after twice as many as overdue. Default:"
        " a nightly edition and two hours.",
    )
    owners: tuple[str, ...] = Field(
        (),
        description='Who answers for the tables, shown at every asset: e-mail addresses or teams (`["team:korpus"]`).',
    )

    @field_validator("path_prefix")
    @classmethod
    def _a_path(cls, given: str) -> str:
        if not _PREFIX.fullmatch(given):
            raise ValueError("it begins with / and does not end with it, such as /kliping-ui")
        return given

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, given: str) -> str:
        try:
            ZoneInfo(given)
        except (KeyError, ValueError, OSError) as unknown:
            raise ValueError(f"{given!r} is no time zone: name one as IANA does, such as Asia/Jakarta") from unknown
        return given

    @field_validator("ingest_cron", "publish_cron", "prune_cron")
    @classmethod
    def _five_fields(cls, given: str) -> str:
        fields = given.split()
        if fields and (
            len(fields) != len(_CRON_BOUNDS) or not all(_fits(place, field) for place, field in enumerate(fields))
        ):
            raise ValueError(f"{given!r} is no cron: five fields, minute hour day month weekday, such as '0 3 * * *'")
        return " ".join(fields)

    @field_validator("owners")
    @classmethod
    def _owners(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for one in given:
            if not _OWNER.fullmatch(one):
                raise ValueError(f"{one!r} is no owner: an e-mail address, or team:NAME")
        return given


def _fits(place: int, field: str) -> bool:
    """Whether the field of a cron at that place holds numbers and names within its bounds, and nothing else."""
    least, most = _CRON_BOUNDS[place]
    names = _CRON_NAMES.get(place, ())
    for part in field.lower().split(","):
        found = _CRON_PART.fullmatch(part)
        if found is None:
            return False
        ends = [one for one in found.groups()[:2] if one]
        numbers = [names.index(one) if one in names else int(one) if one.isdecimal() else -1 for one in ends]
        if not all(least <= number <= most for number in numbers):
            return False
    return True
