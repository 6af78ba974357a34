"""Django's administration shows the roster and lets nobody change it."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory, modify_settings

from xblocks.roster.records import Company, District, PastMembership, Person


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Person, Company, District, PastMembership])
def test_rows_are_seen_and_not_touched(model: type, rf: RequestFactory):
    with modify_settings(INSTALLED_APPS={"append": "django.contrib.admin"}):
        import_module("xblocks.admin")
        shown = admin.site._registry[model]
        assert shown.check() == []
        request = rf.get("/")
        request.user = User(is_superuser=True, is_staff=True, is_active=True)
        assert shown.has_view_permission(request)
        assert not shown.has_add_permission(request)
        assert not shown.has_change_permission(request)
        assert not shown.has_delete_permission(request)
        list(shown.get_search_results(request, shown.get_queryset(request), "mira")[0])
