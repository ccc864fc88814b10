"""Approval requests, waiting and decided, for those who may see them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from flask import Response
from pydantic import Field

from tracker.api.answers import Answer, AnswerPage, PageAnswer, page_of, write
from tracker.api.parameters import (
    LAST_PAGE,
    MOST_PER_PAGE,
    Code,
    Day,
    ListParameters,
    Parameters,
    list_query,
    order_by,
    takes,
)
from tracker.api.subjects import make_blueprint
from tracker.fund.approvals.change_requests import ChangeFacts, is_change
from tracker.fund.approvals.request_details import (
    ApprovalRequestFacts,
    InstructionItem,
    MoveItem,
    read_request,
    trail_of_request,
)
from tracker.fund.approvals.request_list import (
    FILTERS,
    OLDEST_FIRST,
    ORDERS,
    list_requests,
)
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.record_changes.kinds import read_change
from tracker.fund.states import ApprovalRequestState, OpenKind, RecordChange
from tracker.http import context
from tracker.http.actor_names import ActorToday
from tracker.http.guard import requires
from tracker.listing import ListQuery
from tracker.people.audit import TrailItem
from tracker.people.permissions import Permission

CENTS = "US cents"

blueprint = make_blueprint(
    "Approvals", "What one person prepared and another approves; not public."
)
GUARDED = {401: "It is not known who asks.", 403: "The role does not allow it."}


class Request(Answer):
    """A request: one or more entries that one person prepared."""

    number: int
    state: ApprovalRequestState
    title: str
    kind: EntryKind | RecordChange = Field(
        description="The kind of the first instruction, or of the change of the record."
    )
    orders: int = Field(description="The number of instructions to post an entry.")
    usd_minor: int = Field(description=f"The sum of the instructions in {CENTS}.")
    contribution: str = Field(description="Empty when the instructions have no common one.")
    activity: str = Field(description="Empty when the instructions have no common one.")
    prepared_by: ActorToday = Field(description="The name today of who prepared it.")
    prepared_at: datetime
    note: str
    decided_by: ActorToday = Field(description="The name today of who decided, or empty.")
    decided_at: datetime | None
    reason: str = Field(description="The remark or the reason of the decision.")
    replaces: int = Field(description="The request that this one corrects, 0 for none.")
    replaced_by: int = Field(description="The request that corrects this one, 0 for none.")
    split_at_upgrade: bool = Field(
        description="Its parts by the rule were fixed when the rule changed, not at hand-in."
    )


class RequestPage(PageAnswer[Request]):
    """A page of requests."""


class Part(Answer):
    """The part of one contribution in an amount by the rule."""

    contribution: str
    minor: int = Field(description=CENTS)


class OrderAnswer(Answer):
    """An instruction to post an entry."""

    reference: str
    kind: EntryKind
    effective_on: date
    usd_minor: int = Field(description=CENTS)
    currency: str
    original_minor: int | None = Field(description="In minor units of `currency`.")
    contribution: str
    to_contribution: str = Field(description="The receiving contribution of a transfer, or empty.")
    activity: str
    by_rule: bool = Field(description="The rule splits it over several contributions.")
    parts: list[Part] = Field(description="The split by the rule, fixed at hand-in.")
    reverses: str = Field(description="The entry to be reversed, or empty.")
    correction: str = Field(description="The reason of an entry in a closed period, or empty.")
    basis: str = Field(description="The agreement or rule on which it rests, as recorded.")
    letter: str = Field(description="The letter of the donor's consent to a transfer, or empty.")
    consent_on: date | None = Field(
        description="The day of the donor's consent; null where it is not known."
    )
    note: str


class OrderPage(PageAnswer[OrderAnswer]):
    """A page of instructions."""


class Move(Answer):
    """The change of an account, in US cents."""

    account: AccountKind
    contribution: str
    activity: str
    reserved_minor: int = Field(description="Reserved of it by this request.")
    before_minor: int
    change_minor: int | None = Field(description="Null while it cannot be approved.")
    after_minor: int | None = Field(description="Null while it cannot be approved.")


class RequestLine(Answer):
    """A line that an approval would post."""

    reference: str = Field(description="The reference of its entry.")
    account: AccountKind
    contribution: str
    activity: str
    minor: int = Field(description=CENTS)


class Trail(Answer):
    """An event of the request, or of one that it corrects."""

    at: datetime
    actor: ActorToday
    action: str = Field(description="prepare, split, approve, return or withdraw.")
    request: int
    why: str


class OpenThing(Answer):
    """Something that is open while a period is closed."""

    what: OpenKind
    name: str
    day: str = Field(description="As YYYY-MM-DD, or empty.")
    minor: int | None = Field(description=CENTS)


class RecordChangeAnswer(Answer):
    """A change of the record, as both persons are shown it."""

    before: dict[str, Any]
    after: dict[str, Any]
    rests_on: dict[str, Any] = Field(description="What else the approval is bound to.")
    open_items: list[OpenThing] = Field(description="What is open while a period is closed.")


class RequestDetail(Request):
    """A request with its instructions, the outcome of its approval, and its history."""

    change: RecordChangeAnswer | None = Field(
        description="The change of the record; null for a request of entries."
    )
    to_record: OrderPage = Field(description="The instructions to post entries, in pages.")
    refusal: str | None = Field(
        description="Why it cannot be approved now, empty when it can; null once it is decided."
    )
    digest: str | None = Field(
        description="The digest of the lines of all its entries, to which an approval is bound; "
        "empty when they are refused, null once it is decided."
    )
    lines: list[RequestLine] = Field(
        description="The first five hundred lines of the instructions of this page."
    )
    lines_total: int = Field(description="How many lines these instructions have.")
    moves: list[Move] = Field(description="The first hundred of the accounts concerned.")
    moves_total: int = Field(description="How many accounts are concerned.")
    entries: list[str] = Field(description="The references of the entries of this page.")
    trail: list[Trail]


class RequestParameters(ListParameters):
    """Filters and order of the list of requests."""

    state: tuple[ApprovalRequestState, ...] = ()
    kind: tuple[EntryKind | RecordChange, ...] = Field(
        (), description="One of its instructions, or its change, is of this kind."
    )
    preparer: tuple[Code, ...] = Field((), description="Handles of people, such as P-000017.")
    contribution: tuple[Code, ...] = ()
    activity: tuple[Code, ...] = ()
    prepared_from: Day | None = Field(None, description="Prepared on this day or later.")
    prepared_to: Day | None = Field(None, description="Prepared on this day or earlier.")
    sort: Annotated[str, order_by(ORDERS)] = OLDEST_FIRST


class PartParameters(Parameters):
    """The page of a request's instructions and entries."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description="The page, counted from 1.")
    per_page: int = Field(
        50, ge=1, le=MOST_PER_PAGE, description="The number of instructions on a page."
    )


@blueprint.get("/approvals")
@requires(Permission.SEE_TERMS)
@blueprint.output(RequestPage)
@blueprint.doc(responses=GUARDED)
@takes(RequestParameters)
def list_all(parameters: RequestParameters) -> Response:
    """List requests, waiting and decided ones.

    Words are searched for in the title, the contribution and the activity.
    """
    asked = list_query(parameters, FILTERS, parameters.sort)
    return write(RequestPage, page_of(list_requests(context.session(), asked)))


@blueprint.get("/approvals/<int:number>")
@requires(Permission.SEE_TERMS)
@blueprint.output(RequestDetail)
@blueprint.doc(responses=GUARDED)
@takes(PartParameters)
def show(number: int, parameters: PartParameters) -> Response:
    """Show one request; `page` turns the pages of its instructions and entries."""
    session = context.session()
    if is_change(session, number):
        trail = trail_of_request(session, number)
        return write(RequestDetail, _change_detail(read_change(session, number), trail))
    page = ListQuery(page=parameters.page, size=parameters.per_page)
    return write(RequestDetail, _detail(read_request(session, number, page)))


def _change_detail(facts: ChangeFacts, trail: Sequence[TrailItem]) -> RequestDetail:
    """Return the answer about a request for a change of the record."""
    waits = facts.item.state is ApprovalRequestState.WAITING
    shown = facts.shown
    return RequestDetail(
        **Request.model_validate(facts.item).model_dump(),
        change=RecordChangeAnswer(
            before=shown.before,
            after=shown.after,
            rests_on=shown.rests_on,
            open_items=[OpenThing(**one._asdict()) for one in shown.open_items],
        ),
        to_record=OrderPage(items=[], next=None, total=0),
        refusal=facts.refusal if waits else None,
        digest=facts.digest if waits else None,
        lines=[],
        lines_total=0,
        moves=[],
        moves_total=0,
        entries=[],
        trail=_trail(trail),
    )


def _detail(facts: ApprovalRequestFacts) -> RequestDetail:
    """Return the answer about one request."""
    found = page_of(facts.instructions)
    laid_out = AnswerPage([_instruction(item) for item in found.items], found.next, found.total)
    rehearsal = facts.rehearsal
    return RequestDetail.model_validate(
        {
            **Request.model_validate(facts.item).model_dump(),
            "to_record": laid_out,
            "refusal": None if rehearsal is None else rehearsal.refusal,
            "digest": None if rehearsal is None else rehearsal.digest,
            "lines": [RequestLine(**line._asdict()) for line in facts.lines],
            "lines_total": facts.lines_total,
            "moves": [_move(move) for move in facts.moves],
            "moves_total": facts.moves_total,
            "entries": [entry.reference for entry in facts.entries.rows] if facts.entries else [],
            "trail": _trail(facts.trail),
            "change": None,
        }
    )


def _trail(trail: Sequence[TrailItem]) -> list[Trail]:
    """Return the answer about the history of a request."""
    return [
        Trail(
            at=one.at,
            actor=one.actor,
            action=one.action,
            request=int(one.subject_reference),
            why=one.why,
        )
        for one in trail
    ]


def _instruction(item: InstructionItem) -> OrderAnswer:
    """Return the answer about one instruction."""
    heading = item.heading
    return OrderAnswer(
        reference=heading.reference,
        kind=item.kind,
        effective_on=heading.effective_on,
        usd_minor=item.usd_minor,
        currency=heading.currency,
        original_minor=heading.original_minor,
        contribution=item.contribution,
        to_contribution=item.to_contribution,
        activity=item.activity,
        by_rule=item.by_rule,
        parts=[Part(**part._asdict()) for part in item.parts],
        reverses=item.reverses,
        correction=heading.correction,
        basis=heading.basis,
        letter=item.consent.letter,
        consent_on=item.consent.on,
        note=heading.note,
    )


def _move(one: MoveItem) -> Move:
    """Return the answer about one account."""
    return Move(
        account=one.move.account.kind,
        contribution=one.contribution,
        activity=one.activity,
        reserved_minor=one.move.reserved_minor,
        before_minor=one.move.before_minor,
        change_minor=one.move.change_minor,
        after_minor=one.move.after_minor,
    )
