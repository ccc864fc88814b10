"""Tables of the ledger: entries, their lines, the accounts with their balances, the head.

Entries and lines are only ever added: triggers of the migration refuse a change, a
deletion, an entry whose lines do not sum to zero, and a line added to a written entry.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    false,
    text,
)
from sqlmodel import Field, SQLModel

from tracker.db import ExactDecimal, MinorUnits, UtcDateTime, enum_column
from tracker.fund.ledger.accounts import OUTSIDE, AccountKind
from tracker.fund.ledger.entries import LONGEST_BASIS, LONGEST_REASON, EntryKind

_OUTSIDE_SQL = ", ".join(f"'{kind.value}'" for kind in sorted(OUTSIDE))


class LedgerEntry(SQLModel, table=True):
    """One entry with its two dates; `id` counts from 1 without a gap.

    `correction` is the reason of an entry in a closed period, `letter` and `consent_on` the donor's
    consent, `basis` the agreement or rule on which an entry rests. `rate_implied` marks a
    rate that follows from the bank's own amount in US dollars.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (CheckConstraint("approved_by <> recorded_by", name="two_persons"),)

    id: int | None = Field(
        default=None, primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    kind: EntryKind = Field(sa_type=enum_column(EntryKind))
    reference: str = Field(max_length=120, unique=True)
    effective_on: date = Field(index=True)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_by: str = Field(max_length=254)
    contribution_id: int | None = Field(default=None, foreign_key="contribution.id", index=True)
    activity_id: int | None = Field(default=None, foreign_key="activity.id", index=True)
    usd_minor: int = Field(sa_type=MinorUnits)
    currency: str = Field(default="USD", max_length=3)
    original_minor: int | None = Field(default=None, sa_type=MinorUnits)
    rate: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    rate_source: str = Field(default="", max_length=200)
    rate_on: date | None = None
    note: str = ""
    reverses_id: int | None = Field(default=None, foreign_key="ledger_entry.id", unique=True)
    approved_by: str = Field(default="", max_length=254, sa_column_kwargs={"server_default": ""})
    correction: str = Field(default="", max_length=2000, sa_column_kwargs={"server_default": ""})
    basis: str = Field(
        default="", max_length=LONGEST_BASIS, sa_column_kwargs={"server_default": ""}
    )
    rate_implied: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    letter: str = Field(
        default="", max_length=LONGEST_BASIS, sa_column_kwargs={"server_default": ""}
    )
    consent_on: date | None = None
    digest: bytes = Field(sa_type=LargeBinary)


class LedgerEntryWords(SQLModel, table=True):
    """The texts of an entry that are not plain ASCII, folded, by which a list finds it."""

    __tablename__ = "ledger_entry_words"

    entry_id: int = Field(primary_key=True, foreign_key="ledger_entry.id")
    folded: str = Field(sa_type=Text)


class LedgerAccount(SQLModel, table=True):
    """An account and its balance, updated in the transaction that posts.

    `last_on` is the day of its last line. `let_in` is the reason for which days on which it is
    below zero were let in, empty where there may be none.
    """

    __tablename__ = "ledger_account"
    __table_args__ = (
        CheckConstraint(
            f"balance_minor >= 0 OR kind IN ({_OUTSIDE_SQL})",
            name="inside_not_below_zero",
        ),
        Index(
            "uq_ledger_account_of_contribution",
            "contribution_id",
            "kind",
            unique=True,
            sqlite_where=text("activity_id IS NULL"),
            postgresql_where=text("activity_id IS NULL"),
        ),
        Index(
            "uq_ledger_account_of_activity",
            "activity_id",
            "contribution_id",
            "kind",
            unique=True,
            sqlite_where=text("activity_id IS NOT NULL"),
            postgresql_where=text("activity_id IS NOT NULL"),
        ),
        Index("ix_ledger_account_contribution_id", "contribution_id"),
    )

    id: int | None = Field(
        default=None, primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    kind: AccountKind = Field(sa_type=enum_column(AccountKind))
    contribution_id: int = Field(foreign_key="contribution.id")
    activity_id: int | None = Field(default=None, foreign_key="activity.id")
    balance_minor: int = Field(default=0, sa_type=MinorUnits)
    original_minor: int = Field(default=0, sa_type=MinorUnits)
    last_on: date = Field(sa_column_kwargs={"server_default": "0001-01-01"})
    let_in: str = Field(
        default="", max_length=LONGEST_REASON, sa_column_kwargs={"server_default": ""}
    )


class LedgerLine(SQLModel, table=True):
    """A change of one account by an entry; `measure` is a code of tracker.fund.ledger.measures."""

    __tablename__ = "ledger_line"
    __table_args__ = (
        CheckConstraint("measure BETWEEN 1 AND 16", name="measure_known"),
        Index("ix_ledger_line_entry_id", "entry_id"),
        Index("ix_ledger_line_account_id", "account_id"),
    )

    id: int | None = Field(
        default=None, primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    entry_id: int = Field(
        sa_column=Column(
            ForeignKey("ledger_entry.id", deferrable=True, initially="DEFERRED"), nullable=False
        )
    )
    account_id: int = Field(foreign_key="ledger_account.id")
    minor: int = Field(sa_type=MinorUnits)
    measure: int | None = Field(default=None, sa_type=SmallInteger)
    attributed: bool = False
    original_minor: int | None = Field(default=None, sa_type=MinorUnits)


class LedgerHead(SQLModel, table=True):
    """One row: the last numbers in use, the digest of the last entry and its moment."""

    __tablename__ = "ledger_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    last_entry_id: int = 0
    last_line_id: int = 0
    last_account_id: int = 0
    digest: bytes = Field(default=b"", sa_type=LargeBinary)
    recorded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LedgerHold(SQLModel, table=True):
    """Money of an account that a waiting request has reserved from a day on, in US cents.

    Below zero where less is reserved from that day on than from an earlier one.
    """

    __tablename__ = "ledger_hold"
    __table_args__ = (
        CheckConstraint("minor <> 0", name="something_held"),
        Index("ix_ledger_hold_account", "contribution_id", "activity_id"),
        Index(
            "uq_ledger_hold_of_contribution",
            "request_id",
            "kind",
            "contribution_id",
            "effective_on",
            unique=True,
            sqlite_where=text("activity_id IS NULL"),
            postgresql_where=text("activity_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="approval_request.id", index=True)
    kind: AccountKind = Field(sa_type=enum_column(AccountKind))
    contribution_id: int = Field(foreign_key="contribution.id")
    activity_id: int | None = Field(default=None, foreign_key="activity.id")
    minor: int = Field(sa_type=MinorUnits)
    effective_on: date
