"""The way of a column from Arrow, and back to what kernels take."""

from __future__ import annotations

import pyarrow as pa

from kliping.text.buffers import from_arrow, text_buffers


def test_a_column_of_lists_comes_from_arrow_as_it_is():
    lists = pa.LargeListArray.from_arrays(pa.array([0, 1, 1, 3], pa.int64()), pa.array(["a", "é", None], pa.utf8()))
    column = from_arrow("words", lists)
    assert column.name == "words"
    assert column.to_list() == [["a"], [], ["é", None]]
    texts = text_buffers(column.explode().drop_nulls().fill_null(""))
    assert bytes(texts.data[: texts.offsets[-1]]).decode() == "aé"
