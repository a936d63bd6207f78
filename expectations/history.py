"""The candidate against its last editions: what is counted, and how far off is an anomaly.

Belongs here: the statistics. Does not belong here: those that look at them (``expectations.suites.editions``).

What an edition came to is read from ``expectation_results.observed`` of the published editions, where each comparison
leaves its own value; so it needs no memory of its own. A value is an anomaly when it lies more than
``history_deviations`` robust deviations from the median: 1.4826 times the median absolute deviation, which is the
standard deviation where values are normal (Hampel 1974), and at least the measure's floor, since editions that were all
alike would make anything an anomaly.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from kliping.settings import GateSettings

MAD_TO_DEVIATION = 1.4826
"""Of a normal distribution, the standard deviation in median absolute deviations."""

MIX_ENTRIES = 20
"""Names of a mix that are compared, the largest first; what is rarer comes and goes by chance."""

NO_LESS = 1e-9
"""Least deviation: editions that were all alike leave none, and it is divided by."""

SHARE_FLOOR = 0.02
"""Least deviation of a share, and of how far a mix lies from the usual one: at the six deviations of the settings,
twelve points more or less are news."""

LENGTH_FLOOR = 0.05
"""Least deviation of a length, as a share of its median: so that a third more or less is news, as when a cleaning cuts
too much or nothing."""

ARRIVALS_FLOOR = 0.25
"""Least deviation of arrivals, as a share of their median: days of news differ as Sundays do from Mondays, so that up
to two and a half times as many as usual are no news."""

ARRIVALS_LEAST = 1.0
"""Documents that the deviation of arrivals is at least: where nothing used to come there is no share of it."""

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

Mix = dict[str, float]


@dataclass(frozen=True)
class Measure:
    """A number, or a mix (shares by name), that an edition is compared by."""

    name: str
    sql: str  # one number; or the rows (name, share) of a mix
    floor: float  # least deviation, in the measure's own unit
    relative: bool = False  # the floor is a share of the median
    mix: bool = False


MEASURES = (
    Measure("steady_date_coverage", "SELECT avg((published_on IS NOT NULL)::INT) FROM article_facts", SHARE_FLOOR),
    Measure("steady_title_coverage", "SELECT avg((title_key IS NOT NULL)::INT) FROM article_facts", SHARE_FLOOR),
    Measure("steady_body_length", "SELECT median(words) FROM article_facts", LENGTH_FLOOR, relative=True),
    Measure(
        "steady_kept_lines",
        "SELECT sum(kept_lines) / sum(raw_lines) FROM documents WHERE status = 'published'",
        SHARE_FLOOR,
    ),
    Measure(
        "steady_copies",
        "SELECT avg((status = 'duplicate')::INT) FROM documents WHERE status IN ('published', 'duplicate')",
        SHARE_FLOOR,
    ),
    Measure(
        "steady_language_mix",
        "SELECT coalesce(language, 'und'), count(*) / sum(count(*)) OVER () FROM article_facts GROUP BY 1"
        f" ORDER BY 2 DESC, 1 LIMIT {MIX_ENTRIES}",
        SHARE_FLOOR,
        mix=True,
    ),
    # The outlet's name comes from a page and stays out of results: the first digits of its MD5 stand for it.
    Measure(
        "steady_outlet_mix",
        "SELECT coalesce(md5(publisher)[:8], 'unknown'), count(*) / sum(count(*)) OVER () FROM article_facts GROUP BY 1"
        f" ORDER BY 2 DESC, 1 LIMIT {MIX_ENTRIES}",
        SHARE_FLOOR,
        mix=True,
    ),
)
"""What is compared, beside the number of arrivals, which the editions themselves tell."""


@dataclass(frozen=True)
class Comparison:
    """A value against those of earlier editions."""

    value: float  # to plot: the number itself, or a mix's distance from the usual one
    observed: str
    broken: bool


def compare(database: duckdb.DuckDBPyConnection, gate: GateSettings) -> None:
    """Make the table ``steady`` (measure, value, observed, broken) over the open candidate.

    A measure that the candidate does not allow (no article to measure) is left out.
    """
    database.execute("CREATE TABLE steady (measure VARCHAR, value DOUBLE, observed VARCHAR, broken BOOLEAN)")
    for measure in MEASURES:
        before = _earlier(database, measure.name, gate.history_editions)
        if measure.mix:
            mix = {name: float(share) for name, share in database.execute(measure.sql).fetchall()}
            made = compared_mix(mix, [_mix(text) for text in before], measure.floor, gate) if mix else None
        else:
            ((value,),) = database.execute(measure.sql).fetchall()
            numbers = [float(found.group()) for text in before if (found := NUMBER.match(text))]
            made = compared(float(value), numbers, measure, gate) if value is not None else None
        if made is not None:
            database.execute(
                "INSERT INTO steady VALUES (?, ?, ?, ?)", [measure.name, made.value, made.observed, made.broken]
            )
    arrivals = _arrivals(database, gate)
    database.execute(
        "INSERT INTO steady VALUES ('steady_arrivals', ?, ?, ?)", [arrivals.value, arrivals.observed, arrivals.broken]
    )


def compared(value: float, before: Sequence[float], measure: Measure, gate: GateSettings) -> Comparison:
    """A number against the same number of earlier editions."""
    shown = f"{value:.4f}"
    if len(before) < gate.history_editions_min:
        return Comparison(value, f"{shown} (silent: {len(before)} earlier editions)", broken=False)
    middle, deviation = spread(before, measure.floor, relative=measure.relative)
    off = abs(value - middle) / deviation
    return Comparison(
        value,
        f"{shown} ({off:.1f} deviations from the median {middle:.4f} of {len(before)} editions)",
        broken=off > gate.history_deviations,
    )


def compared_mix(mix: Mix, before: Sequence[Mix], floor: float, gate: GateSettings) -> Comparison:
    """A mix against those of earlier editions: its distance from the usual mix against theirs."""
    shown = json.dumps({name: round(share, 4) for name, share in mix.items()})
    if len(before) < gate.history_editions_min:
        return Comparison(0.0, f"{shown} (silent: {len(before)} earlier editions)", broken=False)
    names = {name for one in before for name in one}
    usual = {name: median(one.get(name, 0.0) for one in before) for name in names}
    far = distance(mix, usual)
    middle, deviation = spread([distance(one, usual) for one in before], floor, relative=False)
    off = (far - middle) / deviation
    return Comparison(
        far,
        f"{shown} (distance {far:.4f} from the usual mix of {len(before)} editions, {max(off, 0):.1f} deviations)",
        broken=off > gate.history_deviations,
    )


def spread(values: Sequence[float], floor: float, *, relative: bool) -> tuple[float, float]:
    """The median of ``values`` and their robust deviation, at least ``floor`` (a share of the median if relative)."""
    middle = median(values)
    deviation = MAD_TO_DEVIATION * median(abs(value - middle) for value in values)
    least = floor * abs(middle) if relative else floor
    return middle, max(deviation, least, NO_LESS)


def distance(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Total variation: half the sum of differences of the shares, 0 (equal) to 1 (nothing in common)."""
    return sum(abs(one.get(name, 0.0) - other.get(name, 0.0)) for name in {*one, *other}) / 2


def _arrivals(database: duckdb.DuckDBPyConnection, gate: GateSettings) -> Comparison:
    """Documents that came in since the last published edition, against those before."""
    counts = [
        int(count)
        for (count,) in database.execute(
            "SELECT documents FROM editions WHERE verdict IN ('passed', 'accepted') AND rolled_back_to IS NULL"
            " ORDER BY edition DESC LIMIT ?",
            [gate.history_editions + 1],
        ).fetchall()
    ][::-1]
    ((now,),) = database.execute("SELECT count(*) FROM documents").fetchall()
    arrived = now - counts[-1] if counts else now
    before = [float(later - earlier) for earlier, later in pairwise(counts)]
    shown = f"{arrived:,} new documents"
    if len(before) < gate.history_editions_min:
        return Comparison(arrived, f"{shown} (silent: {len(before)} earlier arrivals)", broken=False)
    middle, deviation = spread(before, ARRIVALS_FLOOR, relative=True)
    off = abs(arrived - middle) / max(deviation, ARRIVALS_LEAST)
    return Comparison(
        arrived,
        f"{shown} ({off:.1f} deviations from the median {middle:,.0f} of {len(before)} arrivals)",
        broken=off > gate.history_deviations,
    )


def _earlier(database: duckdb.DuckDBPyConnection, name: str, editions: int) -> list[str]:
    """What the last published editions observed for ``name``, oldest first."""
    rows = database.execute(
        "SELECT observed FROM expectation_results JOIN editions USING (edition)"
        " WHERE expectation = ? AND verdict IN ('passed', 'accepted') AND rolled_back_to IS NULL"
        " AND observed IS NOT NULL"
        " ORDER BY edition DESC LIMIT ?",
        [name, editions],
    ).fetchall()
    return [observed for (observed,) in rows][::-1]


def _mix(observed: str) -> Mix:
    """The mix that ``observed`` begins with; empty where it begins with none."""
    try:
        found, _ = json.JSONDecoder().raw_decode(observed)
        return {str(name): float(share) for name, share in found.items()}
    except (ValueError, AttributeError, TypeError):
        return {}
