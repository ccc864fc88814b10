"""Prepares a draft: the one place that says whether an entry is lawful and whole."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from tracker.day_bounds import happened_fault
from tracker.errors import Conflict, Fault, InvalidDraft, InvalidInput, NotFound, TrackerError
from tracker.fund.ledger.entries import EntryKind, NewEntry
from tracker.fund.ledger.entry_days import PROMISES, entry_day_fault, far_ahead, is_far_ahead
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.receipt_duplicates import ReceiptFacts, ask_whether_another
from tracker.fund.ledger.refusals import period_is_closed
from tracker.fund.preparation.desk import Desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.kind_rules import currency_of, field_faults
from tracker.fund.preparation.orders import order_of
from tracker.questions import AskedAbout, DraftQuestion, QuestionCode, faulty, unanswered
from tracker.words import say

CLOSED_PERIOD = "closed_period"
"""The name of the fault of a day in a closed period, for which a reason is missing."""
UNREAD = "?"
"""What stands for a missing text while the rest of a faulty draft is looked at."""
STAND_INS = {name: name for name in ("reference", "letter", "basis")} | {
    CLOSED_PERIOD: "correction"
}
"""Faults of texts for which something may stand, and the fields of the draft that hold them."""
DECIDES_WORTH = frozenset(
    {
        "effective_on", "amount", "currency", "contribution", "to_contribution", "activity", "usd",
        "rate", "rate_on", "among", "settles", "reverses", "corrects", "first_on", "last_on",
    }
)  # fmt: skip
"""The fields without which no order can be made of a draft."""
HAPPENED = ("consent_on", "first_on", "last_on")
"""The days of a draft, beside its own, on which something has happened: consent, and interest."""
OTHERWISE_CALLED = {
    (EntryKind.INTEREST, "basis"): "first_on",
    (EntryKind.REVERSAL, "entry"): "reverses",
}
"""The fields of a draft that the ledger's rules know by another name."""


class Prepared(NamedTuple):
    """A draft that was prepared: its order, or why there is none.

    `questions` are all that is asked about, `open_questions` those without an answer. `entry` is
    what the order posts, `refusal` the error of the rule by which the ledger refused it.
    """

    order: PostingInstruction | None = None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    questions: tuple[DraftQuestion, ...] = ()
    open_questions: tuple[DraftQuestion, ...] = ()
    entry: NewEntry | None = None
    refusal: TrackerError | None = None


def prepare(desk: Desk, draft: EntryDraft) -> Prepared:
    """Return the order of a draft, or all its faults, with warnings and questions.

    The refusals of the ledger's rules are told beside faults and questions: what is missing and
    decides none of them stands aside meanwhile.
    A draft without faults and open questions is posted to the book of the desk, so that it counts
    for those after it. Nothing else is changed by a draft that is refused.
    """
    faults = tuple(_faults(desk, draft))
    if any(fault.field in DECIDES_WORTH for fault in faults):
        return Prepared(None, faults)
    try:
        order, warnings = order_of(desk, _with_stand_ins(draft, faults))
    except TrackerError as error:
        return Prepared(None, faults + _faults_of(draft, error), refusal=error)
    receipt = _receipt_of(desk, draft, order)
    questions = tuple(_questions(desk, draft, receipt))
    left = unanswered(questions, draft.sure | _answered(draft))
    if left or faults:
        told = faults + _refusals(desk, draft, order, faults)
        return Prepared(None, told, warnings, questions, left)
    try:
        desk.post(order)
    except TrackerError as error:
        return Prepared(None, _faults_of(draft, error), warnings, questions, refusal=error)
    if receipt is not None:
        desk.receipts.add(receipt)
    if draft.kind is EntryKind.REVERSAL:
        desk.receipts.drop(draft.reverses)
    return Prepared(order, (), warnings, questions, (), desk.book.pending[-1].entry)


def faults_beside(desk: Desk, draft: EntryDraft, unread: Collection[str]) -> tuple[Fault, ...]:
    """Return what is wrong with a draft of which some fields could not be read; changes nothing.

    The ledger's rules are asked only where the fields that were read decide what is posted.
    """
    faults = tuple(fault for fault in _faults(desk, draft) if fault.field not in unread)
    missing = {fault.field for fault in faults} | set(unread)
    if missing & DECIDES_WORTH:
        return faults
    stand_ins = [*faults, *(Fault(name, "") for name in unread)]
    try:
        order = order_of(desk, _with_stand_ins(draft, stand_ins)).instruction
    except TrackerError as error:
        return faults + _faults_of(draft, error)
    return faults + _refusals(desk, draft, order, stand_ins)


def expect_lawful(prepared: Prepared) -> PostingInstruction:
    """Return the order of a prepared draft; raises InvalidDraft or AskedAbout."""
    if prepared.faults:
        raise faulty(prepared.faults, prepared.open_questions)
    if prepared.open_questions or prepared.order is None:
        raise AskedAbout(prepared.open_questions)
    return prepared.order


def _with_stand_ins(draft: EntryDraft, faults: Iterable[Fault]) -> EntryDraft:
    """Return a draft with something in place of what is faulty and decides no worth."""
    faulty = {fault.field for fault in faults}
    values: dict[str, Any] = {STAND_INS[name]: UNREAD for name in faulty & STAND_INS.keys()}
    if "consent_on" in faulty:
        values["consent_on"] = draft.effective_on
    return replace(draft, **values)


def _refusals(
    desk: Desk, draft: EntryDraft, order: PostingInstruction, faults: Iterable[Fault]
) -> tuple[Fault, ...]:
    """Return what the ledger's rules refuse of a draft besides its faults."""
    known = {fault.field for fault in faults}
    try:
        desk.expect_postable(order)
    except TrackerError as error:
        return tuple(fault for fault in _faults_of(draft, error) if fault.field not in known)
    return ()


def _faults(desk: Desk, draft: EntryDraft) -> Iterator[Fault]:
    """Yield all faults that can be told without trying to post."""
    records = desk.records
    owner = records.contribution(draft.contribution) if draft.contribution else None
    named = [("contribution", draft.contribution), ("to_contribution", draft.to_contribution)]
    for name, reference in named + [("among", reference) for reference in draft.among]:
        if reference and records.contribution(reference) is None:
            yield Fault(name, say("no contribution has the reference '%(ref)s'", ref=reference))
    if draft.activity and records.activity(draft.activity) is None:
        yield Fault("activity", say("no activity has the code '%(code)s'", code=draft.activity))
    yield from field_faults(draft, owner)
    on, until = draft.effective_on, desk.book.closed_until
    wrong_day = entry_day_fault(draft.kind, on, desk.book.today) if on else None
    if wrong_day:
        yield wrong_day
    for name in HAPPENED:
        day = getattr(draft, name)
        not_then = happened_fault(name, day, desk.book.today) if day else None
        if not_then:
            yield not_then
    if on and until and desk.book.is_closed(on) and not draft.correction.strip():
        yield Fault(CLOSED_PERIOD, period_is_closed(until))


def _faults_of(draft: EntryDraft, error: TrackerError) -> tuple[Fault, ...]:
    """Return the faults of an error of the rules, by the fields of a draft."""
    if isinstance(error, InvalidDraft):
        return error.faults
    name = error.field if isinstance(error, InvalidInput | Conflict) else ""
    if isinstance(error, NotFound):
        name = "reverses" if draft.kind is EntryKind.REVERSAL else ""
    return (Fault(OTHERWISE_CALLED.get((draft.kind, name), name), str(error)),)


def _receipt_of(desk: Desk, draft: EntryDraft, order: PostingInstruction) -> ReceiptFacts | None:
    """Return the receipt of an order, None for other kinds."""
    owner = desk.records.contribution(draft.contribution) if draft.contribution else None
    if draft.kind is not EntryKind.RECEIPT or owner is None:
        return None
    heading = order.heading
    return ReceiptFacts(
        heading.reference,
        owner.donor_id,
        currency_of(draft, owner),
        heading.original_minor or 0,
        heading.effective_on,
    )


def _questions(
    desk: Desk, draft: EntryDraft, receipt: ReceiptFacts | None
) -> Iterator[DraftQuestion]:
    """Yield what is asked about before an order is posted."""
    found = desk.like(receipt) if receipt else None
    if found:
        yield DraftQuestion(QuestionCode.ANOTHER_RECEIPT, "another", ask_whether_another(found))
    on = draft.effective_on
    if on and draft.kind in PROMISES and is_far_ahead(on, desk.book.today):
        yield DraftQuestion(QuestionCode.FAR_AHEAD, "effective_on", far_ahead(on))


def _answered(draft: EntryDraft) -> frozenset[str]:
    """Return the codes of the questions that fields of a draft answer."""
    return frozenset({QuestionCode.ANOTHER_RECEIPT}) if draft.another else frozenset()
