"""Codes of records in addresses: signs that no address can hold, and codes in another case.

A lawful code stands in an address as it is. A code from before the rule may hold a slash, or be a
word that an address has there; what is in the way is written as `~` and its hexadecimal bytes.
"""

import re
from urllib.parse import quote

from flask import Flask, request, url_for
from werkzeug.routing import UnicodeConverter

from tracker.assistance.assistance_requests import find_assistance_request
from tracker.assistance.unpublished import is_shown
from tracker.fund.code_register import REGISTER, code_on_record
from tracker.http import context
from tracker.reference.record_codes import RESERVED

IN_THE_WAY = re.compile(r"[/\\~]|^\.+$")
ESCAPED = re.compile(r"(?:~[0-9A-Fa-f]{2})+")
PLACES = {"tie-out": "statements"}
"""Parts of addresses that are not called as the sheets of their records are."""
ACTIVITIES, REQUESTS = "activities", "requests"
PLACE = re.compile(r"/([a-z-]+)/<(code|reference)>")


def code_in_address(code: str) -> str:
    """Return a code as a part of an address, before it is quoted."""
    if code in RESERVED:
        return _escape(code[0]) + code[1:]
    return IN_THE_WAY.sub(lambda found: _escape(found[0]), code)


def donor_page(code: str) -> str:
    """Return the address of the one page of a donor, which the dashboards have."""
    return f"/dashboards/donors/{quote(code_in_address(code))}"


def code_of_address(part: str) -> str:
    """Return the code that a part of an address stands for."""
    return ESCAPED.sub(lambda found: _plain(found[0]), part)


def canonical_address() -> str:
    """Return the address of the same page under the code as it is on record; empty for none."""
    rule, given = request.url_rule, request.view_args or {}
    found = PLACE.search(rule.rule) if rule else None
    if found is None or rule is None or request.method not in ("GET", "HEAD"):
        return ""
    kind, name = PLACES.get(found[1], found[1]), found[2]
    typed = str(given.get(name, ""))
    if kind not in REGISTER or not typed.isprintable():
        return ""
    code = code_on_record(context.session(), kind, typed)
    if code is None or code == typed or _is_withheld(kind, code):
        return ""
    query = request.query_string.decode("ascii", "replace")
    address = url_for(rule.endpoint, **{**given, name: code})
    return f"{address}?{query}" if query else address


def _is_withheld(kind: str, code: str) -> bool:
    """Tell whether a record is not shown to the reader, so that nothing may tell of its code."""
    session, unpublished = context.session(), context.sees_unpublished()
    if kind == REQUESTS:
        return not (unpublished or find_assistance_request(session, code).consent_to_publish)
    return kind == ACTIVITIES and not is_shown(session, code, unpublished=unpublished)


def set_up_record_addresses(app: Flask) -> None:
    """Let every code in an address be written and read by the functions of this module."""
    app.url_map.converters["default"] = CodeConverter


class CodeConverter(UnicodeConverter):
    """A part of an address that is a code, or any other word."""

    def to_python(self, value: str) -> str:
        """Return the code that stands there."""
        return code_of_address(value)

    def to_url(self, value: object) -> str:
        """Write a code, quoted."""
        return super().to_url(code_in_address(str(value)))


def _escape(text: str) -> str:
    """Write signs as `~` and two hexadecimal digits a byte."""
    return "".join(f"~{byte:02X}" for byte in text.encode())


def _plain(escaped: str) -> str:
    """Read signs that `_escape` wrote; what is none stays as it is."""
    try:
        return bytes.fromhex(escaped.replace("~", "")).decode()
    except UnicodeDecodeError:
        return escaped
