"""Titles of requests: months and days in them as the reader's language writes them."""

from datetime import date

from tracker.fund.approvals.change_kinds import OpenItem
from tracker.fund.approvals.request_list import ApprovalRequestItem
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.states import OpenKind, RecordChange
from tracker.http.formats import NOTHING, day, month
from tracker.http.labels import label


def request_title(item: ApprovalRequestItem) -> str:
    """Return the title of a request in words: "January 2024", "EUR 1 June 2024"."""
    try:
        if item.kind is RecordChange.CLOSE_MONTHS:
            return f" {NOTHING} ".join(
                month(date.fromisoformat(f"{text}-01")) for text in item.title.split(" / ")
            )
        if item.kind is RecordChange.SUPERSEDE_RATE:
            currency, _space, on = item.title.partition(" ")
            return f"{currency} {day(date.fromisoformat(on))}"
    except ValueError:  # a title of another form stays as it is
        return item.title
    return item.title


def open_item_name(item: OpenItem) -> str:
    """Return the name of an open item, with the kind of an account in words."""
    place, _colon, kind = item.name.rpartition(": ")
    if item.what is OpenKind.DAY_BELOW_ZERO and kind in set(AccountKind):
        return f"{place}: {label(AccountKind(kind))}"
    return item.name
