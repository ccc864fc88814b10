"""The page of a State's request, with the activities that answer it and those that could."""

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.assistance.assistance_requests import (
    articles_of,
    draft_of,
    find_assistance_request,
)
from tracker.assistance.request_matches import linked_activities, proposed_activities
from tracker.errors import NotFound
from tracker.http import context
from tracker.http.shown_files import shown_files
from tracker.people.permissions import Permission
from tracker.reference.articles import articles
from tracker.reference.themes import proposed_themes
from tracker.web.requests.form import AnswerForm
from tracker.words import say


def request_page(code: str, form: AnswerForm | None = None) -> ResponseReturnValue:
    """Show a request: to staff, or to all with its State's consent. Raises NotFound."""
    session, staff = context.session(), context.sees_unpublished()
    row = find_assistance_request(session, code)
    if not (staff or row.consent_to_publish):
        raise NotFound(say("no request has the code '%(code)s'", code=code))
    named = articles_of(row.instrument, row.articles)
    changes = context.may(Permission.CHANGE_ASSISTANCE)
    page = render_template(
        "requests/page.html",
        one=draft_of(row),
        staff=staff,
        files=shown_files("requests", row.code),
        named=[(key, articles()[key].title) for key in named],
        themes=proposed_themes(named),
        linked=linked_activities(session, code, unpublished=staff),
        proposed=proposed_activities(session, row) if changes else (),
        form=(form or AnswerForm(formdata=None)) if changes else None,
    )
    return page, form.http_status if form else 200
