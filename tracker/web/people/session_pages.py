"""A user's own sessions: where they last, and how they are ended."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.db import transaction
from tracker.http import context
from tracker.http.access_events import AccessEvent, note_access
from tracker.http.guard import signed_in
from tracker.http.identity import limits, session_number
from tracker.http.kept_forms import button
from tracker.people.sessions import end_other_sessions, end_session, list_sessions
from tracker.periods import utc_now
from tracker.web.people.browsers import name_browser

blueprint = APIBlueprint("sessions", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/home/sessions")
@signed_in
def show_list() -> ResponseReturnValue:
    """List the sessions of the user."""
    found = list_sessions(context.session(), context.user().handle, limits(), utc_now())
    return render_template(
        "people/sessions.html",
        sessions=found,
        own=session_number(),
        limits=context.settings(),
        name_browser=name_browser,
    )


@blueprint.post("/home/sessions/<int:number>/end")
@button
@signed_in
def end(number: int) -> ResponseReturnValue:
    """End one of the user's sessions."""
    who = context.user().handle
    with transaction(context.session()) as session:
        end_session(session, who, number, utc_now())
    note_access(AccessEvent.SESSIONS_ENDED, who)
    flash(_("The session was ended."), "done")
    return redirect(url_for("sessions.show_list"), 303)


@blueprint.post("/home/sessions/end-others")
@button
@signed_in
def end_others() -> ResponseReturnValue:
    """End all sessions of the user but this one."""
    who = context.user().handle
    with transaction(context.session()) as session:
        end_other_sessions(session, who, session_number(), utc_now())
    note_access(AccessEvent.SESSIONS_ENDED, who)
    flash(_("Your other sessions were ended."), "done")
    return redirect(url_for("sessions.show_list"), 303)
