"""The list of the events by which tools reached their readers."""

from datetime import date
from typing import Annotated

from flask import Response
from pydantic import Field

from tracker.api.answers import Answer, PageAnswer, page_of, write
from tracker.api.parameters import Code, Day, ListParameters, list_query, order_by, takes
from tracker.api.subjects import make_blueprint
from tracker.api.titles import LANG, TitledAnswer, TitleField
from tracker.assistance.dissemination_list import FILTERS, NEWEST_FIRST, ORDERS
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.assistance.title_book import TitledKind
from tracker.http import context
from tracker.http.guard import public
from tracker.http.shown_disseminations import list_shown_disseminations
from tracker.reference.codes import ParticipantFunction, ToolKind
from tracker.reference.instruments import Instrument
from tracker.reference.languages import TextLanguage

blueprint = make_blueprint("Dissemination events", "Each event by which a tool reached readers.")


class DisseminationEvent(TitledAnswer):
    """An event by which a tool reached its readers: so many of one unit."""

    TITLES = (TitleField("tool_title", "tool", TitledKind.TOOL),)

    code: str
    tool: str = Field(description="The code of the tool.")
    tool_title: str
    tool_title_lang: TextLanguage | None = Field(None, description=LANG)
    means: DisseminationMeans
    held_on: date = Field(description="Its day; a sum of a period bears the last one.")
    place: str = Field(description="A State or area (alpha-3), a region (M49), or empty.")
    language: str = Field(description="Of what was handed out: ISO 639-1, or empty.")
    audience: ParticipantFunction
    unit: DisseminationUnit = Field(description="What `number` counts.")
    number: int | None = Field(description="Null for people who are too few to be shown.")
    activity: str = Field(description="The activity that it was part of, or empty.")
    note: str


class DisseminationEventSums(Answer):
    """What the events on all pages count, as far as it is shown: three counts and no sum."""

    copies: int = Field(description="Copies that were handed out.")
    downloads: int = Field(description="Downloads and views.")
    people: int = Field(description="People who were present, of events whose number is shown.")


class DisseminationEventPage(PageAnswer[DisseminationEvent]):
    """A page of events."""

    counts: DisseminationEventSums


class DisseminationEventParameters(ListParameters):
    """Filters and order of the list of events."""

    tool: tuple[Code, ...] = Field((), description="Codes of tools.")
    kind: tuple[ToolKind, ...] = Field((), description="Kinds of tools.")
    protocol: tuple[Instrument, ...] = Field(
        (), description="The Convention or a Protocol that the tool is for."
    )
    means: tuple[DisseminationMeans, ...] = ()
    unit: tuple[DisseminationUnit, ...] = Field((), description="What the event counts.")
    language: tuple[Code, ...] = Field((), description="Of what was handed out: ISO 639-1.")
    audience: tuple[ParticipantFunction, ...] = Field((), description="Who the readers were.")
    country: tuple[Code, ...] = Field(
        (), description="Where it was: a State or area (alpha-3), or a region as it is on record."
    )
    region: tuple[Code, ...] = Field(
        (), description="The region or group of States in which it was: of M49, LDC, LLDC, SIDS."
    )
    programme: tuple[Code, ...] = Field((), description="Programmes of the activities.")
    activity: tuple[Code, ...] = Field((), description="Activities that it was part of.")
    request: tuple[Code, ...] = Field((), description="Requests that these activities answer.")
    first: Day | None = Field(None, alias="from", description="On this day or later.")
    last: Day | None = Field(None, alias="to", description="On this day or earlier.")
    sort: Annotated[str, order_by(ORDERS)] = NEWEST_FIRST


@blueprint.get("/dissemination/events")
@public
@blueprint.output(DisseminationEventPage)
@takes(DisseminationEventParameters)
def list_all(parameters: DisseminationEventParameters) -> Response:
    """List events of dissemination, with copies, downloads and people of all pages.

    Words are searched for in codes, notes and places, and in codes and titles, in all languages,
    of tools and activities.
    """
    asked = list_query(parameters, FILTERS, parameters.sort)
    found = list_shown_disseminations(context.session(), asked)
    page = page_of(found)
    answer = DisseminationEventPage(
        items=[DisseminationEvent.model_validate(item) for item in page.items],
        next=page.next,
        total=page.total,
        counts=DisseminationEventSums(**found.sums),
    )
    return write(DisseminationEventPage, answer)
