"""Earmarks: to what a contribution is tied, and whether an activity lies within."""

from dataclasses import dataclass

from tracker.fund.states import ScopeKind


@dataclass(frozen=True, slots=True)
class ActivityScope:
    """What an activity is about, as an earmark sees it: codes by kind of scope.

    `ineligible` are the States and areas that it benefits and the account does not assist.
    """

    code: str
    codes: dict[ScopeKind, frozenset[str]]
    ineligible: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Earmark:
    """To what a contribution is tied: for each kind of scope, the codes that it allows."""

    allowed: dict[ScopeKind, frozenset[str]]

    def objections(self, activity: ActivityScope) -> list[ScopeKind]:
        """Return the kinds of scope in which the activity shares nothing with the earmark."""
        return [
            kind
            for kind, codes in sorted(self.allowed.items())
            if not codes & activity.codes.get(kind, frozenset())
        ]


UNTIED = Earmark({})
