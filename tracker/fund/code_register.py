"""The codes of all records: found without case, proposed, and listed where they break the rule."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from tracker.assistance.tables.activities import Activity, Programme
from tracker.assistance.tables.requests import AssistanceRequest
from tracker.assistance.tables.tools import Tool, ToolDissemination
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor
from tracker.fund.tables.statements import CertifiedStatement
from tracker.reference.record_codes import code_fault, code_key, is_lawful, next_free, normal_code


class CodeColumns(NamedTuple):
    """The columns of one kind of record: its code, the key of the code, its number."""

    code: Any
    key: Any
    number: Any


def _columns(table: type[SQLModel], code: str = "code") -> CodeColumns:
    """Return the columns of a table."""
    return CodeColumns(*(col(getattr(table, name)) for name in (code, "code_key", "id")))


REGISTER: Mapping[str, CodeColumns] = {
    "activities": _columns(Activity),
    "contributions": _columns(Contribution, "reference"),
    "dissemination": _columns(ToolDissemination),
    "donors": _columns(Donor),
    "programmes": _columns(Programme),
    "requests": _columns(AssistanceRequest),
    "statements": _columns(CertifiedStatement, "reference"),
    "tools": _columns(Tool),
}
"""The kinds of records with codes, named as their sheets are."""


class UnlawfulCode(NamedTuple):
    """A code on record that breaks the rule, or that is another's but for case."""

    kind: str
    code: str
    why: str


def unlawful_codes(session: Session) -> Iterator[UnlawfulCode]:
    """Yield the codes without a key, in the order of recording, and why they have none."""
    for kind, columns in REGISTER.items():
        statement = select(columns.code).where(columns.key.is_(None)).order_by(columns.number)
        for code in session.execute(statement).scalars():
            yield UnlawfulCode(kind, code, code_fault(code))


def code_on_record(session: Session, kind: str, text: str) -> str | None:
    """Return the code on record that a text names without case, None for none."""
    columns = REGISTER[kind]
    found = session.execute(select(columns.code).where(columns.key == code_key(text))).scalar()
    return None if found is None else str(found)


def is_on_record(session: Session, kind: str, code: str) -> bool:
    """Tell whether a code is on record as it is spelled; one that breaks the rule may be."""
    found = select(REGISTER[kind].number).where(REGISTER[kind].code == code)
    return session.execute(found).first() is not None


def spelled_code(session: Session, kind: str, text: str) -> str:
    """Return a code as it is on record, a lawful new one in its normal form, any other as typed."""
    normal = normal_code(text)
    return code_on_record(session, kind, text) or (normal if is_lawful(normal) else text)


def proposed_code(session: Session, kind: str) -> str:
    """Return the free code after that of the newest record; empty where there is none yet."""
    columns = REGISTER[kind]
    lawful = select(columns.code).where(columns.key.is_not(None))
    newest = session.execute(lawful.order_by(columns.number.desc()).limit(1)).scalar()
    if newest is None:
        return ""
    taken = set(session.execute(select(columns.key)).scalars())
    return next_free(newest, taken)
