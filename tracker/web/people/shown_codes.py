"""The page of new recovery codes, which nobody can ask for again."""

import base64

from flask import render_template

from tracker.http import context
from tracker.people.one_time_codes import ISSUER


def codes_page(codes: tuple[str, ...], onward: str) -> str:
    """Draw the page of new recovery codes, with a file of them."""
    text = "\n".join((f"{ISSUER}: {context.user().email}", *codes, ""))
    file = base64.b64encode(text.encode()).decode()
    return render_template(
        "people/recovery_codes.html",
        codes=codes,
        file=f"data:text/plain;charset=utf-8;base64,{file}",
        onward=onward,
    )
