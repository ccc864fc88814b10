"""The pages of sessions: the list, one session, adding one, and changing one that was added."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.assistance.added_sessions import (
    SessionDraft,
    add_sessions,
    all_sessions,
    change_session,
    find_added_session,
    read_session,
)
from tracker.http import context
from tracker.http.guard import public, requires
from tracker.http.labels import label
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.people.permissions import Permission
from tracker.people.subjects import Subject
from tracker.reference.sessions import find_session, reported_span, session_name, sessions_on_file
from tracker.web.forms.record_pages import RecordPages
from tracker.web.forms.saving import actor
from tracker.web.forms.versioned_form import sent_form
from tracker.web.sessions.form import SessionChangeForm, SessionForm, filled_session_form

blueprint = APIBlueprint(
    "body_sessions", __name__, template_folder="templates", enable_openapi=False
)
PAGES = RecordPages(Subject.SESSION, "sessions/form.html", "body_sessions.show")


@blueprint.get("/sessions")
@public
def show_list() -> ResponseReturnValue:
    """Show all sessions, the latest of each body first."""
    sessions = reversed(all_sessions(context.session()))
    rows = [
        (
            TableLink(one.code, url_for("body_sessions.show", code=one.code)),
            label(one.body),
            one.number,
            one.first,
            one.last,
            one.place or None,
        )
        for one in sessions
    ]
    columns = (
        TableColumn(_("Code")),
        TableColumn(_("Body")),
        TableColumn(_("Number"), ColumnKind.WHOLE),
        TableColumn(_("First day"), ColumnKind.DAY),
        TableColumn(_("Last day"), ColumnKind.DAY),
        TableColumn(_("Place")),
    )
    return render_template("sessions/list.html", columns=columns, rows=rows)


@blueprint.get("/sessions/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Show one session and the days that are reported on to it."""
    sessions = all_sessions(context.session())
    one = find_session(sessions, code)
    return render_template(
        "sessions/page.html",
        one=one,
        name=session_name(one),
        span=reported_span(sessions, one),
        was_added=one not in sessions_on_file(),
    )


@blueprint.get("/sessions/add")
@requires(Permission.CHANGE_SESSIONS)
def add() -> ResponseReturnValue:
    """Show the empty form."""
    return PAGES.page(SessionForm(formdata=None))


@blueprint.post("/sessions/add")
@requires(Permission.CHANGE_SESSIONS)
def add_it() -> ResponseReturnValue:
    """Add the session, or show its faults."""
    form = SessionForm()
    if form.validate() and (saved := form.save(add_sessions, drafts=[form.draft()], actor=actor())):
        code = saved.value[0]
        flash(_("%(name)s was added.", name=code), "done")
        return redirect(url_for("body_sessions.show", code=code), 303)
    return PAGES.page(form)


@blueprint.get("/sessions/<code>/change")
@requires(Permission.CHANGE_SESSIONS)
def change(code: str) -> ResponseReturnValue:
    """Show the form with the session as it is."""
    return PAGES.page(filled_session_form(_draft(code)), code)


@blueprint.post("/sessions/<code>/change")
@requires(Permission.CHANGE_SESSIONS)
def change_it(code: str) -> ResponseReturnValue:
    """Change the session, or show its faults."""
    _draft(code)
    form = sent_form(SessionChangeForm, filled_session_form)
    return PAGES.change(
        form, form.draft, change_session, code=code, done=_("The session was changed.")
    )


def _draft(code: str) -> SessionDraft:
    """Return the draft of a session that was added; raises NotFound."""
    return read_session(find_added_session(context.session(), code))
