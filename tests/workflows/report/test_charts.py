"""Places on the canvas follow the numbers."""

from __future__ import annotations

from datetime import date

import pytest

from workflows.report.charts import GAP, LEAST, WIDTH, by_time, columns, curve, flow, shares


def rows(**counts: int) -> list[dict[str, object]]:
    return [{"name": name, "rows": count} for name, count in counts.items()]


def test_streams_part_a_whole_in_proportion() -> None:
    streams = flow(rows(published=75, duplicate=25, removed=0), height=100 + GAP)
    assert [(one.name, one.height) for one in streams] == [("published", 75.0), ("duplicate", 25.0)]
    assert streams[1].left == streams[0].left + 75
    assert streams[1].right == 75 + GAP


def test_a_thin_stream_can_still_be_seen() -> None:
    assert flow(rows(published=1_000_000, unreadable=1))[1].height == LEAST


def test_a_stream_is_a_closed_outline() -> None:
    (stream,) = flow(rows(published=1))
    path = stream.path(0, 100)
    assert path.startswith("M0.0 0.0")
    assert path.endswith("Z")


def test_empty_months_are_drawn_and_long_times_by_year() -> None:
    months = [{"name": date(2024, 1, 1), "rows": 4}, {"name": date(2024, 4, 1), "rows": 2}]
    assert [(one.name, one.value) for one in by_time(months)] == [
        ("2024-01", 4), ("2024-02", 0), ("2024-03", 0), ("2024-04", 2)
    ]  # fmt: skip
    long = [{"name": date(2000, 5, 1), "rows": 4}, {"name": date(2024, 4, 1), "rows": 2}]
    years = by_time(long)
    assert (years[0].name, years[0].value, years[-1].name, len(years)) == ("2000", 4, "2024", 25)
    assert by_time([]) == []


def test_columns_stay_on_the_canvas_and_few_are_labelled() -> None:
    found = columns([(str(place), place) for place in range(100)], height=50)
    assert found[-1].x + found[-1].width <= WIDTH
    assert found[-1].height == 50
    assert sum(one.labelled for one in found) <= 12


@pytest.mark.parametrize(
    ("given", "points"),
    [([0.0, 1.0], "0.0,28.0 160.0,0.0"), ([None, 0.5], "160.0,0.0"), ([], ""), ([0.0], "0.0,28.0")],
)
def test_a_curve_runs_from_nothing_to_the_greatest_share(given, points) -> None:
    assert curve(given) == points


def test_bars_are_percent_of_the_largest() -> None:
    assert [row["width"] for row in shares(rows(a=4, b=1))] == [100.0, 25.0]
