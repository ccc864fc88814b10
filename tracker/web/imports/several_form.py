"""The form that changes one field of several records: it makes a sheet of two columns of them."""

import re
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tracker.errors import Fault
from tracker.exchange.import_jobs.store import NewImport
from tracker.exchange.record_sheets import SHEETS
from tracker.exchange.sheet_files import Upload
from tracker.fund.code_register import REGISTER
from tracker.http import context
from tracker.http.language import locale_code
from tracker.reference.record_codes import CodesOnRecord
from tracker.web.forms.choice_fields import ChosenField, RecordField
from tracker.web.forms.form import RecordForm
from tracker.web.forms.reason import reason_field
from tracker.web.forms.suggestions import TOOLS
from tracker.web.forms.typed_fields import LongTextField
from tracker.web.forms.validators import Required
from tracker.web.imports.several_changes import CHANGES, Groups, read_change, sheet_of

MOST = 250
WITH_TOOLS = "activities"
BETWEEN_CODES = re.compile(r"[\s,;]+")


def _asked_kind() -> str:
    """Return the kind of records that the request is for."""
    return str((request.view_args or {})["kind"])


def _choices() -> Groups:
    """Return the changes of that kind."""
    return CHANGES[_asked_kind()]()


class SeveralForm(RecordForm):
    """One change of several records, with one reason."""

    codes = LongTextField(
        _l("Codes, one in a line"),
        [Required(_l("Tick records, or write their codes."))],
        longest=None,
    )
    change = ChosenField(_l("What changes"), _choices, _l("Choose what changes."))
    tool = RecordField(
        _l("Tool"), TOOLS, unknown=_l("The registry of tools has no tool of this code.")
    )
    why = reason_field(_l("Why are they changed?"), _l("Say why they are changed."))

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - wtforms' own
        super().__init__(*given, **named)
        if _asked_kind() != WITH_TOOLS:
            del self.tool

    @property
    def listed(self) -> list[str]:
        """The codes as they are on record, each once; commas and semicolons may part them."""
        typed = BETWEEN_CODES.split(self.codes.data or "")
        column = REGISTER[_asked_kind()].code
        known = CodesOnRecord(context.session().execute(select(column)).scalars())
        return list(dict.fromkeys(known.canonical(code) for code in typed if code))

    @property
    def named_tool(self) -> str:
        """The tool that is named; "" where the form has none."""
        return (self.tool.data or "") if "tool" in self else ""

    def draft(self) -> NewImport:
        """Return the sheet of the change, with its reason, which the trail keeps."""
        kind, change = _asked_kind(), read_change(self.change.data)
        content = sheet_of(context.session(), kind, self.listed, change, self.named_tool)
        file = Upload(f"{kind}.csv", content)
        return NewImport(kind, file, locale=locale_code(), reason=self.why.data)

    def rule_faults(self) -> Iterable[Fault]:
        """Return the faults of the codes, too many or of no record, and of the tool."""
        return [*self._code_faults(), *self._tool_faults()]

    def _code_faults(self) -> Iterable[Fault]:
        """Yield the fault of the codes."""
        codes = self.listed
        if len(codes) > MOST:
            most = _("at most %(most)s records are changed at once; a sheet takes more", most=MOST)
            yield Fault("codes", most)
            return
        known = SHEETS[_asked_kind()].read(context.session(), codes)
        unknown = ", ".join(code for code in codes if code not in known)
        if unknown:
            yield Fault("codes", _("nothing has the code %(codes)s", codes=unknown))

    def _tool_faults(self) -> Iterable[Fault]:
        """Yield the fault of a tool that is missing, or that nothing is done with."""
        needed = read_change(self.change.data or "").needs_tool
        if needed and not self.named_tool:
            yield Fault("tool", _("Name the tool that is added or taken away."))
        elif self.named_tool and not needed:
            yield Fault("tool", _("Nothing is changed with this tool: choose what, or empty this."))
