"""Adherence: parties on a day as known on another, who joined in a period, late deposits."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated

from flask import Response
from pydantic import BeforeValidator, Field

from tracker.api.answers import Answer, write
from tracker.api.parameters import Parameters, PastDay, takes
from tracker.api.query_parameters import FileParameters
from tracker.api.subjects import make_blueprint
from tracker.errors import InvalidInput, NotFound
from tracker.http import context
from tracker.http.csv_answers import csv_answer
from tracker.http.guard import public
from tracker.periods import today
from tracker.reference.adherence import COMPLETE_UNTIL, FIRST_KNOWN, parties
from tracker.reference.adherence_changes import NewParty, late_deposits, parties_in_period
from tracker.reference.adherence_codes import Action
from tracker.reference.adherence_reach import reach_of
from tracker.reference.adherence_records import RecordedStep, adherence_facts
from tracker.reference.adherence_rows import rows_by_instrument, rows_by_state
from tracker.reference.instruments import Instrument
from tracker.reference.organisations import giver_name
from tracker.totals.query_fields import day_or_moment
from tracker.words import say

blueprint = make_blueprint("Adherence", "Parties to the Convention and its Protocols.")


def _day_of_moment(text: object) -> object:
    """Return the day of a moment in UTC, which is as finely as adherence is known."""
    try:
        return day_or_moment(str(text)).day.isoformat()
    except ValueError:
        return text  # refused as no day


KnownDay = Annotated[PastDay, BeforeValidator(_day_of_moment)]
"""A day of knowledge, or a moment, of which the day counts."""


class AdherenceParameters(Parameters):
    """The day that is asked about, and the day of knowledge."""

    as_at: PastDay | None = Field(None, description="The day of the count; today if not given.")
    known_at: KnownDay | None = Field(
        None, description="The day of knowledge, or a moment, of which the day counts; today if "
        f"not given. Nothing is known before {FIRST_KNOWN.isoformat()}.",
    )  # fmt: skip


class PartiesParameters(AdherenceParameters, FileParameters):
    """The two days, instruments, and the form of the answer."""

    protocol: tuple[Instrument, ...] = Field((), description="The Convention or a Protocol.")


class NewPartiesParameters(PartiesParameters):
    """The period in which parties joined, beside the day of knowledge."""

    first: PastDay | None = Field(
        None, alias="from", description="The first day; the first of all deposits if not given."
    )
    last: PastDay | None = Field(None, alias="to", description="The last day; today if not given.")


class AdherenceRow(Answer):
    """The parties to one instrument, the European Union included."""

    instrument: Instrument
    parties: int


class Covered(Answer):
    """The part that all answers have: the two days, and what the record covers.

    Deposits after `complete_until` are not on record: where `complete` is false, the figures are
    those of the record, and there may have been more parties on that day.
    """

    as_at: date
    known_at: date
    complete: bool = Field(description="A list of parties known at `known_at` reaches `as_at`.")
    complete_from: date = Field(description="The first day on which anything was known.")
    complete_until: date = Field(description="The last day that the record covers.")


class Adherence(Covered):
    """The number of parties on a day, as known on another."""

    rows: list[AdherenceRow]


class PartyStep(Answer):
    """The adherence of a party to one instrument; no `party_since`: signed, and not bound."""

    instrument: Instrument
    signed_on: date | None
    party_since: date | None
    action: Action | None = Field(description="The act by which it was bound.")


class StateParty(Answer):
    """A State, or the European Union, and the instruments that it signed or is party to."""

    party: str = Field(description="ISO 3166 alpha-3, or EU.")
    name: str
    rows: list[PartyStep]


class Parties(Covered):
    """The States that signed or are parties on a day, as known on another, by code."""

    items: list[StateParty]


class Joined(Answer):
    """A party that consented to be bound."""

    instrument: Instrument
    party: str
    name: str
    dated_on: date = Field(description="The day of its deposit.")
    action: Action
    known_on: date = Field(description="The day from which it was on a list of parties.")


class PeriodCount(Answer):
    """The parties to an instrument before a period and after it; `joined` is the difference."""

    instrument: Instrument
    before: int
    joined: int
    after: int


class NewParties(Covered):
    """The parties that joined in a period that ends on `as_at`, by date."""

    first: date | None = Field(description="The first day of the period; null for all deposits.")
    counts: list[PeriodCount]
    items: list[Joined]


class LateParty(Joined):
    """A deposit that was missing from a list published after its date."""

    missing_from: date = Field(description="The day of the first list that lacked it.")
    before: date | None = Field(description="The date that was known until it was corrected.")


class LateParties(Covered):
    """The deposits up to a day that became known late, by date."""

    items: list[LateParty]


@blueprint.get("/adherence")
@public
@blueprint.output(Adherence)
@takes(AdherenceParameters)
def count_parties(parameters: AdherenceParameters) -> Response:
    """Count the parties to each instrument."""
    covered, facts = _read(parameters)
    found = parties(facts, covered.as_at, covered.known_at)
    rows = [AdherenceRow(instrument=code, parties=len(found[code])) for code in Instrument]
    return write(Adherence, Adherence(**covered.model_dump(), rows=rows))


@blueprint.get("/adherence/parties")
@public
@blueprint.output(Parties)
@takes(PartiesParameters)
def list_parties(parameters: PartiesParameters) -> Response:
    """List the States that signed or are parties, with their dates."""
    covered, facts = _read(parameters)
    chosen = parameters.protocol or tuple(Instrument)
    own = [step for step in facts if step.instrument in chosen]
    if parameters.format == "csv":
        rows = rows_by_instrument(own, covered.as_at, covered.known_at)
        cells = ((row.party, giver_name(row.party), *_texts(row, PartyStep)) for row in rows)
        headings = ("party", "name", *PartyStep.model_fields)
        return _file("parties", covered, headings, cells)
    items = [
        StateParty(
            party=state.party,
            name=giver_name(state.party),
            rows=[PartyStep.model_validate(row) for row in state.rows.values()],
        )
        for state in rows_by_state(own, covered.as_at, covered.known_at)
    ]
    return write(Parties, Parties(**covered.model_dump(), items=items))


@blueprint.get("/adherence/new-parties")
@public
@blueprint.output(NewParties)
@takes(NewPartiesParameters)
def list_new_parties(parameters: NewPartiesParameters) -> Response:
    """List the parties that joined in a period, and count those before and after it."""
    covered, facts = _read(parameters, parameters.last)
    chosen = parameters.protocol or tuple(Instrument)
    periods = parties_in_period(
        [step for step in facts if step.instrument in chosen],
        parameters.first or date.min,
        covered.as_at,
        covered.known_at,
    )
    joined = sorted((one for period in periods for one in period.joined), key=_by_date)
    items = [Joined(**one._asdict(), name=giver_name(one.party)) for one in joined]
    if parameters.format == "csv":
        cells = (_texts(item, Joined) for item in items)
        return _file("new-parties", covered, Joined.model_fields, cells)
    counts = [
        PeriodCount(
            instrument=one.instrument, before=one.before, joined=len(one.joined), after=one.after
        )
        for one in periods
        if one.instrument in chosen
    ]
    answer = NewParties(**covered.model_dump(), first=parameters.first, counts=counts, items=items)
    return write(NewParties, answer)


@blueprint.get("/adherence/late-deposits")
@public
@blueprint.output(LateParties)
@takes(PartiesParameters)
def list_late_deposits(parameters: PartiesParameters) -> Response:
    """List the deposits that were missing from a list of parties published after their date."""
    covered, facts = _read(parameters)
    chosen = parameters.protocol or tuple(Instrument)
    items = [
        LateParty(**one._asdict(), name=giver_name(one.party))
        for one in late_deposits(facts, covered.as_at, covered.known_at)
        if one.instrument in chosen
    ]
    if parameters.format == "csv":
        cells = (_texts(item, LateParty) for item in items)
        return _file("late-deposits", covered, LateParty.model_fields, cells)
    return write(LateParties, LateParties(**covered.model_dump(), items=items))


def _read(
    parameters: AdherenceParameters, last: date | None = None
) -> tuple[Covered, tuple[RecordedStep, ...]]:
    """Read the days of a request, and all facts; `last` goes before the day of the count.

    Raises InvalidInput for a day before all knowledge, NotFound for an empty record, which is no
    count of nought.
    """
    on = today()
    as_at, known_at = last or parameters.as_at or on, parameters.known_at or on
    if known_at < FIRST_KNOWN:
        why = say("there is no record of what was known before %(day)s", day=FIRST_KNOWN)
        raise InvalidInput(why, "known_at")
    facts = adherence_facts(context.session())
    if not facts:
        raise NotFound(say("the record holds no adherence yet"))
    covered = Covered(
        as_at=as_at,
        known_at=known_at,
        complete=not reach_of(as_at, known_at).is_beyond,
        complete_from=FIRST_KNOWN,
        complete_until=COMPLETE_UNTIL,
    )
    return covered, facts


def _by_date(party: NewParty) -> tuple[date, Instrument, str]:
    """Return the place of a new party in a list."""
    return (party.dated_on, party.instrument, party.party)


def _texts(row: object, schema: type[Answer]) -> list[str]:
    """Return the fields of a row as cells of a file."""
    return [str(getattr(row, name) or "") for name in schema.model_fields]


def _file(
    name: str, covered: Covered, headings: Iterable[str], rows: Iterable[Sequence[str]]
) -> Response:
    """Answer with a list as a CSV file that is named after its two days."""
    return csv_answer(headings, rows, f"{name}-{covered.as_at}-known-{covered.known_at}.csv")
