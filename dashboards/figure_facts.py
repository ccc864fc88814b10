"""The facts of a view of a figure: what every file, citation and embedded figure says of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from dashboards.filter_words import chosen_in_words, known_in_words
from dashboards.fixed_dates import fixed_addresses
from dashboards.pages.page_spec import PageSpec
from dashboards.pages.registry import PAGES
from dashboards.question import Question
from tracker.http.formats import day, whole
from tracker.periods import KnownAt
from tracker.totals.query import Query
from tracker.totals.query_string import to_query_string
from tracker.words import say


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """A view of a figure in words.

    `page` is the page that has the figure, `subject` what that is about ("Italy", or ""). `choice`
    is the rest of the filter in words, without its dates. `fixed` is the query with both dates,
    `path` the address of the view under it, to which `site` leads.
    """

    title: str
    page: str
    subject: str
    choice: str
    unit: str
    fixed: Query
    cut: date | None
    data_version: int
    site: str
    licence: str
    is_illustrative: bool
    path: str

    @property
    def as_at(self) -> date:
        """The day up to which entries count."""
        return self.fixed.counted_to()

    @property
    def known_at(self) -> KnownAt | None:
        """The day or the moment up to which entries were recorded."""
        return self.fixed.known_at

    @property
    def link(self) -> str:
        """The permanent link: exactly this view, its dates fixed."""
        return f"{self.site}{self.path}"

    @property
    def where(self) -> str:
        """Page and subject."""
        return f"{self.page}: {self.subject}" if self.subject else self.page


class RowsInWords(NamedTuple):
    """The rows behind a figure in words: what they are of, their kind, the unit of the figure."""

    title: str
    kind: str
    unit: str


def facts_of_chart(
    question: Question, spec: PageSpec, name: str, title: str, unit: str
) -> FigureFacts:
    """Return the facts of a chart of a page."""
    subject, query = question.asked.subject, question.asked.query
    about = query.of(subject) if subject else ()
    beside = query.having(subject) if subject else query
    besides = spec.left_out | ({subject} if subject else set())
    page = PAGES[spec.parent or spec.name]
    return _facts(
        question,
        title,
        (str(page.title), question.reader.label(subject, about[0]) if subject else ""),
        chosen_in_words(question.reader, beside, besides),
        unit,
        f"{fixed_addresses(question).page()}#{name}",
    )


def facts_of_rows(question: Question, words: RowsInWords, choice: str, path: str) -> FigureFacts:
    """Return the facts of the rows behind a figure."""
    return _facts(question, words.title, (words.kind, ""), choice, words.unit, path)


def _facts(
    question: Question, title: str, where: tuple[str, str], choice: str, unit: str, path: str
) -> FigureFacts:
    """Return the facts of a view of a question."""
    from_site = question.provenance
    return FigureFacts(
        title,
        *where,
        choice,
        unit,
        fixed_addresses(question).asked.query,
        question.asked.query.cut,
        question.data_version,
        from_site.site,
        from_site.licence,
        from_site.is_illustrative,
        path,
    )


def labelled(facts: FigureFacts) -> list[tuple[str, str]]:
    """Return the facts with their labels, in the reader's language."""
    return [
        (say("Figure"), facts.title),
        (say("Page"), facts.where),
        (say("Filter"), facts.choice),
        (say("Unit"), facts.unit),
        (say("As at"), day(facts.as_at)),
        *([(say("Left out"), _cut(facts.cut))] if facts.cut else []),
        (say("As known at"), known_in_words(facts.known_at)),
        (say("Data version"), whole(facts.data_version)),
        (say("Source"), source(facts)),
        (say("Licence"), licence(facts)),
        *([(say("About these figures"), illustrative())] if facts.is_illustrative else []),
        (say("Permanent link"), facts.link),
        (say("Citation"), citation(facts)),
        (say("Short citation"), short_citation(facts)),
    ]


def as_json(facts: FigureFacts) -> dict[str, Any]:
    """Return the facts under names that are the same in every language."""
    return {
        "title": facts.title,
        "page": facts.page,
        "subject": facts.subject,
        "filter_in_words": facts.choice,
        "filter": to_query_string(facts.fixed),
        "unit": facts.unit,
        "as_at": facts.as_at.isoformat(),
        "cut": facts.cut and facts.cut.isoformat(),
        "known_at": str(facts.known_at),
        "data_version": facts.data_version,
        "source": source(facts),
        "licence": licence(facts),
        "illustrative": facts.is_illustrative,
        "link": facts.link,
        "citation": citation(facts),
        "short_citation": short_citation(facts),
    }


def foot(facts: FigureFacts) -> tuple[str, ...]:
    """Return the lines at the foot of a picture: dates, source, licence, link."""
    dates = [
        facts.unit,
        say("as at %(day)s", day=day(facts.as_at)),
        say("as known at %(day)s", day=known_in_words(facts.known_at)),
        say("data version %(number)s", number=whole(facts.data_version)),
    ]
    return (
        " · ".join(dates),
        say("Source: %(source)s", source=source(facts)),
        say("Licence: %(licence)s", licence=licence(facts)),
        *([illustrative()] if facts.is_illustrative else []),
    )


def embedded(facts: FigureFacts) -> dict[str, str]:
    """Return the facts inside of a picture's file, under the names of Dublin Core."""
    return {
        "Description": citation(facts),
        "Coverage": facts.choice,
        "Source": source(facts),
        "Rights": licence(facts),
        "Identifier": facts.link,
    }


def source(facts: FigureFacts) -> str:
    """Return the source of a figure with its address."""
    return f"{say('Article 30 Tracker')}, {facts.site}/"


def licence(facts: FigureFacts) -> str:
    """Return the licence under which a figure may be used."""
    return facts.licence or say("not stated")


def illustrative() -> str:
    """Say that figures are not real."""
    return say("Illustrative figures: amounts and activities are invented.")


def citation(facts: FigureFacts) -> str:
    """Return the citation of a figure, from which it can be had again."""
    text = say(
        "%(site)s: “%(title)s”. %(page)s: %(filter)s. As at %(as_at)s, as known at %(known_at)s,"
        " data version %(number)s. %(link)s",
        site=say("Article 30 Tracker"),
        title=facts.title,
        page=facts.where,
        filter=facts.choice,
        as_at=day(facts.as_at),
        known_at=known_in_words(facts.known_at),
        number=whole(facts.data_version),
        link=facts.link,
    )
    return _marked(text, facts)


def short_citation(facts: FigureFacts) -> str:
    """Return the citation for the foot of a page: title, day and link."""
    text = say(
        "%(site)s, “%(title)s”, %(as_at)s, %(link)s",
        site=say("Article 30 Tracker"),
        title=facts.title,
        as_at=day(facts.as_at),
        link=facts.link,
    )
    return _marked(text, facts)


def _marked(text: str, facts: FigureFacts) -> str:
    """Put before a citation that its figures are not real, where they are not."""
    return f"{illustrative()} {text}" if facts.is_illustrative else text


def _cut(last: date) -> str:
    """Say which days were asked for and have not come."""
    return say("what comes after it, up to %(day)s, is left out", day=day(last))
