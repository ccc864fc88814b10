# ruff: noqa: D102 - the name of a rule is its sentence
"""Random merges and undoings: nothing is lost, each thing is one donor's, undoing restores."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.fund.registry_of_donors import CODES, Holding, fill_registry, read_holding
from tests.support.databases import PostgresServer
from tracker.db import make_engine, make_session, transaction
from tracker.errors import TrackerError
from tracker.fund.contributions.terms import change_contribution, find_contribution, read_draft
from tracker.fund.donors.merging import merge_donors, undo_merge

pytestmark = pytest.mark.slow

WHO = st.sampled_from(CODES)


class Merge(NamedTuple):
    """A merge that stands: who became whom, who had what before, whether accounts followed."""

    code: str
    into: str
    before: Holding
    follow: bool


def passed(now: dict[str, str], names: Iterable[str], source: str, target: str) -> dict[str, str]:
    """Return who has what after what the source still has of these passed to the target."""
    moved = {name for name in names if now[name] == source}
    return {name: target if name in moved else who for name, who in now.items()}


def of(held: dict[str, str], code: str) -> list[str]:
    """Return what a donor has."""
    return [name for name, who in held.items() if who == code]


class MergeMachine(RuleBasedStateMachine):
    """Merges on a database, beside a model that knows who has what."""

    def __init__(self, url: str, close: Callable[[], object]) -> None:
        super().__init__()
        self.engine = make_engine(url)
        self.session = make_session(self.engine)
        self.close = close
        fill_registry(self.session)
        self.first = read_holding(self.session)
        self.model = self.first
        self.open: dict[int, Merge] = {}
        self.given = False

    def teardown(self) -> None:
        """Undo all that is open, from the last: then all is as it was; leave no database behind."""
        for number in sorted(self.open, reverse=True):
            self.undoing_one(number)
            self.everything_is_where_the_model_says()
        assert self.model.statuses == self.first.statuses
        assert self.model.aliases == self.first.aliases
        assert self.model.people == self.first.people
        if not self.given:
            assert self.model == self.first
        self.session.close()
        self.engine.dispose()
        self.close()

    @rule(code=WHO, into=WHO, follow=st.booleans())
    def merging(self, code: str, into: str, *, follow: bool) -> None:
        statuses = self.model.statuses
        lawful = code != into and "merged" not in {statuses[code], statuses[into]}
        if not lawful:
            with pytest.raises(TrackerError), transaction(self.session):
                merge_donors(self.session, code, into, "a", "so", users_follow=follow)
            return
        with transaction(self.session):
            number = merge_donors(self.session, code, into, "a", "so", users_follow=follow)
        self.open[number] = Merge(code, into, self.model, follow)
        self.model = Holding(
            passed(self.model.contributions, self.model.contributions, code, into),
            passed(self.model.aliases, self.model.aliases, code, into),
            passed(self.model.people, self.model.people, code, into if follow else code),
            {**statuses, code: "merged"},
        )

    @precondition(lambda self: bool(self.open))
    @rule(data=st.data())
    def undoing(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.open)))
        if self.model.statuses[self.open[number].into] == "merged":
            with pytest.raises(TrackerError), transaction(self.session):
                undo_merge(self.session, number, "b", "no")
            return
        self.undoing_one(number)

    def undoing_one(self, number: int) -> None:
        code, into, before, follow = self.open.pop(number)
        with transaction(self.session):
            undo_merge(self.session, number, "b", "no")
        people = of(before.people, code) if follow else []
        self.model = Holding(
            passed(self.model.contributions, of(before.contributions, code), into, code),
            passed(self.model.aliases, of(before.aliases, code), into, code),
            passed(self.model.people, people, into, code),
            {**self.model.statuses, code: before.statuses[code]},
        )

    @rule(reference=st.sampled_from([f"{code}-0" for code in CODES]), to=WHO)
    def giving_a_contribution_to_another(self, reference: str, to: str) -> None:
        if self.model.statuses[to] == "merged":
            return
        draft = read_draft(self.session, find_contribution(self.session, reference))
        with transaction(self.session):
            change_contribution(self.session, reference, replace(draft, donor=to), "a", "so")
        self.given = True
        contributions = {**self.model.contributions, reference: to}
        self.model = self.model._replace(contributions=contributions)

    @invariant()
    def everything_is_where_the_model_says(self) -> None:
        found = read_holding(self.session)
        assert found == self.model
        assert set(found.contributions) == set(self.first.contributions)
        assert set(found.aliases) == set(self.first.aliases)
        merged = {code for code, status in found.statuses.items() if status == "merged"}
        assert not merged & set(found.contributions.values())


def run(machine: Any, examples: int) -> None:  # noqa: ANN401 - hypothesis takes any maker, and types a class
    """Run the machine on so many histories of up to 20 decisions."""
    thorough = settings(
        max_examples=examples,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(machine, settings=thorough)


def test_random_merges_on_sqlite(fresh_sqlite: Callable[[], str]) -> None:
    run(lambda: MergeMachine(fresh_sqlite(), lambda: None), examples=25)


def test_random_merges_on_postgresql(postgres: PostgresServer) -> None:
    def machine() -> MergeMachine:
        url = postgres.lend_migrated()
        return MergeMachine(url, partial(postgres.take_back, url))

    run(machine, examples=8)
