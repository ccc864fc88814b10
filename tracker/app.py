"""Makes the application, step by step; importing this module does nothing."""

from datetime import timedelta

from apiflask import APIFlask

from tracker.api.blueprint import register as register_api
from tracker.cli.register import register_commands
from tracker.db import make_engine
from tracker.exchange.import_jobs.runner import IMPORT_RUNNERS
from tracker.http import guard, health, metrics_page
from tracker.http.actor_names import set_up_actor_names
from tracker.http.asked_days import expect_read
from tracker.http.context import EXTENSION, Services, close_session
from tracker.http.error_answers import set_up_errors
from tracker.http.formats import set_up_formats
from tracker.http.identity import set_up_identity
from tracker.http.job_watch import set_up_job_watch
from tracker.http.labels import set_up_labels
from tracker.http.language import set_up_language
from tracker.http.local_texts import set_up_local_texts
from tracker.http.logs import set_up_logs
from tracker.http.own_titles import set_up_own_titles
from tracker.http.page_facts import set_up_page_facts
from tracker.http.record_addresses import set_up_record_addresses
from tracker.http.request_log import set_up_request_facts
from tracker.http.security import set_up_headers
from tracker.http.shown_forms import set_up_shown_forms
from tracker.http.spelled_values import set_up_spelling
from tracker.http.static_files import set_up_static_files
from tracker.http.token_access import FormProtection, set_up_tokens
from tracker.http.totals_requests import set_up_totals
from tracker.http.uploads import set_up_uploads
from tracker.jobs.queue import JobQueue
from tracker.jobs.work import Runners
from tracker.mail.runner import mail_runners
from tracker.people.sessions import KNOWN_AFTER_END
from tracker.reminders.letters import ALL_WRITERS
from tracker.reports.briefs.briefs_job import BRIEF_RUNNERS
from tracker.reports.long_documents import DOCUMENT_RUNNERS
from tracker.reports.register.issuing import ISSUE_RUNNERS
from tracker.reports.rounds.jobs import ROUND_RUNNERS
from tracker.settings import Settings
from tracker.web.blueprints import BLUEPRINTS as WEB

SPEC_PATH = "/api/v1/openapi.json"
RUNNERS: Runners = {
    **IMPORT_RUNNERS,
    **ISSUE_RUNNERS,
    **ROUND_RUNNERS,
    **BRIEF_RUNNERS,
    **DOCUMENT_RUNNERS,
}
"""How the jobs of all kinds are done."""
LARGEST_FORM = 2 * 1024 * 1024


def create_app(settings: Settings) -> APIFlask:
    """Make the application; a caller that adds views calls `guard.refuse_unguarded` last.

    What stands before the application is put there by `entrance.set_up_entrance`.
    """
    app = _make(settings)
    set_up_logs(level=settings.log_level)
    open_database(app, settings)
    set_up_totals(app, settings.facts_file)
    set_up_language(app, default=settings.default_locale, secure=settings.secure_cookies)
    set_up_identity(app)
    set_up_shown_forms(app)
    set_up_uploads(app)
    set_up_record_addresses(app)
    set_up_tokens(app)
    FormProtection(app)
    app.before_request(guard.enforce)
    app.before_request(expect_read)
    set_up_errors(app)
    set_up_headers(app, production=settings.production)
    set_up_formats(app)
    set_up_spelling(app)
    set_up_labels(app)
    set_up_local_texts(app)
    set_up_page_facts(app)
    set_up_own_titles(app)
    set_up_actor_names(app)
    set_up_job_watch(app)
    add_views(app)
    register_commands(app)
    set_up_static_files(app)
    return app


def _make(settings: Settings) -> APIFlask:
    """Make an empty application with its configuration."""
    app = APIFlask(
        "tracker",
        title="Article 30 Tracker",
        version="1",
        spec_path=SPEC_PATH,
        docs_path=None,
        json_errors=False,
        static_folder=None,  # type: ignore[arg-type] # Flask takes None: whitenoise serves the files
        template_folder="http/templates",
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME=settings.session_cookie,
        SESSION_COOKIE_PATH="/",
        SECRET_KEY_FALLBACKS=list(settings.older_secrets),
        WTF_CSRF_SECRET_KEY=[*settings.older_secrets, settings.secret_key],  # the last one signs
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours) + KNOWN_AFTER_END,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
        WTF_CSRF_SSL_STRICT=settings.production,
        OPENAPI_VERSION="3.1.0",
        AUTO_SERVERS=False,  # it would keep the address of whoever asked first
        SERVERS=[{"url": "/"}],
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    return app


def open_database(app: APIFlask, settings: Settings) -> None:
    """Open the database and give each request a session of its own."""
    engine = make_engine(settings.database_url)
    queue = JobQueue(settings, engine, {**RUNNERS, **mail_runners(settings, ALL_WRITERS)})
    app.extensions[EXTENSION] = Services(settings, engine, queue)
    app.teardown_appcontext(close_session)
    set_up_request_facts(app, engine)


def add_views(app: APIFlask) -> None:
    """Add the pages, the JSON interface and the health checks."""
    for blueprint in (health.blueprint, metrics_page.blueprint, *WEB):
        app.register_blueprint(blueprint)
    register_api(app)
