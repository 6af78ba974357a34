"""What a browser makes of the editor's pages: reads the fields, takes steps, presses buttons."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html

from tests import sample_course
from tests.unit import milestone_samples
from tests.unit.dialogue_cases import good

Pair = tuple[str, str]

TALK = sample_course.usage("wbm_role_play", "talk")
MILESTONE = sample_course.usage("wbm_transfer_project", "m1")
OVERVIEW = sample_course.usage("wbm_transfer_project", "all")
NEW = sample_course.usage("wbm_transfer_project", "new")


def archive(folder: Path, **talk: Any) -> Path:
    """The small course with a milestone, an overview and an exercise nobody wrote yet."""
    files = sample_course.files()
    more = [
        sample_course.exercise(
            "wbm_transfer_project", "m1", milestone_samples.data(), weight="100"
        ),
        sample_course.exercise("wbm_transfer_project", "all", {"kind": "overview", "title": "All"}),
        '<wbm_transfer_project url_name="new" xblock-family="xblock.v1"/>',
    ]
    page = "vertical/u-talk.xml"
    files[page] = files[page].replace("</vertical>", "".join(more) + "</vertical>")
    if talk:
        plain = sample_course.exercise("wbm_role_play", "talk", good())
        changed = sample_course.exercise("wbm_role_play", "talk", {**good(), **talk})
        files[page] = files[page].replace(plain[:-2], changed[:-2])
    return sample_course.write(folder, files)


def pairs_of(page: str) -> list[Pair]:
    """The names and texts of a page's fields, as the script of the editor reads them."""
    found = []
    (screen,) = html.fromstring(page).xpath("//*[@data-ed-screen]")
    for each in screen.xpath(".//*[@name]"):
        switch = each.get("data-ed-switch") is not None
        checked = each.get("checked") is not None
        if each.get("type") == "checkbox" and not switch and not checked:
            continue
        text = ("true" if checked else "false") if switch else _text(each)
        found.append((str(each.get("name")), text))
    return found


def _text(element: Any) -> str:
    if element.tag == "textarea":
        return (element.text or "").removeprefix("\n")
    if element.tag == "select":
        chosen = element.xpath("./option[@selected]") or element.xpath("./option")
        return str(chosen[0].get("value"))
    return str(element.get("value", ""))


@dataclass
class Editor:
    """An author at the editor of one exercise."""

    client: Client
    usage_key: str
    page: str = ""
    typed: dict[str, str] = field(default_factory=dict)

    def open(self) -> Editor:
        """Open it anew."""
        response = self.client.get(f"/edit/{self.usage_key}/")
        assert response.status_code == 200
        self.page, self.typed = response.content.decode(), {}
        return self

    @property
    def pairs(self) -> list[Pair]:
        """What is on the page, with what was typed."""
        return [(name, self.typed.get(name, text)) for name, text in pairs_of(self.page)]

    def value(self, name: str) -> str:
        """The text of the one field of that name."""
        (text,) = [text for each, text in self.pairs if each == name]
        return text

    def type(self, name: str, text: str) -> None:
        """Type into a field."""
        assert name in dict(self.pairs), sorted(dict(self.pairs))
        self.typed[name] = text

    def ask(self, action: str, **more: str) -> HttpResponse:
        """Press something; a part that comes back replaces the page."""
        url = f"/edit/{self.usage_key}/handler/studio_edit/{action}"
        response = self.client.post(url, {"pairs": json.dumps(self.pairs), **more})
        if "HX-Retarget" not in response.headers and not action.startswith("write"):
            self.page, self.typed = response.content.decode(), {}
        return response

    def step(self, do: str, path: list[str | int], **more: Any) -> Mapping[str, Any] | None:
        """Take a step and return the one that takes it back."""
        response = self.ask("step", step=json.dumps({"do": do, "path": path, **more}))
        assert response.status_code == 200
        found = html.fromstring(self.page).xpath("//*[@data-ed-back]/@value")
        back: Mapping[str, Any] | None = json.loads(found[0]) if found else None
        return back

    def found(self) -> list[str]:
        """The findings in the summary."""
        texts = html.fromstring(self.page).xpath("//*[@data-ed-summary]//li")
        return [" ".join(each.text_content().split()) for each in texts]
