"""Addresses as `lms/urls.py` ends."""

from django.urls import URLPattern, URLResolver
from edx_django_utils.plugins import get_plugin_url_patterns

urlpatterns: list[URLPattern | URLResolver] = [*get_plugin_url_patterns("lms.djangoapp")]
