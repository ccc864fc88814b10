"""Maps the rows of a sheet onto our columns by a profile, and leaves rows out by its rules."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import PurePath

from tracker import periods
from tracker.errors import InvalidInput
from tracker.exchange.cell_kinds import CellKind
from tracker.exchange.cells import emptied_in
from tracker.exchange.columns import SheetColumn
from tracker.exchange.days_ahead import move_days_ahead, moved_notes
from tracker.exchange.faults import RowFault
from tracker.exchange.headings import (
    heading_faults,
    heading_notes,
    unlisted_headings,
)
from tracker.exchange.like_rows import add_up
from tracker.exchange.mapped_rows import LeftOut, Mapped, MappedRow
from tracker.exchange.numbers import exact_number, written_number
from tracker.exchange.profile_checks import template_faults
from tracker.exchange.profile_templates import fill, names_in
from tracker.exchange.profiles import TODAY, Section
from tracker.exchange.rounding import round_amounts
from tracker.exchange.row_rules import reason_to_leave_out
from tracker.exchange.sheet_request import own_heading
from tracker.exchange.sheets import Sheet, SheetRow
from tracker.exchange.unread_cells import unread_faults
from tracker.words import ngettext, say

Extras = Callable[[Mapping[str, str]], Mapping[str, str]]
Unmapped = tuple[str, str, str]
"""A value that could not be mapped: our column, the value, the reason."""
ANY_OTHER = "*"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DAYS = ("effective_on", "on", "pledged_on", "received_on", "posted_on")
"""Our columns of days for which money counts."""


def map_sheet(
    sheet: Sheet, section: Section, columns: Sequence[SheetColumn], extras: Extras
) -> Mapped:
    """Map a sheet onto our columns; `extras` computes further fields for the templates.

    Raises InvalidInput for a template of the profile that names what there is not.
    """
    if section.columns is None:
        sheet = replace(sheet, headings=tuple(map(own_heading, sheet.headings)))
    mapped = Mapped(
        read=len(sheet.rows) + len(sheet.overlong),
        notes=list(sheet.notes),
        unlisted=unlisted_headings(sheet, section),
    )
    mapped.faults = [
        *heading_faults(sheet, section, columns),
        *template_faults(sheet, section, extras({})),
    ]
    if mapped.faults:
        mapped.usable = False
        return mapped
    mapped.faults = [*_overlong_faults(sheet)]
    mapped.notes.extend(heading_notes(sheet, section))
    _map_rows(mapped, sheet, section, extras)
    if section.add_up:
        _add_up(mapped, section)
    if section.round:
        mapped.rows, mapped.rounded = round_amounts(mapped.rows, section)
    return mapped


def _map_rows(mapped: Mapped, sheet: Sheet, section: Section, extras: Extras) -> None:
    """Map the rows one by one; each is taken, left out or refused."""
    emptied: Counter[str] = Counter()
    moved: Counter[str] = Counter()
    kept: Counter[tuple[str, str]] = Counter()
    like: Counter[tuple[str, ...]] = Counter()
    for row in sheet.rows:
        theirs = _fields(sheet, section, row)
        named = tuple(theirs[name] for name in section.number_like)
        like[named] += 1
        numbers = {
            "_row": str(row.number),
            "_nth": str(like[named]),
            "_file": PurePath(sheet.file).stem,
        }
        unread = unread_faults(sheet, row, section)
        try:
            reason = reason_to_leave_out(section, theirs)
        except InvalidInput as fault:
            place = (sheet.file, row.number, fault.field, theirs[fault.field])
            mapped.faults.extend(unread or [RowFault(*place, str(fault))])
            continue
        if reason is not None:
            _leave_out(mapped, section, row, reason, theirs)
            continue
        if unread:
            mapped.faults.extend(unread)
            continue
        chosen = _chosen(sheet, section, theirs)
        values, faults = _values(theirs, section, chosen, kept)
        if section.derive and not faults:
            at_hand = {**theirs, **numbers, **values, **extras(values)}
            values.update(_derived(at_hand, section))
            faults.extend(_days_without_parts(at_hand, section, chosen))
        emptied.update(_empty_what_lacks(values, section))
        moved.update(move_days_ahead(values, section))
        ahead = None if faults else _lies_ahead(values, section)
        if ahead is not None:
            _leave_out(mapped, section, row, ahead, theirs)
            continue
        emptying = emptied_in(values) if section.columns is None else frozenset()
        values.update(dict.fromkeys(emptying, ""))
        headings = {ours: heading for ours, heading in chosen.items() if heading != ours}
        made = MappedRow(
            sheet.file, row.number, values, headings, _kinds(sheet, row, chosen), emptying
        )
        mapped.faults.extend(made.fault(column, value, why) for column, value, why in faults)
        if not faults:
            mapped.rows.append(made)
    mapped.notes.extend(_emptied_notes(sheet.file, section, emptied))
    mapped.notes.extend(moved_notes(sheet.file, section, moved))
    mapped.notes.extend(_kept_notes(sheet.file, kept))


def _overlong_faults(sheet: Sheet) -> Iterable[RowFault]:
    """Yield the rows with more cells than headings: something shifted them."""
    for row in sheet.overlong:
        value = next(cell for cell in row.cells[len(sheet.headings) :] if cell)
        yield RowFault(
            sheet.file, row.number, "", value, say("the row has more cells than the heading")
        )


def _chosen(sheet: Sheet, section: Section, theirs: Mapping[str, str]) -> dict[str, str]:
    """Return the sheet's column from which each column of ours is read in a row.

    Where its cell is empty, that is the first filled one of the columns that it falls back on.
    """
    if section.columns is None:
        return {heading: heading for heading in sheet.headings if heading}
    chosen = {}
    for ours, names in section.columns.items():
        heading = next((name for name in names if name in theirs), None)
        if heading is not None:
            chosen[ours] = heading
    for ours, names in section.fallback.items():
        if not theirs.get(chosen.get(ours, ""), "") and not _by_more(section, theirs, ours):
            there = [name for name in names if name in theirs]
            heading = next((name for name in there if theirs[name]), there[0] if there else None)
            if heading is not None:
                chosen[ours] = heading
    return chosen


def _by_more(section: Section, theirs: Mapping[str, str], ours: str) -> bool:
    """Tell whether a sum, a join or a pattern fills our column in a row."""
    several = (*section.sums.get(ours, ()), *section.joins.get(ours, ()))
    if ours in section.patterns:
        several = (*several, section.patterns[ours].column)
    return bool(several) and set(several) <= set(theirs) and any(theirs[name] for name in several)


def _fields(sheet: Sheet, section: Section, row: SheetRow) -> dict[str, str]:
    """Return a row by its headings, nulls emptied, columns split."""
    nulls = section.nulls
    theirs = {
        heading: "" if cell in nulls else cell
        for heading, cell in zip(sheet.headings, row.cells, strict=True)
        if heading
    }
    for split in section.splits:
        parts = theirs[split.column].split(split.separator)
        theirs.update(zip(split.into, parts, strict=False))
        theirs.update(dict.fromkeys(split.into[len(parts) :], ""))
    return theirs


def _lies_ahead(values: Mapping[str, str], section: Section) -> str | None:
    """Return why a row of a day to come is left out, or None; its days were read as ISO dates."""
    if section.only_until != TODAY:
        return None
    today = periods.today().isoformat()
    ahead = any(ISO_DAY.fullmatch(values.get(name, "")) and values[name] > today for name in DAYS)
    return say("its day has not come") if ahead else None


def _leave_out(
    mapped: Mapped, section: Section, row: SheetRow, reason: str, theirs: Mapping[str, str]
) -> None:
    """Count a row that is left out, with its amount where the profile names the column."""
    mapped.rows_left_out[row.number] = reason
    group = mapped.left_out.setdefault(reason, LeftOut(reason))
    group.rows += 1
    for column in section.leave_out_sum:
        text = theirs.get(column, "")
        try:
            group.total = (group.total or Decimal(0)) + exact_number(text or "0", section)
        except InvalidInput as fault:
            mapped.notes.append(say("a row left out is not in its sum: %(why)s", why=fault))


def _add_up(mapped: Mapped, section: Section) -> None:
    """Add up like rows; those that went into others are counted as left out, without a sum."""
    mapped.rows, added = add_up(mapped.rows, section)
    for number, first in added.items():
        mapped.rows_left_out[number] = say("added up into row %(row)s", row=first.number)
    if added:
        reason = say("added up into a like row, whose amount holds theirs")
        mapped.left_out[reason] = LeftOut(reason, len(added))


def _values(
    theirs: Mapping[str, str],
    section: Section,
    chosen: Mapping[str, str],
    kept: Counter[tuple[str, str]],
) -> tuple[dict[str, str], list[Unmapped]]:
    """Return a row in our columns, and the values that could not be mapped."""
    values = dict(section.constants)
    values.update((name, theirs[name]) for split in section.splits for name in split.into)
    values.update(
        (ours, theirs[heading] or section.constants.get(ours, ""))
        for ours, heading in chosen.items()
    )
    for ours, rule in section.patterns.items():
        if rule.column in theirs and _fills(section, theirs, ours):
            values[ours] = rule.find.sub(rule.replace, theirs[rule.column])
    for ours, names in section.joins.items():
        if set(names) <= set(theirs) and _fills(section, theirs, ours):
            values[ours] = " ".join(theirs[name] for name in names if theirs[name])
    for ours, names in section.sums.items():
        if set(names) <= set(theirs) and _fills(section, theirs, ours):
            values[ours] = _sum([theirs[name] for name in names], section)
    return values, [*_coded(values, section, kept)]


def _fills(section: Section, theirs: Mapping[str, str], ours: str) -> bool:
    """Tell whether a sum, a join or a pattern is used, and not the column that it falls back on."""
    return ours not in section.fallback or _by_more(section, theirs, ours)


def _coded(
    values: dict[str, str], section: Section, kept: Counter[tuple[str, str]]
) -> Iterable[Unmapped]:
    """Put our codes in the place of theirs; yield the values without a code.

    A column of `unknown_codes` keeps a value without a code.
    """
    for ours, codes in section.codes.items():
        if ours not in values:
            continue
        text = values[ours]
        found = codes.get(text, codes.get(ANY_OTHER))
        if found is None and ours in section.unknown_codes:
            kept[ours, text] += bool(text)
            found = text
        if found is None:
            yield ours, text, say("the profile knows no code for '%(text)s'", text=text)
        values[ours] = found or ""


def _days_without_parts(
    at_hand: Mapping[str, str], section: Section, chosen: Mapping[str, str]
) -> Iterable[Unmapped]:
    """Yield a fault of each day that a template makes of a cell which the row leaves blank."""
    for ours, template in section.derive.items():
        if ours not in DAYS:
            continue
        blank = [name for name in names_in(template) if not at_hand.get(name)]
        if blank and at_hand[ours]:
            why = say(
                "'%(heading)s' is blank, of which this day is made; a profile leaves rows of sums "
                "out by leave_out",
                heading=chosen.get(blank[0], blank[0]),
            )
            yield ours, "", why


def _derived(at_hand: dict[str, str], section: Section) -> Mapping[str, str]:
    """Return our columns that templates fill, one after the other."""
    derived = {}
    for ours, template in section.derive.items():
        derived[ours] = at_hand[ours] = fill(template, at_hand)
    return derived


def _kinds(sheet: Sheet, row: SheetRow, chosen: Mapping[str, str]) -> Mapping[str, CellKind]:
    """Return the kinds of cells by our columns, without texts."""
    if not row.kinds:
        return {}
    theirs = dict(zip(sheet.headings, row.kinds, strict=True))
    return {
        ours: theirs[heading]
        for ours, heading in chosen.items()
        if theirs.get(heading, CellKind.TEXT) is not CellKind.TEXT
    }


def _empty_what_lacks(values: dict[str, str], section: Section) -> Iterable[str]:
    """Empty the columns that depend on an empty one; yield them."""
    for ours, other in section.needs.items():
        if values.get(ours) and not values.get(other):
            values[ours] = ""
            yield ours


def _emptied_notes(file: str, section: Section, emptied: Mapping[str, int]) -> Iterable[str]:
    """Yield notes on columns that were emptied for want of another."""
    for ours, count in emptied.items():
        yield ngettext(
            "%(file)s: in %(count)s row %(column)s is left empty, since %(other)s is",
            "%(file)s: in %(count)s rows %(column)s is left empty, since %(other)s is",
            count,
            file=file,
            count=count,
            column=ours,
            other=section.needs[ours],
        )


def _kept_notes(file: str, kept: Mapping[tuple[str, str], int]) -> Iterable[str]:
    """Yield notes on values without a code, which were taken as they are."""
    for (ours, text), count in kept.items():
        if count:
            yield ngettext(
                "%(file)s: in %(count)s row '%(text)s' has no code in the profile for %(column)s "
                "and is taken as it is",
                "%(file)s: in %(count)s rows '%(text)s' has no code in the profile for %(column)s "
                "and is taken as it is",
                count,
                file=file,
                count=count,
                text=text,
                column=ours,
            )


def _sum(texts: list[str], section: Section) -> str:
    """Sum numbers exactly; a text that is no number is returned, to be refused as it is."""
    total = Decimal(0)
    for text in texts:
        try:
            total += exact_number(text or "0", section)
        except InvalidInput:
            return text
    return written_number(total, section)
