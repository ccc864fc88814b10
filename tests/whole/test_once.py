"""What is made once in a run is made by one process, and whole before another sees it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.once import made_once


def test_one_of_many_makes_the_file_and_all_see_it_whole(tmp_path: Path) -> None:
    made: list[Path] = []

    def make(path: Path) -> None:
        made.append(path)
        path.write_text("half")
        path.write_text("whole")

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda _: made_once(tmp_path / "f.txt", make).read_text(), range(8)))
    assert seen == ["whole"] * 8
    assert len(made) == 1


def test_what_could_not_be_made_is_made_by_the_next(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_text("half")
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the fault of the maker, whatever it says
        made_once(tmp_path / "f.txt", fail)
    assert made_once(tmp_path / "f.txt", lambda path: path.write_text("whole")).read_text() == (
        "whole"
    )
