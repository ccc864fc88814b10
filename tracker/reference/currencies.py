"""Currencies of ISO 4217 and how many decimals each has."""

from dataclasses import dataclass
from functools import cache

from tracker.errors import InvalidInput
from tracker.reference.data_files import read_table
from tracker.words import say


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency; `minor_units` is its number of decimals, `withdrawn` that it is past."""

    code: str
    numeric: str
    minor_units: int
    name: str
    withdrawn: bool
    source: str


@cache
def currencies() -> dict[str, Currency]:
    """Return the currencies by code: those in use, and a few withdrawn since 2013."""
    return {
        row["code"]: Currency(
            code=row["code"],
            numeric=row["numeric"],
            minor_units=int(row["minor_units"]),
            name=row["name"],
            withdrawn=row["withdrawn"] == "1",
            source=row["source"],
        )
        for row in read_table("currencies")
    }


def exponent(code: str) -> int:
    """Return the number of decimals of a currency; InvalidInput when there is no such currency."""
    currency = currencies().get(code)
    if currency is None:
        raise InvalidInput(say("'%(code)s' is not a currency of ISO 4217", code=code), "currency")
    return currency.minor_units
