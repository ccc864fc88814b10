"""Maps the rows of a sheet onto our columns by a profile, and leaves rows out by its rules."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches

from tracker import periods
from tracker.errors import InvalidInput
from tracker.exchange.columns import SheetColumn, names_of
from tracker.exchange.faults import RowFault
from tracker.exchange.numbers import exact_number
from tracker.exchange.profiles import TODAY, Section
from tracker.exchange.sheets import Sheet, SheetRow
from tracker.words import say

Extras = Callable[[Mapping[str, str]], Mapping[str, str]]
ANY_OTHER = "*"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DAYS = ("effective_on", "on", "pledged_on", "received_on", "posted_on")
"""Our columns of days for which money counts."""


@dataclass(frozen=True, slots=True)
class MappedRow:
    """A row in our columns, as text; `headings` are the sheet's columns behind each of ours."""

    file: str
    number: int
    values: Mapping[str, str]
    headings: Mapping[str, str]

    def fault(self, column: str, value: str, message: str) -> RowFault:
        """Return a fault of a column of ours, in the terms of the sheet."""
        return RowFault(self.file, self.number, self.headings.get(column, column), value, message)


@dataclass(slots=True)
class LeftOut:
    """Rows left out for one reason, and the sum of their amounts as an exact decimal."""

    reason: str
    rows: int = 0
    total: Decimal = Decimal(0)


@dataclass(slots=True)
class Mapped:
    """A mapped sheet: the rows in our columns, the rows left out, the faults."""

    read: int = 0
    usable: bool = True
    sheet: Sheet | None = None
    rows: list[MappedRow] = field(default_factory=list)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    rows_left_out: dict[int, str] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def map_sheet(
    sheet: Sheet, section: Section, columns: Sequence[SheetColumn], extras: Extras
) -> Mapped:
    """Map a sheet onto our columns; `extras` computes further fields for the templates."""
    if section.columns is None:
        sheet = replace(sheet, headings=tuple(map(_own_heading, sheet.headings)))
    mapped = Mapped(
        read=len(sheet.rows) + len(sheet.overlong),
        notes=list(sheet.notes),
    )
    mapped.faults = [*_heading_faults(sheet, section, columns)]
    if mapped.faults:
        mapped.usable = False
        return mapped
    mapped.faults = [*_overlong_faults(sheet)]
    chosen = _chosen(sheet, section)
    mapped.notes.extend(_unused_notes(sheet, section))
    emptied: Counter[str] = Counter()
    for row in sheet.rows:
        theirs = _fields(sheet, section, row)
        reason = _reason_to_leave_out(section, theirs)
        if reason is not None:
            mapped.rows_left_out[row.number] = reason
            _leave_out(mapped, section, reason, theirs)
            continue
        headings = {ours: heading for ours, heading in chosen.items() if heading != ours}
        values, faults = _values(theirs, section, chosen, extras)
        emptied.update(_empty_what_lacks(values, section))
        ahead = None if faults else _lies_ahead(values, section)
        if ahead is not None:
            mapped.rows_left_out[row.number] = ahead
            _leave_out(mapped, section, ahead, theirs)
            continue
        made = MappedRow(sheet.file, row.number, values, headings)
        mapped.faults.extend(made.fault(column, value, why) for column, value, why in faults)
        if not faults:
            mapped.rows.append(made)
    mapped.notes.extend(_emptied_notes(sheet.file, section, emptied))
    return mapped


def _own_heading(heading: str) -> str:
    """Read "Donor reference" as donor_reference."""
    return heading.casefold().replace(" ", "_")


def _heading_faults(
    sheet: Sheet, section: Section, columns: Sequence[SheetColumn]
) -> Iterable[RowFault]:
    """Yield the faults of the headings."""
    known = names_of(columns)

    def fault(column: str, message: str) -> RowFault:
        return RowFault(sheet.file, sheet.heading_row, column, column, message)

    if not sheet.headings:
        yield fault("", say("the sheet has no headings"))
    for number, heading in enumerate(sheet.headings, start=1):
        if not heading:
            yield fault("", say("column %(number)s has no heading", number=number))
        elif heading in sheet.headings[: number - 1]:
            yield fault(heading, say("the column '%(name)s' stands twice", name=heading))
        elif section.columns is None and heading not in known:
            yield fault(heading, _unknown_heading(heading, known))
    for wanted in _wanted(section, columns):
        if not set(wanted) & set(sheet.headings):
            yield fault(
                wanted[0],
                say("the column %(names)s is missing", names=" / ".join(f"'{n}'" for n in wanted)),
            )


def _unknown_heading(heading: str, known: Sequence[str]) -> str:
    """Return the fault of an unknown heading, with the likely one."""
    near = get_close_matches(heading, known, n=1)
    if near:
        return say("'%(name)s' is no column; is '%(near)s' meant?", name=heading, near=near[0])
    return say(
        "'%(name)s' is no column of this kind of sheet; "
        "`flask import templates FOLDER` writes an empty one",
        name=heading,
    )


def _wanted(section: Section, columns: Sequence[SheetColumn]) -> Iterable[tuple[str, ...]]:
    """Yield the headings that the sheet needs, alternatives together."""
    if section.columns is None:
        yield from ((column.name,) for column in columns if column.required)
    made = {name for split in section.splits for name in split.into}
    yield from (names for names in (section.columns or {}).values() if not set(names) & made)
    for several in (section.sums, section.joins):
        yield from ((name,) for names in several.values() for name in names)
    yield from ((split.column,) for split in section.splits)
    yield from ((pattern.column,) for pattern in section.patterns.values())
    yield from ((rule.column,) for rule in section.leave_out)


def _overlong_faults(sheet: Sheet) -> Iterable[RowFault]:
    """Yield the rows with more cells than headings: something shifted them."""
    for row in sheet.overlong:
        value = next(cell for cell in row.cells[len(sheet.headings) :] if cell)
        yield RowFault(
            sheet.file, row.number, "", value, say("the row has more cells than the heading")
        )


def _chosen(sheet: Sheet, section: Section) -> dict[str, str]:
    """Return the sheet's column from which each column of ours is read."""
    if section.columns is None:
        return {heading: heading for heading in sheet.headings}
    there = {*sheet.headings, *(name for split in section.splits for name in split.into)}
    return {
        ours: next(name for name in names if name in there)
        for ours, names in section.columns.items()
    }


def _unused_notes(sheet: Sheet, section: Section) -> Iterable[str]:
    """Yield notes on columns of the sheet that are not used."""
    for heading, reason in section.unused.items():
        if heading in sheet.headings:
            yield say("the column %(name)s is not used: %(reason)s", name=heading, reason=reason)


def _fields(sheet: Sheet, section: Section, row: SheetRow) -> dict[str, str]:
    """Return a row by its headings, nulls emptied, columns split."""
    nulls = section.nulls
    theirs = {
        heading: "" if cell in nulls else cell
        for heading, cell in zip(sheet.headings, row.cells, strict=True)
    }
    for split in section.splits:
        parts = theirs[split.column].split(split.separator)
        theirs.update(zip(split.into, parts, strict=False))
        theirs.update(dict.fromkeys(split.into[len(parts) :], ""))
    return theirs


def _reason_to_leave_out(section: Section, theirs: Mapping[str, str]) -> str | None:
    """Return why the row is left out, or None."""
    for rule in section.leave_out:
        if theirs[rule.column] in rule.values:
            return rule.reason
    return None


def _lies_ahead(values: Mapping[str, str], section: Section) -> str | None:
    """Return why a row of a day to come is left out, or None; its days were read as ISO dates."""
    if section.only_until != TODAY:
        return None
    today = periods.today().isoformat()
    ahead = any(ISO_DAY.fullmatch(values.get(name, "")) and values[name] > today for name in DAYS)
    return say("its day has not come") if ahead else None


def _leave_out(mapped: Mapped, section: Section, reason: str, theirs: Mapping[str, str]) -> None:
    """Count a row that is left out, with its amount where the profile names the column."""
    group = mapped.left_out.setdefault(reason, LeftOut(reason))
    group.rows += 1
    for column in section.leave_out_sum:
        text = theirs.get(column, "")
        try:
            group.total += exact_number(text or "0", section)
        except InvalidInput as fault:
            mapped.notes.append(say("a row left out is not in its sum: %(why)s", why=fault))


def _values(
    theirs: Mapping[str, str], section: Section, chosen: Mapping[str, str], extras: Extras
) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Return a row in our columns, and the values that could not be mapped."""
    values = dict(section.constants)
    faults: list[tuple[str, str, str]] = []
    values.update((name, theirs[name]) for split in section.splits for name in split.into)
    values.update((ours, theirs[heading]) for ours, heading in chosen.items())
    for ours, rule in section.patterns.items():
        values[ours] = rule.find.sub(rule.replace, theirs[rule.column])
    for ours, names in section.joins.items():
        values[ours] = " ".join(theirs[name] for name in names if theirs[name])
    for ours, names in section.sums.items():
        values[ours] = _sum([theirs[name] for name in names], section)
    for ours, codes in section.codes.items():
        text = values.get(ours, "")
        found = codes.get(text, codes.get(ANY_OTHER))
        if found is None:
            faults.append((ours, text, say("the profile knows no code for '%(text)s'", text=text)))
        values[ours] = found or ""
    if section.derive and not faults:
        at_hand = {**theirs, **values, **extras(values)}
        for ours, template in section.derive.items():
            values[ours] = at_hand[ours] = template.format_map(at_hand)
    return values, faults


def _empty_what_lacks(values: dict[str, str], section: Section) -> Iterable[str]:
    """Empty the columns that depend on an empty one; yield them."""
    for ours, other in section.needs.items():
        if values.get(ours) and not values.get(other):
            values[ours] = ""
            yield ours


def _emptied_notes(file: str, section: Section, emptied: Mapping[str, int]) -> Iterable[str]:
    """Yield notes on columns that were emptied for want of another."""
    for ours, count in emptied.items():
        yield say(
            "%(file)s: in %(count)s rows %(column)s is left empty, since %(other)s is",
            file=file,
            count=count,
            column=ours,
            other=section.needs[ours],
        )


def _sum(texts: list[str], section: Section) -> str:
    """Sum numbers exactly; a text that is no number is returned, to be refused as it is."""
    total = Decimal(0)
    for text in texts:
        try:
            total += exact_number(text or "0", section)
        except InvalidInput:
            return text
    return format(total, "f").replace(".", section.decimal)
