"""The page before an activity is cancelled that holds money, or for which requests wait."""

from flask import render_template

from tracker.assistance.recorded_activities import find_activity
from tracker.fund.approvals.request_list import waiting_for_activity
from tracker.fund.balances.held_money import held_by_activity
from tracker.http import context
from tracker.questions import QuestionCode
from tracker.web.activities.form import ActivityChangeForm
from tracker.web.forms.versioned_form import WHY, VersionedForm, sign


def cancellation_page(form: VersionedForm, code: str) -> str | None:
    """Show what the activity holds, and ask; None for a form that asks something else.

    What was entered travels with the page as a signed draft, as on the page of two edits.
    """
    asked = [one.code for one in form.open_questions]
    if asked != [QuestionCode.CANCELLED_WITH_MONEY] or not isinstance(form, ActivityChangeForm):
        return None
    session = context.session()
    row = find_activity(session, code)
    before = sign(form.filled_from.data)
    return render_template(
        "activities/cancel.html",
        form=form,
        code=code,
        title=row.title,
        held=held_by_activity(session, row.id or 0),
        waiting=waiting_for_activity(session, row.id or 0),
        hidden={
            "filled_from": before,
            "theirs": before,
            "yours": sign(form.draft() if form.merged is None else form.merged),
            WHY: form[WHY].data,
        },
    )
