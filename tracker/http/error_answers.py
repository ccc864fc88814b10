"""Turns every error into an answer: a page for people, problem details (RFC 9457) for programs."""

from math import ceil
from typing import NamedTuple

from apiflask import APIFlask, HTTPError
from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from tracker.errors import Fault, InvalidDraft, InvalidInput, NotFound, OnlyShown, TrackerError
from tracker.http.context import is_for_programs, read_no_more
from tracker.http.guard import FactorToSet, NotSignedIn, PasswordToChange, WrongToken
from tracker.http.json_answers import PROBLEM, json_answer
from tracker.http.kept_forms import answer_kept_form
from tracker.http.logs import logger
from tracker.http.record_addresses import canonical_address
from tracker.http.record_away import RETRY_AFTER, Trouble, trouble_of, trouble_words
from tracker.http.request_log import note_refusal
from tracker.http.token_access import BadToken
from tracker.people.users import TooManyAttempts
from tracker.questions import AskedAbout, DraftQuestion, FaultyAndAskedAbout

LEADS_TO: dict[type[TrackerError], str] = {
    NotSignedIn: "sign_in.show",
    PasswordToChange: "own_password.show",
    FactorToSet: "second_factor.show",
}
"""The pages to which these refusals lead people, and from which they go on."""
REALM = "Article 30 Tracker"
SERVER_ERROR = 500
TITLES = (
    _l("The request cannot be carried out"),
    _l("What was entered is not valid"),
    _l("Too large"),
    _l("Too much at once"),
    _l("Not found"),
    _l("Not allowed"),
    _l("This contradicts the record"),
    _l("This was changed meanwhile"),
    _l("The settings are wrong"),
    _l("Saved before"),
    _l("This is asked about"),
    _l("Sign in first"),
    _l("Change your password first"),
    _l("Set up your second factor first"),
    _l("You could not be signed in"),
    _l("Too many attempts"),
)
"""The titles of our errors, here for the translators: their classes know no language."""


class Problem(NamedTuple):
    """The answer about an error: its status, title, detail, faults by field, open questions."""

    status: int
    title: str
    detail: str
    faults: tuple[Fault, ...] = ()
    questions: tuple[DraftQuestion, ...] = ()


def set_up_errors(app: APIFlask) -> None:
    """Answer every error in one way."""
    app.register_error_handler(TrackerError, _answer_ours)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(HTTPError, _answer_schema)
    for away in (OperationalError, InterfaceError, NoConnection):
        app.register_error_handler(away, _answer_database)
    app.register_error_handler(OSError, _answer_file)
    app.register_error_handler(DataError, _answer_unstorable)
    app.register_error_handler(Exception, _answer_unforeseen)
    app.error_callback = _answer_schema


def problem_answer(problem: Problem) -> Response:
    """Write problem details."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.path,
    }
    if problem.faults:
        body["errors"] = [fault._asdict() for fault in problem.faults]
    if problem.questions:
        body["questions"] = [question._asdict() for question in problem.questions]
    answer = json_answer(body, problem.status)
    answer.mimetype = PROBLEM
    return answer


def _answer(problem: Problem) -> Response:
    """Answer in the form of the reader: a page or problem details. Neither reads the database."""
    read_no_more()
    if is_for_programs():
        return problem_answer(problem)
    return make_response(render_template("error.html", problem=problem), problem.status)


def _answer_ours(error: TrackerError) -> Response:
    """Answer a refusal of ours; a reader who has to sign in is led to the form."""
    if isinstance(error, NotSignedIn | WrongToken | BadToken):
        note_refusal("not signed in" if isinstance(error, NotSignedIn) else "wrong token")
    if isinstance(error, NotSignedIn | OnlyShown) and (kept := _kept_form()):
        return kept
    if not is_for_programs() and (endpoint := LEADS_TO.get(type(error))):
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return make_response(redirect(url_for(endpoint, next=back), 303))
    if isinstance(error, NotFound) and (address := _canonical()):
        return make_response(redirect(address, 308))
    if error.status >= SERVER_ERROR:
        logger().error("refused", error=str(error), kind=type(error).__name__)
    questions = error.questions if isinstance(error, AskedAbout | FaultyAndAskedAbout) else ()
    faults = () if isinstance(error, AskedAbout) else _faults_of(error)
    answer = _answer(Problem(error.status, _(error.title), str(error), faults, questions))
    if isinstance(error, TooManyAttempts):
        answer.headers["Retry-After"] = str(ceil(error.wait.total_seconds()))
    if isinstance(error, NotSignedIn | BadToken):
        invalid = ', error="invalid_token"' if isinstance(error, BadToken) else ""
        answer.headers["WWW-Authenticate"] = f'Bearer realm="{REALM}"{invalid}'
    return answer


def _answer_http(error: HTTPException) -> Response:
    """Answer an error of the web framework; redirects and the like pass as they are."""
    if isinstance(error, CSRFError) and (kept := _kept_form()):
        return kept
    read_no_more()
    status = error.code or SERVER_ERROR
    if error.response is not None or status < 400:  # noqa: PLR2004 - redirects are no errors
        return make_response(error)
    title, detail = _words(status)
    if isinstance(error, CSRFError):
        note_refusal("form token")
        detail = _(
            "The form has expired or came from elsewhere. Go back, reload and send it again."
        )
    response = _answer(Problem(status, title, detail or error.description or ""))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _answer_schema(error: HTTPError) -> Response:
    """Answer parameters that the schemas of the JSON interface refuse."""
    title, detail = _words(error.status_code)
    faults = tuple(_schema_faults(error.detail))
    return _answer(Problem(error.status_code, title, detail or error.message or "", faults))


def _answer_database(error: SQLAlchemyError) -> Response:
    """Answer when the database is away, busy for too long or without room."""
    read_no_more()
    inner = getattr(error, "orig", None) or error
    logger().error("the database did not answer", error=str(inner))
    return _answer_trouble(trouble_of(error))


def _answer_file(error: OSError) -> Response:
    """Answer when a file could not be written for want of room; any other is unforeseen."""
    read_no_more()
    if trouble_of(error) is not Trouble.FULL:
        return _answer_unforeseen(error)
    logger().error("the disk is full", error=str(error.strerror))
    return _answer_trouble(Trouble.FULL)


def _answer_trouble(trouble: Trouble) -> Response:
    """Answer what keeps the record from an answer, and when to ask again."""
    response = _answer(Problem(*trouble_words(trouble)))
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def _kept_form() -> Response | None:
    """Lead on the person of a form whose session has ended; None where the database is away."""
    try:
        return answer_kept_form()
    except SQLAlchemyError:
        return None


def _canonical() -> str:
    """Return the address under the code on record; none where the database is away."""
    try:
        return canonical_address()
    except SQLAlchemyError:
        return ""


def _answer_unstorable(error: DataError) -> Response:
    """Answer a value that no column can hold, such as a text with a zero byte in the address."""
    logger().warning("a value cannot be stored", error=str(error.orig))
    return _answer(Problem(400, *_words(400)))


def _answer_unforeseen(error: Exception) -> Response:
    """Answer a fault of our own; the log has its trace, the reader does not."""
    read_no_more()
    logger().exception("unforeseen error", kind=type(error).__name__)
    return _answer(Problem(SERVER_ERROR, *_words(SERVER_ERROR)))


def _faults_of(error: TrackerError) -> tuple[Fault, ...]:
    """Return the faults of an error."""
    if isinstance(error, InvalidDraft):
        return error.faults
    if isinstance(error, InvalidInput) and error.field:
        return (Fault(error.field, str(error)),)
    return ()


def _schema_faults(detail: object) -> list[Fault]:
    """Return the faults of a schema: place, field, messages."""
    if not isinstance(detail, dict):
        return []
    return [
        Fault(str(field), str(message))
        for fields in detail.values()
        if isinstance(fields, dict)
        for field, messages in fields.items()
        for message in (messages if isinstance(messages, list) else [messages])
    ]


def _words(status: int) -> tuple[str, str]:
    """Return title and detail for a status, in the reader's language."""
    words = {
        400: (_("The request was not understood"), ""),
        401: (_("Sign in first"), _("Sign in to see this page.")),
        403: (_("Not allowed"), _("Your role does not allow this.")),
        404: (_("Not found"), _("There is nothing at this address.")),
        405: (_("Not possible here"), _("This address does not take that kind of request.")),
        413: (_("Too large"), _("What was sent is larger than what is taken.")),
        422: (_("What was entered is not valid"), ""),
        429: (_("Too many requests"), _("Wait a while and try again.")),
        500: (_("Something went wrong"), _("It has been noted. Nothing was changed.")),
    }
    return words.get(status, (_("The request cannot be carried out"), ""))
