"""What a production server cannot do with its settings, said when it starts."""

from collections.abc import Iterable

from tracker.settings import Settings


def start_warnings(settings: Settings, addresses: Iterable[object]) -> list[str]:
    """Say what a server at these addresses cannot do with its settings, in words for its log.

    An address is a path for a Unix socket, else a pair of host and port.
    """
    if not settings.production:
        return []
    by_port = [one for one in addresses if not isinstance(one, str)]
    said = []
    if settings.proxy_required and by_port and not settings.proxy_secret:
        said.append(
            "Requests by a port are refused, since nothing shows that the proxy sent them: bind to "
            "a Unix socket, set PROXY_SECRET, or set PROXY_REQUIRED=no."
        )
    if settings.proxy_required and not settings.trusted_proxies:
        said.append(
            "TRUSTED_PROXIES is not set, so every reader has the address of the proxy: set it to "
            "the number of proxies in front."
        )
    if not settings.proxy_required:
        said.append(
            "PROXY_REQUIRED=no: connections that drip their bytes can keep every reader waiting; "
            "put a proxy that buffers requests in front, such as deploy/nginx.conf."
        )
    if not settings.second_factor_roles:
        said.append(
            "SECOND_FACTOR_ROLES=none: who approves money or posts it signs in by a password alone."
        )
    if not settings.trusted_hosts:
        said.append(
            "Neither TRUSTED_HOSTS nor PUBLIC_URL is set, so requests for any name of a host are "
            "answered."
        )
    if not (settings.mail.host or settings.mail.folder):
        said.append(
            "SMTP_HOST is not set, so letters (invitations, new passwords, notices) wait in the "
            "outbox until it is."
        )
    return said
