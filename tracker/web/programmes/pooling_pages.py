"""Marking the money of a programme as pooled, and ending it."""

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.assistance.programmes import find_programme, read_programme
from tracker.fund.contributions.pooled_programmes import (
    end_pooling,
    pool_programmes,
    spans_of,
)
from tracker.http import context
from tracker.http.guard import requires
from tracker.people.permissions import Permission
from tracker.web.forms.saving import actor
from tracker.web.programmes.pooling_form import PoolingEndForm, PoolingForm

blueprint = APIBlueprint(
    "programme_pooling", __name__, template_folder="templates", enable_openapi=False
)


@blueprint.get("/programmes/<code>/pooling")
@requires(Permission.POST_MONEY)
def show(code: str) -> ResponseReturnValue:
    """Show since when the money is pooled, and the form that begins or ends it."""
    return _page(code, _form(code, shown=True))


@blueprint.post("/programmes/<code>/pooling")
@requires(Permission.POST_MONEY)
def decide(code: str) -> ResponseReturnValue:
    """Begin or end the pooling, or show what is wrong."""
    form = _form(code)
    if not form.validate():
        return _page(code, form)
    if isinstance(form, PoolingEndForm):
        saved = form.save(end_pooling, code, form.until_on.data, actor=actor(), why=form.why.data)
    else:
        saved = form.save(
            pool_programmes, [code], form.from_on.data, actor=actor(), why=form.why.data
        )
    if saved is None:
        return _page(code, form)
    flash(_("Saved: who may pay for activities of %(name)s.", name=code), "done")
    return redirect(url_for("programmes.show", code=code), 303)


def _form(code: str, *, shown: bool = False) -> PoolingForm | PoolingEndForm:
    """Return the form: what goes on can be ended, what does not can begin."""
    find_programme(context.session(), code)
    spans = spans_of(context.session(), code)
    goes_on = bool(spans) and spans[-1].last is None
    kind = PoolingEndForm if goes_on else PoolingForm
    return kind(formdata=None) if shown else kind()


def _page(code: str, form: PoolingForm | PoolingEndForm) -> ResponseReturnValue:
    """Show the form."""
    session = context.session()
    page = render_template(
        "programmes/pooling_form.html",
        form=form,
        programme=read_programme(find_programme(session, code)),
        spans=spans_of(session, code),
    )
    return page, form.http_status
