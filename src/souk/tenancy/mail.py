"""Links by e-mail, where SOUK_SMTP_URL says how: `smtp://user:password@host:587` or `smtps://…:465`."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from anyio import to_thread

from souk.kernel.log import get_logger
from souk.kernel.settings import Settings
from souk.tenancy.errors import MailNotSent

TIMEOUT_S = 15
_DEFAULT_PORTS = {"smtp": 587, "smtps": 465}

log = get_logger("souk.mail")


def mails(settings: Settings) -> bool:
    """Whether e-mail can be sent at all."""
    return settings.smtp_url is not None


async def send_mail(settings: Settings, *, to: str, subject: str, text: str) -> None:
    """Hand one plain e-mail to the server. Never call it inside a transaction. Raises MailNotSent."""
    if settings.smtp_url is None:
        raise MailNotSent("No mail server is configured: set SOUK_SMTP_URL.")
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    try:
        await to_thread.run_sync(_deliver, settings.smtp_url.get_secret_value(), message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("mail not sent", error=f"{type(error).__name__}: {error}"[:300])
        raise MailNotSent("The mail server did not take the e-mail; `souk doctor` tests it.") from None


async def complaint_of_mail(settings: Settings) -> str | None:
    """What the mail server says against us when it is greeted and signed in to; None when it lets us in."""
    if settings.smtp_url is None:
        return None
    try:
        await to_thread.run_sync(_greet, settings.smtp_url.get_secret_value())
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return f"{type(error).__name__}: {error}"[:300]
    return None


def _deliver(url: str, message: EmailMessage) -> None:
    with _signed_in(url) as server:
        server.send_message(message)


def _greet(url: str) -> None:
    with _signed_in(url) as server:
        server.noop()


@contextmanager
def _signed_in(url: str) -> Iterator[smtplib.SMTP]:
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or parts.hostname is None:
        raise ValueError("SOUK_SMTP_URL starts with smtp:// or smtps:// and names a host")
    port = parts.port or _DEFAULT_PORTS[parts.scheme]
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(parts.hostname, port, timeout=TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(parts.hostname, port, timeout=TIMEOUT_S)
    with server:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        if parts.username is not None:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
