"""What programs take back: files about records, through the function of the page."""

from typing import Annotated

from apiflask import APIBlueprint
from flask import Response
from pydantic import AfterValidator, Field

from tracker.api.answers import Answer, write
from tracker.api.bodies import Body, Text, read_body
from tracker.api.subjects import PREFIX
from tracker.db import transaction
from tracker.documents.files import find_standing_file, withdraw_file
from tracker.documents.owners import owner_of_file
from tracker.errors import NotFound
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.words import say

blueprint = APIBlueprint("api_file_withdrawals", __name__, url_prefix=PREFIX, enable_openapi=False)


def _said(why: str) -> str:
    """Return a reason, or refuse one that says nothing."""
    if not why:
        raise ValueError(say("Say why."))
    return why


class WithdrawalBody(Body):
    """Why a file is withdrawn."""

    why: Annotated[Text, Field(max_length=2_000), AfterValidator(_said)] = Field(
        description="Why it is withdrawn, for the history of the record."
    )


class WithdrawnFileAnswer(Answer):
    """A file that was withdrawn."""

    number: int


@blueprint.post("/activities/<code>/files/<int:number>/withdrawal", defaults={"kind": "activities"})
@blueprint.post("/requests/<code>/files/<int:number>/withdrawal", defaults={"kind": "requests"})
@blueprint.post("/tools/<code>/files/<int:number>/withdrawal", defaults={"kind": "tools"})
@requires(Permission.CHANGE_ASSISTANCE)
def withdraw(kind: str, code: str, number: int) -> Response:
    """Withdraw a file of an activity, a tool or a request of a State."""
    return _withdrawn(kind, code, number)


@blueprint.post("/contributions/<reference>/files/<int:number>/withdrawal")
@requires(Permission.CHANGE_CONTRIBUTIONS)
def withdraw_of_contribution(reference: str, number: int) -> Response:
    """Withdraw a file of a contribution."""
    return _withdrawn("contributions", reference, number)


def _withdrawn(kind: str, code: str, number: int) -> Response:
    """Withdraw a file; raises NotFound where the record has none of this number, InvalidDraft."""
    session = context.session()
    owner = owner_of_file(session, find_standing_file(session, number))
    if (owner.kind, owner.code) != (kind, code):
        raise NotFound(say("There is nothing at this address."))
    body = read_body(WithdrawalBody)
    with transaction(session):
        withdraw_file(session, number, context.user(), body.why)
    return write(WithdrawnFileAnswer, {"number": number})
