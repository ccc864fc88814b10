"""The pages of reports: the list, one report as a page and as files, and verification."""

from collections.abc import Mapping
from functools import partial

from apiflask import APIBlueprint
from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from tracker.fund.contributions.reporting_dates import ReportingDate
from tracker.fund.donors.donor_choices import donor_names, giver_names
from tracker.http import context
from tracker.http.asked_days import reads_days
from tracker.http.guard import public
from tracker.http.job_facts import JobFacts, job_facts
from tracker.http.kept_forms import button
from tracker.http.labels import donor, label
from tracker.http.language import LANGUAGES, locale_code
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter
from tracker.http.page_tables import ColumnKind, TableColumn, TableLink
from tracker.http.saved_addresses import savable_list
from tracker.people.permissions import Permission
from tracker.periods import today
from tracker.reports.content.canonical import digest_of
from tracker.reports.content.report import ReportKind
from tracker.reports.long_documents import is_long
from tracker.reports.register.answered_dates import answered_dates
from tracker.reports.register.corrigenda import corrigendum_of, issued_corrigendum
from tracker.reports.register.decisions import makers
from tracker.reports.register.file_names import file_name
from tracker.reports.register.issuing import LANGUAGES as LANGUAGES_ASKED
from tracker.reports.register.job_of_report import job_of
from tracker.reports.register.readers import may_clear, may_prepare
from tracker.reports.register.register import (
    ReportItem,
    drawn_tree,
    files_of,
    find_file,
    find_seen_report,
    terms_of,
    texts_of,
    tree_of,
)
from tracker.reports.register.report_list import find_reports
from tracker.reports.register.states import ReportState
from tracker.reports.register.tables import RegisteredReport
from tracker.reports.register.verification import ReportVerification, verify_digest, verify_file
from tracker.reports.register.written_texts import changed_under, untranslated
from tracker.reports.renderings.forms import CONTENT_TYPES, Format
from tracker.reports.renderings.rendering import page_content, render
from tracker.reports.spelling.speller import Speller
from tracker.settings import LOCALES
from tracker.web.lists.list_page import Plan, chosen_options, make_list_page, options_of
from tracker.web.reports.forms import IssueForm, VerifyForm

blueprint = APIBlueprint("reports", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/reports")
@public
@reads_days("from", "to")
@savable_list
def show_list() -> ResponseReturnValue:
    """Show the reports that the reader may see, the newest first."""
    user = context.user()
    return render_template(
        "reports/list.html",
        page=make_list_page(partial(find_reports, user=user), _plan()),
        may_prepare=may_prepare(user),
        sees_terms=context.may(Permission.SEE_TERMS),
    )


@blueprint.get("/reports/<int:number>")
@public
def show(number: int) -> ResponseReturnValue:
    """Show a report as a page, with its files and what can be done next."""
    session, user = context.session(), context.user()
    row = find_seen_report(session, number, user)
    tree = tree_of(session, row)
    speller = Speller(locale_code())
    issue = job_facts(job_of(session, number))
    as_drawn, texts = drawn_tree(row), texts_of(session, row)
    return render_template(
        "reports/page.html",
        row=row,
        terms=terms_of(row),
        title=speller.words(tree.title),
        content=Markup(page_content(tree, locale_code())),  # noqa: S704 - pandoc escapes all texts
        seen=digest_of(tree),
        files=files_of(session, row),
        formats=list(Format),
        names={one.code: one.name for one in LANGUAGES},
        changed=len(changed_under(as_drawn, texts)),
        untranslated=untranslated(as_drawn, texts),
        answers=_answers(row),
        corrigendum=corrigendum_of(session, number),
        may_prepare=may_prepare(user),
        may_clear=may_clear(user, row.kind, makers(session, row)),
        issuing=_issue_form(issue),
        issue=issue,
    )


@blueprint.get("/reports/<int:number>/report.<form>")
@public
def download(number: int, form: str) -> ResponseReturnValue:
    """Send a report as a file: the issued one, else a copy that says that it is none.

    A copy that takes long to write is asked for on a page of its own.
    """
    session = context.session()
    row = find_seen_report(session, number, context.user())
    language = request.args.get("language", locale_code())
    if form not in list(Format) or language not in LOCALES:
        abort(404)
    kept = find_file(session, row, Format(form), language)
    if kept is None and row.state is ReportState.ISSUED:
        abort(404)
    if kept is None:
        tree = tree_of(session, row)
        if is_long(tree, Format(form)):
            page = url_for("documents.show", number=number, form=form, language=language)
            return redirect(page, 303)
    data = kept.data if kept else render(tree, Format(form), language).data
    name = file_name(row, Format(form), language)
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, content_type=CONTENT_TYPES[Format(form)], headers=disposition)


@blueprint.get("/verify")
@public
def ask() -> ResponseReturnValue:
    """Show the form by which anybody verifies a file or a digest."""
    return render_template("reports/verify.html", form=VerifyForm(formdata=None), found=None)


@blueprint.post("/verify")
@button
@public
def verify() -> ResponseReturnValue:
    """Tell what is known of a file or a digest; nothing that was sent is kept."""
    form, found = VerifyForm(), None
    if form.validate():
        session, user = context.session(), context.user()
        data = form.content()
        if data is None:
            found = verify_digest(session, form.digest.data, user)
        else:
            found = verify_file(session, data, user)
    page = render_template(
        "reports/verify.html", form=form, found=found, corrigendum=_corrigendum(found)
    )
    return page, form.http_status


def _issue_form(issue: JobFacts) -> IssueForm:
    """Return the form of an issue, with what was asked for before."""
    asked = issue.asked.get(LANGUAGES_ASKED, [])
    return IssueForm(formdata=None, data={"languages": tuple(asked)})


def _answers(row: RegisteredReport) -> list[ReportingDate]:
    """Return the reports due to the donor that a statement answers once it is issued."""
    if row.kind is not ReportKind.STATEMENT or row.state is ReportState.ISSUED:
        return []
    return list(answered_dates(context.session(), terms_of(row), today()))


def _corrigendum(found: ReportVerification | None) -> RegisteredReport | None:
    """Return the issued corrigendum of what was verified, if it has one."""
    if found is None or found.report is None or found.report.id is None:
        return None
    return issued_corrigendum(context.session(), found.report.id)


def _plan() -> Plan:
    """Return the plan of the list of reports."""
    kinds = (ReportKind.COMMISSION, ReportKind.STATEMENT)
    return Plan(
        caption=_("Reports"),
        columns=(
            TableColumn(_("Report"), sort="number"),
            TableColumn(_("Kind")),
            TableColumn(_("Donor")),
            TableColumn(_("From"), ColumnKind.DAY),
            TableColumn(_("To"), ColumnKind.DAY),
            TableColumn(_("State")),
            TableColumn(_("Issued"), ColumnKind.DAY),
        ),
        row=partial(_row, donor_names(context.session())),
        filters=(
            ListFilter("kind", _("Kind"), tuple(FilterOption(one, label(one)) for one in kinds)),
            ListFilter("state", _("State"), options_of(ReportState)),
            *_donor_filter(),
            ListFilter("from", _("From"), sort=FilterSort.DAY),
            ListFilter("to", _("To"), sort=FilterSort.DAY),
        ),
        default_order="-number",
        empty=_("No report has been issued yet."),
    )


def _donor_filter() -> tuple[ListFilter, ...]:
    """Return the filter by donor, for who sees the statements of all donors."""
    if not context.may(Permission.SEE_TERMS):
        return ()
    named = giver_names(context.session()).items()
    options = chosen_options(FilterOption(code, donor(code, name)) for code, name in named)
    return (ListFilter("donor", _("Donor"), options),)


def _row(names: Mapping[str, str], item: ReportItem) -> tuple[object, ...]:
    """Return the row of a report in the list."""
    title = _("Report %(number)s", number=item.number)
    named = donor(item.subject, names.get(item.subject, item.subject)) if item.subject else None
    return (
        TableLink(title, url_for("reports.show", number=item.number)),
        label(item.kind),
        named,
        item.first,
        item.last,
        label(item.state),
        item.issued_at,
    )
