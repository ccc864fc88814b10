"""Reconciliation, for those who may see it: certified statements beside the ledger."""

from datetime import date

from flask import Response
from pydantic import Field

from tracker.api.answers import Answer, PageAnswer, cut, write
from tracker.api.parameters import LAST_PAGE, MOST_PER_PAGE, Parameters, PastDay, takes
from tracker.api.subjects import make_blueprint, on_file
from tracker.fund.reconciliation.statement_comparison import (
    FigureLine,
    Reconciliation,
    reconcile,
    reconcile_all,
)
from tracker.fund.states import StatementItem
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission

blueprint = make_blueprint("Statements", "Certified statements beside the ledger; not public.")
REFUSALS = {401: "Sign in first.", 403: "Your role does not allow this."}


class StatementAnswer(Answer):
    """A certified statement, and the open part of its differences."""

    reference: str
    year: int
    source: str
    issued_on: date
    figures: int
    open_lines: int
    open_minor: int = Field(description="US cents; each difference without its sign.")
    tied_out: bool


class StatementPage(PageAnswer[StatementAnswer]):
    """A page of certified statements."""


class ExplanationAnswer(Answer):
    """A reconciling item; withdrawn ones are left out."""

    minor: int = Field(description="US cents.")
    text: str


class LineAnswer(Answer):
    """A figure of the statement beside that of the ledger, in US cents."""

    donor: str = Field(description="The donor's code; empty for all donors together.")
    item: StatementItem
    statement_minor: int
    system_minor: int
    difference_minor: int = Field(description="The statement's figure less the ledger's.")
    explained_minor: int
    open_minor: int = Field(description="The difference less the explained amount.")
    explanations: list[ExplanationAnswer]


class TieOutAnswer(StatementAnswer):
    """A certified statement with its lines."""

    note: str
    known_at: date | None
    lines: list[LineAnswer]


class PageParameters(Parameters):
    """The page of a list."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description="The page, counted from 1.")
    per_page: int = Field(50, ge=1, le=MOST_PER_PAGE, description="The number of items on a page.")


class LineParameters(Parameters):
    """The day of knowledge."""

    known_at: PastDay | None = Field(
        None, description="Count what was recorded by the end of this day (UTC); now if not given."
    )


@blueprint.get("/tie-out")
@requires(Permission.SEE_TIE_OUT)
@blueprint.output(StatementPage)
@blueprint.doc(responses=REFUSALS)
@takes(PageParameters)
def list_all(parameters: PageParameters) -> Response:
    """List certified statements, the newest year first."""
    found = [StatementAnswer(**_facts(one)) for one in reconcile_all(context.session())]
    return write(StatementPage, cut(found, parameters.page, parameters.per_page))


@blueprint.get("/tie-out/<reference>")
@requires(Permission.SEE_TIE_OUT)
@blueprint.output(TieOutAnswer)
@blueprint.doc(responses=REFUSALS)
@takes(LineParameters)
def show(reference: str, parameters: LineParameters) -> Response:
    """Show one certified statement beside the ledger, line by line."""
    known_at = parameters.known_at
    found = on_file(lambda session, code: reconcile(session, code, known_at), reference)
    answer = TieOutAnswer(
        **_facts(found),
        note=found.statement.note,
        known_at=known_at,
        lines=[_line(line) for line in found.lines],
    )
    return write(TieOutAnswer, answer)


def _facts(found: Reconciliation) -> dict[str, object]:
    """Return the fields of a statement."""
    statement = found.statement
    return {
        "reference": statement.reference,
        "year": statement.year,
        "source": statement.source,
        "issued_on": statement.issued_on,
        "figures": len(found.lines),
        "open_lines": found.open_lines,
        "open_minor": found.open_minor,
        "tied_out": found.tied_out,
    }


def _line(line: FigureLine) -> LineAnswer:
    """Return the answer about one line."""
    comparison = line.comparison
    return LineAnswer(
        donor=line.donor,
        item=line.item,
        statement_minor=comparison.statement_minor,
        system_minor=comparison.system_minor,
        difference_minor=comparison.difference_minor,
        explained_minor=comparison.explained_minor,
        open_minor=comparison.open_minor,
        explanations=[
            ExplanationAnswer(minor=one.minor, text=one.text)
            for one in line.explanations
            if one.withdrawn_at is None
        ],
    )
