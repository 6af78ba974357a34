"""Addresses of the desks, below ``/wbm/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from xblocks.notices import desk as notices
from xblocks.roster.desk import files, people, person, places

app_name = "wbm"

inbox = "<str:course_key>/inbox/"
roster = "<str:course_key>/roster/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(inbox, notices.inbox, name="inbox"),
    path(inbox + "bell/", notices.bell, name="inbox_bell"),
    path(inbox + "read/", notices.read_all, name="inbox_read_all"),
    path(inbox + "<int:notice_id>/", notices.opened, name="inbox_open"),
    path(inbox + "<int:notice_id>/read/", notices.read, name="inbox_read"),
    path(roster, people.people, name="roster"),
    path(roster + "list.csv", people.export, name="roster_export"),
    path(roster + "template.csv", people.template, name="roster_template"),
    path(roster + "import/", files.choose, name="roster_import"),
    path(roster + "import/check/", files.check, name="roster_check"),
    path(roster + "import/confirm/", files.confirm, name="roster_confirm"),
    path(roster + "people/new/", person.add, name="roster_add"),
    path(roster + "people/<int:person_id>/", person.person, name="roster_person"),
    path(roster + "people/<int:person_id>/<str:name>/", person.step, name="roster_step"),
    path(roster + "places/", places.overview, name="roster_places"),
    path(roster + "companies/<int:place_id>/", places.company, name="roster_company"),
    path(roster + "districts/<int:place_id>/", places.district, name="roster_district"),
]
