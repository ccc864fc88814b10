"""The money of a large account: whatever is many is computed in columns, the rest in a book.

Pledges, receipts and all that is attributed by the rule go through a book in memory, by the
verbs of the ledger. Named allocations and expenditures are columns of numpy; they follow the
same rules (support_cost and moves of tracker.fund.ledger), vectorised. The two parts share no
account inside the fund but the unallocated money of a contribution, which is never overdrawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.accounts.booked_moves import BookedMove, BookPoster
from benchmarks.accounts.catalogue import DAYS, FIRST_DAY, LIFE, Catalogue, Funding
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.preparation.new_contributions import terms_of
from tracker.money import BASIS_POINTS
from tracker.sample.chance import Chance
from tracker.sample.earmarking import scope_of
from tracker.sample.journal import AFTER_ALL, APPROVER
from tracker.sample.moves import Numbers
from tracker.sample.rates import Rates
from tracker.sample.story_record import StoryRecord

Whole = NDArray[np.int64]
ALLOCATED_PART = 0.06  # of all entries
POOLED_ENTRIES = 25  # one in so many is attributed by the rule
MOST_POOLED = 40_000
USES = 36  # of an activity that is funded by pools
RANKS = 8  # order of kinds within a day
EVENING = time(18, tzinfo=UTC)
BOOKED, ALLOCATED, SPENT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Shares:
    """Named allocations, one a share: who gives how much to what, in US cents, and when.

    `funding` and `activity` are places in the catalogue; `rate` in basis points.
    """

    funding: Whole
    activity: Whole
    day: Whole
    minor: Whole
    reserved: Whole
    rate: Whole


@dataclass(frozen=True, slots=True)
class Spendings:
    """Named expenditures in the order in which each share has them; amounts in US cents."""

    share: Whole
    day: Whole
    minor: Whole
    charged: Whole


@dataclass(frozen=True, slots=True)
class Plan:
    """All entries: what the book holds, the columns, and in which order they come.

    `source` says of each entry from where it comes (BOOKED, ALLOCATED or SPENT), `place`
    where it stands there.
    """

    catalogue: Catalogue
    booked: tuple[BookedMove, ...]
    days: Whole
    shares: Shares
    spendings: Spendings
    source: Whole
    place: Whole
    last_day: int


def make_plan(catalogue: Catalogue, entries: int, seed: int) -> Plan:
    """Plan about so many entries; exactly as many where the contributions carry them."""
    chance = np.random.default_rng(seed)
    moves = sorted(_booked(catalogue, entries, Chance(seed)), key=lambda move: move[0])
    booked = tuple(move for _, move in moves)
    booked_keys = np.array([key for key, _ in moves], dtype=np.int64)
    shares = _shares(chance, catalogue, entries)
    count = max(len(shares.minor), entries - len(booked) - len(shares.minor))
    spendings = _spendings(chance, shares, count)
    keys = np.concatenate((booked_keys, shares.day * RANKS + 3, spendings.day * RANKS + 6))
    sizes = (len(booked), len(shares.minor), len(spendings.minor))
    order = np.argsort(keys, kind="stable")
    source = np.repeat(np.array((BOOKED, ALLOCATED, SPENT)), sizes)[order]
    place = np.concatenate([np.arange(size) for size in sizes])[order]
    return Plan(
        catalogue,
        booked,
        booked_keys // RANKS,
        shares,
        spendings,
        source,
        place,
        int(keys.max()) // RANKS,
    )


def book_of(catalogue: Catalogue, numbers: Numbers) -> BookPoster:
    """Open a book in memory that knows the terms and scopes of a catalogue."""
    terms = {
        number: terms_of(number, funding.draft)
        for funding in catalogue.fundings
        for number in (numbers.contributions[funding.draft.reference],)
    }
    scopes = {numbers.activities[draft.code]: scope_of(draft) for draft in catalogue.activities}
    book = Book(StoryRecord(terms, scopes, catalogue.rates), now=AFTER_ALL, approver=APPROVER)
    book.prepare(terms, scopes)
    return BookPoster(book, numbers)


def all_moves(plan: Plan) -> Iterator[BookedMove]:
    """Spell every entry as a move, in order: what the columns mean, for a check by the rules."""
    fundings, activities = plan.catalogue.fundings, plan.catalogue.activities
    shares, spendings = plan.shares, plan.spendings
    order = zip(plan.source.tolist(), plan.place.tolist(), strict=True)
    for number, (source, place) in enumerate(order, start=1):
        if source == BOOKED:
            yield plan.booked[place]
            continue
        spent = source == SPENT
        share = int(spendings.share[place]) if spent else place
        column: Any = spendings if spent else shares
        yield _move(
            EntryKind.EXPENDITURE if spent else EntryKind.ALLOCATION,
            int(column.day[place]),
            reference_of(source, number),
            int(column.minor[place]),
            contribution=fundings[int(shares.funding[share])].draft.reference,
            activity=activities[int(shares.activity[share])].code,
        )


def reference_of(source: int, number: int) -> str:
    """Return the reference of an entry of the columns."""
    return f"EX-{number:08}" if source == SPENT else f"AL-{number:08}"


def recorded_on(day: int) -> datetime:
    """Return when an entry of a day is recorded."""
    return datetime.combine(FIRST_DAY + timedelta(days=day), EVENING)


def _move(
    kind: EntryKind,
    day: int,
    reference: str,
    usd_minor: int,
    heading: Heading | None = None,
    **who: Any,  # noqa: ANN401 - fields of a move
) -> BookedMove:
    """Return a move of a day, under a plain heading unless another is given."""
    on = FIRST_DAY + timedelta(days=day)
    return BookedMove(kind, heading or Heading(on, reference), usd_minor, recorded_on(day), **who)


def _booked(catalogue: Catalogue, entries: int, chance: Chance) -> Iterator[tuple[int, BookedMove]]:
    """Return pledges, receipts and what pools fund, each with its key: day and rank."""
    for funding in catalogue.fundings:
        yield funding.pledged * RANKS, _payment(EntryKind.PLEDGE, funding, catalogue.rates)
        yield funding.received * RANKS + 1, _payment(EntryKind.RECEIPT, funding, catalogue.rates)
    pool = [funding for funding in catalogue.fundings if funding.pooled]
    received = max(funding.received for funding in pool)
    most = min(entries // POOLED_ENTRIES, MOST_POOLED)
    served = min(catalogue.pooled_activities, max(1, most // (USES + 2)))
    free = sum(_usd(funding, catalogue.rates) for funding in pool) // 2
    for place in range(served):
        code = catalogue.activities[place].code
        members = tuple(f.draft.reference for f in chance.some_of(pool, 5))
        yield from _pooled(chance, place, code, members, free // len(pool) // served, received)


def _pooled(
    chance: Chance, place: int, code: str, members: tuple[str, ...], usd: int, received: int
) -> Iterator[tuple[int, BookedMove]]:
    """Allocate to an activity from a pool, commit half, and spend nearly all by the rule."""
    day = chance.randint(received + 1, DAYS - LIFE)
    yield (
        day * RANKS + 2,
        _move(EntryKind.ALLOCATION, day, f"PA-{place + 1:06}", usd, activity=code, pool=members),
    )
    half = usd // 2
    yield (
        day * RANKS + 4,
        _move(EntryKind.COMMITMENT, day, f"PC-{place + 1:06}", half, activity=code),
    )
    for number in range(USES):
        on = day + 1 + number * (LIFE - 100) // USES
        committed = number % 2 == 0
        yield (
            on * RANKS + 5,
            _move(
                EntryKind.EXPENDITURE,
                on,
                f"PE-{place + 1:06}-{number + 1:02}",
                half * 2 // USES - chance.randint(0, half // USES),
                activity=code,
                against_commitment=committed,
            ),
        )


def _payment(kind: EntryKind, funding: Funding, rates: Rates) -> BookedMove:
    """Return the pledge or the receipt of a contribution."""
    pledge = kind is EntryKind.PLEDGE
    day = funding.pledged if pledge else funding.received
    on = FIRST_DAY + timedelta(days=day)
    draft = funding.draft
    worth = rates.convert(draft.amount_minor, draft.currency, on)
    heading = Heading(
        on,
        f"{draft.reference}-{'P' if pledge else 'R'}",
        currency=draft.currency,
        original_minor=draft.amount_minor,
        rate=worth.rate,
    )
    return _move(kind, day, "", worth.usd_minor, heading, contribution=draft.reference)


def _usd(funding: Funding, rates: Rates) -> int:
    """Return what a contribution is worth when it arrives, in US cents."""
    on = FIRST_DAY + timedelta(days=funding.received)
    return rates.convert(funding.draft.amount_minor, funding.draft.currency, on).usd_minor


def _shares(chance: np.random.Generator, catalogue: Catalogue, entries: int) -> Shares:
    """Share the contributions out among activities within their earmarks."""
    named = [place for place, funding in enumerate(catalogue.fundings) if not funding.pooled]
    wanted = max(len(named), round(entries * ALLOCATED_PART))
    counts = 1 + chance.multinomial(wanted - len(named), np.full(len(named), 1 / len(named)))
    funding, activity = [], []
    for place, count in zip(named, counts.tolist(), strict=True):
        within = catalogue.fundings[place].within
        first = int(chance.integers(len(within)))
        for step in range(min(count, len(within))):
            funding.append(place)
            activity.append(within[(first + step) % len(within)])
    owner = np.array(funding, dtype=np.int64)
    fundings = catalogue.fundings
    received = np.array([each.received for each in fundings], dtype=np.int64)[owner]
    rate = np.array([each.draft.support_rate_bp for each in fundings], dtype=np.int64)[owner]
    usd = np.array([_usd(each, catalogue.rates) for each in fundings], dtype=np.int64)[owner]
    weight = chance.uniform(0.3, 1.7, len(owner))
    whole = np.bincount(owner, weight, len(fundings))[owner]
    part = chance.uniform(0.85, 1.0, len(fundings))[owner]
    gross = usd * part * weight / whole
    minor = (gross * BASIS_POINTS / (BASIS_POINTS + rate)).astype(np.int64) - 2
    day = received + chance.integers(1, 240, len(owner))
    return Shares(owner, np.array(activity, dtype=np.int64), day, minor, half_up(minor, rate), rate)


def _spendings(chance: np.random.Generator, shares: Shares, count: int) -> Spendings:
    """Spend each share in several parts, most shares to the last cent."""
    size = len(shares.minor)
    weights = chance.uniform(0.5, 1.5, size)
    numbers = 1 + chance.multinomial(count - size, weights / weights.sum())
    share = np.repeat(np.arange(size), numbers)
    first = np.cumsum(numbers) - numbers
    used = np.where(chance.random(size) < 0.7, 1.0, chance.uniform(0.2, 0.95, size))  # noqa: PLR2004
    total = (shares.minor * used).astype(np.int64)
    parts = chance.uniform(0.5, 1.5, count)
    running = np.cumsum(parts)
    running -= (running[first] - parts[first])[share]
    last = first + numbers - 1
    cumulative = (total[share] * (running / running[last][share])).astype(np.int64)
    cumulative[last] = total
    minor = _differences(cumulative, first)
    charged = np.minimum(shares.reserved[share], half_up(cumulative, shares.rate[share]))
    done = cumulative == shares.minor[share]
    charged[done] = shares.reserved[share][done]
    length = np.minimum(LIFE - 300, DAYS - shares.day)
    moments = np.sort(share + chance.random(count) * 0.999) - share
    day = shares.day[share] + 1 + (moments * (length[share] - 1)).astype(np.int64)
    if minor.min() <= 0:
        raise ValueError("too many expenditures for too little money")
    return Spendings(share, np.minimum(day, DAYS), minor, _differences(charged, first))


def half_up(minor: Whole, rate_bp: Whole) -> Whole:
    """Return the share in basis points of each amount, half a cent rounded up."""
    return (2 * minor * rate_bp + BASIS_POINTS) // (2 * BASIS_POINTS)


def _differences(cumulative: Whole, first: Whole) -> Whole:
    """Return by how much each value exceeds the one before it in its own share."""
    before = np.concatenate((np.zeros(1, dtype=np.int64), cumulative[:-1]))
    before[first] = 0
    return cumulative - before
