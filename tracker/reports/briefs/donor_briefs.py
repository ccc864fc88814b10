"""The briefs of a donor: of the published activities and the tools that its money was given to."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel import Session

from tracker.assistance.unpublished import UNPUBLISHED
from tracker.reports.briefs.subjects import BriefOf
from tracker.reports.content.blocks import ReportSection, ReportTable, TableRow
from tracker.reports.content.charts import member_text
from tracker.reports.content.record_texts import record_text
from tracker.reports.content.report import Facts, Masthead, ReportKind, ReportTree
from tracker.reports.content.texts import Amount, PlainText, Sentence, Text, sentence
from tracker.reports.drawing import report_facts, report_source
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import render
from tracker.reports.spelling.names import ORIGINAL
from tracker.reports.statement.cells import (
    amount_column,
    code_column,
    share_column,
    share_of,
    sums_of,
    text_column,
)
from tracker.reports.statement.donor_source import source_of_donor
from tracker.reports.terms import ReportTerms
from tracker.totals.chart_data.donor_activities import ActivityShare, paid_shares
from tracker.totals.dimensions import Dimension
from tracker.totals.measure_words import shares_definition
from tracker.totals.snapshot import Snapshot
from tracker.words import in_language, say

INDEX = "index"
FOLDERS = {BriefOf.ACTIVITY: "activities", BriefOf.TOOL: "tools"}
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
Draw = Callable[[BriefOf, str], ReportTree]
"""Draws the brief of a subject by its code."""
Through = Callable[[Sequence["DonorBrief"]], Iterable["DonorBrief"]]
"""Goes through the briefs that are drawn, and tells how far it is."""


class DonorBrief(NamedTuple):
    """A subject of which there is a brief, with the name of its file."""

    of: BriefOf
    code: str
    file: str


@dataclass(frozen=True, slots=True)
class DonorBriefs:
    """The briefs of a donor, and the index of them, which adds up to all that its money was for."""

    briefs: tuple[DonorBrief, ...]
    index: ReportTree


def list_briefs(
    session: Session, snapshot: Snapshot, terms: ReportTerms, form: Format
) -> DonorBriefs:
    """Return the briefs of the donor that is the subject of the terms; `snapshot` is held.

    In the index what is not published is one line, and has no brief.
    """
    with in_language(ORIGINAL):
        source = source_of_donor(report_source(session, snapshot, terms), terms)
        shares = {
            BriefOf.ACTIVITY: paid_shares(source.reader, Dimension.ACTIVITY),
            BriefOf.TOOL: paid_shares(source.reader, Dimension.TOOL),
        }
        named = tuple(
            (of, one.code) for of, own in shares.items() for one in own if _has_brief(one)
        )
        briefs = tuple(with_files(named, form))
        donor = source.reader.label(Dimension.DONOR, terms.subject)
        name = member_text(Dimension.DONOR, terms.subject, donor)
        facts = report_facts(session, snapshot, terms)
        return DonorBriefs(briefs, _index(name, shares, briefs, facts))


def brief_files(
    found: DonorBriefs, form: Format, language: str, draw: Draw, through: Through
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of the index and of all briefs, drawn one after the other."""
    for own in (Format.HTML, Format.XLSX):
        yield f"{INDEX}.{own}", render(found.index, own, language).data
    for one in through(found.briefs):
        yield one.file, render(draw(one.of, one.code), form, language).data


def _has_brief(one: ActivityShare) -> bool:
    return one.code not in {"", UNPUBLISHED}


def with_files(named: Iterable[tuple[BriefOf, str]], form: Format) -> Iterator[DonorBrief]:
    """Yield subjects with names of files, each of its own, whatever the case of its letters."""
    taken: set[str] = set()
    for of, code in named:
        stem = f"{FOLDERS[of]}/{NOT_IN_NAMES.sub('_', code)}"
        file, number = stem, 2
        while file.casefold() in taken:
            file, number = f"{stem}-{number}", number + 1
        taken.add(file.casefold())
        yield DonorBrief(of, code, f"{file}.{form}")


def _index(
    donor: Text,
    shares: dict[BriefOf, tuple[ActivityShare, ...]],
    briefs: Sequence[DonorBrief],
    facts: Facts,
) -> ReportTree:
    """Return the index: a table of activities and one of tools, with what the donor gave."""
    files = {(one.of, one.code): one.file for one in briefs}
    activities = _table(BriefOf.ACTIVITY, shares[BriefOf.ACTIVITY], files)
    of_tools = [one for one in shares[BriefOf.TOOL] if one.code]
    tools = _table(BriefOf.TOOL, of_tools, files)
    blocks = tuple(table for table in (activities, tools) if table.rows)
    return ReportTree(
        ReportKind.BRIEF,
        facts,
        Masthead(),
        (sentence("Briefs: %(donor)s", donor=donor),),
        (),
        (ReportSection("section-index", sentence("Index"), blocks),) if blocks else (),
    )


def _table(
    of: BriefOf, shares: Sequence[ActivityShare], files: dict[tuple[BriefOf, str], str]
) -> ReportTable:
    rows = tuple(
        TableRow(
            one.code or "-none",
            (
                PlainText(one.code) if _has_brief(one) else None,
                record_text(one.label) if _has_brief(one) else Sentence(one.label),
                _file(files.get((of, one.code))),
                Amount(one.allocated),
                Amount(one.spent),
                Amount(one.whole_spent),
                share_of(one.share_bp),
            ),
        )
        for one in shares
    )
    columns = (
        code_column("code", say("Code")),
        text_column("title", say("Title")),
        text_column("file", say("File")),
        amount_column("allocated", say("Allocated")),
        amount_column("spent", say("Spent")),
        amount_column("whole_spent", say("Spent by all donors")),
        share_column("share", say("Share")),
    )
    titles = {
        BriefOf.ACTIVITY: sentence("Activities, in US dollars"),
        BriefOf.TOOL: sentence("Tools, in US dollars"),
    }
    notes = ((Sentence(shares_definition()),),) if of is BriefOf.TOOL else ()
    sums = sums_of(rows, sentence("Total"), without=(5,)) if rows else None
    return ReportTable(FOLDERS[of], (titles[of],), columns, rows, sums, notes)


def _file(name: str | None) -> PlainText | None:
    return PlainText(name) if name else None
