"""The Convention and its three Protocols."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from tracker.reference.data_files import read_table
from tracker.reference.names import Names, names_from


class Instrument(StrEnum):
    """The four instruments that the account serves."""

    UNTOC = "UNTOC"  # the Convention against Transnational Organized Crime
    TIP = "TIP"  # the Trafficking in Persons Protocol
    SOM = "SOM"  # the Smuggling of Migrants Protocol
    FIREARMS = "FIREARMS"  # the Firearms Protocol


CONVENTION = Instrument.UNTOC
PROTOCOLS = (Instrument.TIP, Instrument.SOM, Instrument.FIREARMS)


@dataclass(frozen=True, slots=True)
class InstrumentFacts:
    """The facts of an instrument; `names` are its short titles, `titles` the official."""

    instrument: Instrument
    names: Names
    titles: Names
    adopted_by: str
    adopted_on: date
    opened_on: date
    in_force_on: date
    treaty_series: str
    colour: str
    source: str


@cache
def instruments() -> dict[Instrument, InstrumentFacts]:
    """Return the four instruments, the Convention first."""
    return {facts.instrument: facts for facts in map(_read, read_table("instruments"))}


def _read(row: dict[str, str]) -> InstrumentFacts:
    return InstrumentFacts(
        instrument=Instrument(row["code"]),
        names=names_from(row, "short"),
        titles=names_from(row, "title"),
        adopted_by=row["adopted_by"],
        adopted_on=date.fromisoformat(row["adopted_on"]),
        opened_on=date.fromisoformat(row["opened_on"]),
        in_force_on=date.fromisoformat(row["in_force_on"]),
        treaty_series=row["treaty_series"],
        colour=row["colour"],
        source=row["source"],
    )
