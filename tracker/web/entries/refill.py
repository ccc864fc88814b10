"""The sources that fill a form again: a returned request, or an instalment of the agreement."""

from typing import Any

from flask import request

from tracker.errors import NotFound
from tracker.fund.approvals.submission import instruction_to_correct
from tracker.fund.contributions.contribution_list import ContributionItem
from tracker.fund.contributions.parts import parts_of
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.tables.contributions import Contribution
from tracker.http import context
from tracker.money import Money
from tracker.web.forms.saving import actor

REQUEST = "request"
"""The argument of the address that names the returned request."""
INSTALMENT = "instalment"
"""The argument of the address that names the instalment, counted from 1."""


def returned_request() -> int | None:
    """Return the number of the request in the address; None for none."""
    return _number_in_address(REQUEST)


def returned_instruction(
    kind: EntryKind, contribution_id: int | None = None
) -> PostingInstruction | None:
    """Return the instruction of the request in the address, None for none.

    With a contribution, the request is one of that contribution, or of several by the rule.
    Raises NotFound for any other request.
    """
    if REQUEST not in request.args:
        return None
    number = returned_request() or 0
    instruction = instruction_to_correct(context.session(), number, actor(), kind)
    if contribution_id is not None and instruction.contribution_id not in (None, contribution_id):
        raise NotFound
    return instruction


def instalment_values(item: ContributionItem) -> dict[str, Any]:
    """Return the values of the instalment in the address, if there is one.

    Its reference is always the same, so that it falls due once.
    """
    instalments = parts_of(context.session(), item.id).instalments
    number = _number_in_address(INSTALMENT) or 0
    if not 0 < number <= len(instalments):
        return {}
    instalment = instalments[number - 1]
    return {
        "effective_on": instalment.due_on,
        "amount": Money(instalment.amount_minor, item.currency),
        "reference": f"{item.reference}/instalment-{number}",
        "note": instalment.note,
    }


def pledge_values(item: ContributionItem) -> dict[str, Any]:
    """Return the pledge that the terms of a contribution state; nothing where one is on record."""
    if item.pledged_minor:
        return {}
    on = item.pledged_on or item.agreed_on
    return {
        "amount": Money(item.amount_minor, item.currency),
        **({"effective_on": on} if on is not None else {}),
    }


def reference_of(contribution_id: int | None) -> str:
    """Return the reference of a contribution, empty where there is none."""
    owner = context.session().get(Contribution, contribution_id) if contribution_id else None
    return owner.reference if owner else ""


def _number_in_address(name: str) -> int | None:
    """Return the number in an argument of the address."""
    text = request.args.get(name, "")
    return int(text[:12]) if text.isascii() and text.isdigit() else None
