"""Starts the process of a job, from a process that answers pages meanwhile."""

import os
import resource
import subprocess
import sys
from contextlib import suppress
from threading import Thread

from tracker.server_variables import OF_THE_SERVER
from tracker.setting_values import NONE
from tracker.settings import NO_FOLDER, ROOT, Settings

MOST_MEMORY = 4 * 1024**3
"""Bytes of memory that the process of a job may ask for."""
MOST_THREADS = 2
"""Threads of a job that are at work at once: so much faster than the clock runs its time."""
LATER = 60
"""Seconds after which the system ends a process that does not look at its own clock."""


def spawn(settings: Settings, number: int) -> None:
    """Start the process of a job, in a session of its own so that it outlives ours.

    It reads the same settings from the environment as we did. A thread waits for its end, since
    a dead child that nobody waits for stays in the list of processes. Raises OSError.
    """
    process = subprocess.Popen(  # noqa: S603 - our own program and a number
        [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run", str(number)],
        cwd=ROOT,
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    most_seconds = MOST_THREADS * settings.job_minutes * 60 + LATER
    with suppress(OSError):  # it ended already
        resource.prlimit(process.pid, resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (most_seconds, most_seconds))
    Thread(target=process.wait, name=f"job {number}", daemon=True).start()


def environment(settings: Settings) -> dict[str, str]:
    """Return our environment with the settings in force, however they were made."""
    ours = {name: value for name, value in os.environ.items() if name not in OF_THE_SERVER}
    return {
        **ours,
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": ",".join(settings.older_secrets),
        "TRACKER_ENV": "production" if settings.production else "development",
        "DEFAULT_LOCALE": settings.default_locale,
        "TRUSTED_HOSTS": ",".join(settings.trusted_hosts),
        "TRUSTED_PROXIES": str(settings.trusted_proxies),
        "PROXY_REQUIRED": "yes" if settings.proxy_required else "no",
        "PROXY_SECRET": settings.proxy_secret,
        "METRICS_TOKEN": settings.metrics_token,
        "DATA_FOLDER": str(settings.data_folder),
        "FACTS_FOLDER": NO_FOLDER
        if settings.facts_file is None
        else str(settings.facts_file.parent),
        "LOG_LEVEL": settings.log_level,
        "SESSION_IDLE_MINUTES": str(settings.session_idle_minutes),
        "SESSION_HOURS": str(settings.session_hours),
        "JOBS_PER_PERSON": str(settings.jobs_per_person),
        "JOBS_PER_MACHINE": str(settings.jobs_per_machine),
        "JOB_MINUTES": str(settings.job_minutes),
        "SECOND_FACTOR_ROLES": ",".join(settings.second_factor_roles) or NONE,
        "PASSKEYS": "yes" if settings.passkeys else "no",
        "DOCUMENTS_FOLDER": str(settings.documents_folder or ""),
        **settings.bucket.environment(),
        **settings.mail.environment(),
        **settings.oidc.environment(),
    }
