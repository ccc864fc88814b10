"""Limits on a file before it is read: what would fill the memory is refused in words."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from xlsxwriter import Workbook

from tracker.exchange.file_limits import MOST_COLUMNS, MOST_UNPACKED, refuse_beyond_limits
from tracker.exchange.sheets import Unreadable


def workbook(*places: tuple[int, int]) -> bytes:
    """Make a workbook with something at each row and column, counted from 0."""
    content = io.BytesIO()
    with Workbook(content) as book:
        sheet = book.add_worksheet()
        for row, column in places:
            sheet.write(row, column, "x")
    return content.getvalue()


def test_a_small_workbook_with_one_far_cell_is_refused() -> None:
    content = workbook((0, 0), (1_048_575, 16_383))
    assert len(content) < 10_000
    with pytest.raises(Unreadable, match="spans 1048576 rows and 16384 columns"):
        refuse_beyond_limits("far.xlsx", content)


def test_a_long_and_a_wide_sheet_are_read() -> None:
    refuse_beyond_limits("long.xlsx", workbook((0, 0), (200_000, 3)))
    refuse_beyond_limits("wide.xlsx", workbook((0, 0), (3, 500)))


def test_a_part_that_unpacks_to_too_much_is_refused() -> None:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"x" * (MOST_UNPACKED + 1))
    assert len(content.getvalue()) < 1_000_000
    with pytest.raises(Unreadable, match="too large when unpacked"):
        refuse_beyond_limits("one-cell.xlsx", content.getvalue())


def test_a_size_that_is_not_true_is_refused() -> None:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"y" * 100_000)
    true, told = (100_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    with pytest.raises(Unreadable, match="no workbook that can be read"):
        refuse_beyond_limits("lie.xlsx", content.getvalue().replace(true, told))


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_text_with_too_many_columns_is_refused(sign: str) -> None:
    with pytest.raises(Unreadable, match="columns"):
        refuse_beyond_limits("wide.csv", (sign * MOST_COLUMNS + "\n1").encode())
    refuse_beyond_limits("plain.csv", f"a{sign}b\n1{sign}2\n".encode())
