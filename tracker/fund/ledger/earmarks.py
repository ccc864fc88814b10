"""Earmarks: the scope of a contribution, and whether an activity lies within it."""

from dataclasses import dataclass

from tracker.fund.states import ScopeKind


@dataclass(frozen=True, slots=True)
class ActivityScope:
    """The scope of an activity: codes by kind of scope.

    `ineligible` are its beneficiary States and areas that the account does not assist.
    A cancelled activity takes no new money.
    """

    code: str
    codes: dict[ScopeKind, frozenset[str]]
    ineligible: frozenset[str] = frozenset()
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Earmark:
    """The earmark of a contribution: the allowed codes by kind of scope."""

    allowed: dict[ScopeKind, frozenset[str]]

    def objections(self, activity: ActivityScope) -> list[ScopeKind]:
        """Return the kinds of scope in which the activity has no code of the earmark."""
        return sorted(
            kind
            for kind, codes in self.allowed.items()
            if codes.isdisjoint(activity.codes.get(kind, ()))
        )


UNTIED = Earmark({})
