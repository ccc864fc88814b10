"""The pages by which activities come to publication: of one, and of all that wait."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.activity_list import ActivityItem, list_activities
from tracker.assistance.publication_moves import Mover, steps_from
from tracker.assistance.publication_record import PublicationMoved, last_moves
from tracker.assistance.publication_workflow import move_publication
from tracker.assistance.recorded_activities import activities_on_file, find_activity, read_draft
from tracker.assistance.revisions import waiting_revisions
from tracker.assistance.states import TO_PUBLISH, PublicationState
from tracker.errors import TrackerError
from tracker.http import context
from tracker.http.actor_names import is_me
from tracker.http.guard import requires
from tracker.http.kept_forms import button
from tracker.http.list_queries import ListFilter
from tracker.http.page_facts import with_arguments
from tracker.http.page_tables import TableColumn
from tracker.listing import SIZES, FilterChoice, ListQuery, Slice
from tracker.people.permissions import Permission
from tracker.versions import version_of
from tracker.web.activities.publication_forms import (
    PublicationForm,
    SeenActivity,
    SeveralActivitiesForm,
    done_message,
)
from tracker.web.activities.publication_panel import publication_panel
from tracker.web.activities.revision_panel import revision_panel
from tracker.web.forms import saving
from tracker.web.forms.saving import Refused, actor
from tracker.web.lists.list_page import Plan, make_list_page, options_of

blueprint = APIBlueprint(
    "activity_publication", __name__, template_folder="templates", enable_openapi=False
)
MOST_NAMED = 20
REFUSED = 422
TICKED = "code"
"""The argument under which the list of activities names those that were ticked."""


@blueprint.get("/activities/<code>/publication")
@requires(Permission.SEE_UNPUBLISHED)
def show(code: str) -> ResponseReturnValue:
    """Show how far an activity has come to publication, and what may be done."""
    return _page(code, PublicationForm(formdata=None))


@blueprint.post("/activities/<code>/submission")
@requires(Permission.CHANGE_ASSISTANCE)
@button
def submit_it(code: str) -> ResponseReturnValue:
    """Submit an activity, or take it back."""
    return _moved(code, Mover.AUTHOR)


@blueprint.post("/activities/<code>/publication")
@requires(Permission.PUBLISH_ASSISTANCE)
def decide_it(code: str) -> ResponseReturnValue:
    """Publish, approve or return an activity, or take it back from the public."""
    return _moved(code, Mover.PUBLISHER)


@blueprint.get("/activities/publication")
@requires(Permission.SEE_UNPUBLISHED)
def show_waiting() -> ResponseReturnValue:
    """Show what waits for the secretariat."""
    return _waiting_page(SeveralActivitiesForm(formdata=None))


@blueprint.post("/activities/publication")
@requires(Permission.PUBLISH_ASSISTANCE)
@button
def decide_several() -> ResponseReturnValue:
    """Decide on the ticked activities, each in a transaction of its own; tell the refused ones."""
    form = SeveralActivitiesForm()
    state = form.state
    if not form.validate() or state is None:
        return _waiting_page(form)
    outcomes: dict[str, list[SeenActivity]] = {}
    for one in form.activity.data:
        refusal = _decide_one(one, state, form.why.data)
        outcomes.setdefault(refusal, []).append(one)
    for refusal, some in outcomes.items():
        _tell(refusal, [one.code for one in some], state)
    form.activity.data = tuple(one for why, some in outcomes.items() if why for one in some)
    if form.activity.data:
        return _waiting_page(form)[0], REFUSED
    return redirect(with_arguments(**{TICKED: None}), 303)


def _moved(code: str, by: Mover) -> ResponseReturnValue:
    """Move an activity, or show why not."""
    find_activity(context.session(), code)
    form = PublicationForm()
    valid, state = form.validate(), form.state
    why, version = form.why.data, form.seen.data
    if (
        valid
        and state is not None
        and form.save(move_publication, code, state, actor(), why, by={by}, version=version)
    ):
        flash(done_message(code, state), "done")
        return redirect(url_for("activities.show", code=code), 303)
    return _page(code, form)


def _tell(refusal: str, codes: Sequence[str], state: PublicationState) -> None:
    """Tell what became of activities: all those of one outcome together, so that many fit."""
    named = ", ".join(codes[:MOST_NAMED])
    if len(codes) > MOST_NAMED:
        named = _("%(names)s and %(count)s more", names=named, count=len(codes) - MOST_NAMED)
    if refusal:
        flash(
            _("%(code)s stays as it was: %(why)s.", code=named, why=refusal.rstrip(".")), "refused"
        )
    else:
        flash(done_message(named, state), "done")


def _decide_one(one: SeenActivity, state: PublicationState, why: str) -> str:
    """Decide on one of several as it was shown; return its refusal."""
    try:
        outcome = saving.save(
            move_publication,
            one.code,
            state,
            actor(),
            why,
            by={Mover.PUBLISHER},
            version=one.version,
        )
    except TrackerError as refusal:
        return str(refusal)
    faults = outcome.faults if isinstance(outcome, Refused) else ()
    return "; ".join(fault.message for fault in faults)


def _page(code: str, form: PublicationForm) -> ResponseReturnValue:
    """Show the publication of an activity."""
    session = context.session()
    row = find_activity(session, code)
    draft = read_draft(session, row)
    page = render_template(
        "activities/publication.html",
        activity=draft,
        panel=publication_panel(draft),
        revision=revision_panel(row.id or 0, draft),
        form=form,
    )
    return page, form.http_status


def _waiting_page(form: SeveralActivitiesForm) -> tuple[str, int]:
    """Show what waits, with who submitted it and when."""
    session, page = context.session(), make_list_page(_fetch, _plan())
    codes = [item.code for item in page.slice.rows]
    drafts = activities_on_file(session, codes)
    moves = last_moves(session, codes)
    versions = {code: version_of(draft) for code, draft in drafts.items()}
    shown = render_template(
        "activities/waiting.html",
        page=page,
        moves=moves,
        states={code: draft.publication for code, draft in drafts.items()},
        undecidable=_undecidable(drafts, moves),
        ticked=form.ticked_as_shown(versions) | _named(form),
        versions=versions,
        revisions=waiting_revisions(session),
        form=form,
    )
    return shown, form.http_status


def _named(form: SeveralActivitiesForm) -> frozenset[str]:
    """Return the codes that a list of activities ticked, where the form was not sent yet."""
    return frozenset() if form.is_submitted() else frozenset(request.args.getlist(TICKED))


def _undecidable(
    drafts: Mapping[str, ActivityDraft], moves: Mapping[str, PublicationMoved]
) -> dict[str, str]:
    """Return why the reader cannot decide on activities, by code; others can be ticked."""
    found = {}
    for code, draft in drafts.items():
        move = moves.get(code)
        if not steps_from(draft.publication, {Mover.PUBLISHER}):
            found[code] = _("It was not submitted.")
        elif move is not None and move.after is PublicationState.SUBMITTED and is_me(move.moved_by):
            found[code] = _("You submitted it: somebody else decides on it.")
    return found


def _fetch(session: Session, asked: ListQuery) -> Slice[ActivityItem]:
    """Fetch the activities that wait, unless the reader names states or ticked some in a list."""
    if TICKED in request.args:
        ticked = tuple(FilterChoice(TICKED, code) for code in request.args.getlist(TICKED))
        some = replace(asked, chosen=(*asked.chosen, *ticked[: SIZES[-1]]), size=SIZES[-1])
        return replace(list_activities(session, some, unpublished=True), query=some)
    if asked.codes("publication"):
        return list_activities(session, asked, unpublished=True)
    waiting = tuple(FilterChoice("publication", state.value) for state in TO_PUBLISH)
    narrowed = replace(asked, chosen=(*asked.chosen, *waiting))
    return replace(list_activities(session, narrowed, unpublished=True), query=asked)


def _plan() -> Plan:
    """Return the plan of the list."""
    return Plan(
        caption=_("Waiting for publication"),
        columns=(
            TableColumn(_("Code"), sort="code"),
            TableColumn(_("Title"), sort="title"),
            TableColumn(_("Publication")),
            TableColumn(_("Since")),
            TableColumn(_("By")),
        ),
        row=lambda item: (item,),
        draws_rows=True,
        filters=(ListFilter("publication", _("Publication"), options_of(PublicationState)),),
        default_order="code",
        empty=_("Nothing waits for publication."),
    )
