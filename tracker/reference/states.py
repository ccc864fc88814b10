"""States and areas: ISO and M49 codes, names in six languages, groups and economies."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tracker.errors import NotFound
from tracker.reference.data_files import read_table
from tracker.reference.names import Names, names_from
from tracker.words import say


class StateKind(StrEnum):
    """The status of a State or area at the United Nations."""

    MEMBER_STATE = "member_state"  # a Member State
    OBSERVER = "observer"  # a non-member observer State
    AREA = "area"  # any other entry of M49


class Economy(StrEnum):
    """The kind of economy, where a source says it."""

    DEVELOPING = "developing"  # a developing country
    TRANSITION = "transition"  # a country with an economy in transition
    DEVELOPED = "developed"  # a developed country
    NOT_SPECIFIED = ""  # no source says


ELIGIBLE = frozenset({Economy.DEVELOPING, Economy.TRANSITION})
"""The economies that the account assists (article 30, paragraph 2 (c), of the Convention)."""


@dataclass(frozen=True, slots=True)
class State:
    """One State or area; empty codes where no source gives one."""

    iso3: str
    iso2: str
    m49: str
    kind: StateKind
    names: Names
    region: str
    subregion: str
    intermediate_region: str
    regional_group: str
    unodc_region: str
    economy: Economy
    economy_source: str
    ldc: bool
    lldc: bool
    sids: bool
    currency: str
    source: str

    @property
    def eligible(self) -> bool:
        """Tell whether a source lists it as a developing country or an economy in transition."""
        return self.economy in ELIGIBLE


@cache
def states() -> dict[str, State]:
    """Return all States and areas by ISO 3166 alpha-3 code."""
    return {state.iso3: state for state in map(_read, read_table("states"))}


@cache
def states_by_iso2() -> dict[str, State]:
    """Return all States and areas by ISO 3166 alpha-2 code."""
    return {state.iso2: state for state in states().values()}


def state(iso3: str) -> State:
    """Return the State or area with that ISO 3166 alpha-3 code; NotFound when there is none."""
    found = states().get(iso3)
    if found is None:
        raise NotFound(say("'%(code)s' is no State or area", code=iso3))
    return found


def _read(row: dict[str, str]) -> State:
    return State(
        iso3=row["iso3"],
        iso2=row["iso2"],
        m49=row["m49"],
        kind=StateKind(row["kind"]),
        names=names_from(row),
        region=row["region"],
        subregion=row["subregion"],
        intermediate_region=row["intermediate_region"],
        regional_group=row["regional_group"],
        unodc_region=row["unodc_region"],
        economy=Economy(row["economy"]),
        economy_source=row["economy_source"],
        ldc=row["ldc"] == "1",
        lldc=row["lldc"] == "1",
        sids=row["sids"] == "1",
        currency=row["currency"],
        source=row["source"],
    )
