"""One server of the platform, over HTTP: what is repeated, and what is not.

GET and PUT are repeated when they fail. A POST is not: whoever sends one says how to see whether
it took effect, and it is sent again only after a look has shown that it did not.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

import requests

from course_export.checks.report import printable
from course_export.publish.errors import (
    NotPermitted,
    NotThePlatform,
    NotThere,
    NotUnderstood,
    PublishFailed,
    ServerFault,
    Unreachable,
    UploadTooLarge,
    WrongCredentials,
)
from course_export.publish.pace import Pace
from course_export.publish.tokens import Tokens, rest

TIMEOUT: Final = (10.0, 120.0)
"""Seconds until connected, and until the next byte; an upload may be imported before we hear."""
Found = TypeVar("Found")
Given = ParamSpec("Given")


def understanding(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """Turn what is missing in an answer into `NotUnderstood`; for methods of one `server`."""

    @wraps(function)
    def understood(*args: Given.args, **kwargs: Given.kwargs) -> Found:
        try:
            return function(*args, **kwargs)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            server: Server = args[0].server  # type: ignore[attr-defined]
            detail = printable(f"{type(error).__name__}: {error}")[:100]
            raise NotUnderstood(server=server.base, detail=detail) from error

    return understood


class Lost(Exception):  # noqa: N818
    """Nobody knows whether a request took effect; `reason` tells what was seen."""

    def __init__(self, reason: PublishFailed) -> None:
        self.reason = reason
        super().__init__(reason.code)


class Server:
    """LMS or Studio. Several threads may use it; each keeps connections of its own."""

    def __init__(self, base: str, tokens: Tokens, pace: Pace) -> None:
        self.base = base
        self.pace = pace
        self._tokens = tokens
        self._local = threading.local()

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """The JSON behind `path`; raises `NotThere` and the `PublishFailed` of the case."""
        return self._repeated("GET", path, params=params)

    def put(self, path: str, data: Mapping[str, Any]) -> Any:
        """Bring `path` to a state that is told wholly; repeating it changes nothing more."""
        return self._repeated("PUT", path, json=data)

    def once(self, method: str, path: str, **body: Any) -> Any:
        """Send once. Raises `Lost` when it may or may not have taken effect."""
        try:
            response = self._sent(method, path, **body)
        except Unreachable as error:
            raise Lost(error) from None
        if response.status_code >= 500:
            raise Lost(self._fault(path, response))
        return self._understood(path, response)

    def post(self, path: str, took_effect: Callable[[], Found | None], **body: Any) -> Any | Found:
        """Send a POST, again only when a look has shown that it did not take effect.

        Returns the answer, or what `took_effect` finds when the answer was lost.
        """
        pauses = self.pace.between_tries()
        while True:
            try:
                return self.once("POST", path, **body)
            except Lost as lost:
                found = took_effect()
                if found is not None:
                    return found
                pause = next(pauses, None)
                if pause is None:
                    raise lost.reason from None
                self.pace.wait(pause)

    def _repeated(self, method: str, path: str, **more: Any) -> Any:
        pauses = self.pace.between_tries()
        while True:
            try:
                return self.once(method, path, **more)
            except Lost as lost:
                pause = next(pauses, None)
                if pause is None:
                    raise lost.reason from None
                self.pace.wait(pause)

    def _sent(self, method: str, path: str, **more: Any) -> requests.Response:
        """The answer to one request. One that was refused unread (401, 429) is sent once more."""
        token = self._tokens.token()
        response = self._request(method, path, token, **more)
        if response.status_code == 401:
            self._tokens.refused(token)
            response = self._request(method, path, self._tokens.token(), **more)
        for _ in range(self.pace.tries):
            if response.status_code != 429:
                break
            self.pace.wait(rest(response))
            response = self._request(method, path, self._tokens.token(), **more)
        return response

    def _request(self, method: str, path: str, token: str, **more: Any) -> requests.Response:
        def signed(request: requests.PreparedRequest) -> requests.PreparedRequest:
            request.headers["Authorization"] = f"JWT {token}"  # as Bearer it is 401
            return request

        try:
            return self._session.request(
                method,
                self.base + path,
                auth=signed,
                timeout=TIMEOUT,
                allow_redirects=False,
                **more,
            )
        except requests.RequestException as error:
            raise Unreachable(server=self.base, reason=type(error).__name__) from None

    @property
    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.headers["Accept"] = "application/json"
        session: requests.Session = self._local.session
        return session

    def _understood(self, path: str, response: requests.Response) -> Any:
        status = response.status_code
        spoken = response.headers.get("Content-Type", "").startswith("application/json")
        if status == 204:
            return None
        if status < 300 and spoken:
            try:
                return response.json()
            except ValueError:
                spoken = False
        if status == 401:
            raise WrongCredentials(server=self.base)
        if status == 403:
            raise NotPermitted(server=self.base, path=path)
        if status == 404 and spoken:
            raise NotThere(server=self.base, path=path)
        if status == 413:
            raise UploadTooLarge(server=self.base)
        if status < 400 or status == 404:
            raise NotThePlatform(server=self.base, path=path, status=status)
        raise self._fault(path, response)

    def _fault(self, path: str, response: requests.Response) -> ServerFault:
        detail = _detail(response)
        return ServerFault(
            server=self.base,
            path=path,
            status=response.status_code,
            detail=f": {detail}" if detail else "",
        )


def _detail(response: requests.Response) -> str:
    """What the platform says itself, shortened; nothing when it is a page for people."""
    try:
        data = response.json()
    except ValueError:
        return ""
    if not isinstance(data, dict):
        return ""
    words = (data.get(key) for key in ("developer_message", "detail", "message"))
    return printable(next((word for word in words if isinstance(word, str)), ""))[:200]
