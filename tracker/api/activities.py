"""Activities and programmes: the lists, and one activity with its money."""

from functools import partial
from typing import Annotated

from flask import Response
from pydantic import Field

from tracker.api.activity_schemas import (
    ActivityDetail,
    ActivityPage,
    Article,
    ParticipantCount,
    Participants,
    ProgrammePage,
)
from tracker.api.answers import page_of, write
from tracker.api.files import files_about
from tracker.api.parameters import Code, Day, ListParameters, Words, list_query, order_by, takes
from tracker.api.subjects import make_blueprint, on_file
from tracker.api.withdrawals import withdrawn
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.activity_filters import OwnActivities
from tracker.assistance.activity_list import (
    FILTERS,
    ORDERS,
    ActivityFacts,
    read_activity,
    read_withdrawn_parts,
)
from tracker.assistance.activity_pace import Pace
from tracker.assistance.needs import shown_requests
from tracker.assistance.outcome_drafts import BEFORE, COUNTS
from tracker.assistance.programme_list import FILTERS as PROGRAMME_FILTERS
from tracker.assistance.programme_list import ORDERS as PROGRAMME_ORDERS
from tracker.assistance.programme_list import list_programmes
from tracker.assistance.states import ProgrammeKind, PublicationState
from tracker.fund.balances.uses import total_of, uses_of_activity
from tracker.http import context
from tracker.http.guard import public
from tracker.http.listed_activities import listed_activities
from tracker.http.shown_people import people_of_activity
from tracker.http.shown_results import shown_indicators, shown_results, without_sexes
from tracker.people.permissions import Permission
from tracker.reference.codes import ActivityStatus, ActivityType, Theme
from tracker.reference.instruments import Instrument
from tracker.reference.themes import proposed_themes

blueprint = make_blueprint("Assistance", "What was done: programmes, activities, tools.")


class ActivityParameters(ListParameters):
    """Filters and order of the list of activities."""

    programme: tuple[Code, ...] = Field((), description="Codes of programmes.")
    status: tuple[ActivityStatus, ...] = ()
    type: tuple[ActivityType, ...] = ()
    protocol: tuple[Instrument, ...] = Field((), description="The Convention or a Protocol.")
    country: tuple[Code, ...] = Field((), description="States or areas, ISO 3166 alpha-3.")
    tool: tuple[Code, ...] = Field((), description="Codes of tools.")
    paragraph: tuple[Annotated[int, Field(ge=1, le=99)], ...] = Field(
        (), description="Operative paragraphs of the resolution."
    )
    pace: tuple[Pace, ...] = Field((), description="Past its planned end, or should have begun.")
    publication: tuple[PublicationState, ...] = Field(
        (), description="The public sees what is published alone."
    )
    article: tuple[Code, ...] = Field((), description="Articles, such as UNTOC 16.")
    theme: tuple[Theme, ...] = ()
    partner: tuple[Words, ...] = Field((), description="Parts of the names of partners.")
    donor: tuple[Code, ...] = Field((), description="Donors whose contributions pay for it.")
    contribution: tuple[Code, ...] = Field((), description="Contributions that pay for it.")
    request: tuple[Code, ...] = Field((), description="Requests of States that it answers.")
    first: Day | None = Field(None, alias="from", description="It ends on this day or later.")
    last: Day | None = Field(None, alias="to", description="It begins on this day or earlier.")
    mine: tuple[OwnActivities, ...] = Field(
        (),
        description="Of one's own programmes, or changed by oneself; staff alone have any.",
    )
    sort: Annotated[str, order_by(ORDERS)] = "code"


class ProgrammeParameters(ListParameters):
    """Filters and order of the list of programmes."""

    kind: tuple[ProgrammeKind, ...] = ()
    place: tuple[Code, ...] = Field((), description="States (alpha-3) or regions (M49).")
    first: Day | None = Field(None, alias="from", description="It ends on this day or later.")
    last: Day | None = Field(None, alias="to", description="It begins on this day or earlier.")
    mine: bool = Field(False, description="Only the user's own programmes.")
    sort: Annotated[str, order_by(PROGRAMME_ORDERS)] = "code"


@blueprint.get("/activities")
@public
@blueprint.output(ActivityPage)
@takes(ActivityParameters)
def list_all(parameters: ActivityParameters) -> Response:
    """List activities.

    Words are searched for in the code, the title and the venue.
    """
    asked = list_query(parameters, FILTERS, parameters.sort)
    return write(ActivityPage, page_of(listed_activities(context.session(), asked)))


@blueprint.get("/activities/<code>")
@public
@blueprint.output(ActivityDetail)
def show(code: str) -> Response:
    """Show one activity: beneficiaries, results, money."""
    return write(
        ActivityDetail,
        _detail(on_file(partial(read_activity, unpublished=context.sees_unpublished()), code)),
    )


@blueprint.get("/programmes")
@public
@blueprint.output(ProgrammePage)
@takes(ProgrammeParameters)
def list_all_programmes(parameters: ProgrammeParameters) -> Response:
    """List programmes.

    Words are searched for in the code and the title.
    """
    asked = list_query(parameters, PROGRAMME_FILTERS, parameters.sort)
    sees = context.sees_unpublished()
    own = context.user().programmes
    found = list_programmes(context.session(), asked, unpublished=sees, own=own)
    return write(ProgrammePage, page_of(found))


def _people(draft: ActivityDraft) -> dict[str, object]:
    """Return the counts of people of an activity, as this user may see them."""
    people = people_of_activity(draft.code, draft.participants)
    counts = [
        ParticipantCount(
            function=one.function,
            place=one.place,
            counted_on=one.counted_on,
            counted_before=one.before,
            before_activity=one.before_activity,
            before_programme=one.before_programme,
            **dict(zip((*COUNTS, *BEFORE), (*one.numbers, *one.before_numbers), strict=True)),
        )
        for one in people.counts
    ]
    totals = Participants(
        **dict(zip(COUNTS, people.numbers, strict=True)),
        counted_before=people.before,
        with_double_counting=people.total,
        without_double_counting=people.first,
        suppressed=people.suppressed,
    )
    return {"participants": totals, "participant_counts": counts}


def _detail(found: ActivityFacts) -> ActivityDetail:
    """Return the answer about one activity."""
    draft = found.draft
    uses = uses_of_activity(context.session(), found.id)
    gone = read_withdrawn_parts(context.session(), found.id, draft.code)
    names = context.may(Permission.SEE_TERMS)
    fields = {name: getattr(draft, name, None) for name in ActivityDetail.model_fields}
    money = {"total": total_of(use.amounts for use in uses), "contributions": uses}
    articles = [
        Article(instrument=instrument, article=article) for instrument, article in draft.articles
    ]
    fields |= {
        "programme_title": found.programme_title,
        **_people(draft),
        "articles": articles,
        "money": money,
        "requests": shown_requests(
            context.session(), draft.requests, unpublished=context.sees_unpublished()
        ),
        "proposed_themes": proposed_themes(draft.articles),
        "files": files_about("activities", draft.code),
        "results": shown_results(draft.results),
        "indicators": [one.value for one in shown_indicators(draft.results)],
        "withdrawn_results": withdrawn(
            [one._replace(part=without_sexes(one.part)) for one in gone.results], names=names
        ),
        "withdrawn_documents": withdrawn(gone.documents, names=names),
    }
    return ActivityDetail.model_validate(fields)
