"""What the operator brings: services, mail, storage, limits, secrets, the time of the course."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.mail import get_connection

from xblocks.core.text import Message
from xblocks.core.text import gettext_noop as _
from xblocks.files.service import PART_SIZE
from xblocks.files.storing import storage
from xblocks.health.result import Check, Level, Result, either, fail, ok, warn
from xblocks.host import compat, signing
from xblocks.host.dates import course_zone
from xblocks.host.mail import PATIENCE

SILENT_BACKENDS = ("console", "dummy", "locmem")
"""Mail backends of Django that send nothing."""

MIN_SECRET = 32
"""Characters of a secret key below which it can be guessed."""


def services() -> Iterator[Result]:
    """Scores can be given: the app edx-submissions is there."""
    sound = apps.is_installed("submissions") and find_spec("submissions.api") is not None
    if sound:
        import_module("submissions.api")
    yield either(
        _("Scores can be given; this is %(where)s."),
        _(
            "Trainers cannot give scores: the app `submissions` is missing. Install edx-submissions"
            " and add it to INSTALLED_APPS."
        ),
        sound=sound,
        where=_where(),
    )


def mail() -> Iterator[Result]:
    """The mail server answers, and mails name a sender."""
    backend = settings.EMAIL_BACKEND
    if any(f".{name}." in f".{backend}." for name in SILENT_BACKENDS):
        yield warn(
            _("No mail leaves this server (%(backend)s). Set EMAIL_BACKEND to one that sends."),
            backend=backend,
        )
        return
    sender = settings.DEFAULT_FROM_EMAIL
    if sender == "webmaster@localhost":
        yield warn(_("Mails have no sender. Set DEFAULT_FROM_EMAIL."))
        return
    way = get_connection(timeout=getattr(settings, "EMAIL_TIMEOUT", None) or PATIENCE)
    try:
        way.open()
        way.close()
    except OSError as failure:
        yield fail(
            _(
                "The mail server does not answer: %(reason)s. Look at EMAIL_HOST, EMAIL_PORT and"
                " the password; notices wait until it does."
            ),
            reason=str(failure) or type(failure).__name__,
        )
        return
    yield ok(_("The mail server answers; mails come from %(sender)s."), sender=sender)


def files() -> Iterator[Result]:
    """The storage of files keeps, gives back and deletes what it was given."""
    store, content = storage(), secrets.token_bytes(64)
    try:
        name = store.save(f"wbm/probe/{secrets.token_hex(16)}", ContentFile(content))
    except OSError as failure:
        yield fail(
            _("Files cannot be kept: %(reason)s. Look at WBM_STORAGE and the folder's rights."),
            reason=str(failure),
        )
        return
    try:
        with store.open(name) as kept:
            same = kept.read() == content
    finally:
        store.delete(name)
    yield either(
        _("Files are kept, read again and deleted (%(kind)s)."),
        _(
            "The storage (%(kind)s) gives back something else than it was given, or deletes"
            " nothing. Look at WBM_STORAGE and the rights of the folder."
        ),
        sound=same and not store.exists(name),
        kind=store.__class__.__name__,
    )


def limits() -> Iterator[Result]:
    """Django lets the parts of an upload pass."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    yield either(
        _(
            "Uploads come in parts of %(part)s MB; the web server in front has to let 4 MB"
            " pass, as it does by default."
        ),
        _(
            "Uploads come in parts of %(part)s MB, but DATA_UPLOAD_MAX_MEMORY_SIZE is"
            " %(limit)s bytes. Set it to 2621440 or more."
        ),
        sound=limit is None or limit >= PART_SIZE,
        part=PART_SIZE // 1_000_000,
        limit=limit,
    )


def guarded() -> Iterator[Result]:
    """Settings that keep strangers out are as they should be in production."""
    open_doors = []
    if settings.DEBUG:
        open_doors.append("DEBUG = False")
    if len(settings.SECRET_KEY) < MIN_SECRET:
        open_doors.append("SECRET_KEY")
    if _is_secure_site():
        for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
            if not getattr(settings, name):
                open_doors.append(f"{name} = True")
    yield either(
        _("The settings that keep strangers out are set."),
        _("Not safe for a public server. Set: %(settings)s."),
        Level.WARN,
        sound=not open_doors,
        settings=", ".join(open_doors),
    )


def badges() -> Iterator[Result]:
    """The operator's key can sign badges; without one they are not signed, which is no fault."""
    if not signing.can_sign():
        yield ok(_("Badges are not signed: no WBM_BADGE_KEY is set. That is allowed."))
        return
    try:
        signing.signed({})
    except ImproperlyConfigured:
        yield fail(
            _(
                "Nobody can get a badge: WBM_BADGE_KEY cannot be used. Set an unencrypted RSA key"
                " as PEM text, install PyJWT and cryptography, or remove the setting."
            )
        )
        return
    yield ok(_("Badges are signed with WBM_BADGE_KEY."))


def clock() -> Iterator[Result]:
    """The time of the course is known."""
    yield ok(_("Deadlines are told in the time of %(zone)s."), zone=course_zone().key)


CHECKS: dict[str, Check] = {
    "services": services,
    "mail": mail,
    "storage": files,
    "body_size": limits,
    "secrets": guarded,
    "badge_key": badges,
    "time_zone": clock,
}


def _where() -> Message:
    if not compat.on_platform():
        return Message(_("a server without Open edX"))
    studio = apps.is_installed("cms.djangoapps.contentstore")
    return Message(_("Studio")) if studio else Message(_("the LMS"))


def _is_secure_site() -> bool:
    root = getattr(settings, "LMS_ROOT_URL", None) or ""
    return str(root).startswith("https://")
