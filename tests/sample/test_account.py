"""The illustrative account, before any database: it is whole, varied, lawful and the same again."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from tracker.assistance.outcome_drafts import participant_faults
from tracker.assistance.result_rules import result_faults
from tracker.assistance.states import RequestStatus
from tracker.fund.ledger.entries import EntryKind, RateUsed
from tracker.fund.ledger.recorded_rates import RecordedRates
from tracker.fund.preparation.worth import StatedWorth, worth_of
from tracker.fund.states import ContributionKind, ContributionSource, ScopeKind, SupportBasis
from tracker.money import BASIS_POINTS, Money
from tracker.reference.codes import ActivityStatus, ActivityType, ContributorType, Earmarking
from tracker.reference.instruments import Instrument
from tracker.reference.states import states
from tracker.sample.account import SEED, Account, make_account
from tracker.sample.story import LAST_DAY, assisted, programme_profiles

PROGRAMMES = frozenset(programme_profiles())


def test_account_has_the_size_of_its_story(account: Account) -> None:
    assert len(account.donors) == 45
    assert len(account.contributions) == 400
    assert len(account.activities) == 350
    assert 20 <= len(account.programmes) <= 25
    assert len(account.requests) == 80
    assert 7_300 <= len(account.moves) <= 8_200


def test_every_kind_of_thing_occurs(account: Account) -> None:
    contributions, done = account.contributions, account.activities
    assert {draft.earmarking for draft in contributions} == set(Earmarking)
    assert {draft.kind for draft in contributions} == set(ContributionKind)
    assert {draft.source for draft in contributions} == set(ContributionSource)
    assert {kind for draft in contributions for kind, _ in draft.scope} == set(ScopeKind)
    assert {draft.type for draft in done} == set(ActivityType)
    assert {draft.status for draft in done} == set(ActivityStatus)
    assert {share.code for draft in done for share in draft.instruments} == set(Instrument)
    assert {move.draft.kind for move in account.moves} == set(EntryKind)
    assert {draft.status for draft in account.requests} == set(RequestStatus)
    assert {draft.donor for draft in contributions} == {draft.code for draft in account.donors}
    assert len({draft.type for draft in account.donors}) >= 7
    assert len({draft.currency for draft in contributions}) >= 10


def test_every_financing_instrument_of_voluntary_money_occurs(account: Account) -> None:
    used = {draft.financing_instrument.value for draft in account.contributions}
    assert used == {"R02A", "R02B", "R03A", "R03B", "R03D", "R03E", "R03F"}


def test_donors_come_from_all_regional_groups(account: Account) -> None:
    groups = {states()[draft.state].regional_group for draft in account.donors if draft.state}
    assert groups == {"african", "asia_pacific", "eastern_european", "grulac", "weog"}
    others = {draft.type for draft in account.donors if not draft.state}
    assert ContributorType.EUROPEAN_UNION in others
    assert ContributorType.UN_POOLED_FUND in others


def test_the_120_assisted_states_all_benefit_and_are_eligible(account: Account) -> None:
    places = {share.code for draft in account.activities for share in draft.beneficiaries}
    helped = {place for place in places if place in states()}
    assert helped == set(assisted())
    assert len(helped) == 120
    assert all(states()[place].eligible for place in helped)


def test_shares_add_up_to_the_whole(account: Account) -> None:
    for draft in account.activities:
        assert sum(share.share_bp for share in draft.instruments) == BASIS_POINTS
        assert sum(share.share_bp for share in draft.beneficiaries) in {0, BASIS_POINTS}
        assert sum(share.share_bp for share in draft.tools) <= BASIS_POINTS


def test_no_two_activities_have_one_title(account: Account) -> None:
    assert len({draft.title for draft in account.activities}) == 350


def test_moves_are_known_in_their_order_and_never_before_they_happen(account: Account) -> None:
    moments = [move.recorded_at for move in account.moves]
    assert moments == sorted(moments)
    for move in account.moves:
        assert move.on <= move.recorded_at.date()
        assert move.on <= LAST_DAY


def test_money_is_used_within_its_period_and_taken_back_after_it(account: Account) -> None:
    until = {draft.reference: draft.use_until for draft in account.contributions}
    late = [
        move.draft.kind
        for move in account.moves
        if move.draft.contribution and move.on > (until[move.draft.contribution] or date.max)
    ]
    assert not set(late) & {EntryKind.ALLOCATION, EntryKind.COMMITMENT, EntryKind.EXPENDITURE}
    assert late.count(EntryKind.DE_ALLOCATION) > 5
    assert late.count(EntryKind.REFUND) > 10


def test_receipts_differ_as_they_do_in_life(account: Account) -> None:
    currency = {draft.reference: draft.currency for draft in account.contributions}
    receipts = [one.draft for one in account.moves if one.draft.kind is EntryKind.RECEIPT]
    of_each = Counter(draft.contribution for draft in receipts)
    assert sum(count > 1 for count in of_each.values()) > 60
    otherwise = [draft for draft in receipts if draft.currency != currency[draft.contribution]]
    assert {draft.currency for draft in otherwise} == {"USD", "EUR"}
    assert all(draft.settles_minor for draft in otherwise)
    assert any(draft.usd_minor and draft.rate_source == "bank's advice" for draft in receipts)
    assert any(draft.sure for draft in receipts)
    assert {draft.support_basis for draft in account.contributions} == set(SupportBasis)


def test_rates_come_monthly_and_now_and_then_in_the_middle_of_a_month(account: Account) -> None:
    days = Counter(draft.effective_on.day for draft in account.rates)
    assert set(days) == {1, 15}
    assert 0.04 < days[15] / days[1] < 0.12


def test_interest_follows_what_each_held_and_comes_once_a_year(account: Account) -> None:
    years = [one.on.year for one in account.moves if one.draft.kind is EntryKind.INTEREST]
    assert years == list(range(2014, 2027))


def test_money_goes_only_to_another_contribution_of_the_donor(account: Account) -> None:
    donor = {draft.reference: draft.donor for draft in account.contributions}
    transfers = [one.draft for one in account.moves if one.draft.kind is EntryKind.TRANSFER]
    assert all(donor[one.contribution] == donor[one.to_contribution] for one in transfers)
    assert all(one.letter == "Letter of the donor" for one in transfers)
    assert all(
        one.consent_on and one.consent_on < (one.effective_on or date.min) for one in transfers
    )


def rates_of(account: Account, currency: str) -> list[RateUsed]:
    """Return the rates of the story."""
    return [
        RateUsed(one.rate, one.source, one.effective_on)
        for one in account.rates
        if one.currency == currency
    ]


def test_the_largest_few_give_half(account: Account) -> None:
    received: Counter[str] = Counter()
    donor_of = {draft.reference: draft.donor for draft in account.contributions}
    rates = RecordedRates(partial(rates_of, account))
    for draft in (move.draft for move in account.moves):
        if draft.kind is EntryKind.RECEIPT:
            money = Money(draft.amount_minor or 0, draft.currency)
            stated = StatedWorth(draft.usd_minor, draft.rate)
            worth = worth_of(money, draft.effective_on or date.min, stated, rates)
            received[donor_of[draft.contribution]] += worth.usd_minor
    total = sum(received.values())
    assert 250_000_000_00 < total < 450_000_000_00
    assert 0.45 < sum(amount for _, amount in received.most_common(4)) / total < 0.75


def test_fewer_activities_are_held_and_less_is_spent_when_travel_stops(account: Account) -> None:
    spent: Counter[int] = Counter()
    held: Counter[int] = Counter()
    for move in account.moves:
        if move.draft.kind is EntryKind.EXPENDITURE:
            spent[move.on.year] += move.draft.amount_minor or 0
    for draft in account.activities:
        start = draft.planned_start or date.min
        held[start.year] += draft.type is ActivityType.TRAINING and draft.venue != "Online"
    assert spent[2020] < min(spent[2019], spent[2021])
    assert held[2020] < held[2019]


def test_same_seed_tells_the_same_story(account: Account) -> None:
    assert make_account(SEED) == account


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_tell_other_stories_whole(
    account: Account, account_of: Callable[[int], Account], seed: int
) -> None:
    other = account_of(seed)
    assert other.moves != account.moves
    assert len(other.contributions) == 400
    assert 6_900 <= len(other.moves) <= 8_600
    assert {draft.type for draft in other.activities} == set(ActivityType)
    assert {draft.status for draft in other.activities} == set(ActivityStatus)
    assert {draft.earmarking for draft in other.contributions} == set(Earmarking)


def test_counts_have_days_and_name_where_people_were_counted_before(account: Account) -> None:
    counts = [(draft, count) for draft in account.activities for count in draft.participants]
    assert 0.85 < sum(count.counted_on is not None for _, count in counts) / len(counts) < 0.95
    before = [count for _, count in counts if any(count.before)]
    assert {bool(count.before_activity) for count in before} == {True, False}
    assert all(bool(count.before_activity) != bool(count.before_programme) for count in before)
    assert any(count.before_activity == draft.code for draft, count in counts)
    assert not any(participant_faults(draft.participants, PROGRAMMES, bool) for draft, _ in counts)
    assert not any(result_faults(draft.results) for draft, _ in counts)
    days = Counter(
        (draft.code, result.indicator) for draft in account.activities for result in draft.results
    )
    assert max(days.values()) > 2
