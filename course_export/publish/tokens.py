"""The token that opens both servers. It lives an hour and is renewed as needed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

import requests

from course_export.publish.errors import (
    NoCredentials,
    NotThePlatform,
    ServerFault,
    Unreachable,
    WrongCredentials,
)
from course_export.publish.pace import Pace

PATH = "/oauth2/access_token"
TIMEOUT = (10.0, 30.0)
"""Seconds until connected, and until the next byte."""
RESERVE = 60.0
"""Seconds before its end at which a token counts as over; a tenth of its life if that is less."""


REST = 15.0
LONGEST_REST = 120.0
"""Seconds that we rest when a server counts requests (status 429): unless it says how long, and at
most. The LMS counts requests for tokens too."""


def rest(response: requests.Response) -> float:
    """How long a server that has had too many requests wants to be left alone."""
    asked = response.headers.get("Retry-After", "")
    return min(float(asked), LONGEST_REST) if asked.isdecimal() else REST


@dataclass(frozen=True)
class Credentials:
    """Client of the platform's OAuth; the secret never shows up in a text."""

    client_id: str
    secret: str = field(repr=False)


def credentials(environment: Mapping[str, str] | None = None) -> Credentials:
    """Those of the environment; raises `NoCredentials`."""
    named = os.environ if environment is None else environment
    client_id, secret = named.get("WBM_CLIENT_ID", ""), named.get("WBM_CLIENT_SECRET", "")
    if not client_id or not secret:
        raise NoCredentials
    return Credentials(client_id, secret)


class Tokens:
    """Hands out the present token, to several threads; asks the LMS for it when needed."""

    def __init__(self, lms: str, held: Credentials, pace: Pace) -> None:
        self.lms = lms
        self.pace = pace
        self._held = held
        self._lock = Lock()
        self._token = ""
        self._over = 0.0

    def token(self) -> str:
        """A token that is good for a while yet."""
        with self._lock:
            if not self._token or self.pace.clock() >= self._over:
                self._renew()
            return self._token

    def refused(self, token: str) -> None:
        """Forget a token that a server did not accept; the next one is fresh."""
        with self._lock:
            if token == self._token:
                self._token = ""

    def _renew(self) -> None:
        response = self._asked()
        if response.status_code in (400, 401, 403):
            raise WrongCredentials(server=self.lms)
        if response.status_code == 429 or response.status_code >= 500:
            raise ServerFault(server=self.lms, path=PATH, status=response.status_code, detail="")
        try:
            data = response.json()
            token, lives = str(data["access_token"]), float(data["expires_in"])
        except (ValueError, KeyError, TypeError):
            raise NotThePlatform(server=self.lms, path=PATH, status=response.status_code) from None
        self._token = token
        self._over = self.pace.clock() + lives - min(RESERVE, lives / 10)

    def _asked(self) -> requests.Response:
        """Asking for a token changes nothing, so it may be repeated."""
        pauses = self.pace.between_tries()
        while True:
            response, failed = self._once()
            pause = next(pauses, None)
            if response is None:
                if pause is None:
                    raise Unreachable(server=self.lms, reason=failed)
            elif pause is None or (response.status_code < 500 and response.status_code != 429):
                return response
            elif response.status_code == 429:
                pause = rest(response)
            self.pace.wait(pause)

    def _once(self) -> tuple[requests.Response | None, str]:
        """The answer, or why there is none."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self._held.client_id,
            "client_secret": self._held.secret,
            "token_type": "jwt",
        }
        try:
            response = requests.post(
                self.lms + PATH,
                data=form,
                timeout=TIMEOUT,
                allow_redirects=False,
                auth=lambda request: request,  # keeps .netrc out
            )
        except requests.RequestException as error:
            return None, type(error).__name__
        return response, ""
