"""Changes of records by drafts; those that move figures of closed periods take two persons."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, NamedTuple, TypeVar

import orjson
from pydantic import TypeAdapter
from sqlmodel import Session

from tracker.fund.approvals.change_kinds import (
    ChangeDecision,
    ChangeShown,
    Plain,
    RecordChangeKind,
    TwoPersons,
    no_note,
)
from tracker.fund.approvals.change_requests import hand_in
from tracker.fund.approvals.submission import NOBODY_YET
from tracker.fund.states import RecordChange
from tracker.people.audit import lock_record
from tracker.people.permissions import Permission
from tracker.questions import DraftQuestion, expect_answered
from tracker.versions import adapter_of, require_version

CLOSED_LINES = "closed_lines"
"""The name under which the number of lines in closed periods is shown."""
Draft = TypeVar("Draft")


class DraftChange(NamedTuple):
    """A record by its code, as it is and as it will be, in plain values."""

    code: str
    before: Plain
    after: Plain


@dataclass(frozen=True, slots=True)
class ChangedDrafts(Generic[Draft]):
    """Changes of one or more records of a kind, each by its draft."""

    drafts: tuple[Draft, ...]


def no_fields(draft: Any) -> tuple[str, ...]:  # noqa: ANN401 - a draft of any record
    """Return no fields: a change has all that its draft has."""
    del draft
    return ()


def no_questions(session: Session, row: Any, draft: Any) -> tuple[DraftQuestion, ...]:  # noqa: ANN401 - any record
    """Ask nothing about a change."""
    del session, row, draft
    return ()


@dataclass(frozen=True)
class DraftChanges(Generic[Draft]):
    """How records of a kind are changed by drafts, alone or by two persons.

    `code` names the field of a draft that names its record, `broken_down_by` the fields by which
    figures are broken down, `unordered` those whose order says nothing. `find` returns the row of
    a code, `on_record` the draft of a row, `closed_lines` counts the ledger's lines in closed
    periods of rows by number. `owner` is the column of a request that holds the row's number, for
    kinds that have one. `ask` returns what is asked about before a row becomes a draft.
    `change_decided` writes a change that another person decided, where `change` also asks what its
    author may do. `beside` names the fields of a record that change beside its requests, which
    leave them alone. `note` is told of decisions about requests.
    """

    name: RecordChange
    permission: Permission
    draft: type[Draft]
    code: str
    broken_down_by: tuple[str, ...]
    find: Callable[[Session, str], Any]
    on_record: Callable[[Session, Any], Draft]
    change: Callable[[Session, str, Draft, str, str], None]
    closed_lines: Callable[[Session, Sequence[int]], int]
    ask: Callable[[Session, Any, Draft], tuple[DraftQuestion, ...]] = no_questions
    owner: str = ""
    unordered: tuple[str, ...] = ()
    change_decided: Callable[[Session, str, Draft, str, str], None] | None = None
    beside: Callable[[Draft], tuple[str, ...]] = no_fields
    note: Callable[[Session, ChangeDecision], None] = no_note

    @property
    def kind(self) -> RecordChangeKind[ChangedDrafts[Draft]]:
        """The kind of request by which the changes wait."""
        payload = TypeAdapter(ChangedDrafts[self.draft])  # type: ignore[name-defined] # known at run time
        return RecordChangeKind(
            self.name,
            self.permission,
            payload,
            self.show,
            self.check,
            self.apply,
            lambda changes: tuple(self.code_of(draft) for draft in changes.drafts),
            note=self.note,
        )

    def moves_closed_figures(self, session: Session, draft: Draft) -> bool:
        """Tell whether a change moves figures of a closed period."""
        row = self.find(session, self.code_of(draft))
        change = self._compare(self.on_record(session, row), draft)
        moves = differs(change.before, change.after, self.broken_down_by)
        return moves and self.closed_lines(session, [row.id or 0]) > 0

    def questions(self, session: Session, draft: Draft) -> tuple[DraftQuestion, ...]:
        """Return what is asked about before a record is changed."""
        return self.ask(session, self.find(session, self.code_of(draft)), draft)

    def change_or_hand_in(  # noqa: PLR0913 - a write with what its form knows besides
        self,
        session: Session,
        code: str,
        draft: Draft,
        actor: str,
        why: str,
        *,
        replaces: int | None = None,
        version: str | None = None,
        sure: Collection[str] = (),
    ) -> int:
        """Change a record, or hand the change in where it moves figures of a closed period.

        Returns the number of the request, 0 where the record was changed. `replaces` is the
        number of a returned request, `sure` answers the questions. Raises ChangedMeanwhile for
        another `version`, AskedAbout for questions left.
        """
        lock_record(session)
        row = self.find(session, code)
        require_version(self.on_record(session, row), version)
        expect_answered(self.ask(session, row, draft), sure)
        if self.code_of(draft) != code or not self.moves_closed_figures(session, draft):
            self.change(session, code, draft, actor, why)
            return 0
        return hand_in(session, self.kind, ChangedDrafts((draft,)), actor, why, replaces=replaces)

    def hand_in_several(
        self, session: Session, drafts: Sequence[Draft], actor: str, why: str
    ) -> int:
        """Hand in changes of several records as one request; return its number."""
        return hand_in(session, self.kind, ChangedDrafts(tuple(drafts)), actor, why)

    def hand_in_decided(
        self,
        session: Session,
        draft: Draft,
        author: str,
        why: str,
        *,
        by: str,
        replaces: int | None = None,
    ) -> int:
        """Hand in a change of an author that another person has decided; return its number."""
        kind = replace(self.kind, apply=self.apply_decided)
        changes = ChangedDrafts((draft,))
        return hand_in(session, kind, changes, author, why, replaces=replaces, by=by)

    def show(self, session: Session, changes: ChangedDrafts[Draft]) -> ChangeShown:
        """Return the fields that change."""
        rows = [self.find(session, self.code_of(draft)) for draft in changes.drafts]
        compared = [
            self._compare(self.on_record(session, row), draft)
            for row, draft in zip(rows, changes.drafts, strict=True)
        ]
        lines = self.closed_lines(session, [row.id or 0 for row in rows])
        owner = {self.owner: rows[0].id} if self.owner and len(rows) == 1 else {}
        return show_drafts(compared, lines, owner)

    def check(self, session: Session, changes: ChangedDrafts[Draft], why: str) -> None:
        """Refuse a record that is not there; its other rules are asked when it is changed."""
        del why
        for draft in changes.drafts:
            self.find(session, self.code_of(draft))

    def apply(self, session: Session, changes: ChangedDrafts[Draft], persons: TwoPersons) -> None:
        """Change the records; while nobody has approved it, as far as their author may."""
        decided = persons.approved_by != NOBODY_YET
        self._write(session, changes, persons, decided=decided)

    def apply_decided(
        self, session: Session, changes: ChangedDrafts[Draft], persons: TwoPersons
    ) -> None:
        """Change the records, whatever their author may change."""
        self._write(session, changes, persons, decided=True)

    def _write(
        self,
        session: Session,
        changes: ChangedDrafts[Draft],
        persons: TwoPersons,
        *,
        decided: bool,
    ) -> None:
        """Write drafts, each with what changed beside it as the record has it."""
        write = (self.change_decided if decided else None) or self.change
        for draft in changes.drafts:
            code = self.code_of(draft)
            live = self.on_record(session, self.find(session, code))
            kept = {name: getattr(live, name) for name in self.beside(live)}
            settled = replace(draft, **kept)  # type: ignore[type-var] # every draft is a dataclass
            write(session, code, settled, persons.prepared_by, persons.why)

    def code_of(self, draft: Draft) -> str:
        """Return the code of a draft's record."""
        return str(getattr(draft, self.code))

    def _compare(self, before: Draft, after: Draft) -> DraftChange:
        """Return a record as it is and as a draft has it, without what changes beside it."""
        beside = self.beside(before)
        old, new = (
            {name: value for name, value in self._plain(one).items() if name not in beside}
            for one in (before, after)
        )
        return DraftChange(self.code_of(after), old, new)

    def _plain(self, draft: Draft) -> Plain:
        """Return a draft in plain values."""
        values: Plain = adapter_of(self.draft).dump_python(draft, mode="json")
        return values | {name: sorted(values[name]) for name in self.unordered}


def differs(before: Plain, after: Plain, names: Iterable[str]) -> bool:
    """Tell whether one of the named fields differs."""
    return any(before.get(name) != after.get(name) for name in names)


def show_drafts(changes: Sequence[DraftChange], closed_lines: int, owner: Plain) -> ChangeShown:
    """Show the fields that differ; the decision is bound to the whole records as they are."""
    first, several = changes[0].code, len(changes) > 1
    before: Plain = {}
    after: Plain = {CLOSED_LINES: closed_lines}
    for change in changes:
        for name in change.before | change.after:
            old, new = change.before.get(name), change.after.get(name)
            if old != new:
                shown = f"{change.code}: {name}" if several else name
                before[shown], after[shown] = old, new
    records = orjson.dumps([change.before for change in changes], option=orjson.OPT_SORT_KEYS)
    return ChangeShown(
        title=f"{first} (+{len(changes) - 1})" if several else first,
        before=before,
        after=after,
        rests_on={"records": hashlib.sha256(records).hexdigest()},
        **owner,
    )
