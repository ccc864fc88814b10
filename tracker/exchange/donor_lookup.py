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
from tracker.fund.tables.donors import Donor, DonorAlias, DonorName
from tracker.reference.donor_names import decide, normalise
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
    found |= _by_own_name(context, [spelling for spelling in wanted if spelling not in found])
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
            context.refuse(row, [Fault("donor", _advice(spelling))])
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


def _by_own_name(context: ImportContext, wanted: Iterable[Spelling]) -> dict[Spelling, str]:
    """Return the donors of spellings that are names on record of one donor, now or formerly.

    Only spellings that the reference data leave undecided and that stand without a code.
    """
    spellings = [each for each in wanted if not each.code and decide(each.name).code is None]
    if not spellings:
        return {}
    by_id = donors_by_id(context.session)
    former = context.session.exec(select(DonorName.donor_id, DonorName.name)).all()
    codes: dict[str, set[str]] = {}
    for number, name in [*((number, row.name) for number, row in by_id.items()), *former]:
        codes.setdefault(normalise(name), set()).add(survivor(by_id[number], by_id).code)
    named = ((spelling, codes.get(normalise(spelling.name), set())) for spelling in spellings)
    return {spelling: next(iter(of_it)) for spelling, of_it in named if len(of_it) == 1}


def _decidable(context: ImportContext, spelling: Spelling) -> bool:
    """Tell whether the registry, or a decision on record, knows the spelling."""
    if decide(spelling.name, spelling.code).code is not None:
        return True
    statement = select(DonorAlias.id).where(DonorAlias.key == alias_key(spelling))
    return context.session.exec(statement).first() is not None


def _count(context: ImportContext) -> int:
    """Return the number of donors on record."""
    return context.session.exec(select(func.count()).select_from(Donor)).one()


def _advice(spelling: Spelling) -> str:
    """Return the refusal of an unknown donor, with its remedy."""
    reason = decide(spelling.name, spelling.code).reason
    return say(
        "no donor is known by this name: %(reason)s. Write the code of a donor (ISO 3166 alpha-3 "
        "for a State), or enter the donor first",
        reason=reason,
    )
