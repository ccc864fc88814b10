"""docs/imports.md names every column of every kind and every key of a profile."""

from dataclasses import fields

import pytest

from tracker.exchange.profiles import Section
from tracker.exchange.registry import KINDS
from tracker.settings import ROOT

TEXT = (ROOT / "docs" / "imports.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_is_documented(kind: str) -> None:
    part = TEXT.split(f"### {kind}\n")[1].split("\n#")[0]
    named = [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")]
    assert named == [column.name for column in KINDS[kind].columns()]


@pytest.mark.parametrize("key", [field.name for field in fields(Section) if field.name != "source"])
def test_every_key_of_a_profile_is_documented(key: str) -> None:
    assert f"`{key}`" in TEXT.split("## Profiles")[1]
