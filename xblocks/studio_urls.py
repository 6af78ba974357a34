"""Addresses below ``/wbm/`` in Studio: the same as in the LMS, and each leads there.

Studio writes links to desks, e.g. into notices when a course is published; the desks themselves are
for those who learn and teach, and their pages wear the look of the LMS.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, URLResolver
from django.views.decorators.http import require_safe

from xblocks import urls
from xblocks.host.links import absolute

app_name = urls.app_name


@require_safe
def to_lms(request: HttpRequest, **_places: Any) -> HttpResponseRedirect:
    """Lead to the page of the same address in the LMS."""
    return HttpResponseRedirect(absolute(request.get_full_path()))


def _leading(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        return URLPattern(pattern.pattern, to_lms, pattern.default_args, pattern.name)
    nested = [_leading(each) for each in pattern.url_patterns]
    return URLResolver(
        pattern.pattern, nested, pattern.default_kwargs, pattern.app_name, pattern.namespace
    )


urlpatterns = [_leading(pattern) for pattern in urls.urlpatterns]
