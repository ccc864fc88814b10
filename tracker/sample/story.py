"""The story of the illustrative account, read from the small tables in data/sample/."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from tracker.assistance.states import ProgrammeKind
from tracker.fund.states import SupportBasis
from tracker.reference.codes import ActivityType, ContributorType, ParticipantFunction
from tracker.reference.instruments import Instrument
from tracker.settings import ROOT

FOLDER = ROOT / "data" / "sample"
LAST_DAY = date(2026, 10, 31)
"""The account tells of nothing after this day, whenever it is loaded."""


@dataclass(frozen=True, slots=True)
class GivingProfile:
    """A donor's profile: how much and how often it contributes, and what it earmarks for.

    `weight` is the size of a contribution beside those of others, `often` how many a year,
    `earmarking` the odds of the four categories, `preferences` instruments and M49 regions.
    """

    code: str
    name: str
    type: ContributorType
    state: str
    currency: str
    weight: float
    often: float
    first: int
    last: int
    earmarking: tuple[int, ...]
    preferences: tuple[str, ...]
    programme: str
    support_rate_bp: int
    support_rate_reason: str
    support_basis: SupportBasis


@dataclass(frozen=True, slots=True)
class Year:
    """A year's contributions, their worth in millions of US dollars, and activities begun."""

    year: int
    contributions: int
    usd_millions: int
    activities: int


@dataclass(frozen=True, slots=True)
class ProgrammeProfile:
    """A programme; `weight` is its part of the activities, `types` what it mostly does."""

    code: str
    title: str
    kind: ProgrammeKind
    place: str
    instruments: tuple[Instrument, ...]
    weight: int
    types: tuple[ActivityType, ...]
    starts: date
    description: str


@dataclass(frozen=True, slots=True)
class Assisted:
    """A State that is assisted, the city where meetings are held, its regional programme."""

    state: str
    city: str
    programme: str


@dataclass(frozen=True, slots=True)
class AssistanceTopic:
    """The subject of assistance: its instrument, others it touches, and the articles.

    A practical one is apt for equipment and for work on cases.
    """

    instrument: Instrument
    also: tuple[Instrument, ...]
    text: str
    articles: tuple[tuple[Instrument, str], ...]
    practical: bool


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom assistance is, in words and by function."""

    text: str
    functions: tuple[ParticipantFunction, ...]
    instruments: tuple[Instrument, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of activity: the pattern of its title, usual cost, length and number of people."""

    type: ActivityType
    title: str
    cost_thousands: int
    months: int
    people: int
    online: bool


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of a type of activity, and between which values its target lies."""

    type: ActivityType
    text: str
    unit: str
    low: int
    high: int
    baseline: int


@cache
def donor_profiles() -> tuple[GivingProfile, ...]:
    """Return the donors."""
    return tuple(
        GivingProfile(
            code=row["code"],
            name=row["name"],
            type=ContributorType(row["type"]),
            state=row["state"],
            currency=row["currency"],
            weight=float(row["weight"]),
            often=float(row["often"]),
            first=int(row["first"]),
            last=int(row["last"]),
            earmarking=tuple(map(int, row["earmarking"].split())),
            preferences=tuple(row["likes"].split()),
            programme=row["programme"],
            support_rate_bp=int(row["support_rate_bp"]),
            support_rate_reason=row["support_rate_reason"],
            support_basis=SupportBasis(row["support_basis"]),
        )
        for row in read_rows("donors")
    )


@cache
def years() -> tuple[Year, ...]:
    """Return the years in their order."""
    return tuple(Year(*map(int, row.values())) for row in read_rows("years"))


@cache
def programme_profiles() -> dict[str, ProgrammeProfile]:
    """Return the programmes by code."""
    return {
        row["code"]: ProgrammeProfile(
            code=row["code"],
            title=row["title"],
            kind=ProgrammeKind(row["kind"]),
            place=row["place"],
            instruments=_instruments(row["instruments"]),
            weight=int(row["weight"]),
            types=tuple(map(ActivityType, row["types"].split())),
            starts=date.fromisoformat(row["starts"]),
            description=row["description"],
        )
        for row in read_rows("programmes")
    }


@cache
def assisted() -> dict[str, Assisted]:
    """Return the assisted States by code."""
    return {row["state"]: Assisted(**row) for row in read_rows("assisted")}


@cache
def subjects() -> tuple[AssistanceTopic, ...]:
    """Return the subjects."""
    return tuple(
        AssistanceTopic(
            instrument=Instrument(row["instrument"]),
            also=_instruments(row["also"]),
            text=row["subject"],
            articles=tuple(
                (Instrument(instrument), number)
                for instrument, number in (word.split(":") for word in row["articles"].split())
            ),
            practical=row["practical"] == "1",
        )
        for row in read_rows("subjects")
    )


@cache
def audiences() -> tuple[Audience, ...]:
    """Return the audiences."""
    return tuple(
        Audience(
            text=row["audience"],
            functions=tuple(map(ParticipantFunction, row["functions"].split())),
            instruments=_instruments(row["instruments"]),
        )
        for row in read_rows("audiences")
    )


@cache
def templates() -> tuple[Template, ...]:
    """Return the kinds of activities."""
    return tuple(
        Template(
            type=ActivityType(row["type"]),
            title=row["title"],
            cost_thousands=int(row["cost"]),
            months=int(row["months"]),
            people=int(row["people"]),
            online=row["online"] == "1",
        )
        for row in read_rows("templates")
    )


@cache
def indicators() -> tuple[Indicator, ...]:
    """Return the indicators."""
    return tuple(
        Indicator(
            type=ActivityType(row["type"]),
            text=row["indicator"],
            unit=row["unit"],
            low=int(row["low"]),
            high=int(row["high"]),
            baseline=int(row["baseline"]),
        )
        for row in read_rows("results")
    )


@cache
def yearly_rates() -> dict[str, dict[int, Decimal]]:
    """Return the invented rate in the middle of each year, in local units per 1 USD."""
    return {
        row["currency"]: {
            int(year): Decimal(text) for year, text in row.items() if year != "currency"
        }
        for row in read_rows("rates")
    }


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the story."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _instruments(text: str) -> tuple[Instrument, ...]:
    return tuple(map(Instrument, text.split()))
