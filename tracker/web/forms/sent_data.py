"""The data that a browser sent, for a form to read."""

import re

from flask import request
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import Form

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters, which no text of the record holds; lines and tabs are none of them."""


def sent_data(form: Form) -> MultiDict[str, object]:
    """Return the texts of a request without control characters, and files for fields of files."""
    data: MultiDict[str, object] = MultiDict(
        (name, UNPRINTABLE.sub("", text)) for name, text in request.form.items(multi=True)
    )
    for name, file in request.files.items(multi=True):
        if name in form and isinstance(form[name], FileField):
            data.add(name, file)
    return data
