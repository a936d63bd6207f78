"""Beginnings of articles that an appeal to subscribe breaks off, and articles that only stand near one."""

import numpy as np
import pytest

from kliping.cleaning.stubs import broken_off

TOLD, LONG = "kept", "long"


def judged(*lines):
    size = {"kept": 200.0, "long": 900.0, "appeal": 40.0, "menu": 10.0, "rest": 60.0}
    return bool(
        broken_off(
            np.array([0, len(lines)]),
            np.array([line == "appeal" for line in lines]),
            np.array([line in ("kept", "long", "rest") for line in lines]),
            np.array([size[line] for line in lines]),
        )[0]
    )


@pytest.mark.parametrize(
    ("lines", "stub"),
    [
        (("menu", "kept", "kept", "appeal", "menu"), True),
        (("kept", "menu", "appeal", "rest", "appeal"), True),
        (("appeal", "kept", "kept"), False),
        (("kept", "menu", "menu", "menu", "appeal"), False),
        (("long", "kept", "kept", "appeal"), False),
        (("kept", "appeal", "kept", "kept"), False),
        (("menu", "appeal"), False),
    ],
)
def test_a_short_article_right_above_an_appeal_is_a_stub(lines, stub):
    assert judged(*lines) == stub
