"""Adherence in the period that is reported on: counts, new parties, and support to it."""

from datetime import date

from tracker.assistance.adherence_assistance import (
    PartyAssistedBefore,
    assisted_before_joining,
    assisted_not_party,
)
from tracker.assistance.assisted_states import assisted_states
from tracker.reference.adherence_changes import PartiesInPeriod, parties_in_period
from tracker.reference.instruments import Instrument
from tracker.resolution.paragraph_content import (
    AdherenceReported,
    JoinedParty,
    PartiesOfInstrument,
)
from tracker.totals.begun_activities import begun_activities
from tracker.totals.chart_data.adherence_scope import AdherenceScope, adherence_scope
from tracker.totals.page_source import PageSource


def adherence_reported(source: PageSource) -> AdherenceReported | None:
    """Return adherence in the period of a source; None where none is on record.

    In a period before without a first day nobody joined: they were parties before.
    """
    scope = adherence_scope(source)
    if not scope.facts:
        return None
    now = _periods(scope)
    before = source.before if source.before and source.before.query.first else None
    then = {} if before is None else _periods(adherence_scope(before))
    begun = begun_activities(source)
    shares = source.reader.scope.rollups.facts.members.shares
    assisted = assisted_states(begun, shares, last=scope.reach.as_at)
    starts = {one.code: one.start for one in begun}
    joined = [party for period in now.values() for party in period.joined]
    not_party = len(assisted_not_party(assisted, scope.parties)) if scope.has_days else None
    return AdherenceReported(
        as_at=scope.reach.as_at,
        known_at=scope.reach.known_at,
        is_beyond=scope.reach.is_beyond,
        instruments=tuple(
            _instrument(instrument, now.get(instrument), then.get(instrument))
            for instrument in scope.instruments
        ),
        joined=_newest_first(assisted_before_joining(joined, assisted, starts)),
        assisted_not_party=not_party,
    )


def _periods(scope: AdherenceScope) -> dict[Instrument, PartiesInPeriod]:
    """Return the parties before and in a period, by instrument; none beyond the record."""
    if not scope.has_days:
        return {}
    first = scope.first or date.min
    found = parties_in_period(scope.facts, first, scope.reach.as_at, scope.reach.known_at)
    return {one.instrument: one for one in found}


def _instrument(
    instrument: Instrument, now: PartiesInPeriod | None, before: PartiesInPeriod | None
) -> PartiesOfInstrument:
    """Return the counts of an instrument."""
    return PartiesOfInstrument(
        instrument,
        None if now is None else now.before,
        None if now is None else now.after,
        None if now is None else len(now.joined),
        None if before is None else len(before.joined),
    )


def _newest_first(found: list[PartyAssistedBefore]) -> tuple[JoinedParty, ...]:
    """Return new parties with the activities that had named them, the newest first."""
    order = list(Instrument)
    found.sort(
        key=lambda one: (
            -one.party.dated_on.toordinal(),
            order.index(one.party.instrument),
            one.party.party,
        )
    )
    return tuple(
        JoinedParty(
            one.party.instrument,
            one.party.party,
            one.party.dated_on,
            one.party.action,
            one.party.known_on,
            one.activities,
        )
        for one in found
    )
