"""The headings of a sheet: their faults, and which of them a profile uses."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from tracker.exchange.columns import SheetColumn, keys_of, names_of, needed_of
from tracker.exchange.faults import RowFault
from tracker.exchange.profile_templates import names_in
from tracker.exchange.profiles import Section
from tracker.exchange.sheets import Sheet
from tracker.words import ngettext, say

SHOWN = 20


def heading_faults(
    sheet: Sheet, section: Section, columns: Sequence[SheetColumn]
) -> Iterable[RowFault]:
    """Yield the faults of the headings."""
    known = names_of(columns)

    def fault(column: str, message: str) -> RowFault:
        return RowFault(sheet.file, sheet.heading_row, column, column, message)

    if not any(sheet.headings):
        yield fault("", say("the sheet has no headings"))
    elif section.columns is None and _is_foreign(sheet.headings, known):
        yield fault(
            "",
            say(
                "most headings are none of this kind of sheet: choose a profile, which says what "
                "the columns of another publisher mean, or rename them as in the empty sheet"
            ),
        )
    used = {*headings_used(section), *section.unused}
    for number, heading in enumerate(sheet.headings, start=1):
        if heading and heading in sheet.headings[: number - 1]:
            if section.columns is None or heading in used:
                yield fault(heading, say("the column '%(name)s' stands twice", name=heading))
        elif section.columns is None and heading and heading not in known:
            yield fault(heading, _unknown_heading(heading, known))
    for names in wanted_headings(section, columns):
        if not set(names) & set(sheet.headings):
            yield fault(names[0], missing_heading(names, sheet.headings))


def _is_foreign(headings: Sequence[str], known: Sequence[str]) -> bool:
    """Tell whether more of the headings are unknown, and like none, than are known."""
    named = [heading for heading in headings if heading]
    unknown = [one for one in named if one not in known and not get_close_matches(one, known, n=1)]
    return len(unknown) > len(named) / 2


def _unknown_heading(heading: str, known: Sequence[str]) -> str:
    """Return the fault of an unknown heading, with the likely one."""
    near = get_close_matches(heading, known, n=1)
    if near:
        return say("'%(name)s' is no column; is '%(near)s' meant?", name=heading, near=near[0])
    return say(
        "'%(name)s' is no column of this kind of sheet; its empty sheet has all columns",
        name=heading,
    )


def missing_heading(names: Sequence[str], headings: Sequence[str]) -> str:
    """Return the fault of a missing heading, with the one that may be meant instead."""
    wanted = " / ".join(f"'{name}'" for name in names)
    near = get_close_matches(names[0], headings, n=1)
    if near:
        return say(
            "the column %(names)s is missing; is '%(near)s' meant?", names=wanted, near=near[0]
        )
    return say("the column %(names)s is missing", names=wanted)


def headings_used(section: Section) -> set[str]:
    """Return the headings that a profile reads, the templates' names among them."""
    named = {name for names in _sources(section) for alternatives in names for name in alternatives}
    named.update(name for names in _always(section) for name in names)
    named.update(name for text in section.derive.values() for name in names_in(text))
    return named.union(section.leave_out_sum)


def heading_notes(sheet: Sheet, section: Section) -> Iterable[str]:
    """Yield notes on columns that are not read: unused ones, unlisted ones, nameless ones."""
    for heading, reason in section.unused.items():
        if heading in sheet.headings:
            yield say("the column %(name)s is not used: %(reason)s", name=heading, reason=reason)
    unlisted = unlisted_headings(sheet, section)
    if unlisted:
        yield ngettext(
            "%(file)s: the profile says nothing of %(count)s column, which is not read: %(names)s",
            "%(file)s: the profile says nothing of %(count)s columns, which are not read: "
            "%(names)s",
            len(unlisted),
            file=sheet.file,
            count=len(unlisted),
            names=", ".join(unlisted[:SHOWN]) + (", …" if len(unlisted) > SHOWN else ""),
        )
    for number, heading in enumerate(sheet.headings):
        if not heading and any(row.cells[number] for row in sheet.rows):
            yield say(
                "%(file)s: column %(number)s has no heading and is not read",
                file=sheet.file,
                number=number + 1,
            )


def unlisted_headings(sheet: Sheet, section: Section) -> tuple[str, ...]:
    """Return the headings that a profile neither uses nor names as unused."""
    if section.columns is None:
        return ()
    listed = {*headings_used(section), *section.unused, ""}
    return tuple(dict.fromkeys(heading for heading in sheet.headings if heading not in listed))


def _sources(section: Section) -> Iterable[tuple[tuple[str, ...], ...]]:
    """Yield the headings behind each of our columns: groups of alternatives, all groups needed."""
    yield from ((names,) for names in (section.columns or {}).values())
    yield from ((names,) for names in section.fallback.values())
    for several in (section.sums, section.joins):
        yield from (tuple((name,) for name in names) for names in several.values())
    yield from (((pattern.column,),) for pattern in section.patterns.values())


def _sources_by_column(
    section: Section,
) -> Mapping[str, list[tuple[tuple[str, ...], ...]]]:
    """Return the sources of each of our columns, in the order in which they are applied."""
    ours = (
        *(section.columns or {}),
        *section.fallback,
        *section.sums,
        *section.joins,
        *section.patterns,
    )
    found: dict[str, list[tuple[tuple[str, ...], ...]]] = {}
    for column, groups in zip(ours, _sources(section), strict=True):
        found.setdefault(column, []).append(groups)
    return found


def _always(section: Section) -> Iterable[tuple[str, ...]]:
    """Yield the headings that are read whatever fills our columns."""
    yield from ((split.column,) for split in section.splits)
    yield from ((rule.column,) for rule in (*section.take, *section.leave_out))
    yield from ((name,) for name in section.number_like)


def wanted_headings(section: Section, columns: Sequence[SheetColumn]) -> Iterable[tuple[str, ...]]:
    """Return the headings that the sheet needs, alternatives together.

    Where several sources fill one of our columns, a sheet needs one of them.
    """
    if section.columns is None:
        return [(name,) for name in keys_of(columns) or needed_of(columns)]
    made = _made_by_splits(section)
    wanted = []
    for ours, sources in _sources_by_column(section).items():
        if ours in section.optional:
            continue
        needed = [[names for names in groups if not set(names) & made] for groups in sources]
        if len(needed) == 1:
            wanted += needed[0]
        elif all(len(groups) == 1 for groups in needed):
            wanted.append(tuple(name for groups in needed for name in groups[0]))
        elif all(needed):
            wanted.append(tuple(name for groups in needed for names in groups for name in names))
    return list(
        dict.fromkeys([*wanted, *(names for names in _always(section) if not set(names) & made)])
    )


def _made_by_splits(section: Section) -> set[str]:
    """Return the names that splits make."""
    return {name for split in section.splits for name in split.into}
