"""Addresses of servers and keys of courses, as the command line gives them."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey

from course_export.publish.errors import NotACourse, UnsafeAddress


def server_address(text: str) -> str:
    """The address without a slash at its end.

    Raises `UnsafeAddress` for anything but https, save on this computer, and for addresses that
    carry more than the server: a password in it would end up in messages.
    """
    try:
        parts = urlsplit(text.strip())
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise UnsafeAddress(address=_shown(text)) from None
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_local(host))
    extra = parts.username or parts.password or parts.query or parts.fragment
    if not safe or not host or extra or parts.path not in ("", "/"):
        raise UnsafeAddress(address=_shown(text))
    return f"{parts.scheme}://{parts.netloc}"


def is_local(host: str) -> bool:
    """Whether the name stands for this computer."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def course_key(text: str) -> CourseKey:
    """The key of a course run; raises `NotACourse`."""
    try:
        key = CourseKey.from_string(text)
    except InvalidKeyError:
        raise NotACourse(key=text) from None
    if not text.startswith("course-v1:") or not key.run:
        raise NotACourse(key=text)
    return key


def _shown(text: str) -> str:
    """The address as a message may show it: without a name and password in it."""
    scheme, separator, rest = text.strip().rpartition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"
