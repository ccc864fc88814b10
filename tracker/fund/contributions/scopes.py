"""The codes that earmarks may name, by kind of scope."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session, select

from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.tools import Tool
from tracker.errors import Fault
from tracker.fund.states import ScopeKind
from tracker.reference.instruments import Instrument
from tracker.reference.regions import m49_regions
from tracker.reference.states import states
from tracker.words import say

Tied = TypeVar("Tied", bound=tuple[ScopeKind, str])


@dataclass(frozen=True, slots=True)
class KnownScopes:
    """The codes on file by kind of scope."""

    codes: dict[ScopeKind, frozenset[str]]


def known_scopes(session: Session) -> KnownScopes:
    """Read the codes that a scope may name."""
    return KnownScopes(
        {
            ScopeKind.INSTRUMENT: frozenset(Instrument),
            ScopeKind.REGION: frozenset(m49_regions()),
            ScopeKind.COUNTRY: frozenset(states()),
            ScopeKind.PROGRAMME: frozenset(session.exec(select(Programme.code))),
            ScopeKind.ACTIVITY: frozenset(session.exec(select(Activity.code))),
            ScopeKind.TOOL: frozenset(session.exec(select(Tool.code))),
        }
    )


def shown_scope(scope: Collection[Tied], withheld: Collection[str]) -> tuple[Tied, ...]:
    """Return a scope without the activities that its reader is not shown, each part as it came."""
    return tuple(one for one in scope if one[0] is not ScopeKind.ACTIVITY or one[1] not in withheld)


def scope_faults(scope: Iterable[tuple[ScopeKind, str]], known: KnownScopes) -> list[Fault]:
    """Return the codes of a scope that are not on file, each by its kind: "scope-country"."""
    return [
        Fault(
            f"scope-{kind.value}",
            say("there is no %(kind)s with the code '%(code)s'", kind=kind, code=code),
        )
        for kind, code in scope
        if code not in known.codes[kind]
    ]
