"""An entry as a program sends it, and what it is told of it."""

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_core import from_json

from tracker.api.answers import Answer
from tracker.api.bodies import Minor, Name, RecordingBody, ShortText, Text
from tracker.api.parameters import Day
from tracker.errors import Fault
from tracker.fund.ledger.entries import LONGEST_BASIS, LONGEST_REASON, EntryKind
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import CLOSED_PERIOD

CALLED = {
    "amount": "amount_minor",
    "usd": "usd_minor",
    "settles": "settles_minor",
    CLOSED_PERIOD: "correction",
}
"""The fields of a body that drafts know by another name."""
Rate = Annotated[Decimal, Field(gt=0, max_digits=28, decimal_places=14, allow_inf_nan=False)]

BasisText = Annotated[ShortText, Field(max_length=LONGEST_BASIS)]


class EntryBody(RecordingBody):
    """An entry to be recorded; contributions, activities and entries by their codes."""

    kind: EntryKind
    reference: Name = Field(description="The entry's own name, once in the ledger.")
    effective_on: Day = Field(description="The day for which it counts.")
    amount_minor: Minor | None = Field(
        None, description="In minor units of `currency`; above zero, but for a change of a pledge."
    )
    currency: Annotated[str, Field(max_length=3)] = Field(
        "", description="Empty: the contribution's, or US dollars for uses, transfers, interest."
    )
    contribution: Name = Field("", description="Empty for money by the rule.")
    to_contribution: Name = Field("", description="The receiving contribution of a transfer.")
    activity: Name = ""
    usd_minor: Minor | None = Field(None, description="The bank's own amount in US cents.")
    rate: Rate | None = Field(None, description="Local units per 1 USD.")
    rate_source: Annotated[ShortText, Field(max_length=200)] = ""
    settles_minor: Minor | None = Field(
        None, description="What a receipt in another currency settles of the pledge."
    )
    first_on: Day | None = Field(None, description="The first day of interest by the rule.")
    last_on: Day | None = Field(None, description="The last day of interest by the rule.")
    letter: BasisText = Field("", description="The letter of the donor's consent to a transfer.")
    consent_on: Day | None = Field(
        None, description="The day of the donor's consent, which a transfer needs."
    )
    corrects: Name = Field("", description="The receipt that a correction lowers.")
    receipt: Name = Field("", description="The receipt that a refund gives back; empty: oldest.")
    reverses: Name = Field("", description="The entry that a reversal undoes.")
    basis: BasisText = Field("", description="The reason of a write-off.")
    note: Text = ""
    correction: Annotated[Text, Field(max_length=LONGEST_REASON)] = Field(
        "", description="The reason of an entry in a closed period."
    )
    against_commitment: bool = False
    another: bool = Field(False, description="It is another receipt than a like one.")

    def draft(self) -> EntryDraft:
        """Return the entry as a draft."""
        values = self.model_dump(exclude={"dry_run"})
        return EntryDraft(**values | {"sure": frozenset(self.sure)})


class EntryState(StrEnum):
    """What became of an entry."""

    POSTED = "posted"  # it is in the ledger
    WAITS = "waits"  # it waits for the approval of a second person
    KNOWN = "known"  # the ledger, or a waiting request, held it before


class PartAnswer(Answer):
    """The part of one contribution in an amount by the rule."""

    contribution: str
    minor: int = Field(description="US cents.")


class NoticeAnswer(Answer):
    """A warning about one field."""

    field: str
    message: str


class EntryAnswer(Answer):
    """What became of an entry, or would become of it in a dry run."""

    reference: str
    state: EntryState
    dry_run: bool
    request: int = Field(description="The number of the request that waits, 0 for none.")
    usd_minor: int | None = Field(description="Its worth in US cents; null where it was known.")
    parts: list[PartAnswer] = Field(
        description="The parts by the rule, without support cost; of a refund in another currency "
        "its worth when the money came."
    )
    warnings: list[NoticeAnswer]


def in_body(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults by the fields of a body."""
    return [Fault(CALLED.get(fault.field, fault.field), fault.message) for fault in faults]


def in_draft(names: Iterable[str]) -> set[str]:
    """Return fields of a body by the names that drafts have for them."""
    called = {name: known for known, name in CALLED.items() if known != CLOSED_PERIOD}
    return {called.get(name, name) for name in names}


def readable_part(data: bytes, unread: Collection[str]) -> EntryDraft | None:
    """Return the draft of what was sent without its unreadable fields; None where none is made."""
    if "kind" in unread or "" in unread:
        return None
    sent = from_json(data)
    stand_ins = {"reference": "?", "effective_on": "2000-01-01"}
    values = {name: text for name, text in stand_ins.items() if name in unread}
    values |= {
        name: value
        for name, value in sent.items()
        if name in EntryBody.model_fields and name not in unread
    }
    try:
        draft = EntryBody.model_validate_json(json.dumps(values)).draft()
    except ValidationError:
        return None
    return replace(draft, effective_on=None) if "effective_on" in unread else draft
