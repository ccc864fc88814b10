"""The pages by which an issued report is corrected: a corrigendum begins as a draft of its own."""

from dataclasses import replace

from apiflask import APIBlueprint
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from tracker.errors import Fault
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.reports import drawn, moment_of_drawing
from tracker.people.permissions import Permission
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.register.corrigenda import (
    TYPED,
    expect_correctable,
    proposed_symbol,
    with_head,
)
from tracker.reports.register.drafts import add_report, head_faults
from tracker.reports.register.register import drawn_tree, find_seen_report, terms_of
from tracker.reports.register.tables import RegisteredReport
from tracker.reports.statement.donor_source import with_donor
from tracker.reports.terms import EMPTY_MASTHEAD, ReportTerms
from tracker.web.forms.choice_fields import OptionField
from tracker.web.forms.reason import reason_field
from tracker.web.forms.saving import actor
from tracker.web.reports.forms import ReportForm

blueprint = APIBlueprint("corrigenda", __name__, template_folder="templates", enable_openapi=False)
ANEW, AS_ISSUED = "anew", "as_issued"


class CorrigendumForm(ReportForm):
    """A corrigendum: which figures it has, the head of its document, and why."""

    session = first = last = as_at = None  # type: ignore[assignment] # they stay as they are
    figures = OptionField(
        _l("Figures"),
        [
            SelectChoice(ANEW, _l("Drawn anew, as known now")),
            SelectChoice(AS_ISSUED, _l("As issued: texts and the head alone are corrected")),
        ],
        default=ANEW,
    )
    why = reason_field(_l("Why is it corrected?"), _l("Say why it is corrected."))

    def rule_faults(self) -> list[Fault]:
        """Return the faults of the head; the period is that of the corrected report."""
        return head_faults(self.head(EMPTY_MASTHEAD))


@blueprint.get("/reports/<int:number>/correct")
@requires(Permission.PREPARE_REPORTS)
def correct(number: int) -> ResponseReturnValue:
    """Show the form of a corrigendum, with the head of the issued document and a symbol."""
    row = _report(number)
    head = terms_of(row).masthead
    typed = {name: getattr(head, name) for name in TYPED}
    titles = [{"language": code, "title": title} for code, title in head.agenda_titles]
    typed |= {
        "symbol": proposed_symbol(head.symbol),
        "dated_on": None,
        "agenda_titles": titles,
    }
    return _page(row, CorrigendumForm(formdata=None, data={**typed, "figures": ANEW}))


@blueprint.post("/reports/<int:number>/correct")
@requires(Permission.PREPARE_REPORTS)
def correct_it(number: int) -> ResponseReturnValue:
    """Add the corrigendum as a draft, or show the faults."""
    row, form = _report(number), CorrigendumForm()
    if form.validate():
        terms, tree = _drawn(row, form)
        if saved := form.save(add_report, terms, tree, actor(), number):
            return redirect(url_for("reports.show", number=saved.value), 303)
    return _page(row, form)


def _report(number: int) -> RegisteredReport:
    """Return a report that can be corrected; raises NotFound, Conflict."""
    row = find_seen_report(context.session(), number, context.user())
    expect_correctable(context.session(), row)
    return row


def _drawn(row: RegisteredReport, form: CorrigendumForm) -> tuple[ReportTerms, ReportTree]:
    """Return terms and content of a corrigendum before its texts are written."""
    old = terms_of(row)
    terms = replace(old, masthead=form.head(old.masthead), reason=form.why.data)
    if form.figures.data == AS_ISSUED:
        return terms, with_head(drawn_tree(row), terms.masthead)
    terms = replace(terms, known_at=moment_of_drawing())
    if row.kind is ReportKind.STATEMENT:
        terms = with_donor(context.session(), terms)
    return drawn(terms)


def _page(row: RegisteredReport, form: CorrigendumForm) -> ResponseReturnValue:
    """Show the form of a corrigendum."""
    return render_template("reports/correct.html", row=row, form=form), form.http_status
