"""Names of a table's columns, each once.

Belongs here: what makes of a header with a name twice one that a frame or an object of JSON can hold. Does not belong
here: what a name means (``kliping.reading.formats.columns``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def each_once(names: Sequence[str], form: str, first: int) -> list[str]:
    """``names``, each once: the first of equal ones keeps its name, each later one gets a number behind it.

    Args:
        names: names of columns, in order.
        form: how a name and its ``number`` are written, as ``"{name} ({number})"``.
        first: number of the second of a name; one that another column has as its own is passed over.
    """
    taken, seen, numbers, apart = set(names), set[str](), dict[str, int](), list[str]()
    for name in names:
        own = name
        while own in seen or (own != name and own in taken):
            number = numbers.get(name, first)
            numbers[name] = number + 1
            own = form.format(name=name, number=number)
        seen.add(own)
        apart.append(own)
    return apart
