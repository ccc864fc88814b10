"""The donors of a sheet: found in the registry, or listed for a decision by a user."""

import hashlib
from collections.abc import Iterable, Mapping

from sqlalchemy import func
from sqlmodel import select

from tracker.errors import Fault
from tracker.exchange.import_context import ImportContext, UndecidedDonor
from tracker.exchange.mapped_rows import MappedRow
from tracker.fund.donors.finding import donors_by_id, survivor
from tracker.fund.donors.registry import Spelling, alias_key, register
from tracker.fund.known_donors import KnownDonors, read_known_donors
from tracker.fund.tables.donors import Donor, DonorAlias
from tracker.reference.donor_names import agrees, code_written, decide
from tracker.words import say

KEEP = "keep"


def donor_key(values: Mapping[str, str]) -> Mapping[str, str]:
    """Return the field by which a template may name a donor in a reference.

    It follows from the spelling alone, so that a later decision about an undecided donor does not
    change earlier references.
    """
    spelling = Spelling(values.get("donor", ""), values.get("donor_code", ""))
    code = decide(spelling.name, spelling.code).code
    if code is None:
        digest = hashlib.sha256(alias_key(spelling).encode()).hexdigest()
        code = f"X-{digest[:8]}"
    return {"donor_key": code}


def find_donors(
    context: ImportContext, rows: Iterable[tuple[MappedRow, Spelling]]
) -> dict[Spelling, str]:
    """Return the codes of the donors that rows name, adding those the registry knows.

    An undecided spelling is refused or, where the profile allows it, recorded as a donor of its
    own that is listed for a decision.
    """
    pairs = list(rows)
    wanted = dict.fromkeys(spelling for _, spelling in pairs)
    found = _on_file(context, wanted)
    unsettled = _open(context, [spelling for spelling in wanted if spelling not in found])
    known = read_known_donors(context.session) if unsettled else None
    if known:
        found |= _by_known_name(context, unsettled, known)
    others = [spelling for spelling in wanted if spelling not in found]
    if context.section.undecided_donors != KEEP:
        others = [spelling for spelling in others if _decidable(context, spelling)]
    before = _count(context)
    registered = register(context.session, others, context.actor, context.section.source)
    context.counters.also_added["donors"] += _count(context) - before
    for spelling, one in registered.items():
        found[spelling] = one.code
        if not one.decided:
            context.counters.undecided_donors.append(
                UndecidedDonor(one.code, spelling.name, spelling.code, one.reason)
            )
    for row, spelling in pairs:
        if spelling not in found:
            known = known or read_known_donors(context.session)
            context.refuse(row, [Fault("donor", _advice(spelling, known))])
    return found


def _on_file(context: ImportContext, wanted: Iterable[Spelling]) -> dict[Spelling, str]:
    """Return the donors of spellings that are codes on record; of a merged one its successor."""
    by_id = donors_by_id(context.session)
    codes = {row.code: survivor(row, by_id).code for row in by_id.values()}
    return {
        spelling: codes[spelling.name]
        for spelling in wanted
        if spelling.name in codes and not spelling.code
    }


def _by_known_name(
    context: ImportContext, wanted: Iterable[Spelling], known: KnownDonors
) -> dict[Spelling, str]:
    """Return the donors of spellings that are names of one donor, as people write them.

    Only spellings that the reference data leave undecided, and of which no decision is on record.
    A State or organisation that is not on record yet is added.
    """
    named = {}
    for spelling in wanted:
        code = known.find(spelling.name).code
        if code is not None and agrees(code, spelling.code):
            named[spelling] = code
    on_record = {row.code for row in donors_by_id(context.session).values()}
    new = [Spelling(code) for code in set(named.values()) if code not in on_record]
    register(context.session, sorted(new), context.actor, context.section.source)
    context.counters.also_added["donors"] += len(new)
    by_id = donors_by_id(context.session)
    remaining = {row.code: survivor(row, by_id).code for row in by_id.values()}
    return {spelling: remaining[code] for spelling, code in named.items()}


def _open(context: ImportContext, wanted: Iterable[Spelling]) -> list[Spelling]:
    """Return the spellings about which neither the reference data nor a user has decided."""
    undecided = [
        each for each in wanted if each.name.strip() and decide(each.name, each.code).code is None
    ]
    if not undecided:
        return []
    decided = set(context.session.exec(select(DonorAlias.key)))
    return [each for each in undecided if alias_key(each) not in decided]


def _decidable(context: ImportContext, spelling: Spelling) -> bool:
    """Tell whether the registry, or a decision on record, knows the spelling."""
    if decide(spelling.name, spelling.code).code is not None:
        return True
    statement = select(DonorAlias.id).where(DonorAlias.key == alias_key(spelling))
    return context.session.exec(statement).first() is not None


def _count(context: ImportContext) -> int:
    """Return the number of donors on record."""
    return context.session.exec(select(func.count()).select_from(Donor)).one()


def _advice(spelling: Spelling, known: KnownDonors) -> str:
    """Return the refusal of an unknown donor, with its remedy."""
    if not spelling.name.strip():
        return say("choose a donor: its code (ISO 3166 alpha-3 for a State) or its name on record")
    code = known.find(spelling.name).code
    if code is not None and not agrees(code, spelling.code):
        return say(
            "'%(name)s' is %(donor)s, but the code %(code)s beside it means %(other)s; correct one "
            "of the two",
            name=spelling.name,
            donor=known.label(code),
            code=spelling.code,
            other=known.label(str(code_written(spelling.code))),
        )
    return known.refusal(spelling.name)
