"""The letters that a user gets, and in which language; for administrators those that failed."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.db import transaction
from tracker.http import context
from tracker.http.guard import requires, signed_in
from tracker.http.kept_forms import button
from tracker.mail.kinds import MailKind, MailState
from tracker.mail.outbox import count_mail, list_mail, send_again
from tracker.mail.sending import post_office
from tracker.mail.switches import switched_off
from tracker.people.permissions import Permission
from tracker.people.users import user_named
from tracker.reminders.concerns import kinds_for
from tracker.reminders.letters import TITLES
from tracker.user_accounts.wishes import choose_letters
from tracker.web.forms.saving import actor
from tracker.web.people.letter_forms import LettersForm

blueprint = APIBlueprint("letters", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/home/letters")
@signed_in
def show() -> ResponseReturnValue:
    """Show the switches as they are."""
    user = user_named(context.session(), actor())
    on = kinds_for(context.user()) - switched_off(context.session(), user)
    form = LettersForm(
        formdata=None,
        wanted=sorted(on),
        language=user.locale or context.settings().default_locale,
    )
    return _page(form)


@blueprint.post("/home/letters")
@signed_in
def choose() -> ResponseReturnValue:
    """Save the switches and the language."""
    form = LettersForm()
    off = kinds_for(context.user()) - set(form.wanted.data)
    if form.validate() and form.save(choose_letters, actor(), off, form.language.data):
        flash(_("Saved."), "done")
        return redirect(url_for("letters.show"), 303)
    return _page(form)


@blueprint.get("/people/letters")
@requires(Permission.MANAGE_PEOPLE)
def show_failed() -> ResponseReturnValue:
    """List the letters that failed."""
    session = context.session()
    return render_template(
        "people/failed_letters.html",
        failed=list_mail(session, MailState.FAILED),
        counted=count_mail(session),
        can_send=post_office(context.settings()) is not None,
        title_of=title_of,
    )


@blueprint.post("/people/letters/<int:number>/again")
@button
@requires(Permission.MANAGE_PEOPLE)
def again(number: int) -> ResponseReturnValue:
    """Let a letter wait again."""
    with transaction(context.session()) as session:
        send_again(session, number)
    context.jobs().start_waiting()
    flash(_("The letter is on its way again."), "done")
    return redirect(url_for("letters.show_failed"), 303)


def title_of(kind: MailKind) -> str:
    """Return the name of a kind of letters: of reminders their subject."""
    names = {
        MailKind.TRIAL: _("A trial letter"),
        MailKind.INVITATION: _("Invitation"),
        MailKind.PASSWORD_RESET: _("A new password for the Article 30 Tracker"),
        MailKind.SECURITY: _("A change of an account"),
    }
    return str(names.get(kind) or TITLES[kind]())


def _page(form: LettersForm) -> ResponseReturnValue:
    """Draw the form of the switches."""
    titles = {kind: TITLES[kind]() for kind in TITLES if kind in kinds_for(context.user())}
    page = render_template("people/letters.html", form=form, titles=titles)
    return page, form.http_status
