"""The roster in Django's administration: to look things up.

Changes belong on the desk page, which keeps rules, history and versions.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from xblocks.roster.records import Company, District, PastMembership, Person


class LookOnly(admin.ModelAdmin):
    """Rows to be seen, not touched."""

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Nobody changes anything here."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:
        """Nobody deletes here."""
        return False


@admin.register(Person)
class PersonAdmin(LookOnly):
    """People of all courses."""

    list_display = ("name", "email", "course_key", "company", "user", "left_at")
    list_filter = ("course_key",)
    list_select_related = ("company", "user")
    search_fields = ("search_text",)


@admin.register(Company)
class CompanyAdmin(LookOnly):
    """Companies of all courses."""

    list_display = ("name", "district", "course_key")
    list_filter = ("course_key",)
    list_select_related = ("district",)
    search_fields = ("name",)


@admin.register(District)
class DistrictAdmin(LookOnly):
    """Districts of all courses."""

    list_display = ("name", "states", "course_key")
    list_filter = ("course_key",)


@admin.register(PastMembership)
class PastMembershipAdmin(LookOnly):
    """Who was in which team, and until when."""

    list_display = ("person", "company", "since", "until")
    list_select_related = ("person", "company")
    search_fields = ("person__search_text",)
