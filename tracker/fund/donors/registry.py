"""The registry of donors: donors by their spellings, and the decisions of users."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import Conflict, Fault, InvalidDraft
from tracker.fund.breakdowns import keep_former_donor
from tracker.fund.donors.finding import find_donor, survivor
from tracker.fund.donors.names import correct_name
from tracker.fund.states import DonorStatus
from tracker.fund.tables.donors import Donor, DonorAlias
from tracker.people.audit import Change, lock_record, moment_of_change, record
from tracker.people.subjects import Subject
from tracker.reference.codes import ContributorType
from tracker.reference.donor_names import decide as decide_by_name
from tracker.reference.donor_names import normalise
from tracker.reference.organisations import contributor_type_of, giver_name
from tracker.reference.record_codes import code_faults, expect_free, taken_codes
from tracker.reference.states import states
from tracker.versions import require_version
from tracker.words import say


@dataclass(frozen=True, slots=True)
class DonorDraft:
    """A donor before it is written."""

    code: str
    name: str
    type: ContributorType
    state: str = ""
    status: DonorStatus = DonorStatus.DECIDED
    note: str = ""


class Spelling(NamedTuple):
    """The name, code and type by which a sheet names a donor."""

    name: str
    code: str = ""
    type: ContributorType | None = None


class Registered(NamedTuple):
    """The donor of a spelling; `reason` explains the decision, or why there is none."""

    donor_id: int
    code: str
    decided: bool
    reason: str


def donor_faults(draft: DonorDraft) -> list[Fault]:
    """Return the faults of a donor."""
    faults = []
    if not draft.code.strip() or len(draft.code) > 20:  # noqa: PLR2004 - the column's width
        faults.append(Fault("code", say("a donor has a code of up to 20 letters")))
    if not draft.name.strip():
        faults.append(Fault("name", say("a donor has a name")))
    if len(draft.name) > 300:  # noqa: PLR2004 - the column's width
        faults.append(Fault("name", say("a name has at most %(most)s letters", most=300)))
    if draft.state and draft.state not in states():
        faults.append(
            Fault("state", say("'%(code)s' is no State (ISO 3166 alpha-3)", code=draft.state))
        )
    return faults


def add_donors(session: Session, drafts: Iterable[DonorDraft], actor: str) -> dict[str, int]:
    """Add donors; return their numbers by code. Raises Conflict for a code on file."""
    drafts = tuple(drafts)
    if drafts:
        lock_record(session)
    known = taken_codes(session.exec(select(Donor.code)))
    rows = []
    for draft in drafts:
        faults = [*donor_faults(draft), *code_faults("code", draft.code)]
        if faults:
            raise InvalidDraft(faults)
        on_record = say("the donor %(code)s is already on file", code=draft.code)
        expect_free("code", draft.code, known, on_record)
        rows.append(Donor(**asdict(draft)))
    session.add_all(rows)
    session.flush()
    for row in rows:
        record(session, actor, Change("add", Subject.DONOR, row.code, new={"name": row.name}))
    return {row.code: row.id for row in rows if row.id is not None}


def read_draft(donor: Donor) -> DonorDraft:
    """Return the draft of a recorded donor, for a form or a comparison."""
    return DonorDraft(donor.code, donor.name, donor.type, donor.state, donor.status, donor.note)


def change_donor(
    session: Session,
    code: str,
    draft: DonorDraft,
    actor: str,
    why: str,
    *,
    version: str | None = None,
) -> None:
    """Change a donor; another name corrects the spelling of the name that holds.

    An undecided donor may become decided. Raises NotFound, InvalidDraft with all faults, Conflict
    for a merged donor, ChangedMeanwhile for another `version`.
    """
    lock_record(session)
    donor = find_donor(session, code)
    require_version(read_draft(donor), version)
    if donor.status is DonorStatus.MERGED:
        raise Conflict(say("%(code)s was merged into another donor already", code=code))
    faults = donor_faults(draft)
    if draft.code != code:
        faults.append(Fault("code", say("a code never changes")))
    if draft.status is not donor.status and draft.status is not DonorStatus.DECIDED:
        faults.append(Fault("status", say("a donor that was decided stays so")))
    if faults:
        raise InvalidDraft(faults)
    old = _facts(read_draft(donor))
    if draft.type is not donor.type:
        keep_former_donor(session, donor, moment_of_change(session))
    if draft.name != donor.name:
        correct_name(session, donor, draft.name)
    donor.type, donor.state = draft.type, draft.state
    donor.status, donor.note = draft.status, draft.note
    session.add(donor)
    session.flush()
    record(session, actor, Change("change", Subject.DONOR, code, old, _facts(draft), why))


def register(
    session: Session, spellings: Iterable[Spelling], actor: str, source: str
) -> dict[Spelling, Registered]:
    """Find or create the donor of each spelling.

    The decisions of users (the aliases on file) come first, then the registry of States and
    organisations. Any other spelling becomes a donor of its own with the status "undecided", so
    that no money is lost and a user can decide later.
    """
    aliases = dict(session.exec(select(DonorAlias.key, DonorAlias.donor_id)).all())
    donors = {row.code: row for row in session.exec(select(Donor))}
    by_id = {row.id: row for row in donors.values() if row.id is not None}
    found: dict[Spelling, Registered] = {}
    for spelling in dict.fromkeys(spellings):
        alias = by_id.get(aliases.get(alias_key(spelling), 0))
        if alias is not None:
            decided = alias.status is not DonorStatus.UNDECIDED
            found[spelling] = Registered(
                alias.id or 0, alias.code, decided, alias.note or say("decided before")
            )
            continue
        draft, reason = _draft_for(spelling)
        row = donors.get(draft.code)
        if row is None:
            add_donors(session, [draft], actor)
            row = session.exec(select(Donor).where(Donor.code == draft.code)).one()
            donors[row.code] = row
            by_id[row.id or 0] = row
        row = survivor(row, by_id)
        if row.status is DonorStatus.UNDECIDED:
            _add_alias(session, row, spelling, source)
            aliases[alias_key(spelling)] = row.id or 0
        found[spelling] = Registered(
            row.id or 0, row.code, row.status is not DonorStatus.UNDECIDED, reason
        )
    return found


def alias_key(spelling: Spelling) -> str:
    """Return the key of a spelling: name and code without case and accents."""
    name = normalise(spelling.name)
    return f"{name} [{spelling.code.strip().casefold()}]" if spelling.code.strip() else name


def undecided(session: Session) -> list[Donor]:
    """Return the undecided donors, by name."""
    statement = select(Donor).where(Donor.status == DonorStatus.UNDECIDED).order_by(col(Donor.name))
    return list(session.exec(statement))


def _facts(draft: DonorDraft) -> dict[str, str]:
    """Return a draft for the trail, without its empty fields."""
    return {name: str(value) for name, value in asdict(draft).items() if value}


def _draft_for(spelling: Spelling) -> tuple[DonorDraft, str]:
    """Return the donor that the registry of names finds for a spelling, and the reason."""
    decision = decide_by_name(spelling.name, spelling.code)
    if decision.code is None:
        digest = hashlib.sha256(alias_key(spelling).encode()).hexdigest()[:8]
        draft = DonorDraft(
            code=f"X-{digest}",
            name=spelling.name.strip() or say("(no name)"),
            type=spelling.type or ContributorType.OTHER,
            status=DonorStatus.UNDECIDED,
            note=decision.reason,
        )
        return draft, decision.reason
    code = decision.code
    state = code if code in states() else ""
    draft = DonorDraft(code, giver_name(code), contributor_type_of(code), state)
    return draft, decision.reason


def _add_alias(session: Session, donor: Donor, spelling: Spelling, source: str) -> None:
    """Record the spelling, so that a decision about its donor holds for the next sheet too."""
    if donor.id is not None:
        session.add(
            DonorAlias(
                donor_id=donor.id,
                key=alias_key(spelling),
                spelling=f"{spelling.name} {spelling.code}".strip(),
                source=source,
            )
        )
        session.flush()
