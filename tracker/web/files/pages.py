"""The pages of files: adding one to a record, fetching it, and withdrawing it with a reason."""

from apiflask import APIBlueprint
from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.files import add_file, find_seen_file, withdraw_file
from tracker.documents.owners import OWNERS, find_file_owner, owner_of_file, programmes_of_owner
from tracker.documents.tables import RecordFile
from tracker.errors import NotFound
from tracker.http import context
from tracker.http.guard import public, requires
from tracker.http.own_programmes import expect_change_of
from tracker.http.sent_files import sent_file
from tracker.people.permissions import Permission
from tracker.web.files.form import FileForm, file_form
from tracker.web.forms.reason import ReasonForm
from tracker.words import say

blueprint = APIBlueprint("files", __name__, template_folder="templates", enable_openapi=False)
PAGES = {
    "activities": ("activities.show", "code"),
    "contributions": ("contributions.show", "reference"),
    "tools": ("tools.show", "code"),
    "requests": ("requests.show", "code"),
}
"""The page of each kind of record, and the argument of its address."""


@blueprint.get("/files/<int:number>")
@public
def fetch(number: int) -> Response:
    """Give a file that the reader may see, to keep and not to open here."""
    return sent_file(find_seen_file(context.session(), number, context.user()))


@blueprint.get("/activities/<code>/files/add", defaults={"kind": "activities"})
@blueprint.get("/requests/<code>/files/add", defaults={"kind": "requests"})
@blueprint.get("/tools/<code>/files/add", defaults={"kind": "tools"})
@requires(Permission.CHANGE_ASSISTANCE)
def add(kind: str, code: str) -> ResponseReturnValue:
    """Show the form of a file."""
    return _form_page(kind, code)


@blueprint.post("/activities/<code>/files/add", defaults={"kind": "activities"})
@blueprint.post("/requests/<code>/files/add", defaults={"kind": "requests"})
@blueprint.post("/tools/<code>/files/add", defaults={"kind": "tools"})
@requires(Permission.CHANGE_ASSISTANCE)
def add_it(kind: str, code: str) -> ResponseReturnValue:
    """Add the file, or show what is wrong."""
    return _add(kind, code)


@blueprint.get("/contributions/<reference>/files/add")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def add_to_contribution(reference: str) -> ResponseReturnValue:
    """Show the form of a file about a contribution, such as its agreement."""
    return _form_page("contributions", reference)


@blueprint.post("/contributions/<reference>/files/add")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def add_it_to_contribution(reference: str) -> ResponseReturnValue:
    """Add the file, or show what is wrong."""
    return _add("contributions", reference)


@blueprint.get("/assistance-files/<int:number>/withdraw")
@requires(Permission.CHANGE_ASSISTANCE)
def withdraw(number: int) -> ResponseReturnValue:
    """Ask why a file is withdrawn."""
    return _withdrawal_page(number, ReasonForm(formdata=None))


@blueprint.post("/assistance-files/<int:number>/withdraw")
@requires(Permission.CHANGE_ASSISTANCE)
def withdraw_it(number: int) -> ResponseReturnValue:
    """Withdraw the file, or show what is wrong."""
    return _withdraw(number)


@blueprint.get("/contribution-files/<int:number>/withdraw")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def withdraw_of_contribution(number: int) -> ResponseReturnValue:
    """Ask why a file about a contribution is withdrawn."""
    return _withdrawal_page(number, ReasonForm(formdata=None))


@blueprint.post("/contribution-files/<int:number>/withdraw")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def withdraw_it_of_contribution(number: int) -> ResponseReturnValue:
    """Withdraw the file, or show what is wrong."""
    return _withdraw(number)


def _form_page(kind: str, code: str, form: FileForm | None = None) -> ResponseReturnValue:
    """Show the form of a file; raises NotFound where there is no such record."""
    owner = find_file_owner(context.session(), kind, code)
    if form is None:
        expect_change_of(programmes_of_owner(context.session(), owner))
        form = file_form(owner, sent=False)
        _fill_from_replaced(form)
    page = render_template(
        "files/form.html", form=form, code=owner.code, address=_address(kind, owner.code)
    )
    return page, form.http_status


def _fill_from_replaced(form: FileForm) -> None:
    """Fill an empty form with what is said of the file that the address names to be replaced."""
    number = request.args.get("replaces", "")
    if number in {one.value for one in form.replaces.choices if one.value}:
        row = find_seen_file(context.session(), int(number), context.user())
        form.process(formdata=None, data=row.model_dump() | {"replaces": number})


def _add(kind: str, code: str) -> ResponseReturnValue:
    """Add a file to a record, or show the form with its faults."""
    owner = find_file_owner(context.session(), kind, code)
    form = file_form(owner, sent=True)
    valid, sent = form.validate(), form.file.sent
    if not valid or sent is None:
        return _form_page(kind, code, form)
    why = form.why.data
    if form.save(add_file, kind, code, form.draft(), sent, context.user(), why):
        flash(_("The file was added."), "done")
        return redirect(_address(kind, code), 303)
    return _form_page(kind, code, form)


def _withdraw(number: int) -> ResponseReturnValue:
    """Withdraw a file, or ask again why."""
    owner = owner_of_file(context.session(), _own_file(number))
    form = ReasonForm()
    if form.validate() and form.save(withdraw_file, number, context.user(), form.why.data):
        flash(_("The file was withdrawn."), "done")
        return redirect(_address(owner.kind, owner.code), 303)
    return _withdrawal_page(number, form)


def _withdrawal_page(number: int, form: ReasonForm) -> ResponseReturnValue:
    """Show the question for the reason."""
    row = _own_file(number)
    owner = owner_of_file(context.session(), row)
    if not form.is_submitted():
        expect_change_of(programmes_of_owner(context.session(), owner))
    page = render_template(
        "files/withdraw.html", form=form, file=row, code=owner.code,
        address=_address(owner.kind, owner.code),
    )  # fmt: skip
    return page, form.http_status


def _own_file(number: int) -> RecordFile:
    """Return a file that the user may see and change; raises NotFound."""
    session = context.session()
    row = find_seen_file(session, number, context.user())
    if not context.may(OWNERS[owner_of_file(session, row).kind].change):
        raise NotFound(say("There is nothing at this address."))
    return row


def _address(kind: str, code: str) -> str:
    """Return the address of a record's page."""
    endpoint, argument = PAGES[kind]
    named = {argument: code}
    return url_for(endpoint, **named)  # type: ignore[arg-type] # names of arguments
