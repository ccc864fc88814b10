"""Likely duplicates among donors: pairs with reasons, and the decision that a pair is none."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process
from sqlmodel import Session, col, select

from tracker.errors import Conflict, InvalidInput
from tracker.fund.donors.finding import find_donor
from tracker.fund.states import DonorStatus
from tracker.fund.tables.donors import Donor, DonorAlias, DonorDistinction, DonorName
from tracker.people.audit import Change, lock_record, record
from tracker.people.subjects import Subject
from tracker.periods import utc_now
from tracker.reference.donor_names import normalise
from tracker.reference.organisations import organisations
from tracker.reference.states import states
from tracker.words import say

ALIKE = 88
"""The least likeness (per cent, words in any order) of similar names."""
SHORTEST = 5
"""The least length of similar names: in a shorter one, one letter makes another word."""
BLOCK = 500
"""The number of names compared with all others at once."""
CERTAIN = 100

DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class ComparedDonor:
    """A donor without a merge, with all names and spellings, normalised."""

    id: int
    code: str
    name: str
    state: str
    status: DonorStatus
    spellings: frozenset[str]

    @property
    def registered(self) -> bool:
        """Tell whether the reference data list the donor as a State or organisation."""
        return self.code in states() or self.code in organisations()


class Hint(NamedTuple):
    """A reason why two donors may be one; `likeness` in per cent."""

    one: int
    other: int
    reason: str
    likeness: int


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two donors that are likely one: `merged` would go, `kept` would remain."""

    merged: ComparedDonor
    kept: ComparedDonor
    reasons: tuple[str, ...]
    likeness: int


def likely_duplicates(session: Session) -> list[DuplicatePair]:
    """Return the pairs without a decision that they differ, the likeliest first."""
    told_apart = {(row.one_id, row.other_id) for row in session.exec(select(DonorDistinction))}
    return find_duplicates(_candidates(session), told_apart)


def find_duplicates(
    candidates: Sequence[ComparedDonor], told_apart: Collection[tuple[int, int]]
) -> list[DuplicatePair]:
    """Return the likely duplicates, without the given pairs (smaller number first)."""
    by_id = {one.id: one for one in candidates}
    found: dict[tuple[int, int], list[Hint]] = defaultdict(list)
    for hint in (
        *_of_one_state(candidates),
        *_of_one_name(candidates),
        *_of_like_names(candidates),
    ):
        pair = (min(hint.one, hint.other), max(hint.one, hint.other))
        if pair not in told_apart:
            found[pair].append(hint)
    doubles = [_double(by_id[one], by_id[other], hints) for (one, other), hints in found.items()]
    return sorted(doubles, key=lambda pair: (-pair.likeness, pair.merged.name, pair.merged.code))


def tell_apart(session: Session, code: str, other_code: str, actor: str, why: str) -> None:
    """Decide that two donors are not the same; the pair is not proposed again.

    Raises NotFound for an unknown code, InvalidInput without a reason, Conflict for a pair
    decided before.
    """
    lock_record(session)
    donor, other = find_donor(session, code), find_donor(session, other_code)
    if not why.strip():
        raise InvalidInput(say("say why"), "why")
    if donor.id == other.id:
        raise InvalidInput(say("a donor is the same as itself"), "")
    if find_distinction(session, donor, other) is not None:
        raise Conflict(say("these two were told apart already"))
    one_id, other_id = sorted((donor.id or 0, other.id or 0))
    session.add(
        DonorDistinction(
            one_id=one_id, other_id=other_id, decided_by=actor, decided_at=utc_now(), why=why
        )
    )
    session.flush()
    record(
        session,
        actor,
        Change("tell_apart", Subject.DONOR, code, new={"is not": other_code}, why=why),
    )


def find_distinction(session: Session, donor: Donor, other: Donor) -> DonorDistinction | None:
    """Return the decision that two donors are not the same, if there is one."""
    one_id, other_id = sorted((donor.id or 0, other.id or 0))
    return session.exec(
        select(DonorDistinction).where(
            DonorDistinction.one_id == one_id, DonorDistinction.other_id == other_id
        )
    ).first()


def _candidates(session: Session) -> list[ComparedDonor]:
    """Read all donors without a merge, in three statements."""
    spellings: dict[int, set[str]] = defaultdict(set)
    for number, key in session.exec(select(DonorAlias.donor_id, DonorAlias.key)):
        spellings[number].add(key.partition(" [")[0])
    for number, name in session.exec(select(DonorName.donor_id, DonorName.name)):
        spellings[number].add(normalise(name))
    rows = session.exec(select(Donor).where(col(Donor.status) != DonorStatus.MERGED))
    return [
        ComparedDonor(
            row.id or 0, row.code, row.name, row.state, row.status,
            frozenset(spellings[row.id or 0] | {normalise(row.name)}),
        )
        for row in rows
    ]  # fmt: skip


def _of_one_state(candidates: Sequence[ComparedDonor]) -> Iterator[Hint]:
    """Yield the pairs of one State."""
    by_state: dict[str, list[int]] = defaultdict(list)
    for candidate in candidates:
        if candidate.state:
            by_state[candidate.state].append(candidate.id)
    for state, numbers in by_state.items():
        for one, other in combinations(numbers, 2):
            yield Hint(one, other, say("both are the State %(code)s", code=state), CERTAIN)


def _of_one_name(candidates: Sequence[ComparedDonor]) -> Iterator[Hint]:
    """Yield the pairs that have a name or spelling in common, case and accents aside."""
    for spelling, numbers in _holders(candidates).items():
        for one, other in combinations(numbers, 2):
            yield Hint(one, other, say("both are called '%(name)s'", name=spelling), CERTAIN)


def _of_like_names(candidates: Sequence[ComparedDonor]) -> Iterator[Hint]:
    """Yield the pairs with similar names; names with different numbers are not similar.

    Two that the reference data list apart (Niger and Nigeria) are known to be different.
    """
    registered = {one.id for one in candidates if one.registered}
    holders = _holders(candidates)
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for spelling in holders:
        if len(spelling) >= SHORTEST:
            groups[tuple(sorted(DIGITS.findall(spelling)))].append(spelling)
    for group in groups.values():
        for first, second, likeness in _like(group):
            for one, other in product(holders[first], holders[second]):
                if one != other and not {one, other} <= registered:
                    what = say("'%(one)s' is like '%(other)s'", one=first, other=second)
                    yield Hint(one, other, what, likeness)


def _holders(candidates: Sequence[ComparedDonor]) -> dict[str, list[int]]:
    """Return the donors of each spelling that has letters or digits."""
    holders: dict[str, list[int]] = defaultdict(list)
    for one in candidates:
        for spelling in sorted(one.spellings - {""}):
            holders[spelling].append(one.id)
    return holders


def _like(names: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Yield the pairs of different names that are similar, and their likeness."""
    for first in range(0, len(names), BLOCK):
        block = names[first : first + BLOCK]
        likeness = process.cdist(
            block, names[first:], scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, dtype=np.uint8
        )
        for row, column in zip(*np.nonzero(np.triu(likeness, k=1)), strict=True):
            yield block[row], names[first + column], int(likeness[row, column])


def _double(one: ComparedDonor, other: ComparedDonor, hints: Sequence[Hint]) -> DuplicatePair:
    """Return the pair of its hints; the better known donor remains."""
    merged, kept = sorted((one, other), key=_standing)
    reasons = tuple(dict.fromkeys(hint.reason for hint in hints))
    return DuplicatePair(merged, kept, reasons, max(hint.likeness for hint in hints))


def _standing(candidate: ComparedDonor) -> tuple[bool, bool, int]:
    """Return the sort key of a donor: in the reference data, decided, longer on file."""
    return (candidate.registered, candidate.status is DonorStatus.DECIDED, -candidate.id)
