"""Donors that are no States: the European Union, organisations, aggregate lines of reports."""

from dataclasses import dataclass
from functools import cache

from tracker.errors import NotFound
from tracker.reference.codes import ContributorType
from tracker.reference.data_files import read_table
from tracker.reference.names import ENGLISH, Names, choose, names_from
from tracker.reference.states import State, states
from tracker.words import say

EUROPEAN_UNION = "EU"


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation; `aggregate` marks a line that stands for several or for none."""

    code: str
    contributor_type: ContributorType
    aggregate: bool
    names: Names
    source: str


@cache
def organisations() -> dict[str, Organisation]:
    """Return the organisations by code; no code is that of a State."""
    return {
        row["code"]: Organisation(
            code=row["code"],
            contributor_type=ContributorType(row["contributor_type"]),
            aggregate=row["aggregate"] == "1",
            names=names_from(row),
            source=row["source"],
        )
        for row in read_table("organisations")
    }


def giver_name(code: str, locale: str = ENGLISH) -> str:
    """Return the name of a State or organisation; NotFound when the code is neither."""
    return choose(_giver(code).names, locale)


def contributor_type_of(code: str) -> ContributorType:
    """Return the type of a State or organisation; NotFound when the code is neither."""
    giver = _giver(code)
    return giver.contributor_type if isinstance(giver, Organisation) else ContributorType.GOVERNMENT


def _giver(code: str) -> Organisation | State:
    giver = organisations().get(code) or states().get(code)
    if giver is None:
        raise NotFound(say("'%(code)s' is no State and no organisation on the list", code=code))
    return giver
