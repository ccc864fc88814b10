"""The pages of forms by which records are added and changed."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from tracker.people.subjects import Subject
from tracker.web.forms.edit_conflict_page import EditedRecord, edit_conflict_page
from tracker.web.forms.form import RecordForm
from tracker.web.forms.saving import actor
from tracker.web.forms.versioned_form import WHY, VersionedForm
from tracker.web.forms.waiting import go_to_request

Draft = Any  # a frozen dataclass of a record


def nothing_more(code: str) -> Mapping[str, Any]:
    """Return no further values for a template."""
    del code
    return {}


def no_page(form: VersionedForm, code: str) -> str | None:
    """Return no page of its own for what is asked about: the form shows it."""
    del form, code
    return None


class RecordPages(NamedTuple):
    """The pages of the forms of a kind of record.

    `show` is the endpoint of the record's own page, `code` its argument, and the name of the
    field that holds it. `values` returns what the template needs besides, of the changed record,
    and `asked` the page on which a question is shown that the form does not show itself.
    """

    subject: Subject
    template: str
    show: str
    code: str = "code"
    values: Callable[[str], Mapping[str, Any]] = nothing_more
    asked: Callable[[VersionedForm, str], str | None] = no_page

    def page(self, form: RecordForm, changed: str = "") -> ResponseReturnValue:
        """Show the form of a new record, or of the one that is changed, or both edits of it."""
        if isinstance(form, VersionedForm) and form.conflict:
            edited = EditedRecord(self.subject, changed, self._address(changed))
            return edit_conflict_page(form, form.conflict, edited), form.http_status
        if isinstance(form, VersionedForm) and not form.refusals:
            page = self.asked(form, changed)
            if page is not None:
                return page, form.http_status
        values = self.values(changed)
        page = render_template(self.template, form=form, changed=changed, **values)
        return page, form.http_status

    def add(
        self, form: RecordForm, draft: Callable[[], Draft], write: Callable[..., Any]
    ) -> ResponseReturnValue:
        """Add the record of a draft, or show the form with its faults."""
        if form.validate() and form.save(write, drafts=[draft()], actor=actor()):
            code = form[self.code].data
            flash(_("%(name)s was added.", name=code), "done")
            return self.go_to(code)
        return self.page(form)

    def change(
        self,
        form: VersionedForm,
        draft: Callable[[], Draft],
        write: Callable[..., int | None],
        *,
        code: str,
        done: str | Callable[[], str],
        **named: Any,  # noqa: ANN401 - the write's own
    ) -> ResponseReturnValue:
        """Change the record by a draft, or show the form with its faults.

        `done` says that it was changed, or returns the words that do; a change that waits goes to
        the page of its request.
        """
        valid = form.validate()
        if form.changes_nothing(draft, valid=valid):
            flash(_("Nothing was changed: the record says all of this already."), "done")
            return self.go_to(code)
        if valid and (
            saved := form.save_change(
                write, draft(), code=code, actor=actor(), why=form[WHY].data, **named
            )
        ):
            if saved.value:
                return go_to_request(saved.value)
            flash(done if isinstance(done, str) else done(), "done")
            return self.go_to(code)
        return self.page(form, code)

    def go_to(self, code: str) -> Response:
        """Go to the record's page."""
        return redirect(self._address(code), 303)

    def _address(self, code: str) -> str:
        """Return the address of the record's page."""
        named: dict[str, Any] = {self.code: code}
        return url_for(self.show, **named)
