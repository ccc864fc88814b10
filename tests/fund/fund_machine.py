# ruff: noqa: D102 - the name of a rule is its sentence
"""The machine on which random histories run: how a move is made, and what holds after each.

After each move the books must balance and agree with the model; a refused one must leave
nothing behind, and what was known of the past stays.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial

import pytest
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.fund import ledger_checks as checks
from tests.fund.model import Model
from tests.fund.model_parts import EUROS_A_DOLLAR
from tests.fund.proposals import Proposal, Proposer
from tests.fund.small_fund import add_catalogue, contents
from tracker.db import make_engine, make_session, transaction
from tracker.errors import InsufficientFunds, TrackerError
from tracker.fund.approvals.submission import post_instructions, submit
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.periods import utc_now

MAKER, SECOND = "maker", "second"


class FundMachine(RuleBasedStateMachine):
    """Posts on a database and on the model."""

    def __init__(self, url: str, close: Callable[[], object]) -> None:
        super().__init__()
        self.engine = make_engine(url)
        self.session = make_session(self.engine)
        self.close = close
        self.fund = add_catalogue(self.session)
        with transaction(self.session):
            rate = RateDraft("EUR", date(1990, 1, 1), Decimal(EUROS_A_DOLLAR), "as drawn")
            add_rates(self.session, [rate], MAKER)
        self.model = Model()
        self.propose = Proposer(self.fund, self.model)
        self.known: list[tuple[datetime, checks.Sums]] = []

    def teardown(self) -> None:
        """Leave no database behind."""
        self.session.close()
        self.engine.dispose()
        self.close()

    # How a move is made

    def make(self, proposals: Sequence[Proposal], *, hands_in: bool) -> None:
        """Post or hand in; expect it to be kept where the model allows it, else refused whole."""
        planned = [one.planned for one in proposals]
        orders = [one.order for one in proposals]
        moves = self.model.moves(planned)
        if moves is None:
            self.refused(partial(self.submit if hands_in else self.post, orders))
        elif not hands_in:
            self.post(orders)
            self.model.keep(planned, moves)
        else:
            request = self.submit(orders)
            assert bool(request) is self.model.takes_two(planned)
            if request:
                self.model.wait(request, planned, moves)
            else:
                self.model.keep(planned, moves)

    def refused(self, attempt: Callable[[], object]) -> None:
        """Expect a refusal that leaves nothing behind."""
        before = contents(self.session)
        with pytest.raises(TrackerError) as refusal:
            attempt()
        assert contents(self.session) == before
        if isinstance(refusal.value, InsufficientFunds) and self.model.shortages:
            shortage = refusal.value.shortage
            assert (shortage.on, shortage.available_minor) in self.model.shortages
        self.model.shortages = set()

    def post(self, orders: Sequence[PostingInstruction]) -> None:
        """Post in a transaction of its own, with a second person at hand."""
        with transaction(self.session), open_book(self.session, MAKER, SECOND) as book:
            post_instructions(self.session, book, orders)

    def submit(self, orders: Sequence[PostingInstruction]) -> int:
        """Hand in; return the number of the request, or 0."""
        with transaction(self.session):
            return submit(self.session, orders, MAKER, "as drawn").request

    # What must hold

    @rule()
    def remembering_what_is_known(self) -> None:
        self.known.append((utc_now(), checks.known_sums(self.session)))
        self.session.rollback()

    @invariant()
    def the_books_balance(self) -> None:
        session = self.session
        session.rollback()
        accounts = checks.read_accounts(session, self.fund)
        checks.check_lines(session, accounts)
        checks.check_model(accounts, self.model)
        checks.check_conservation(self.model)
        checks.check_days(session)
        checks.check_holds(session, self.fund, self.model)
        checks.check_waterfalls(session, self.fund, self.model)
        for moment, sums in self.known:
            assert checks.known_sums(session, known_at=moment) == sums
        checks.check_two_persons(session, self.model, SECOND)
        checks.check_chain(session, len(self.model.entries))
