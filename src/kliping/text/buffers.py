"""A column of text as bytes: handed to the compiled kernels without copying a string into Python.

Belongs here: the way from Polars and Arrow to numpy. Does not belong here: the kernels, or what is made of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

Array = np.ndarray[Any, np.dtype[Any]]
"""An array as kernels take and give it; what is in it is said where it is made."""


class Text(NamedTuple):
    """A column of text as the kernels take it; a named tuple, which numba takes apart."""

    data: Array
    """uint8: the rows' bytes (UTF-8), one row after the other."""
    offsets: Array
    """int64: where each row starts in ``data``, and where the last one ends."""


def text_buffers(text: pl.Series) -> Text:
    """The bytes of a column of strings (or of bytes), and where each row starts; a null is an empty row."""
    column = text.rechunk().to_arrow()
    if not len(column):
        return Text(_NO_DATA, _NO_ROWS)
    _, raw_offsets, raw_data = column.buffers()
    offsets = np.frombuffer(raw_offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    return Text(np.frombuffer(raw_data, np.uint8) if raw_data is not None and raw_data.size else _NO_DATA, offsets)


class _Lent:
    """An Arrow array as whoever made it in another library would hand it over."""

    def __init__(self, array: pa.Array) -> None:
        self.__arrow_c_array__ = array.__arrow_c_array__


def from_arrow(name: str, array: pa.Array) -> pl.Series:
    """A column of what Arrow holds; Polars would import all functions of Arrow for it, a twentieth of a second."""
    import polars as pl

    return pl.Series(_Lent(array)).alias(name)


def read_only(array: Array) -> Array:
    """The array, which cannot be written by what is returned.

    A kernel is compiled anew for arrays that can be written, and whether Polars gives such a one hangs on how a column
    lies in memory: in one piece it is lent, in several it is copied.
    """
    view: Array = array.view()
    view.flags.writeable = False
    return view


_NO_DATA = np.frombuffer(bytes(1), np.uint8)
_NO_ROWS = np.frombuffer(bytes(8), np.int64)
"""Read-only, as what Arrow gives is: numba compiles a kernel anew for arrays that can be written."""
