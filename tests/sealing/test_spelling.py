"""Values are spelled alike, whichever database returned them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Integer, LargeBinary, String
from sqlalchemy.types import TypeEngine

from tracker.db import ExactDecimal, UtcDateTime
from tracker.sealing.spelling import Plain, canonical, plain_json, speller_of

MOMENT = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("kind", "values", "spelled"),
    [
        (Date, [date(2026, 1, 2), "2026-01-02"], "2026-01-02"),
        (UtcDateTime, [MOMENT, MOMENT.astimezone(UTC), "2026-01-02 01:04:05.000006"],
         "2026-01-02 01:04:05.000006"),
        (ExactDecimal, ["1.10", "1.1", "01.100"], "1.1"),
        (ExactDecimal, ["1E+3", "1000", "1000.0"], "1000"),
        (ExactDecimal, ["1.1000000000000000000000000000000000001"],
         "1.1000000000000000000000000000000000001"),
        (ExactDecimal, ["1E+999999999"], "1E+999999999"),
        (ExactDecimal, ["much"], "much"),
        (Boolean, [True, 1], 1),
        (Boolean, [False, 0], 0),
        (LargeBinary, [b"\x00\xff"], "00ff"),
        (String, ["é"], "é"),
        (Integer, [7], 7),
        (Integer, [7.5], "7.5"),
        (JSON, ['{"b": 1, "a": [1.50, null]}', '{"a":[1.50,null],"b":1}'],
         {"a": ["1.50", None], "b": 1}),
        (JSON, ["[{"], "[{"),
        (JSON, ["null", None], None),
    ],
)  # fmt: skip
def test_a_value_has_one_spelling(
    kind: Callable[[], TypeEngine[Any]], values: list[object], spelled: Plain
) -> None:
    spell = speller_of(Column("any", kind()))
    assert [spell(value) for value in values] == [spelled] * len(values)


def test_json_has_one_text() -> None:
    assert canonical({"b": "é", "a": [1, None]}) == '{"a":[1,null],"b":"é"}'.encode()
    assert plain_json({"rate": 1.5, "parts": (1, 2)}) == {"rate": "1.5", "parts": [1, 2]}


def test_nothing_and_empty_are_different() -> None:
    spell = speller_of(Column("any", String()))
    assert [spell(value) for value in (None, "", "0")] == [None, "", "0"]
    assert speller_of(Column("any", ExactDecimal()))(Decimal(1)) == "1"
