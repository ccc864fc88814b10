"""All texts of records by which they are found: one function for each kind, by codes or of all.

A row that not everybody sees holds what the row for everybody holds too.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from tracker.assistance.states import PublicationState
from tracker.assistance.tables.activities import (
    Activity,
    ActivityArticle,
    ActivityBeneficiary,
    ActivityDocument,
    ActivityInstrument,
    ActivityPartner,
    ActivityResult,
    Programme,
)
from tracker.assistance.tables.requests import AssistanceRequest
from tracker.assistance.tables.tools import ActivityTool, Tool, ToolDissemination
from tracker.assistance.texts import texts_of
from tracker.fund.states import DonorStatus
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.fund.tables.donors import Donor, DonorAlias, DonorName
from tracker.reference.organisations import organisations
from tracker.reference.regions import places
from tracker.reference.states import states
from tracker.search.tables import FinderGroup, FoundKind

Codes = Collection[str] | None
"""The codes of records, or None for all of a kind."""


class FoundText(NamedTuple):
    """What a row of the index is made of; `names` are searched and never shown.

    `titles` are those in other languages than the original.
    """

    kind: FoundKind
    code: str
    audience: FinderGroup
    title: str
    words: str
    names: tuple[str, ...] = ()
    donor: str = ""
    fuller: str = ""
    titles: tuple[str, ...] = ()


def donor_texts(session: Session, codes: Codes) -> Iterator[FoundText]:
    """Yield what is found of donors: names of all days and languages, spellings for staff."""
    statement = select(Donor).where(col(Donor.status) != DonorStatus.MERGED)
    rows = list(session.exec(_among(statement, col(Donor.code), codes)))
    ids = {row.id or 0 for row in rows}
    names = _grouped(session, DonorName.donor_id, DonorName.name, ids)
    aliases = _grouped(session, DonorAlias.donor_id, DonorAlias.spelling, ids)
    for row in rows:
        number = row.id or 0
        known = (*giver_names(row.code), *giver_names(row.state), *names[number])
        staff = " \N{MIDDLE DOT} ".join(part for part in (*aliases[number], row.note) if part)
        yield from _two(
            FoundText(FoundKind.DONOR, row.code, FinderGroup.PUBLIC, row.name, "", known),
            FinderGroup.STAFF,
            staff,
        )


def contribution_texts(session: Session, codes: Codes) -> Iterator[FoundText]:
    """Yield what is found of contributions: terms for those who see the donor's alone."""
    statement = select(Contribution, Donor).join(Donor, col(Donor.id) == col(Contribution.donor_id))
    rows = list(session.exec(_among(statement, col(Contribution.reference), codes)))
    ids = {row.id or 0 for row, _ in rows}
    scope = _grouped(session, ContributionScope.contribution_id, ContributionScope.code, ids)
    for row, donor in rows:
        codes_of = scope[row.id or 0]
        spots = [code for code in codes_of if code in places()]  # records may not be published
        names = (donor.code, donor.name, *giver_names(donor.code), *_place_names(spots))
        terms = (row.donor_reference, row.agreement_number, row.conditions, row.note)
        public = FoundText(
            FoundKind.CONTRIBUTION, row.reference, FinderGroup.PUBLIC, row.title, "",
            names, donor.code,
        )  # fmt: skip
        yield from _two(public, FinderGroup.TERMS, _joined(terms))


def programme_texts(session: Session, codes: Codes) -> Iterator[FoundText]:
    """Yield what is found of programmes."""
    for row in session.exec(_among(select(Programme), col(Programme.code), codes)):
        yield FoundText(
            FoundKind.PROGRAMME, row.code, FinderGroup.PUBLIC, row.title, row.description,
            (*_place_names([row.place]), *_other_texts(row)), titles=_other_titles(row),
        )  # fmt: skip


def activity_texts(session: Session, codes: Codes) -> Iterator[FoundText]:
    """Yield what is found of activities; those that are not published are for staff alone."""
    statement = select(Activity, Programme.code).join(
        Programme, col(Programme.id) == col(Activity.programme_id)
    )
    rows = list(session.exec(_among(statement, col(Activity.code), codes)))
    ids = {row.id or 0 for row, _ in rows}
    spots = _grouped(session, ActivityBeneficiary.activity_id, ActivityBeneficiary.place, ids)
    partners = _grouped(session, ActivityPartner.activity_id, ActivityPartner.name, ids)
    protocols = _grouped(
        session, ActivityInstrument.activity_id, ActivityInstrument.instrument, ids
    )
    articles = _grouped(session, ActivityArticle.activity_id, ActivityArticle.article, ids)
    results = _standing(session, ActivityResult, ActivityResult.indicator, ids)
    documents = _standing(session, ActivityDocument, ActivityDocument.title, ids)
    tools = _tools_of(session, ids)
    for row, programme in rows:
        number = row.id or 0
        published = row.publication is PublicationState.PUBLISHED
        told = (row.description, row.venue, *partners[number], *results[number],
                *documents[number], row.evaluation)  # fmt: skip
        yield FoundText(
            FoundKind.ACTIVITY, row.code, FinderGroup.PUBLIC if published else FinderGroup.STAFF,
            row.title, _joined(told),
            (programme, *protocols[number], *articles[number], *tools[number],
             *_place_names(spots[number]), *_other_texts(row)),
            titles=_other_titles(row),
        )  # fmt: skip


def tool_texts(session: Session, codes: Codes) -> Iterator[FoundText]:
    """Yield what is found of tools."""
    for row in session.exec(_among(select(Tool), col(Tool.code), codes)):
        yield FoundText(
            FoundKind.TOOL, row.code, FinderGroup.PUBLIC, row.title, _joined([row.description]),
            (row.symbol, str(row.year or ""), *_other_texts(row)), titles=_other_titles(row),
        )  # fmt: skip


def request_texts(session: Session, codes: Codes) -> Iterator[FoundText]:
    """Yield what is found of requests: with the State's consent by all, their words by staff."""
    statement = _among(select(AssistanceRequest), col(AssistanceRequest.code), codes)
    for row in session.exec(statement):
        names = (*_place_names([row.state]), row.instrument.value)
        told = _joined((row.summary, row.decision, row.cost_basis))
        if row.consent_to_publish:
            public = FoundText(
                FoundKind.REQUEST,
                row.code,
                FinderGroup.PUBLIC,
                row.state,
                "",
                (*names, row.articles),
            )
            yield from _two(public, FinderGroup.STAFF, told)
        else:
            yield FoundText(
                FoundKind.REQUEST,
                row.code,
                FinderGroup.STAFF,
                row.state,
                told,
                (*names, row.articles),
            )


def dissemination_texts(session: Session, codes: Codes) -> Iterator[FoundText]:
    """Yield what staff find of events of dissemination."""
    statement = select(ToolDissemination, Tool).join(
        Tool, col(Tool.id) == col(ToolDissemination.tool_id)
    )
    for row, tool in session.exec(_among(statement, col(ToolDissemination.code), codes)):
        yield FoundText(
            FoundKind.DISSEMINATION, row.code, FinderGroup.STAFF, tool.title, row.note,
            (tool.code, *_place_names([row.place]), *_other_titles(tool)),
            titles=_other_titles(tool),
        )  # fmt: skip


TEXTS: Mapping[FoundKind, Callable[[Session, Codes], Iterator[FoundText]]] = {
    FoundKind.DONOR: donor_texts,
    FoundKind.CONTRIBUTION: contribution_texts,
    FoundKind.PROGRAMME: programme_texts,
    FoundKind.ACTIVITY: activity_texts,
    FoundKind.TOOL: tool_texts,
    FoundKind.REQUEST: request_texts,
    FoundKind.DISSEMINATION: dissemination_texts,
}
"""What tells the texts of each kind."""


def giver_names(code: str) -> tuple[str, ...]:
    """Return the names of a State or organisation in the six languages."""
    found = states().get(code) or organisations().get(code)
    return tuple(found.names) if found else ()


def _two(public: FoundText, audience: FinderGroup, more: str) -> Iterator[FoundText]:
    """Yield the row for everybody, and where there is more to find, the fuller one of others."""
    if not more:
        yield public
        return
    yield public._replace(fuller=audience.value)
    yield public._replace(audience=audience, words=_joined((public.words, more)))


def _other_titles(row: Programme | Activity | Tool) -> tuple[str, ...]:
    """Return the titles of a record in other languages."""
    return tuple(one.title for one in texts_of(row.texts) if one.title)


def _other_texts(row: Programme | Activity | Tool) -> tuple[str, ...]:
    """Return the titles and descriptions of a record in other languages."""
    others = (text for one in texts_of(row.texts) for text in (one.title, one.description))
    return tuple(text for text in others if text)


def _joined(texts: Iterable[str]) -> str:
    """Join texts with a dot between them."""
    return " \N{MIDDLE DOT} ".join(text for text in texts if text)


def _place_names(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the names of places in the six languages, and their codes."""
    named = places()
    found = [(code, *named[code]) if code in named else (code,) for code in codes if code]
    return tuple(name for names in found for name in names)


def _among(statement: Any, column: Any, codes: Codes) -> Any:  # noqa: ANN401 - selects and columns
    """Select the records of some codes, or all, by their codes: rows are numbered in that order.

    A database answers in another order now and then, and two equal records would differ.
    """
    ordered = statement.order_by(column)
    return ordered if codes is None else ordered.where(column.in_(codes))


def _grouped(
    session: Session,
    owner: Any,  # noqa: ANN401 - a column
    value: Any,  # noqa: ANN401 - a column
    ids: Collection[int],
    *conditions: ColumnElement[bool],
) -> defaultdict[int, list[str]]:
    """Return texts of the parts of records that meet conditions, in order."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    numbers = sorted(ids)
    for start in range(0, len(numbers), 500):
        some = col(owner).in_(numbers[start : start + 500])
        for number, text in session.exec(select(owner, value).where(some, *conditions)):
            found[number].append(str(text))
    for texts in found.values():
        texts.sort()
    return found


def _standing(
    session: Session,
    part: Any,  # noqa: ANN401 - a table
    value: Any,  # noqa: ANN401 - a column
    ids: Collection[int],
) -> defaultdict[int, list[str]]:
    """Return texts of the parts of activities that were not withdrawn."""
    found = _grouped(session, part.activity_id, value, ids, part.withdrawn_at.is_(None))
    return defaultdict(list, {number: sorted(set(texts)) for number, texts in found.items()})


def _tools_of(session: Session, ids: Collection[int]) -> defaultdict[int, list[str]]:
    """Return the codes of the tools of activities."""
    codes = dict(session.exec(select(Tool.id, Tool.code)).all())
    found = _grouped(session, ActivityTool.activity_id, ActivityTool.tool_id, ids)
    return defaultdict(
        list,
        {number: sorted({codes[int(tool)] for tool in tools}) for number, tools in found.items()},
    )
