"""The blueprints of the pages."""

from flask import Blueprint

from tracker.web.activities.calendar_pages import blueprint as activity_calendar
from tracker.web.activities.form_pages import blueprint as activity_forms
from tracker.web.activities.money_pages import blueprint as activity_money
from tracker.web.activities.pages import blueprint as activities
from tracker.web.activities.publication_pages import blueprint as activity_publication
from tracker.web.activities.quick_pages import blueprint as activity_short_forms
from tracker.web.activities.repeat_pages import blueprint as activity_series
from tracker.web.activities.revision_pages import blueprint as activity_revisions
from tracker.web.activities.section_pages import blueprint as activity_sections
from tracker.web.approvals.decision_pages import blueprint as approval_decisions
from tracker.web.approvals.pages import blueprint as approvals
from tracker.web.asks.decision_pages import blueprint as ask_decisions
from tracker.web.asks.form_pages import blueprint as ask_forms
from tracker.web.asks.pages import blueprint as asks
from tracker.web.contributions.contribute_pages import blueprint as contribute
from tracker.web.contributions.donor_pages import blueprint as contribution_donors
from tracker.web.contributions.due_pages import blueprint as due
from tracker.web.contributions.form_pages import blueprint as contribution_forms
from tracker.web.contributions.pages import blueprint as contributions
from tracker.web.contributions.state_pages import blueprint as contribution_states
from tracker.web.donors.brief_pages import blueprint as donor_briefs
from tracker.web.donors.form_pages import blueprint as donor_forms
from tracker.web.donors.merge_pages import blueprint as donor_merges
from tracker.web.donors.pages import blueprint as donors
from tracker.web.donors.part_pages import blueprint as donor_parts
from tracker.web.donors.summary_pages import blueprint as donor_summaries
from tracker.web.entries.form_pages import blueprint as entry_forms
from tracker.web.entries.interest_pages import blueprint as interest
from tracker.web.entries.pages import blueprint as ledger
from tracker.web.entries.reversal_pages import blueprint as reversals
from tracker.web.files.pages import blueprint as files
from tracker.web.forms.choice_pages import blueprint as choices
from tracker.web.forms.draft_pages import blueprint as drafts
from tracker.web.history.pages import blueprint as history
from tracker.web.imports.download_pages import blueprint as import_downloads
from tracker.web.imports.pages import blueprint as imports
from tracker.web.imports.preview_pages import blueprint as import_preview
from tracker.web.imports.several_pages import blueprint as several
from tracker.web.open_data.pages import blueprint as open_data
from tracker.web.people.factor_reset_pages import blueprint as factor_resets
from tracker.web.people.forgotten_pages import blueprint as forgotten_password
from tracker.web.people.home_pages import blueprint as home
from tracker.web.people.invitation_pages import blueprint as invitation
from tracker.web.people.letter_pages import blueprint as letters
from tracker.web.people.pages import blueprint as people
from tracker.web.people.passkey_pages import blueprint as passkeys
from tracker.web.people.password_pages import blueprint as own_password
from tracker.web.people.person_pages import blueprint as person
from tracker.web.people.provider_pages import blueprint as provider
from tracker.web.people.saved_view_pages import blueprint as saved_views
from tracker.web.people.second_factor_pages import blueprint as second_factor
from tracker.web.people.session_pages import blueprint as sessions
from tracker.web.people.sign_in_pages import blueprint as sign_in
from tracker.web.people.token_pages import blueprint as tokens
from tracker.web.periods.pages import blueprint as periods
from tracker.web.programmes.form_pages import blueprint as programme_forms
from tracker.web.programmes.pages import blueprint as programmes
from tracker.web.programmes.pooling_pages import blueprint as programme_pooling
from tracker.web.rates.pages import blueprint as rates
from tracker.web.rates.rate_pages import blueprint as one_rate
from tracker.web.reconciliation.form_pages import blueprint as tie_out_forms
from tracker.web.reconciliation.pages import blueprint as tie_out
from tracker.web.reports.brief_pages import blueprint as briefs
from tracker.web.reports.corrigenda import blueprint as corrigenda
from tracker.web.reports.document_pages import blueprint as documents
from tracker.web.reports.form_pages import blueprint as report_forms
from tracker.web.reports.issue_pages import blueprint as report_issue
from tracker.web.reports.pages import blueprint as reports
from tracker.web.reports.round_pages import blueprint as rounds
from tracker.web.reports.round_work_pages import blueprint as round_work
from tracker.web.reports.statement_pages import blueprint as statements
from tracker.web.reports.year_end_pages import blueprint as year_end
from tracker.web.requests.form_pages import blueprint as request_forms
from tracker.web.requests.pages import blueprint as requests
from tracker.web.search.pages import blueprint as search
from tracker.web.sessions.pages import blueprint as body_sessions
from tracker.web.tools.dissemination_pages import blueprint as dissemination
from tracker.web.tools.form_pages import blueprint as tool_forms
from tracker.web.tools.pages import blueprint as tools

FORMS = Blueprint("forms", "tracker.web.forms", template_folder="templates")
"""The templates of all forms: fields, rows, suggestions, the summary of errors."""

BLUEPRINTS = (
    FORMS,
    choices,
    drafts,
    sign_in,
    invitation,
    forgotten_password,
    home,
    sessions,
    saved_views,
    own_password,
    second_factor,
    passkeys,
    provider,
    factor_resets,
    tokens,
    approvals,
    approval_decisions,
    periods,
    contributions,
    contribute,
    open_data,
    contribution_forms,
    contribution_states,
    contribution_donors,
    due,
    entry_forms,
    reversals,
    interest,
    ledger,
    programmes,
    programme_forms,
    programme_pooling,
    reports,
    corrigenda,
    documents,
    report_forms,
    report_issue,
    statements,
    briefs,
    requests,
    request_forms,
    year_end,
    rounds,
    round_work,
    donor_briefs,
    body_sessions,
    activities,
    activity_forms,
    activity_publication,
    activity_revisions,
    activity_short_forms,
    activity_sections,
    activity_money,
    activity_calendar,
    activity_series,
    asks,
    ask_forms,
    ask_decisions,
    tools,
    tool_forms,
    dissemination,
    donors,
    search,
    rates,
    one_rate,
    donor_forms,
    donor_merges,
    donor_parts,
    donor_summaries,
    imports,
    import_preview,
    several,
    import_downloads,
    tie_out,
    tie_out_forms,
    files,
    history,
    people,
    letters,
    person,
)
