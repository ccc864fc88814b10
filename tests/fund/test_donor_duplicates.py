"""Which donors are proposed as likely doubles, and which are not."""

from itertools import product
from string import ascii_lowercase

import pytest
from sqlmodel import Session, select

from tracker.db import transaction
from tracker.errors import Conflict, InvalidInput
from tracker.fund.donors.aliases import add_alias
from tracker.fund.donors.donor_duplicates import (
    ComparedDonor,
    DuplicatePair,
    find_duplicates,
    likely_duplicates,
    tell_apart,
)
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.registry import DonorDraft, Spelling, add_donors
from tracker.fund.states import DonorStatus
from tracker.fund.tables.donors import DonorDistinction
from tracker.reference.codes import ContributorType
from tracker.reference.donor_names import normalise


def donor(number: int, code: str, name: str, *spellings: str, state: str = "") -> ComparedDonor:
    """Make a donor that stands for itself; codes with X are undecided."""
    status = DonorStatus.UNDECIDED if code.startswith("X") else DonorStatus.DECIDED
    keys = frozenset(normalise(one) for one in (name, *spellings))
    return ComparedDonor(number, code, name, state, status, keys)


def pairs(doubles: list[DuplicatePair]) -> list[tuple[str, str]]:
    """Return the codes: who would go, who would remain."""
    return [(one.merged.code, one.kept.code) for one in doubles]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (donor(1, "ITA", "Italy", state="ITA"), donor(2, "MAE", "MAECI", state="ITA"), "State ITA"),
        (donor(1, "A", "Open Society"), donor(2, "B", "OPEN  society"), "both are called"),
        (donor(1, "A", "The Fund", "FFF Fund"), donor(2, "B", "Fff-Fund"), "both are called"),
        (donor(1, "A", "Acme Holding Ltd"), donor(2, "B", "ACME Holdings Ltd."), "is like"),
        (donor(1, "A", "Fondation Pro Justice"), donor(2, "B", "Pro Justice Fondation"), "is like"),
        (donor(1, "ITA", "Italy", state="ITA"), donor(2, "X-1", "Itally"), "is like"),
        (donor(1, "A", "Côte d'Azur Bank"), donor(2, "B", "Cote dAzur Bank"), "both are called"),
    ],
)
def test_a_likely_double_comes_with_its_reason(
    one: ComparedDonor, other: ComparedDonor, reason: str
) -> None:
    (found,) = find_duplicates([one, other], set())
    assert any(reason in told for told in found.reasons), found.reasons
    assert find_duplicates([one, other], {(1, 2)}) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (donor(1, "NER", "Niger", state="NER"), donor(2, "NGA", "Nigeria", state="NGA")),
        (donor(1, "AUS", "Australia", state="AUS"), donor(2, "AUT", "Austria", state="AUT")),
        (donor(1, "A", "Giver 17"), donor(2, "B", "Giver 18")),
        (donor(1, "A", "ABC"), donor(2, "B", "ABD")),
        (donor(1, "A", "Red Cross"), donor(2, "B", "Green Peace")),
        (donor(1, "A", "???"), donor(2, "B", "!!!")),
    ],
)
def test_different_donors_are_no_doubles(one: ComparedDonor, other: ComparedDonor) -> None:
    assert find_duplicates([one, other], set()) == []


def test_who_is_better_known_remains() -> None:
    assert pairs(find_duplicates([donor(1, "X-9", "Itally"), donor(2, "ITA", "Italy")], set())) == [
        ("X-9", "ITA")
    ]
    assert pairs(
        find_duplicates([donor(1, "X-9", "Some One"), donor(2, "A", "Some One")], set())
    ) == [("X-9", "A")]
    assert pairs(
        find_duplicates([donor(2, "B", "Some One"), donor(1, "A", "Some One")], set())
    ) == [("B", "A")]


def test_a_pair_stands_once_with_all_its_reasons_and_the_likeliest_come_first() -> None:
    found = find_duplicates(
        [
            donor(1, "A", "Acme Holding", "Acme Group", state="ITA"),
            donor(2, "B", "Acme Holdings", "Acme Group", state="ITA"),
            donor(3, "C", "Zebra Trust Fund"),
            donor(4, "D", "Zebra Trust Funds"),
        ],
        set(),
    )
    assert pairs(found) == [("B", "A"), ("D", "C")]
    assert len(found[0].reasons) == 3
    assert found[0].likeness == 100 > found[1].likeness >= 88


def test_more_names_than_fit_one_block_are_all_compared() -> None:
    letters = ascii_lowercase[:11]
    words = ["".join(three) for three in product(letters, repeat=3)]
    many = [
        donor(number, f"D{number}", f"{word * 3} {word[::-1] * 3}")
        for number, word in enumerate(words)
    ]
    last = donor(9000, "LAST", many[3].name + "s")
    found = find_duplicates([*many, last], set())
    assert ("LAST", "D3") in pairs(found)


@pytest.fixture
def registry(session: Session) -> Session:
    """Give a registry in which two donors are likely one."""
    with transaction(session):
        drafts = [
            DonorDraft("ITA", "Italy", ContributorType.GOVERNMENT, "ITA"),
            DonorDraft("MAE", "Farnesina", ContributorType.GOVERNMENT),
            DonorDraft("OAS", "Acme", ContributorType.PRIVATE_SECTOR),
        ]
        add_donors(session, drafts, "test")
        add_alias(session, "OAS", Spelling("Farnesína"), "test")
    return session


def test_the_record_is_searched_for_doubles(registry: Session) -> None:
    assert pairs(likely_duplicates(registry)) == [("OAS", "MAE")]
    with transaction(registry):
        merge_donors(registry, "OAS", "MAE", "ana", "so")
    assert likely_duplicates(registry) == []


def test_that_two_are_not_the_same_is_kept_and_removes_the_pair(registry: Session) -> None:
    with transaction(registry):
        tell_apart(registry, "OAS", "MAE", "ana", "two houses")
    assert likely_duplicates(registry) == []
    kept = registry.exec(select(DonorDistinction)).one()
    assert (kept.decided_by, kept.why) == ("ana", "two houses")
    with pytest.raises(Conflict), transaction(registry):
        tell_apart(registry, "MAE", "OAS", "ben", "again")
    for other, why in (("OAS", "so"), ("ITA", " ")):
        with pytest.raises(InvalidInput), transaction(registry):
            tell_apart(registry, "OAS", other, "ben", why)
    assert len(registry.exec(select(DonorDistinction)).all()) == 1
