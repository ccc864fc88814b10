"""The index of search: what is found of a record, for each kind of reader one row."""

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import DDL, Table, Text, UniqueConstraint, event
from sqlmodel import Field, SQLModel

from tracker.db import enum_column

WORDS = "search_words"
"""The full text index of SQLite; its rows have the numbers of those of the index of search."""
MAKE_WORDS = f"CREATE VIRTUAL TABLE {WORDS} USING fts5(tokens, tokenize='ascii', prefix='2 3 4')"
DROP_WORDS = f"DROP TABLE IF EXISTS {WORDS}"
VECTOR = "array_to_tsvector(string_to_array(tokens, ' '))"
"""The words of a row on PostgreSQL: as they are, without its parser, which would split codes."""
OF_VECTOR = "ix_search_entry_words"
MAKE_VECTOR = f"CREATE INDEX {OF_VECTOR} ON search_entry USING gin ({VECTOR})"


class FoundKind(StrEnum):
    """The kind of a record that is found; the value is that of its import."""

    DONOR = "donors"
    CONTRIBUTION = "contributions"
    PROGRAMME = "programmes"
    ACTIVITY = "activities"
    TOOL = "tools"
    REQUEST = "requests"
    DISSEMINATION = "dissemination"


class FinderGroup(StrEnum):
    """The readers who find a row."""

    PUBLIC = "public"  # everybody
    STAFF = "staff"  # who sees what is not published
    TERMS = "terms"  # who sees the terms of the contributions of its donor


class SearchEntry(SQLModel, table=True):
    """What is found of a record by one kind of reader.

    `fuller` is the audience that has a fuller row of the same record. `words` is what a snippet is
    taken from, `tokens` all words as they are searched, `title_tokens` those of the title.
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "code", "audience"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: FoundKind = Field(sa_type=enum_column(FoundKind))
    code: str = Field(max_length=60)
    audience: FinderGroup = Field(sa_type=enum_column(FinderGroup))
    fuller: str = Field(default="", max_length=10)
    donor: str = Field(default="", max_length=20)
    title: str = Field(sa_type=Text)
    words: str = Field(sa_type=Text)
    code_folded: str = Field(max_length=120, index=True)
    title_tokens: str = Field(sa_type=Text)
    tokens: str = Field(sa_type=Text)


_ddl: Callable[[str], DDL] = DDL
_TABLE: Table = SearchEntry.__table__  # type: ignore[attr-defined] # given by SQLModel
event.listen(_TABLE, "after_create", _ddl(MAKE_WORDS).execute_if(dialect="sqlite"))
event.listen(_TABLE, "after_create", _ddl(MAKE_VECTOR).execute_if(dialect="postgresql"))
event.listen(_TABLE, "before_drop", _ddl(DROP_WORDS).execute_if(dialect="sqlite"))
