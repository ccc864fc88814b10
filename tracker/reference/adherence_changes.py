"""Changes in adherence: parties on two days, new parties of a period, deposits known late."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tracker.reference.adherence import AdherenceStep, holds, parties
from tracker.reference.adherence_codes import Action, FactKind
from tracker.reference.adherence_reach import STATUS_DAYS
from tracker.reference.instruments import Instrument

Counts = Mapping[Instrument, int]


class NewParty(NamedTuple):
    """A party that consented in a period, and when that became known."""

    instrument: Instrument
    party: str
    dated_on: date
    action: Action
    known_on: date


class PartiesInPeriod(NamedTuple):
    """The number of parties to an instrument before a period and after it, and who joined."""

    instrument: Instrument
    before: int
    after: int
    joined: tuple[NewParty, ...]


class LateDeposit(NamedTuple):
    """A deposit that was missing from a list published after its date.

    `missing_from` is the day of the first such list; `before` is the date that was known until
    then, of a deposit whose date was corrected.
    """

    instrument: Instrument
    party: str
    dated_on: date
    action: Action
    known_on: date
    missing_from: date
    before: date | None


class CountsAsKnown(NamedTuple):
    """The number of parties to each instrument on one day, as known at another."""

    known_at: date
    counts: Counts


def consents(facts: Iterable[AdherenceStep], last: date, known_at: date) -> list[NewParty]:
    """List the parties by the date of their consent, the first of several consents of one."""
    found: dict[tuple[Instrument, str], NewParty] = {}
    steps = (step for step in facts if step.fact == FactKind.CONSENT)
    held = [step for step in steps if holds(step, last, known_at)]
    for step in sorted(held, key=lambda step: (step.dated_on, step.instrument, step.party)):
        party = NewParty(step.instrument, step.party, step.dated_on, step.action, step.known_on)
        found.setdefault((step.instrument, step.party), party)
    return list(found.values())


def parties_in_period(
    facts: Iterable[AdherenceStep], first: date, last: date, known_at: date
) -> tuple[PartiesInPeriod, ...]:
    """Compare the parties before a period with those at its end, both days included.

    What was there before and who joined add up to what is there at the end.
    """
    found = consents(facts, last, known_at)
    return tuple(
        PartiesInPeriod(
            instrument,
            sum(one.dated_on < first for one in own),
            len(own),
            tuple(one for one in own if one.dated_on >= first),
        )
        for instrument, own in _by_instrument(found).items()
    )


def counts_over_time(
    facts: Iterable[AdherenceStep], days: Sequence[date], known_at: date
) -> dict[Instrument, tuple[int, ...]]:
    """Count the parties to each instrument on some days, as known at one."""
    found = _by_instrument(consents(facts, max(days, default=date.min), known_at))
    return {
        instrument: tuple(sum(one.dated_on <= day for one in own) for day in days)
        for instrument, own in found.items()
    }


def counts_as_known(
    facts: Sequence[AdherenceStep], as_at: date, known_at: date
) -> tuple[CountsAsKnown, ...]:
    """Count the parties on one day as known at each published list up to `known_at`."""
    lists = [day for day in STATUS_DAYS if as_at <= day <= known_at]
    return tuple(
        CountsAsKnown(day, {code: len(found) for code, found in parties(facts, as_at, day).items()})
        for day in lists
    )


def late_deposits(
    facts: Sequence[AdherenceStep], as_at: date, known_at: date
) -> tuple[LateDeposit, ...]:
    """List the deposits up to a day that were missing from a list published after their date."""
    found = []
    for one in consents(facts, as_at, known_at):
        missed = [day for day in STATUS_DAYS if one.dated_on <= day < one.known_on]
        if missed:
            found.append(LateDeposit(*one, missed[0], _before(facts, one)))
    return tuple(found)


def _before(facts: Iterable[AdherenceStep], found: NewParty) -> date | None:
    """Return the date that was known before a deposit was corrected, None for a new one."""
    dates = [
        step.dated_on
        for step in facts
        if step.fact == FactKind.CONSENT
        and (step.instrument, step.party) == (found.instrument, found.party)
        and step.known_on < found.known_on
    ]
    return max(dates, default=None)


def _by_instrument(found: Iterable[NewParty]) -> dict[Instrument, list[NewParty]]:
    """Sort parties by instrument, each instrument there."""
    sorted_: dict[Instrument, list[NewParty]] = {instrument: [] for instrument in Instrument}
    for one in found:
        sorted_[one.instrument].append(one)
    return sorted_
