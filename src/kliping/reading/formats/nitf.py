"""NITF, the XML in which agencies send one story and archives of newspapers keep it.

Belongs here: where it has headline, byline, day and text. Does not belong here: lists of records in other XML
(``xml_records``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NITF = "nitf"
"""The name of its root."""

_PLACES = {
    "title": ("body.head/hedline/hl1", "head/title"),
    "subtitle": ("body.head/hedline/hl2",),
    "authors": ("body.head/byline",),
    "place": ("body.head/dateline/location",),
    "source": ("body.head/distributor",),
}
"""Where each field stands, the place that is believed first first."""
_DAYS = (("docdata/date.issue", "norm"), ("pubdata", "date.publication"), ("dateline/story.date", "norm"))
_FULL = "full_text"
"""The class of the block that holds the whole text, where others hold its beginning again."""
_PRINTED = "print_byline"
"""The class of the byline as it was printed, beside one that is normalised."""
_DAY = slice(0, 8)
"""Figures of the day in a moment: "20050607T000000"."""


def nitf_cells(root: Any) -> dict[str, str]:  # noqa: ANN401 - lxml carries no types
    """The fields and the text of a story by name; what it lacks is left out."""
    cells = {field: value for field, paths in _PLACES.items() if (value := next(_values(root, paths), ""))}
    day = next((found for path, name in _DAYS for one in _at(root, path) if (found := one.get(name))), "")
    figures = day.replace("-", "")[_DAY]
    if figures.isdigit() and len(figures) == _DAY.stop:
        cells["date"] = f"{figures[:4]}-{figures[4:6]}-{figures[6:]}"
    cells["publisher"] = next((one.get("name") or "" for one in _at(root, "pubdata")), "")
    blocks = [one for one in _at(root, "body.content/block") if one.get("class") == _FULL]
    told = [
        " ".join("".join(one.itertext()).split())
        for part in blocks or _at(root, "body.content")
        for one in _lines(part)
    ]
    cells["text"] = "\n\n".join(line for line in told if line)
    return {name: value for name, value in cells.items() if value}


def _at(root: Any, path: str) -> list[Any]:  # noqa: ANN401 - lxml carries no types
    """The elements below the root that a path of names leads to, wherever it begins."""
    return list(root.iterfind(".//" + "/".join(f"{{*}}{name}" for name in path.split("/"))))


def _values(root: Any, paths: tuple[str, ...]) -> Iterator[str]:  # noqa: ANN401 - lxml carries no types
    for path in paths:
        found = _at(root, path)
        for one in [*(one for one in found if one.get("class") == _PRINTED), *found]:
            if value := " ".join("".join(one.itertext()).split()):
                yield value


def _lines(part: Any) -> list[Any]:  # noqa: ANN401 - lxml carries no types
    """The paragraphs and headings of a text; the text itself where it has none."""
    return list(part.iter("{*}p", "{*}hl2")) or [part]
