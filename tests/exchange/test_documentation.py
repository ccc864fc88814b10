"""docs/imports.md names every column of every kind and every key of a profile."""

import pytest

from tracker.exchange.profiles import KEYS
from tracker.exchange.registry import KINDS
from tracker.settings import ROOT

TEXT = (ROOT / "docs" / "imports.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_is_documented(kind: str) -> None:
    part = TEXT.split(f"### {kind}\n")[1].split("\n#")[0]
    named = [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")]
    assert named == [column.name for column in KINDS[kind].columns()]


@pytest.mark.parametrize("key", [key for key in KEYS if key != "source"])
def test_every_key_of_a_profile_is_documented(key: str) -> None:
    assert f"`{key}`" in TEXT.split("## Profiles")[1]
