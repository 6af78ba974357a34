"""A talk of one person, driven as its page drives it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client

from course_export.preview.models import BlockState

USAGE = "block-v1:wbm+Sample+2027+type@wbm_role_play+block@talk"


@dataclass
class Talk:
    """The block of one signed-in person, driven as the page drives it."""

    client: Client
    response: HttpResponse | None = None

    def post(self, handler: str, **form: object) -> HttpResponse:
        self.response = self.client.post(f"/xblock/{USAGE}/handler/{handler}", form)
        return self.response

    @property
    def html(self) -> str:
        assert self.response is not None
        return self.response.content.decode()

    @property
    def hidden(self) -> dict[str, str]:
        return dict(re.findall(r'name="(attempt|turn)" value="(\d+)"', self.html))

    def choice(self, text: str) -> str:
        """The token of the statement with these words."""
        found = re.search(rf'value="(\w+)"><q>{re.escape(text)}</q>', self.html)
        assert found, f"{text} is not offered in {self.html}"
        return found.group(1)

    def begin(self, seen: int = 0) -> HttpResponse:
        return self.post("begin", attempt=seen)

    def say(self, text: str) -> HttpResponse:
        return self.post("say", statement=self.choice(text), **self.hidden)

    def take_back(self) -> HttpResponse:
        return self.post("take_back", **self.hidden)

    def stored(self) -> Any:
        return json.loads(BlockState.objects.get(block=USAGE, field="talks").value)


def to_the_good_end(talk: Talk, seen: int = 0) -> None:
    talk.begin(seen)
    talk.say("«text one a»")
    talk.say("«text two a»")


def refusal(response: HttpResponse) -> tuple[int, str]:
    return response.status_code, response.headers.get("X-WBM-Refusal", "")
