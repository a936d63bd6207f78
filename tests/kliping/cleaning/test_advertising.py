import pytest

from kliping.cleaning.advertising import hints, mark_patterns

MARKS = ("ad", "iklan", "scroll on", "scroll on down")


def found(line, opens=("lalu",)):
    return [match.group("piece") for pattern in mark_patterns(MARKS, opens) for match in pattern.finditer(line)]


def test_short_marks_hint_at_nothing():
    assert hints(MARKS) == ("iklan", "scroll on", "scroll on down")


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("Ya. AD Pulang.", ["AD"]),
        ("Ya. ad Pulang.", []),
        ("Ya. iklan Pulang.", ["iklan"]),
        ("Ya. Iklan Pulang.", []),
        ("Ya. Iklan Lalu pulang.", ["Iklan"]),
        ("Ya. Iklan! Pulang.", ["Iklan!"]),
        ('Ya. Iklan "Pulang."', ["Iklan"]),
        ("Ya. SCROLL ON DOWN Pulang.", ["SCROLL ON DOWN"]),
        ("Ya. SCROLL ON UP Pulang.", ["SCROLL ON"]),
        ("Ya. Scroll on Pulang.", ["Scroll on"]),
        ("Ya. Scroll on pulang.", []),
        ("Ya. Iklan / Scroll on. Pulang.", ["Iklan / Scroll on."]),
        ("Ya. - Iklan - Pulang.", ["- Iklan -"]),
        ("Ya Scroll on Pulang.", []),
        ("IKLAN Pulang.", ["IKLAN"]),
        ("IKLAN PULANG.", []),
        ("Iklan Pulang.", []),
        ("Ya.IklanPulang.", ["Iklan"]),
        ("Ya.Iklanpulang.", []),
    ],
)
def test_a_mark_stands_between_two_sentences(line, pieces):
    assert found(line) == pieces


def test_without_openers_a_quotation_still_opens_a_sentence():
    assert found('Ya. Iklan "Pulang."', ()) == ["Iklan"]
