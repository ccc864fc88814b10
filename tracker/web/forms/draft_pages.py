"""Drafts of forms: kept while somebody types, listed at home; and forms that were sent twice."""

import time
from http import HTTPStatus
from typing import Any

from apiflask import APIBlueprint
from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from tracker.db import transaction
from tracker.errors import InvalidInput
from tracker.http import context
from tracker.http.formats import moment
from tracker.http.guard import signed_in
from tracker.http.identity import CSRF
from tracker.http.kept_forms import button
from tracker.http.own_addresses import HOME, own_address
from tracker.http.shown_forms import DRAFT
from tracker.people.form_drafts import (
    DraftItem,
    drop_draft,
    keep_draft,
    keepable,
    list_drafts,
)
from tracker.people.saved_forms import SavedBefore, address_of_saved, note_address
from tracker.periods import utc_now
from tracker.web.forms.form_state import KEEPS_DRAFT, SAVED, form_address, sent_digest

blueprint = APIBlueprint("drafts", __name__, template_folder="templates", enable_openapi=False)
FORM = "form"
"""The name, in addresses, of the form that a draft is of."""
LEFT_OUT = (CSRF, "sure")
"""The fields of forms that drafts do not hold. They hold the token by which a form is saved once,
so that a draft that is still there after its form was saved cannot be saved a second time."""
TRIES, PAUSE = 60, 0.05
"""How often, and after how many seconds, the answer to a form sent before is looked for."""


@blueprint.app_context_processor
def give_drafts() -> dict[str, Any]:
    """Give templates the drafts of the user, read where one shows them."""
    return {"own_drafts": own_drafts, "draft_address": draft_address}


def own_drafts() -> tuple[DraftItem, ...]:
    """Return the drafts of the user."""
    return list_drafts(context.session(), context.user().handle, utc_now())


def draft_address(item: DraftItem) -> str:
    """Return where a draft is gone on with."""
    return f"{item.form}{'&' if '?' in item.form else '?'}{DRAFT}={item.number}"


@blueprint.get("/home/drafts")
@signed_in
def show_list() -> ResponseReturnValue:
    """Show the drafts of the user."""
    return render_template("forms/drafts.html")


@blueprint.post("/home/drafts")
@button
@signed_in
def keep() -> ResponseReturnValue:
    """Keep the draft of a form, and say when; without scripts, show it again.

    Raises SavedBefore for a form that was saved as it is: a script's request may come late.
    """
    form = own_address(request.args.get(FORM))
    digest = sent_digest(form)
    if digest and address_of_saved(context.session(), digest):
        raise SavedBefore(digest)
    fields = keepable(pair for pair in request.form.items(multi=True) if pair[0] not in LEFT_OUT)
    now = utc_now()
    try:
        with transaction(context.session()) as session:
            number = keep_draft(session, context.user().handle, form, fields, now)
    except InvalidInput as refusal:
        return _not_kept(form, str(refusal))
    if _asks_by_script():
        return {"message": _("Draft kept on %(when)s.", when=moment(now))}
    return redirect(f"{form}{'&' if '?' in form else '?'}{DRAFT}={number}", 303)


@blueprint.post("/home/drafts/discard")
@button
@signed_in
def discard() -> ResponseReturnValue:
    """Discard the draft of a form."""
    with transaction(context.session()) as session:
        drop_draft(session, context.user().handle, request.args.get(FORM, ""))
    flash(_("The draft was discarded."), "done")
    return redirect(url_for("drafts.show_list"), 303)


@blueprint.after_app_request
def note_saved(response: Response) -> Response:
    """Note where a form that was saved leads to, and drop its draft."""
    digest = g.get(SAVED)
    done = response.status_code == HTTPStatus.SEE_OTHER and request.method == "POST"
    if not done or not (digest or g.get(KEEPS_DRAFT)):
        return response
    with transaction(context.session()) as session:
        if digest:
            note_address(session, digest, response.location or HOME)
        if g.get(KEEPS_DRAFT):
            drop_draft(session, context.user().handle, form_address())
    return response


@blueprint.app_errorhandler(SavedBefore)
def lead_to_saved(error: SavedBefore) -> ResponseReturnValue:
    """Lead to what was saved when the same form was sent before."""
    address = ""
    for _number in range(TRIES):
        context.session().rollback()
        address = address_of_saved(context.session(), error.digest)
        if address:
            break
        time.sleep(PAUSE)
    flash(_("This form had been sent before, and was saved once. Here is what was saved."), "done")
    return redirect(address or HOME, 303)


def _asks_by_script() -> bool:
    """Tell whether a script keeps the draft while somebody types."""
    return request.headers.get("Accept") == "application/json"


def _not_kept(form: str, why: str) -> ResponseReturnValue:
    """Say why a draft was not kept."""
    if _asks_by_script():
        return {"message": why}, 422
    flash(why, "warning")
    return redirect(form, 303)
