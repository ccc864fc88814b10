"""The tables in data/ are well written, sourced, and in step with the enums."""

import csv
import re
from enum import StrEnum
from pathlib import Path

import pytest

from tracker.errors import NotFound
from tracker.reference.codes import TABLES, ActivityType, Earmarking, Theme, label, labels
from tracker.reference.data_files import FOLDER, read_table
from tracker.reference.instruments import CONVENTION, Instrument, instruments
from tracker.reference.paragraphs import paragraphs, paragraphs_answered

FILES = sorted(FOLDER.glob("*.csv"))
EXPLAINED = (FOLDER / "SOURCES.md").read_text("utf-8")
SOURCES = set(re.findall(r"^\| `([^`]+)` \|", EXPLAINED, re.MULTILINE))
IN_WORDS = {"tools"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_table_is_plain_text_without_stray_blanks(path: Path) -> None:
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    with path.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file, strict=True)
    assert {len(row) for row in rows} == {len(heading)}
    assert [cell for row in rows for cell in row if cell != cell.strip() or "  " in cell] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_row_names_a_source_that_is_explained(path: Path) -> None:
    written = {row["source"] for row in read_table(path.stem)}
    assert "" not in written
    if path.stem not in IN_WORDS:
        assert {code for cell in written for code in cell.split()} <= SOURCES


def test_each_file_and_column_stands_in_the_documentation() -> None:
    text = (FOLDER.parent / "docs" / "data" / "reference.md").read_text("utf-8")
    for path in FILES:
        assert f"`{path.name}`" in text
        rows = read_table(path.stem)
        columns = {name for name in rows[0] if not re.search(r"_(en|fr|es|ru|zh|ar)$", name)}
        assert [name for name in columns if f"`{name}`" not in text] == []


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_an_enum_and_its_table_hold_the_same_codes(kind: type[StrEnum]) -> None:
    assert list(labels(kind)) == [member.value for member in kind]


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_each_code_has_its_own_name_in_all_six_languages(kind: type[StrEnum]) -> None:
    for language in zip(*labels(kind).values(), strict=True):
        assert "" not in language
        assert len(set(language)) == len(language)


def test_a_label_follows_the_locale_and_falls_back_on_english() -> None:
    assert label(ActivityType, "training") == "Training"
    assert label(ActivityType, "training", "fr") == "Formation"
    assert label(Theme, "extradition", "zh_Hans_CN") == "引渡"
    assert label(Earmarking, "1", "de") == "Unearmarked"
    with pytest.raises(NotFound):
        label(Earmarking, "5")


def test_tables_refer_only_to_what_exists() -> None:
    categories = {row["earmarking"] for row in read_table("earmarking_modalities")}
    assert categories == {member.value for member in Earmarking}
    for row in read_table("tools"):
        assert set(row["instruments"].split()) <= set(Instrument)
        assert set(row["unsure"].split()) <= set(row)
        assert set(row["languages"].split()) <= {"en", "fr", "es", "ru", "zh", "ar"}
    assert len({row["code"] for row in read_table("tools")}) == 24


def test_what_is_unsure_about_a_tool_is_never_empty() -> None:
    for row in read_table("tools"):
        assert [name for name in row["unsure"].split() if not row[name]] == []


def test_the_paragraphs_are_the_eleven_of_the_resolution() -> None:
    assert list(paragraphs()) == list(range(1, 12))
    assert "174 States parties to the Convention" in paragraphs()[1].text
    assert "account established in accordance with article 30" in paragraphs()[7].text
    assert [text for text in (p.text for p in paragraphs().values()) if text[-1] not in ";."] == []
    answered = {number for kind in ActivityType for number in paragraphs_answered(kind)}
    assert answered <= set(paragraphs())
    assert {3, 4, 5, 6, 8, 9, 10} == answered


def test_the_instruments_follow_each_other_in_time() -> None:
    assert list(instruments()) == list(Instrument)
    convention = instruments()[CONVENTION]
    assert convention.in_force_on.isoformat() == "2003-09-29"
    for facts in instruments().values():
        assert facts.adopted_on < facts.opened_on < facts.in_force_on
        assert facts.in_force_on >= convention.in_force_on
        assert re.fullmatch(r"#[0-9A-F]{6}", facts.colour)
        assert "" not in (*facts.names, *facts.titles)
