"""The brief of a tool: what it is, what it cost and who paid, how it reached its readers."""

from collections.abc import Iterator
from functools import partial

from babel import Locale

from tracker.assistance.counted_activities import CountedActivity
from tracker.assistance.dissemination_counts import DisseminationBy
from tracker.assistance.texts import kept_description
from tracker.assistance.tools import ToolDraft, find_tool, read_tool
from tracker.reference.codes import ToolKind, label
from tracker.reports.briefs.activity_brief import names_of
from tracker.reports.briefs.brief import Brief, BriefTerms, assembled, money_blocks
from tracker.reports.briefs.dissemination import brief_dissemination, dissemination_blocks
from tracker.reports.briefs.money import payers_of
from tracker.reports.briefs.parts import (
    Fact,
    cut_title,
    facts_table,
    listed,
    named,
    section,
    typed,
)
from tracker.reports.briefs.subjects import BriefOf, BriefSource, activities_shown, brief_source
from tracker.reports.content.blocks import NumberedParagraph
from tracker.reports.content.report import Facts, ReportTree
from tracker.reports.content.texts import (
    Name,
    NameKind,
    PlainText,
    Sentence,
    Text,
    counted,
    sentence,
)
from tracker.reports.spelling.names import ORIGINAL
from tracker.totals.dimensions import Dimension
from tracker.totals.measure_words import shares_definition
from tracker.totals.page_source import PageSource
from tracker.words import say

MOST_ACTIVITIES = 6
MOST_VERSIONS = 8
LETTERS_OF_TITLE = 80


def tool_brief(source: PageSource, terms: BriefTerms, facts: Facts) -> ReportTree:
    """Return the brief of a tool; raises NotFound."""
    record = read_tool(source.session, find_tool(source.session, terms.code))
    found = brief_source(source, Dimension.TOOL, terms.code)
    own = [one for one in activities_shown(source) if terms.code in one.tools]
    spread = brief_dissemination(source, DisseminationBy.TOOL, terms.code)
    return assembled(
        Brief(BriefOf.TOOL, found, terms, facts),
        list(_used(own)),
        (
            section(
                "section-about",
                sentence("What it is"),
                _about(record),
                (facts_table(_all_facts(source, record, own)),),
            ),
            section(
                "section-money", sentence("Money"), money_blocks(found, terms, None), _share(found)
            ),
            section("section-reach", sentence("Dissemination"), dissemination_blocks(spread)),
        ),
    )


def _used(own: list[CountedActivity]) -> Iterator[Text]:
    """Say how many activities worked with the tool."""
    if own:
        yield counted(
            "One activity worked with it.", "%(count)s activities worked with it.", len(own)
        )


def _about(record: ToolDraft) -> Iterator[NumberedParagraph]:
    text = typed(kept_description(record))
    if text is not None:
        yield NumberedParagraph("description", (text,))


def _share(found: BriefSource) -> Iterator[NumberedParagraph]:
    """Say what the money of a tool is, where there is any."""
    if not found.reader.is_empty and payers_of(found.reader):
        yield NumberedParagraph("share", (Sentence(shares_definition()),))


def _all_facts(source: PageSource, record: ToolDraft, own: list[CountedActivity]) -> Iterator[Fact]:
    """Yield what a tool is."""
    yield "code", say("Code"), PlainText(record.code)
    kind = label(ToolKind, record.kind, ORIGINAL)
    yield "kind", say("Kind"), Name(NameKind.TOOL_KIND, record.kind, kind)
    yield "year", say("Year"), PlainText(str(record.year)) if record.year else None
    yield "symbol", say("Symbol"), typed(record.symbol)
    instruments = frozenset(map(str, record.instruments))
    yield "instruments", say("Instruments"), names_of(source, Dimension.PROTOCOL, instruments)
    languages = [_language(code) for code in record.languages.split()]
    yield "languages", say("Languages"), named(languages)
    yield (
        "versions",
        say("Versions"),
        listed([one.version for one in record.versions], MOST_VERSIONS),
    )
    title_of = partial(source.reader.label, Dimension.ACTIVITY)
    titles = [cut_title(one.code, title_of(one.code), LETTERS_OF_TITLE) for one in own]
    yield "activities", say("Activities"), listed(titles, MOST_ACTIVITIES)


def _language(code: str) -> Text:
    name = Locale.parse(ORIGINAL).languages.get(code)
    return PlainText(code) if name is None else Name(NameKind.LANGUAGE, code, name)
