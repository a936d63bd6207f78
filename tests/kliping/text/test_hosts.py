"""Endings of hosts: what ends an address in a text, and what of a host is nobody's."""

import re

import duckdb
import polars as pl
import pytest

from kliping.text.hosts import BEHIND_OUTLET, COUNTRIES, ENDING, GENERIC, OF_NOBODY, PLAIN_ENDING, REGISTRIES


@pytest.mark.parametrize("ending", [*GENERIC, *COUNTRIES, "co.id", "com.my", "co.uk", "my.id", "or.id"])
def test_every_ending_is_taken_whole_by_each_engine(ending):
    assert re.fullmatch(PLAIN_ENDING, ending)
    assert pl.Series([f"kabar.{ending}, katanya"]).str.extract(rf"\.({ENDING})").to_list() == [ending]
    assert re.sub(BEHIND_OUTLET, "", f"kabar.{ending}") == "kabar"
    (found,) = (
        duckdb.connect().execute("SELECT regexp_replace(?, ?, '')", [f"kabar.{ending}", BEHIND_OUTLET]).fetchone()
    )
    assert found == "kabar"


def test_what_goes_on_is_no_second_label():
    text = pl.Series(["Kabar.co.Ini berita", "kabar.esok", "Kabar.comSenin", "Kabar.id, Senin"])
    assert text.str.extract(rf"(?i:\.({ENDING}))").to_list() == ["co", None, "com", "id"]


@pytest.mark.parametrize("registry", REGISTRIES)
def test_a_registry_gives_names_in_any_country(registry):
    assert re.sub(OF_NOBODY, "", f"kabar.{registry}.jp") == "kabar"
    assert re.sub(BEHIND_OUTLET, "", "kabar.com.br") == "kabar"
    assert re.sub(BEHIND_OUTLET, "", "kabar contoh") == "kabar contoh"
