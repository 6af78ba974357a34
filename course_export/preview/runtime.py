"""The runtime blocks meet in the preview: LMS-shaped services, real keys, one person a request."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import cache
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from opaque_keys.edx.keys import UsageKey
from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.exceptions import NoSuchUsage
from xblock.fields import ScopeIds
from xblock.runtime import Runtime

from course_export.preview import links, services
from course_export.preview.block_types import CONTRIB, TEXT
from course_export.preview.course import Course, Entry
from course_export.preview.inherited import MIXINS
from course_export.preview.models import Completion
from course_export.preview.publishing import publish
from course_export.preview.reading import CourseFolder, read_block
from course_export.preview.state import LearnerState, PreviewFieldData
from course_export.preview.videos import VideoService


class PreviewRuntime(Runtime):
    """Serves one person in one course. `author` shows the course as its author sees it."""

    def __init__(self, course: Course, user: User | AnonymousUser, *, author: bool = False) -> None:
        self.course = course
        self.user = user
        self.state = LearnerState(user.pk)
        self.course_id = course.key
        self.resources_fs = CourseFolder(course.files)
        self.is_author_mode = author
        self._handler_view = "author_handler" if author else "handler"
        super().__init__(
            id_reader=None, id_generator=None, mixins=MIXINS, services=self._make_services()
        )

    def _make_services(self) -> dict[str, Any]:
        made = {
            "cache": cache,
            "completion": services.CompletionService(self),
            "field-data": PreviewFieldData(self.course.entries, self.state),
            "i18n": services.TranslationService(),
            "replace_urls": services.ReplaceUrlsService(self.course.key),
            "sandbox": services.SandboxService(),
            "settings": services.SettingsService(),
            "teams": services.TeamsService(),
            "user": services.PreviewUserService(self.user, self.course.key),
            "video_config": VideoService(self.course.files),
            "xqueue": services.NoQueue(),
        }
        if self.is_author_mode:
            made["studio_user_permissions"] = services.AuthorPermissions()
        return made

    # Blocks

    def get_block(self, usage_id: UsageKey, for_parent: XBlock | None = None) -> XBlock:
        """Return a block of the course for this person; raises `NoSuchUsage`."""
        entry = self.course.entries.get(str(usage_id))
        if entry is None:
            raise NoSuchUsage(str(usage_id))
        read_block(self.course, entry)
        keys = ScopeIds(self.user.pk, entry.tag, entry.key, entry.key)
        return self.construct_xblock_from_class(entry.block_class, keys, for_parent=for_parent)

    def get_blocks(self, entries: Iterable[Entry]) -> list[XBlock]:
        """Return several blocks with their state and completion, read in one go."""
        entries = list(entries)
        keys = [str(entry.key) for entry in entries]
        self.state.load([*keys, *(entry.tag for entry in entries)])
        return [self.get_block(entry.key) for entry in entries]

    def completion_of(self, keys: Iterable[UsageKey]) -> dict[str, float]:
        """Return how much of each block is done; those never touched are left out."""
        names = [str(key) for key in keys]
        if not self.user.is_authenticated:
            return {}
        rows = Completion.objects.filter(user=self.user, usage_key__in=names)
        return dict(rows.values_list("usage_key", "share"))

    # Addresses

    def handler_url(
        self,
        block: XBlock,
        handler_name: str,
        suffix: str = "",
        query: str = "",
        thirdparty: bool = False,  # noqa: FBT001, FBT002 - the runtime's signature
    ) -> str:
        """Return the address of a handler; `thirdparty` needs no token, as in the LMS."""
        view = "handler_noauth" if thirdparty else self._handler_view
        url = reverse(f"preview:{view}", args=[str(block.scope_ids.usage_id), handler_name])
        url += f"/{suffix}" if suffix else ""
        return f"{url}?{query}" if query else url

    def resource_url(self, resource: str) -> str:
        """Return the address of a static file of the platform."""
        return static(resource)

    def local_resource_url(self, block: XBlock, uri: str) -> str:
        """Return the address of a file inside the block's package."""
        return reverse("preview:resource", args=[block.scope_ids.block_type, uri])

    # Events

    def publish(self, block: XBlock, event_type: str, event_data: Mapping[str, Any]) -> None:
        """Take a grade, a completion or a tracking event of the caller."""
        publish(self.user, block, event_type, event_data)

    # Rendering

    def applicable_aside_types(self, _block: XBlock) -> list[str]:
        """Return none: otherwise entry points are scanned at every render."""
        return []

    def _wrap_ele(
        self, block: XBlock, view: str, frag: Fragment, extra_data: Mapping[str, Any] | None = None
    ) -> Fragment:
        """Put the block into the element its script starts on; course links become ours."""
        data = {
            "block-type": block.scope_ids.block_type,
            "usage": block.scope_ids.usage_id,
            "usage-id": block.scope_ids.usage_id,
            "handler-url": self.handler_url(block, "_")[:-1],
            **(extra_data or {}),
        }
        if frag.js_init_fn:
            data["init"] = frag.js_init_fn
            data["runtime-version"] = frag.js_init_version
        wrapped = Fragment(
            format_html(
                '<div class="xblock xblock-{} xblock-{}{}" id="{}"{}>{}{}</div>',
                view,
                block.scope_ids.block_type,
                _style_classes(block),
                block.scope_ids.usage_id.block_id,
                mark_safe("".join(format_html(' data-{}="{}"', *item) for item in data.items())),  # noqa: S308
                mark_safe(links.replace_all(frag.body_html())),  # noqa: S308 - blocks render themselves
                _arguments(frag),
            )
        )
        wrapped.add_fragment_resources(frag)
        return wrapped


def _style_classes(block: XBlock) -> str:
    """What style sheets of xblocks-contrib and our typography go by."""
    tag = block.scope_ids.block_type
    if tag == TEXT:
        return " wbm-prose"
    if tag in CONTRIB:
        return f" xmodule_display xmodule_{block.unmixed_class.__name__}"
    return ""


def _arguments(frag: Fragment) -> str:
    """The start arguments of the block's script, harmless even with ``</script>`` inside."""
    if frag.json_init_args is None:
        return ""
    text = json.dumps(frag.json_init_args)
    for sign, escaped in {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}.items():
        text = text.replace(sign, escaped)
    return mark_safe(  # noqa: S308 - escaped above
        f'<script type="json/xblock-args" class="xblock_json_init_args">{text}</script>'
    )
