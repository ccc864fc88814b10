"""The pages of one user for administrators: the account, an invitation, role, and other actions."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import NotFound
from tracker.http import context
from tracker.http.guard import requires
from tracker.http.identity import limits
from tracker.people.accounts import change_role
from tracker.people.permissions import Permission
from tracker.people.second_factors import has_factor
from tracker.people.sessions import list_sessions
from tracker.people.tables import User
from tracker.people.users import programmes_of, user_named
from tracker.periods import utc_now
from tracker.user_accounts.invitations import invite
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import ReasonForm
from tracker.web.forms.saving import actor
from tracker.web.people.account_forms import InvitationForm, RoleForm
from tracker.web.people.person_actions import PERSON_ACTIONS, PersonAction

blueprint = APIBlueprint("person", __name__, template_folder="templates", enable_openapi=False)


@blueprint.get("/people/invite")
@requires(Permission.MANAGE_PEOPLE)
def invite_somebody() -> ResponseReturnValue:
    """Show the empty form of an invitation."""
    return render_template("people/invite.html", form=InvitationForm(formdata=None))


@blueprint.post("/people/invite")
@requires(Permission.MANAGE_PEOPLE)
def invite_it() -> ResponseReturnValue:
    """Invite the person, or show the faults."""
    form = InvitationForm()
    if form.validate() and (saved := form.save(invite, form.draft(), actor(), form.why.data)):
        context.jobs().start_waiting()
        flash(_("The invitation is on its way."), "done")
        return redirect(url_for("person.show", handle=saved.value.handle), 303)
    return render_template("people/invite.html", form=form), form.http_status


@blueprint.get("/people/<handle>")
@requires(Permission.MANAGE_PEOPLE)
def show(handle: str) -> ResponseReturnValue:
    """Show one user, and what can be done."""
    user = _user(handle)
    return render_template(
        "people/person.html",
        one=user,
        programmes=sorted(programmes_of(user)),
        has_factor=has_factor(context.session(), user.id or 0),
        sessions=list_sessions(context.session(), user.handle, limits(), utc_now()),
        actions={word: one for word, one in PERSON_ACTIONS.items() if one.fits(user)},
    )


@blueprint.get("/people/<handle>/role")
@requires(Permission.MANAGE_PEOPLE)
def ask_role(handle: str) -> ResponseReturnValue:
    """Show the form of the role, as it is."""
    user = _user(handle)
    form = RoleForm(
        formdata=None,
        role=user.role,
        donor=user.donor_code,
        programmes=sorted(programmes_of(user)),
    )
    return _role_page(user, form)


@blueprint.post("/people/<handle>/role")
@requires(Permission.MANAGE_PEOPLE)
def change_it(handle: str) -> ResponseReturnValue:
    """Change the role, or show the faults."""
    user, form = _user(handle), RoleForm()
    if form.validate() and form.save(
        change_role,
        user.handle,
        form.role.data,
        form.donor.data,
        actor(),
        programmes=frozenset(form.programmes.data),
        why=form.why.data,
    ):
        flash(_("The role was changed, and all sessions were ended."), "done")
        return redirect(url_for("person.show", handle=user.handle), 303)
    return _role_page(user, form)


@blueprint.get("/people/<handle>/<action>")
@requires(Permission.MANAGE_PEOPLE)
def ask(handle: str, action: str) -> ResponseReturnValue:
    """Ask for the reason of an action."""
    return _action_page(_user(handle), _action(action), ReasonForm(formdata=None))


@blueprint.post("/people/<handle>/<action>")
@requires(Permission.MANAGE_PEOPLE)
def act(handle: str, action: str) -> ResponseReturnValue:
    """Carry an action out, or show why not."""
    user, chosen, form = _user(handle), _action(action), ReasonForm()
    if form.validate() and form.save(chosen.write, user.handle, actor(), form.why.data):
        context.jobs().start_waiting()
        flash(str(chosen.done), "done")
        return redirect(url_for("person.show", handle=user.handle), 303)
    return _action_page(user, chosen, form)


def _user(handle: str) -> User:
    """Return the user with a handle, and none by an address; raises NotFound."""
    if "@" in handle:
        raise NotFound(_("There is nothing at this address."))
    return user_named(context.session(), handle)


def _action(word: str) -> PersonAction:
    """Return an action by its word in addresses; raises NotFound."""
    if word not in PERSON_ACTIONS:
        raise NotFound(_("There is nothing at this address."))
    return PERSON_ACTIONS[word]


def _role_page(user: User, form: RoleForm) -> ResponseReturnValue:
    """Draw the form of the role."""
    return render_template("people/role.html", one=user, form=form), form.http_status


def _action_page(user: User, action: PersonAction, form: RecordForm) -> ResponseReturnValue:
    """Draw the form of an action."""
    page = render_template("people/act.html", one=user, action=action, form=form)
    return page, form.http_status
