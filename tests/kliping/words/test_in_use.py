"""Whatever is made of words is made of those in use: nothing keeps what it made of others."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import kliping
from kliping.cleaning import paragraphs
from kliping.engine import understand
from kliping.metadata import chosen_values
from kliping.metadata.people.names import names_in
from kliping.reading import list_files, read_documents, stream_documents
from kliping.settings import GateSettings, Settings
from kliping.stamps import stamps
from kliping.steps import STEPS
from kliping.warehouse.ingest import look, read_batch
from kliping.warehouse.store import Store
from kliping.words import load, made_of_words, phrases, with_lexicons

sys.path.insert(0, str(Path(__file__).parents[1] / "metadata"))
import pages

CHECKOUT = Path(kliping.__file__).resolve().parents[2]
ASKED = {("kliping.words", name) for name in ("load", "phrases", "labels", "numbers", "languages_of")}
KEEPS = {"cache", "lru_cache"}
FOR_FOLDERS = {("kliping.words", name) for name in ("_load", "_phrases", "made_of_words")} | {
    ("kliping.cleaning.phrases", "_compile")
}
"""What keeps an answer for one set of words: the set is what it is asked with."""
ALWAYS_THE_SAME = {("kliping.words", "built_in")}
"""What gives the same words whichever are in use."""

Name = tuple[str, str]


def modules() -> dict[str, ast.Module]:
    """Every module that may read words, by name."""
    roots = [(CHECKOUT / "src", "kliping"), (CHECKOUT, "expectations")]
    return {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): ast.parse(path.read_text())
        for root, package in roots
        for path in sorted((root / package).rglob("*.py"))
    }


def imported(tree: ast.Module) -> dict[str, Name]:
    """What each name of a module is: module and name there; of a module itself the name is empty."""
    found: dict[str, Name] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
    return found


def asks(node: ast.AST, module: str, names: dict[str, Name]) -> set[Name]:
    """The functions that ``node`` speaks of."""
    found: set[Name] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name) and inner.value.id in names:
            package, name = names[inner.value.id]
            found.add((f"{package}.{name}", inner.attr))
        elif isinstance(inner, ast.Name):
            found.add(names.get(inner.id, (module, inner.id)))
    return found


def readers(trees: dict[str, ast.Module]) -> tuple[dict[Name, ast.AST], set[Name]]:
    """Every function, and those that read words, themselves or through others."""
    functions, speaks = {}, {}
    for module, tree in trees.items():
        names = imported(tree)
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                functions[module, node.name] = node
                speaks[module, node.name] = asks(node, module, names)
    reached, fresh = set(ASKED), set(ASKED)
    while fresh:
        fresh = {one for one, of in speaks.items() if of & fresh} - reached - ALWAYS_THE_SAME
        reached |= fresh
    return functions, reached


def test_nothing_keeps_what_it_made_of_words() -> None:
    functions, reached = readers(modules())
    assert len(reached) > 100
    kept = []
    for one in sorted((reached & functions.keys()) - FOR_FOLDERS):
        decorators = [getattr(node, "decorator_list", []) for node in ast.walk(functions[one])]
        named = {node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for of in decorators
                 for decorator in of for node in ast.walk(decorator)}  # fmt: skip
        if named & KEEPS:
            kept.append(one)
    assert kept == []


def test_few_speak_of_built_in_words_alone() -> None:
    """What a step gives hangs on the words in use; what copies are compared by is the same in every home."""
    speaks = {
        module
        for module, tree in modules().items()
        if ("kliping.words", "built_in") in imported(tree).values() and module != "kliping.words"
    }
    assert speaks == {"kliping.duplicates.calendar_words", "kliping.learning.manners"}


def test_no_constant_is_made_of_words() -> None:
    """A module is read once, before anybody says which words are in use."""
    trees = modules()
    functions, reached = readers(trees)
    made = [
        (module, node.lineno)
        for module, tree in trees.items()
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None
        and {inner for call in ast.walk(node.value) if isinstance(call, ast.Call)
             for inner in asks(call.func, module, imported(tree))} & reached
    ]  # fmt: skip
    assert functions
    assert made == []


PAGE = """Warga Sukamaju Perbaiki Jembatan Gantung yang Rusak
{line}

Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang pekan lalu.

Kepala desa mengatakan perbaikan jembatan itu memakai dana swadaya dan ditargetkan selesai sebelum musim tanam nanti.

Jembatan gantung tersebut menghubungkan dua dusun dan menjadi jalan utama anak sekolah setiap pagi di desa itu.
"""


def own(folder: Path, text: str) -> Settings:
    """Settings with a folder of one file of words."""
    (folder / "id.toml").write_text(text, encoding="utf-8")
    return Settings(cleaning={"lexicons": (folder,)})


CALENDAR = '[calendar]\nmonths = ["a1", "a2", "maraik, mrk", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11", "a12"]'


@pytest.mark.parametrize(
    ("words", "line", "field", "value"),
    [
        ('[byline]\nlabels = ["panyurek"]', "Panyurek: Sari Wulandari", "authors", ["Sari Wulandari"]),
        ('[editor]\nlabels = ["panapih"]', "Panapih: Sari Wulandari", "editor", "Sari Wulandari"),
        ('[source]\nlabels = ["wahana"]', "Wahana: Berita Contoh", "source", "Berita Contoh"),
        (CALENDAR, "Selasa, 12 Maraik 2024 10:15 WIB", "published_on", "2024-03-12"),
        ("[months]\nmaraik = 3", "Selasa, 12 Maraik 2024 10:15 WIB", "published_on", "2024-03-12"),
        ('[zones]\nWIBX = "+07:00"', "Selasa, 12 Maret 2024 10:15 WIBX", "published_at", "2024-03-12T10:15+07:00"),
        ('[tags]\nlabels = ["parkaro"]', "Parkaro: jembatan, banjir", "tags", ["jembatan", "banjir"]),
    ],
)
def test_words_of_ones_own_are_read_while_they_are_in_use(tmp_path, words, line, field, value) -> None:
    def told() -> object:
        found = pages.read([pages.TITLE, line, *pages.BODY, ("boilerplate", line)])[2].get(field)
        return found if found is None or isinstance(found, list) else str(found)

    before = told()
    assert before != value
    with with_lexicons(own(tmp_path, words).cleaning.lexicons):
        assert told() == value
    assert told() == before


def test_the_step_reads_words_of_ones_own_and_only_with_the_settings_that_name_them(documents, tmp_path) -> None:
    page = documents(PAGE.format(line="Panapih: Sari Wulandari"))

    def told(settings: Settings) -> str | None:
        return chosen_values(understand(page, settings).evidence).row(0, named=True)["editor"]

    settings = own(tmp_path, '[editor]\nlabels = ["panapih"]')
    assert [told(one) for one in (Settings(), settings, Settings())] == [None, "Sari Wulandari", None]


def test_a_line_that_ones_own_words_name_is_removed(documents, tmp_path) -> None:
    text = PAGE.format(line="") + "\nBaco juo carito nan lain di siko kini\n"
    settings = own(tmp_path, '[related]\nstarts = ["baco juo"]\n')
    made = understand(documents(text), settings)
    assert made.lines.filter(made.lines["text"].str.starts_with("Baco juo"))["role"].to_list() == ["related"]
    assert "Baco juo" not in " ".join(paragraphs(made.lines, made.languages)["text"])


CELLS = """isi,tanggal,penulis
Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak.,3/4/2024 10:15 WIBX,Sari Wulandari
Kepala desa mengatakan perbaikan jembatan itu memakai dana swadaya warga.,13/4/2024 11:15 WIBX,indak ado
"""


def test_files_are_read_with_words_of_ones_own(tmp_path) -> None:
    settings = own(tmp_path, '[zones]\nWIBX = "+07:00"\n[cell]\nnobody = ["indak ado"]\n')
    (tmp_path / "berita.csv").write_text(CELLS, encoding="utf-8")
    files = list_files([str(tmp_path / "berita.csv")], settings.reading)

    def told(*lexicons: Path) -> list[list[str]]:
        rows = read_documents(files, settings.reading, pages.ARRIVAL, lexicons)["fields"].to_list()
        return [[one["value"] for one in row if one["field"] in ("published_on", "authors")] for row in rows]

    without = [["Sari Wulandari", "2024-04-03T10:15"], ["indak ado", "2024-04-13T11:15"]]
    assert told() == without
    assert told(tmp_path) == [["Sari Wulandari", "2024-04-03T10:15+07:00"], ["2024-04-13T11:15+07:00"]]
    assert told() == without


def test_between_two_frames_the_words_in_use_are_those_of_before(tmp_path) -> None:
    settings = own(tmp_path, '[zones]\nWIBX = "+07:00"\n')
    (tmp_path / "berita.csv").write_text(CELLS, encoding="utf-8")
    reading = settings.reading.model_copy(update={"batch_documents": 1})
    for _ in stream_documents([str(tmp_path / "berita.csv")], reading, pages.ARRIVAL, (tmp_path,)):
        assert "WIBX" not in load().zones


def test_a_home_reads_again_where_a_word_of_ones_own_is_new(tmp_path) -> None:
    words, source = tmp_path / "words", tmp_path / "berita.csv"
    words.mkdir()
    source.write_text(CELLS, encoding="utf-8")
    store = Store(tmp_path / "home")

    def told(settings: Settings) -> list[str]:
        (batch,) = store.parts("batches")
        made = stamps(settings)
        if not store.is_there("raw_documents", batch, made):
            frame = read_batch(store, batch, settings)
            recipe = store.made_stamp("raw_documents", batch, made, frame)
            store.write("raw_documents", batch, frame, recipe=recipe)
        rows = store.read("raw_documents", batch)["fields"].to_list()
        return [one["value"] for row in rows for one in row if one["field"] == "published_on"]

    look(store, Settings(), [str(source)], pages.ARRIVAL)
    before = ["2024-04-03T10:15", "2024-04-13T11:15"]
    assert told(Settings()) == before
    assert told(own(words, '[zones]\nWIBX = "+07:00"\n')) == [f"{one}+07:00" for one in before]
    source.unlink()  # what cannot be read again stays as it was read
    assert told(own(words, "")) == [f"{one}+07:00" for one in before]


def test_expectations_read_words_of_ones_own(tmp_path) -> None:
    from expectations import catalogue, facts

    settings = own(tmp_path, '[title]\ngeneric = ["laman muko"]\n[furniture]\nstarts = ["baco juo"]\n')
    (rule,) = [spec for spec in catalogue(settings) if spec.name == "title_not_boilerplate"]
    (plain,) = [spec for spec in catalogue(Settings()) if spec.name == "title_not_boilerplate"]
    assert ("'laman muko'" in str(rule.sql), "'laman muko'" in str(plain.sql)) == (True, False)
    with with_lexicons(settings.cleaning.lexicons):
        assert "baco\\ juo" in facts.furniture_facts(GateSettings())
    assert "baco\\ juo" not in facts.furniture_facts(GateSettings())


def test_words_of_ones_own_change_the_stamps_of_the_steps_that_read_them(tmp_path) -> None:
    earlier, now = stamps(Settings()), stamps(own(tmp_path, '[title]\ngeneric = ["laman muko"]\n'))
    readers_of_words = {step.name for step in STEPS if "kliping.words" in step.data}
    assert readers_of_words == {"raw_documents", "lines", "languages", "metadata", "pages"}
    assert {name for name in earlier if earlier[name] != now[name]} >= readers_of_words


def test_what_is_made_of_words_is_made_once_for_each_set(tmp_path) -> None:
    (tmp_path / "xx.toml").write_text('[person]\nno_name = ["budi"]\n', encoding="utf-8")
    made = []

    @made_of_words
    def joined(sign: str) -> str:
        made.append(sign)
        return sign.join(phrases("person", "no_name"))

    assert joined("|") == joined("|")
    with with_lexicons((tmp_path,)):
        assert "|budi" in joined("|")
        assert names_in("Budi Santoso", loose=False) == []
        assert load() is load((tmp_path,))
    assert names_in("Budi Santoso", loose=False) == ["Budi Santoso"]
    assert joined("|") != joined("+")
    assert made == ["|", "|", "+"]
