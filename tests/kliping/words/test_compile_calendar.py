from kliping.words.compile_calendar import CALENDAR, render


def test_the_calendar_file_is_what_cldr_says():
    assert CALENDAR.read_text(encoding="utf-8") == render()
