"""The terms of contributions: drafts, their faults, adding and changing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import Fault, InvalidDraft, NotFound
from tracker.fund.breakdowns import (
    ContributionBreakdown,
    keep_former_contributions,
    keep_former_period_of_use,
)
from tracker.fund.contributions.funding_rules import FundingTerms, funded_terms_faults
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    ContributionParts,
    InstalmentDraft,
    ReportDraft,
    document_faults,
    instalment_faults,
    report_faults,
)
from tracker.fund.contributions.parts import change_parts, part_rows, parts_of
from tracker.fund.contributions.scopes import KnownScopes, known_scopes, scope_faults
from tracker.fund.contributions.term_days import term_day_faults, term_day_questions
from tracker.fund.contributions.term_rules import (
    modality_faults,
    source_faults,
    valuation_faults,
)
from tracker.fund.ledger.support_cost import DEFAULT_RATE_BP
from tracker.fund.ledger.tables import LedgerAccount
from tracker.fund.states import (
    ContributionKind,
    ContributionSource,
    ContributionState,
    DonorStatus,
    ScopeKind,
    SupportBasis,
)
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.fund.tables.donors import Donor
from tracker.part_tables import PartTable, rows_of, write_parts
from tracker.people.audit import Change, lock_record, moment_of_change, record, record_all
from tracker.people.subjects import Subject
from tracker.periods import today
from tracker.questions import DraftQuestion, QuestionCode
from tracker.reference.codes import Earmarking, EarmarkingModality, FinancingInstrument
from tracker.reference.currencies import currencies, exponent
from tracker.reference.record_codes import code_faults, expect_free, taken_codes
from tracker.versions import plain, require_version
from tracker.words import say

ScopeItem = tuple[ScopeKind, str]
FIXED_ONCE_POSTED = ("currency", "support_rate_bp", "support_basis")
APART = frozenset({"donor", "scope", *ContributionParts._fields})
"""The fields of a draft that are no columns of the contribution."""
SCOPES: PartTable[ScopeItem] = PartTable(
    ContributionScope,
    "contribution_id",
    lambda item: {"kind": item[0], "code": item[1]},
    ("kind", "code"),
)


@dataclass(frozen=True, slots=True)
class ContributionDraft:
    """A contribution before it is written; `donor` is the donor's code.

    `amount_minor` is in minor units of `currency`.
    """

    reference: str
    donor: str
    financing_instrument: FinancingInstrument
    earmarking: Earmarking
    currency: str
    amount_minor: int
    title: str = ""
    donor_reference: str = ""
    agreement_number: str = ""
    kind: ContributionKind = ContributionKind.CASH
    source: ContributionSource = ContributionSource.BUDGET
    source_article: str = ""
    valuation_basis: str = ""
    valued_by: str = ""
    valued_on: date | None = None
    earmarking_modality: EarmarkingModality | None = None
    scope: tuple[ScopeItem, ...] = ()
    support_rate_bp: int = DEFAULT_RATE_BP
    support_rate_reason: str = ""
    support_basis: SupportBasis = SupportBasis.EXPENDITURE
    pledged_on: date | None = None
    agreed_on: date | None = None
    use_from: date | None = None
    use_until: date | None = None
    conditions: str = ""
    note: str = ""
    instalments: tuple[InstalmentDraft, ...] = ()
    reports: tuple[ReportDraft, ...] = ()
    documents: tuple[ContributionDocumentDraft, ...] = ()

    @property
    def parts(self) -> ContributionParts:
        """The parts, which have tables of their own."""
        return ContributionParts(self.instalments, self.reports, self.documents)


@dataclass(frozen=True, slots=True)
class KnownRecords:
    """The records that the checks compare a draft with."""

    donors: dict[str, int]
    scopes: KnownScopes


def known_records(session: Session) -> KnownRecords:
    """Read the records that the checks of contributions need."""
    rows = session.exec(select(Donor.code, Donor.id).where(col(Donor.status) != DonorStatus.MERGED))
    return KnownRecords(
        donors={code: number for code, number in rows if number is not None},
        scopes=known_scopes(session),
    )


def unknown_donor(code: str) -> str:
    """Return the refusal of a donor that is not on record, or was not chosen."""
    if not code.strip():
        return say("choose a donor")
    return say("no donor has the code '%(code)s'", code=code)


def contribution_faults(
    draft: ContributionDraft, known_records: KnownRecords, before: ContributionDraft | None = None
) -> list[Fault]:
    """Return all faults of a draft, field by field; days that stand `before` are left alone."""
    faults = []
    if not draft.reference.strip():
        faults.append(Fault("reference", say("a contribution has a reference")))
    if draft.donor not in known_records.donors:
        faults.append(Fault("donor", unknown_donor(draft.donor)))
    if draft.currency not in currencies():
        faults.append(
            Fault(
                "currency",
                say("'%(code)s' is no currency code of ISO 4217", code=draft.currency),
            )
        )
    if draft.amount_minor < 0:
        faults.append(Fault("amount", say("the amount cannot be below zero")))
    faults.extend(_earmark_faults(draft, known_records))
    faults.extend(source_faults(draft.source, draft.source_article))
    faults.extend(
        valuation_faults(draft.kind, draft.valuation_basis, draft.valued_by, draft.valued_on)
    )
    faults.extend(_support_rate_faults(draft))
    faults.extend(_date_faults(draft))
    faults.extend(term_day_faults(draft, before, today()))
    faults.extend(_part_faults(draft))
    return faults


def contribution_questions(
    draft: ContributionDraft, before: ContributionDraft | None = None
) -> Iterable[DraftQuestion]:
    """Yield what is asked about in a draft that differs from the one on record."""
    if not draft.amount_minor and (before is None or before.amount_minor):
        yield DraftQuestion(
            QuestionCode.ZERO_AMOUNT, "amount", say("the contribution is one of nothing (0)")
        )
    yield from term_day_questions(draft, before, today())


def add_contributions(
    session: Session, drafts: Sequence[ContributionDraft], actor: str
) -> dict[str, int]:
    """Add contributions; return their numbers by reference.

    Raises InvalidDraft with the first faulty draft's faults, Conflict for a reference on file.
    """
    if drafts:
        lock_record(session)
    facts = known_records(session)
    taken = taken_codes(session.exec(select(Contribution.reference)))
    rows = []
    for draft in drafts:
        faults = [*contribution_faults(draft, facts), *code_faults("reference", draft.reference)]
        if faults:
            raise InvalidDraft(faults)
        on_record = say("the contribution %(reference)s is on file", reference=draft.reference)
        expect_free("reference", draft.reference, taken, on_record)
        state = ContributionState.AGREED if draft.agreed_on else ContributionState.PLEDGED
        rows.append(
            Contribution(donor_id=facts.donors[draft.donor], state=state, **_columns(draft))
        )
    session.add_all(rows)
    session.flush()
    numbers = {row.reference: row.id for row in rows if row.id is not None}
    for draft in drafts:
        number = numbers[draft.reference]
        session.add_all(rows_of(SCOPES, number, tuple(dict.fromkeys(draft.scope))))
        session.add_all(part_rows(number, draft.parts))
    record_all(
        session,
        actor,
        (
            Change("add", Subject.CONTRIBUTION, draft.reference, new=_facts(draft))
            for draft in drafts
        ),
    )
    return numbers


def change_contribution(
    session: Session,
    reference: str,
    draft: ContributionDraft,
    actor: str,
    why: str,
    *,
    by_two_persons: bool = False,
    version: str | None = None,
) -> None:
    """Change a contribution's terms; its currency and support rate stay once money has moved.

    Its donor changes then by a request of two persons alone (`by_two_persons`). `version` is that
    of the record on which the draft rests. Raises InvalidDraft, or ChangedMeanwhile for another
    version.
    """
    lock_record(session)
    row = find_contribution(session, reference)
    before = read_draft(session, row)
    require_version(before, version)
    facts = known_records(session)
    faults = contribution_faults(draft, facts, before)
    if draft.reference != reference:
        faults.append(Fault("reference", say("a reference never changes")))
    if has_entries(session, row):
        if not by_two_persons and facts.donors.get(draft.donor) not in (None, row.donor_id):
            faults.append(Fault("donor", donor_stays()))
        faults.extend(
            Fault(name, say("this cannot change once money has been posted"))
            for name in FIXED_ONCE_POSTED
            if getattr(row, name) != getattr(draft, name)
        )
    faults = faults or funded_terms_faults(
        session, row.id or 0, _funding_terms(before), _funding_terms(draft)
    )
    if faults:
        raise InvalidDraft(faults)
    if breakdown_of(before) != breakdown_of(draft):
        keep_former_contributions(session, [row.id or 0], moment_of_change(session))
    if (before.use_from, before.use_until) != (draft.use_from, draft.use_until):
        keep_former_period_of_use(session, row, moment_of_change(session))
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    row.donor_id = facts.donors[draft.donor]
    session.add(row)
    number = row.id or 0
    write_parts(session, SCOPES, number, before.scope, tuple(dict.fromkeys(draft.scope)))
    change_parts(session, number, before.parts, draft.parts)
    old, new = _facts(before), _facts(draft)
    record(session, actor, Change("change", Subject.CONTRIBUTION, reference, old, new, why))


def breakdown_of(draft: ContributionDraft) -> ContributionBreakdown:
    """Return what the money of a contribution is split by in figures."""
    scope = tuple(sorted(dict.fromkeys(draft.scope)))
    return ContributionBreakdown(draft.donor, draft.earmarking, scope)


def _funding_terms(draft: ContributionDraft) -> FundingTerms:
    """Return the terms by which a contribution may pay."""
    return FundingTerms(draft.earmarking, draft.scope, draft.use_from, draft.use_until)


def find_contribution(session: Session, reference: str) -> Contribution:
    """Return the contribution with that reference; raises NotFound."""
    found = session.exec(select(Contribution).where(Contribution.reference == reference)).first()
    if found is None:
        raise NotFound(say("no contribution has the reference %(ref)s", ref=reference))
    return found


def read_draft(session: Session, row: Contribution) -> ContributionDraft:
    """Return the draft of a recorded contribution, for a form or a comparison."""
    donor = session.exec(select(Donor.code).where(Donor.id == row.donor_id)).one()
    scope = tuple(sorted((item.kind, item.code) for item in session.exec(_scopes_of(row))))
    values = {
        field.name: getattr(row, field.name)
        for field in fields(ContributionDraft)
        if field.name not in APART
    }
    parts = parts_of(session, row.id or 0)._asdict()
    return ContributionDraft(donor=donor, scope=scope, **values, **parts)


def _scopes_of(row: Contribution) -> Any:  # noqa: ANN401 - a select of SQLModel
    """Return the select of a contribution's scope."""
    return select(ContributionScope).where(ContributionScope.contribution_id == row.id)


def donor_stays() -> str:
    """Return the refusal of another donor once money has been posted."""
    return say(
        "money has been posted: another donor is handed in on the page of the contribution "
        "(Change the donor), and a second person approves it"
    )


def has_entries(session: Session, row: Contribution) -> bool:
    """Tell whether money of a contribution was posted, also by an entry that names another."""
    statement = select(LedgerAccount.id).where(LedgerAccount.contribution_id == row.id).limit(1)
    return session.exec(statement).first() is not None


def _columns(draft: ContributionDraft) -> dict[str, Any]:
    """Return the draft's values of the contribution's own columns."""
    return {
        field.name: getattr(draft, field.name) for field in fields(draft) if field.name not in APART
    }


def _facts(draft: ContributionDraft) -> dict[str, Any]:
    """Return a draft for the trail, without its empty fields."""
    values: Iterable[tuple[str, Any]] = (
        (field.name, getattr(draft, field.name)) for field in fields(draft)
    )
    return {
        name: [f"{kind.value} {code}" for kind, code in value] if name == "scope" else plain(value)
        for name, value in values
        if value not in (None, "", ())
    }


def _part_faults(draft: ContributionDraft) -> list[Fault]:
    """Return the faults of the instalments, the reports and the documents."""
    if draft.currency not in currencies():
        return [*report_faults(draft.reports), *document_faults(draft.documents)]
    whole = Decimal(sum(part.amount_minor for part in draft.instalments))
    written = f"{draft.currency} {whole.scaleb(-exponent(draft.currency)):f}"
    return [
        *instalment_faults(draft.amount_minor, written, draft.instalments),
        *report_faults(draft.reports),
        *document_faults(draft.documents),
    ]


def _earmark_faults(draft: ContributionDraft, known_records: KnownRecords) -> list[Fault]:
    """Return the faults between the earmarking category and the scope."""
    faults = scope_faults(draft.scope, known_records.scopes)
    if draft.scope and draft.earmarking is Earmarking.UNEARMARKED:
        faults.append(Fault("earmarking", say("an unearmarked contribution is tied to nothing")))
    faults.extend(
        modality_faults(draft.earmarking, draft.earmarking_modality, draft.kind, draft.scope)
    )
    return faults


def _support_rate_faults(draft: ContributionDraft) -> list[Fault]:
    """Return the faults of the programme support cost rate."""
    faults = []
    if not 0 <= draft.support_rate_bp <= 5_000:  # noqa: PLR2004 - half of the expenditure
        faults.append(
            Fault("support_rate", say("the support cost rate lies between 0 and 50 per cent"))
        )
    if not draft.support_rate_reason.strip():
        if draft.support_rate_bp != DEFAULT_RATE_BP:
            why = say("say why the support cost is not 13 per cent")
            faults.append(Fault("support_rate_reason", why))
        elif draft.support_basis is not SupportBasis.EXPENDITURE:
            why = say("say why the support cost is not charged on expenditure")
            faults.append(Fault("support_rate_reason", why))
    return faults


def _date_faults(draft: ContributionDraft) -> list[Fault]:
    """Return the dates that are out of order."""
    faults = []
    if draft.use_from and draft.use_until and draft.use_from > draft.use_until:
        faults.append(Fault("use_until", say("the period of use ends before it begins")))
    if draft.use_until and not draft.use_from:
        faults.append(Fault("use_from", say("the period of use needs its first day")))
    return faults
