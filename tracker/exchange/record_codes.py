"""Brings the codes of records in a sheet's cells to the form on record, whatever their case."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlmodel import Session

from tracker.exchange.cells import LIST_SIGN
from tracker.exchange.mapped_rows import MappedRow
from tracker.fund.code_register import REGISTER
from tracker.reference.record_codes import CodesOnRecord, code_key

OWN = dict.fromkeys(REGISTER, "code") | {
    "contributions": "reference",
    "statements": "statement",
}
"""The column of a record's own code, by the kind of sheet."""
NAMED = {
    "activities": "activities",
    "activity": "activities",
    "contribution": "contributions",
    "programme": "programmes",
    "programmes": "programmes",
    "requests": "requests",
    "to_contribution": "contributions",
    "tool": "tools",
    "tools": "tools",
}
"""The columns that name other records, and their kinds; semicolons separate a list in one."""
FIRST_WORD = re.compile(r"\S+")


def columns_of_codes(kind: str) -> dict[str, str]:
    """Return the columns that hold codes of records, with the kinds of those records."""
    return NAMED | ({OWN[kind]: kind} if kind in OWN else {})


def in_form_on_record(
    session: Session, kind: str, rows: Sequence[MappedRow]
) -> Sequence[MappedRow]:
    """Return rows whose cells spell codes as they are on record; unknown ones in normal form."""
    columns = columns_of_codes(kind)
    used = {name for row in rows for name in columns if row.values.get(name)}
    known = {
        name: CodesOnRecord(session.execute(select(REGISTER[columns[name]].code)).scalars())
        for name in used
    }
    spell = {name: _spelling(name, codes) for name, codes in known.items()}
    if (own := OWN.get(kind)) in spell:
        spell[own] = _as_first_written(spell[own])
    return [_spelled(row, spell) for row in rows] if spell else rows


def _spelling(column: str, known: CodesOnRecord) -> Callable[[str], str]:
    """Return the function that spells the cells of a column: one code, or a list of them."""
    if column == "tools":
        return lambda text: FIRST_WORD.sub(lambda word: known.canonical(word[0]), text, count=1)
    return known.canonical


def _as_first_written(spell: Callable[[str], str]) -> Callable[[str], str]:
    """Return the function that spells a new code as the first row of the sheet that has it."""
    first: dict[str, str] = {}

    def write(text: str) -> str:
        """Spell a code as it is on record, or else as in the first row."""
        code = spell(text)
        return first.setdefault(code_key(code), code)

    return write


def _spelled(row: MappedRow, spell: Mapping[str, Callable[[str], str]]) -> MappedRow:
    """Return a row with its codes in the form on record, itself where they are."""
    changed = {
        name: text
        for name, write in spell.items()
        if (before := row.values.get(name)) and (text := _list(before, write)) != before
    }
    return replace(row, values={**row.values, **changed}) if changed else row


def _list(text: str, write: Callable[[str], str]) -> str:
    """Spell a code, or each item of a list of codes."""
    whole = write(text)
    if whole != text or LIST_SIGN not in text:
        return whole
    return f"{LIST_SIGN} ".join(write(item.strip()) for item in text.split(LIST_SIGN))
