"""The fields that changes of the record carry: each with its label, and its value in words.

The values of drafts are read back into the draft's own types, which tell how they are written; all
others have a function of their own here.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.errors import NotFound
from tracker.fund.contributions.terms import ContributionDraft, find_contribution
from tracker.fund.donors.registry import DonorDraft
from tracker.fund.ledger.measures import Measure
from tracker.fund.record_changes.draft_changes import CLOSED_LINES
from tracker.fund.states import RecordChange
from tracker.http import context
from tracker.http.formats import NOTHING, iso_day, money, rate, whole
from tracker.http.labels import label
from tracker.money import USD
from tracker.web.forms.field_texts import FIELDS, donor_text, draft_text, plain_text

DRAFTS: Mapping[RecordChange, type] = {
    RecordChange.CHANGE_ACTIVITY: ActivityDraft,
    RecordChange.CHANGE_CONTRIBUTION: ContributionDraft,
    RecordChange.CHANGE_DONOR_TYPE: DonorDraft,
}
"""The drafts whose fields a change carries."""
LABELS: Mapping[str, Any] = {
    **{one.name: FIELDS[one.name] for draft in DRAFTS.values() for one in fields(draft)},
    "accounts": _l("Accounts"),
    "closed_until": _l("Closed up to"),
    CLOSED_LINES: _l("Lines in closed periods"),
    "months": _l("Months"),
    "moved_aliases": _l("Spellings that move"),
    "moved_amounts": _l("Amounts that move"),
    "moved_contributions": _l("Contributions that move"),
    "rate": _l("Exchange rate"),
    "seen_by": _l("Users who see the terms"),
    "since": _l("Since"),
    "users_follow": _l("Users who come along"),
    "users_gain": _l("Users who will see the terms"),
    "users_lose": _l("Users who will no longer see the terms"),
    "year_closed": _l("Year closed"),
}
"""The labels of all fields that a change may carry."""
MOST_NAMED = 50


class CarriedField(NamedTuple):
    """A field that a change carries: the code of its record, or "", and its own name."""

    record: str
    name: str


def split_name(shown: str) -> CarriedField:
    """Return the field of a shown name, before which a request of several has the record's code."""
    record, _colon, name = shown.rpartition(": ")
    return CarriedField(record, name)


def field_label(shown: str) -> str:
    """Return the label of a field, behind the code of its record where a request has several."""
    record, name = split_name(shown)
    own = str(LABELS.get(name, name))
    return f"{record}: {own}" if record else own


def field_text(kind: RecordChange, code: str, shown: str, value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return the value of a field in words; `code` is that of the record, where it is one."""
    record, name = split_name(shown)
    if value is None or value in ("", [], {}):
        return NOTHING
    if name in TEXTS and (kind not in DRAFTS or name == CLOSED_LINES):
        return TEXTS[name](value)
    if kind in DRAFTS:
        return _draft_text(kind, record or code, name, value)
    return plain_text(value)


def _draft_text(kind: RecordChange, code: str, name: str, value: Any) -> str:  # noqa: ANN401 - any JSON
    """Return the value of a draft's field by its type."""
    return draft_text(DRAFTS[kind], name, value, _currency(kind, code))


def _currency(kind: RecordChange, code: str) -> str:
    """Return the currency of a contribution; US dollars for other records."""
    if kind is not RecordChange.CHANGE_CONTRIBUTION:
        return USD
    try:
        return find_contribution(context.session(), code).currency
    except NotFound:
        return USD


def _rate(value: str) -> str:
    """Return an exchange rate of text."""
    return rate(Decimal(value))


def _amounts(value: Mapping[str, int]) -> str:
    """Return sums by measure, in US cents."""
    return "; ".join(f"{label(Measure(name))}: USD {money(minor)}" for name, minor in value.items())


def _contributions(value: list[Mapping[str, str]]) -> str:
    """Return the first of some contributions by reference and title, and how many there are."""
    named = [" ".join(filter(None, (one["reference"], one["title"]))) for one in value]
    more = len(named) - MOST_NAMED
    return "; ".join(named[:MOST_NAMED]) + (f" (+{whole(more)})" if more > 0 else "")


TEXTS: Mapping[str, Callable[[Any], str]] = {
    "accounts": whole,
    "closed_until": iso_day,
    CLOSED_LINES: whole,
    "donor": donor_text,
    "months": whole,
    "moved_aliases": plain_text,
    "moved_amounts": _amounts,
    "moved_contributions": _contributions,
    "rate": _rate,
    "seen_by": plain_text,
    "since": iso_day,
    "source": plain_text,
    "users_follow": plain_text,
    "users_gain": plain_text,
    "users_lose": plain_text,
    "year_closed": plain_text,
}
"""How values that are no draft's are written."""
