"""A user's saved views: saved from the page that shows them, renamed and deleted at home."""

from collections.abc import Callable
from typing import Any

from apiflask import APIBlueprint
from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from tracker.db import transaction
from tracker.errors import InvalidInput
from tracker.http import context
from tracker.http.guard import signed_in
from tracker.http.kept_forms import button
from tracker.http.own_addresses import HOME
from tracker.http.saved_addresses import is_savable, present_address, read_address
from tracker.people.saved_views import (
    SavedViewItem,
    delete_view,
    list_views,
    rename_view,
    save_view,
    view_faults,
)
from tracker.periods import utc_now

blueprint = APIBlueprint("saved_views", __name__, enable_openapi=False)


@blueprint.app_context_processor
def give_views() -> dict[str, Any]:
    """Give templates the views of the user, read where one shows them."""
    return {
        "saved_views": own_views,
        "is_savable": is_savable,
        "present_address": present_address,
        "why_not_saved": why_not_saved,
    }


def own_views() -> tuple[SavedViewItem, ...]:
    """Return the saved views of the user, read once for a page."""
    if "own_views" not in g:
        g.own_views = list_views(context.session(), context.user().handle)
    found: tuple[SavedViewItem, ...] = g.own_views
    return found


def why_not_saved() -> str:
    """Return why the present view cannot be saved; "" where it can."""
    return "; ".join(fault.message for fault in view_faults(own_views(), present_address()))


@blueprint.post("/home/views")
@button
@signed_in
def save() -> ResponseReturnValue:
    """Save the view of a page under a name."""
    name = request.form.get("name", "")
    try:
        address = read_address(request.form.get("address", ""))
    except InvalidInput as refused:
        return _refused(refused, HOME)
    return _changed(
        lambda session: save_view(session, context.user().handle, name, address, utc_now()),
        _("The view was saved."),
        str(address),
    )


@blueprint.post("/home/views/<int:number>")
@button
@signed_in
def rename(number: int) -> ResponseReturnValue:
    """Give a saved view another name."""
    name = request.form.get("name", "")
    return _changed(
        lambda session: rename_view(session, context.user().handle, number, name),
        _("The view was renamed."),
        url_for("home.show"),
    )


@blueprint.post("/home/views/<int:number>/delete")
@button
@signed_in
def delete(number: int) -> ResponseReturnValue:
    """Delete a saved view."""
    return _changed(
        lambda session: delete_view(session, context.user().handle, number),
        _("The view was deleted."),
        url_for("home.show"),
    )


def _changed(write: Callable[[Session], None], done: str, back: str) -> ResponseReturnValue:
    """Write a change, say what became of it, and lead back."""
    try:
        with transaction(context.session()) as session:
            write(session)
    except InvalidInput as refused:
        return _refused(refused, back)
    flash(done, "done")
    return redirect(back, 303)


def _refused(refused: InvalidInput, back: str) -> ResponseReturnValue:
    """Say why nothing was saved, and lead back."""
    flash(_("Nothing was saved: %(why)s.", why=str(refused)), "warning")
    return redirect(back, 303)
