"""Checks that what a profile names is there: our columns, its own names, the names of templates."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NoReturn

from tracker.errors import InvalidInput
from tracker.exchange.columns import SheetColumn, names_of
from tracker.exchange.faults import RowFault
from tracker.exchange.headings import missing_heading
from tracker.exchange.profile_slips import nearest
from tracker.exchange.profile_templates import names_in
from tracker.exchange.profiles import RowRule, Section
from tracker.exchange.sheets import Sheet
from tracker.words import say

NUMBERS = ("_row", "_nth", "_file")
"""Names that each row has: its number, its number among like rows, the name of its file."""
RATE = "rate"
"""The end of the names of columns that hold rates, which are never rounded."""
NAMED_ONCE = ("unknown_codes", "add_up", "round", "optional")
"""Keys that list columns which other keys fill."""
MAPPINGS = ("columns", "constants", "fallback", "sums", "joins", "patterns", "derive")
"""Keys that fill columns of ours."""


def refuse_slips(
    section: Section, columns: Sequence[SheetColumn], extras: Mapping[str, str]
) -> None:
    """Refuse a profile that names what there is not; raises InvalidInput with the first slip.

    Names that begin with an underscore are the profile's own. A table without `columns` reads our
    own headings. `extras` are names that the kind of sheet lets templates use.
    """
    own = names_of(columns) if section.columns is None else ()
    filled = {**dict.fromkeys(own, "columns"), **_filled(section)}
    _check_columns(section, columns, filled)
    _check_names(section, filled)
    _check_templates(section, filled, extras)
    _check_rules(section)
    _check_signs(section)


def template_faults(
    sheet: Sheet, section: Section, extras: Mapping[str, str]
) -> Iterable[RowFault]:
    """Yield the headings that templates name and the sheet lacks.

    Raises InvalidInput where a name of the profile's own must be meant.
    """
    own = {*_filled(section), *extras, *NUMBERS}
    for ours, template in section.derive.items():
        for name in names_in(template):
            if name in own or name in sheet.headings:
                continue
            if get_close_matches(name, own, n=1):
                _slip(
                    section,
                    f"derive.{ours}",
                    say(
                        "'{%(name)s}' is neither a name of the profile nor a heading; %(meant)s",
                        name=name,
                        meant=nearest(name, own),
                    ),
                )
            yield RowFault(
                sheet.file, sheet.heading_row, name, name, missing_heading([name], sheet.headings)
            )


def _slip(section: Section, key: str, why: str) -> NoReturn:
    """Refuse a slip of a key, with the profile's file and table."""
    raise InvalidInput(say("%(where)s: %(key)s: %(why)s", where=section.where, key=key, why=why))


def _filled(section: Section) -> dict[str, str]:
    """Return the columns that a profile fills, each with the key that fills it."""
    found = {ours: key for key in MAPPINGS for ours in getattr(section, key) or {}}
    return found | {name: "splits" for split in section.splits for name in split.into}


def _check_columns(
    section: Section, columns: Sequence[SheetColumn], filled: Mapping[str, str]
) -> None:
    """Refuse a profile that leaves out a needed column, or fills one that there is not."""
    known = names_of(columns)
    for ours, key in filled.items():
        if ours not in known and not ours.startswith("_"):
            _slip(
                section,
                f"{key}.{ours}",
                say(
                    "it fills '%(column)s', which is no column of ours; %(meant)s",
                    column=ours,
                    meant=nearest(ours, known),
                ),
            )
    for ours, planned in section.ahead.items():
        if planned not in known:
            _slip(
                section,
                f"ahead.{ours}",
                say(
                    "it fills '%(column)s', which is no column of ours; %(meant)s",
                    column=planned,
                    meant=nearest(planned, known),
                ),
            )
    for column in columns:
        if column.required and column.name not in filled:
            raise InvalidInput(
                say(
                    "%(where)s says nothing of the column %(column)s, which is needed: name its "
                    "heading in columns.%(column)s, or give it in constants or derive",
                    where=section.where,
                    column=column.name,
                )
            )


def _check_names(section: Section, filled: Mapping[str, str]) -> None:
    """Refuse keys that speak of columns which nothing fills."""
    named = [(key, ours) for key in NAMED_ONCE for ours in getattr(section, key)]
    named += [("codes", ours) for ours in section.codes]
    named += [("needs", name) for pair in section.needs.items() for name in pair]
    named += [("ahead", ours) for ours in section.ahead]
    for key, ours in named:
        if ours not in filled:
            _slip(
                section,
                key,
                say(
                    "no key fills '%(column)s'; %(meant)s",
                    column=ours,
                    meant=nearest(ours, filled),
                ),
            )
    for ours in section.round:
        if ours.endswith(RATE):
            _slip(section, "round", say("'%(column)s' is a rate, no amount", column=ours))
    for ours in section.unknown_codes:
        if ours not in section.codes:
            _slip(section, "unknown_codes", say("'%(column)s' has no codes", column=ours))


def _check_templates(
    section: Section, filled: Mapping[str, str], extras: Mapping[str, str]
) -> None:
    """Refuse a template with a loose brace, or with a name of the profile's that comes later."""
    at_hand = {name for name, key in filled.items() if key != "derive"}
    at_hand |= {*extras, *NUMBERS}
    for ours, template in section.derive.items():
        try:
            names = names_in(template)
        except InvalidInput as fault:
            _slip(section, f"derive.{ours}", str(fault))
        for name in names:
            if name not in at_hand and (name.startswith("_") or name in section.derive):
                _slip(section, f"derive.{ours}", _unknown_name(name, at_hand))
            if name == "_nth" and not section.number_like:
                _slip(
                    section,
                    f"derive.{ours}",
                    say("'{_nth}' needs number_like, the columns in which rows are alike"),
                )
        at_hand.add(ours)


def _unknown_name(name: str, at_hand: Collection[str]) -> str:
    """Say that a template names what nothing fills before it."""
    return say(
        "nothing fills '{%(name)s}' before it; %(meant)s", name=name, meant=nearest(name, at_hand)
    )


def _check_rules(section: Section) -> None:
    """Refuse a rule of rows without a condition, and a replacement that is none."""
    rules: tuple[tuple[str, Sequence[RowRule]], ...] = (
        ("take", section.take),
        ("leave_out", section.leave_out),
    )
    for key, several in rules:
        for rule in several:
            if (rule.values, rule.matches, rule.at_least, rule.at_most) == (None,) * 4:
                _slip(
                    section,
                    key,
                    say(
                        "the rule of '%(column)s' has no condition; give it values, matches, "
                        "at_least or at_most",
                        column=rule.column,
                    ),
                )
    for ours, pattern in section.patterns.items():
        try:
            pattern.find.sub(pattern.replace, "")
        except (re.error, IndexError) as error:
            _slip(
                section,
                f"patterns.{ours}",
                say("replace does not fit find: %(error)s", error=error),
            )


def _check_signs(section: Section) -> None:
    """Refuse one sign for decimals and thousands."""
    if section.decimal == section.thousands:
        _slip(
            section,
            "thousands",
            say("'%(sign)s' is the sign before the decimals already", sign=section.decimal),
        )
