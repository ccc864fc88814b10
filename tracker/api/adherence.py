"""Adherence: how many parties each instrument had on a day, as known on another."""

from datetime import date

from flask import Response
from pydantic import Field

from tracker.api.answers import Answer, write
from tracker.api.parameters import Parameters, PastDay, takes
from tracker.api.subjects import make_blueprint
from tracker.errors import InvalidInput, NotFound
from tracker.http import context
from tracker.http.guard import public
from tracker.periods import today
from tracker.reference.adherence import COMPLETE_UNTIL, FIRST_KNOWN
from tracker.reference.adherence_reach import reach_of
from tracker.reference.adherence_records import adherence_rows, parties_by_instrument
from tracker.reference.instruments import Instrument
from tracker.words import say

blueprint = make_blueprint("Adherence", "Parties to the Convention and its Protocols.")


class AdherenceParameters(Parameters):
    """The day that is asked about, and the day of knowledge."""

    as_at: PastDay | None = Field(None, description="The day of the count; today if not given.")
    known_at: PastDay | None = Field(
        None, description="The day of knowledge; today if not given. Nothing is known before "
        f"{FIRST_KNOWN.isoformat()}.",
    )  # fmt: skip


class AdherenceRow(Answer):
    """The parties to one instrument, the European Union included."""

    instrument: Instrument
    parties: int


class Adherence(Answer):
    """The number of parties on a day, as known on another.

    Deposits after `complete_until` are not on record: where `complete` is false, the figures are
    those of the record, and there may have been more parties on that day.
    """

    as_at: date
    known_at: date
    complete: bool = Field(
        description="A list of parties that was known at `known_at` reaches `as_at`."
    )
    complete_from: date = Field(description="The first day on which anything was known.")
    complete_until: date = Field(description="The last day that the record covers.")
    rows: list[AdherenceRow]


@blueprint.get("/adherence")
@public
@blueprint.output(Adherence)
@takes(AdherenceParameters)
def count_parties(parameters: AdherenceParameters) -> Response:
    """Count the parties to each instrument."""
    on = today()
    return write(Adherence, _count(parameters.as_at or on, parameters.known_at or on))


def _count(as_at: date, known_at: date) -> Adherence:
    """Count as at a day, as known at another; raises InvalidInput for a day before all knowledge.

    An empty record is no count of nought: it raises NotFound.
    """
    if known_at < FIRST_KNOWN:
        raise InvalidInput(
            say(
                "there is no record of what was known before %(day)s",
                day=FIRST_KNOWN,
            ),
            "known_at",
        )
    counts = parties_by_instrument(context.session(), as_at, known_at)
    if not any(counts.values()) and not adherence_rows(context.session(), date.max, date.max):
        raise NotFound(say("the record holds no adherence yet"))
    return Adherence(
        as_at=as_at,
        known_at=known_at,
        complete=not reach_of(as_at, known_at).is_beyond,
        complete_from=FIRST_KNOWN,
        complete_until=COMPLETE_UNTIL,
        rows=[AdherenceRow(instrument=code, parties=counts[code]) for code in Instrument],
    )
