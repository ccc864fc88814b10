"""The page of one ask, also with the refusal of a decision."""

from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.fund.asks.allocation_costs import costs_of_lines
from tracker.fund.asks.ask_list import AskItem, asked_of, read_ask
from tracker.fund.states import AllocationAskState
from tracker.http import context
from tracker.http.actor_names import is_me
from tracker.people.permissions import Permission
from tracker.periods import proposed_day
from tracker.web.asks.forms import AskDeclineForm, AskReturnForm, AskWithdrawalForm, form_of
from tracker.web.forms.form import RecordForm

OWN_MOVES = (AllocationAskState.ASKED, AllocationAskState.RETURNED)
"""The states in which who has asked can take an ask back."""


class Standing(NamedTuple):
    """What the reader can do about an ask as it is."""

    asks_again: bool
    takes_back: bool
    decides: bool


def standing_of(number: int) -> Standing:
    """Return what the reader can do about an ask. Raises NotFound."""
    return _standing(read_ask(context.session(), number).item)


def _standing(item: AskItem) -> Standing:
    """Return what the reader can do about an ask."""
    mine = is_me(item.asked_by) and context.may(Permission.ASK_FOR_MONEY)
    return Standing(
        mine and item.state is AllocationAskState.RETURNED,
        mine and item.state in OWN_MOVES,
        item.is_open and context.may(Permission.POST_MONEY),
    )


def ask_page(number: int, refused: RecordForm | None = None) -> ResponseReturnValue:
    """Show an ask with its costs today, what others ask for, and the forms of its decisions."""
    session, day = context.session(), proposed_day()
    facts = read_ask(session, number)
    item = facts.item
    page = render_template(
        "asks/page.html",
        item=item,
        on=day,
        costs=costs_of_lines(session, item.activity, facts.lines, day),
        others=asked_of(session, [line.contribution for line in facts.lines], besides=number),
        trail=facts.trail,
        standing=_standing(item),
        refused=refused,
        sending_back=form_of(AskReturnForm, refused, item.version),
        declining=form_of(AskDeclineForm, refused, item.version),
        withdrawal=form_of(AskWithdrawalForm, refused, item.version),
    )
    return page, refused.http_status if refused else 200
