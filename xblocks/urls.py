"""Addresses of the desks, below ``/wbm/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from xblocks.coaching.desk import addresses as coaching
from xblocks.dossier.desk import attendance, own, shares
from xblocks.grading.desk import addresses as grading
from xblocks.moderation.desk import addresses as moderation
from xblocks.needs_analysis.desk import addresses as needs_analysis
from xblocks.notices import desk as notices
from xblocks.privacy import desk as privacy
from xblocks.role_play.desk import addresses as role_play
from xblocks.roster.desk import files, people, person, places
from xblocks.transfer_project.desk import files as project_files
from xblocks.transfer_project.desk import handover, milestone, project

app_name = "wbm"

dossier = "<str:course_key>/dossier/"
inbox = "<str:course_key>/inbox/"
roster = "<str:course_key>/roster/"
projects = "<str:course_key>/project/"
one = projects + "<str:usage_key>/"
field = one + "fields/<str:field>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:course_key>/privacy/", privacy.privacy, name="privacy"),
    path("<str:course_key>/privacy/own-data/", privacy.download, name="privacy_download"),
    path("shared/<str:token>/", shares.shared, name="shared"),
    path(dossier, own.dossier, name="dossier"),
    path(dossier + "print/", own.printed, name="dossier_print"),
    path(dossier + "badge/", own.badge, name="dossier_badge"),
    path(dossier + "release/", shares.share, name="dossier_share"),
    path(dossier + "links/<int:link_id>/end/", shares.end, name="dossier_end"),
    path("<str:course_key>/attendance/", attendance.attendance, name="attendance"),
    path("<str:course_key>/attendance/table.csv", attendance.table, name="attendance_table"),
    path(inbox, notices.inbox, name="inbox"),
    path(inbox + "bell/", notices.bell, name="inbox_bell"),
    path(inbox + "mails/", notices.mails, name="inbox_mails"),
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
    path(projects, project.overview, name="project"),
    path(projects + "teams/<int:company>/dossier/", project.dossier, name="project_dossier"),
    path(one, milestone.milestone, name="project_milestone"),
    path(one + "state/", milestone.state, name="project_state"),
    path(one + "summary/", milestone.summary, name="project_summary"),
    path(one + "hand-in/", milestone.hand_in, name="project_hand_in"),
    path(one + "withdraw/", milestone.withdraw, name="project_withdraw"),
    path(one + "versions/<int:number>/", milestone.version, name="project_version"),
    path(one + "compare/", milestone.compare, name="project_compare"),
    path(one + "deadlines/", project.teams, name="project_teams"),
    path(one + "files/<int:file_id>/", project_files.download, name="project_file"),
    path(one + "files/<int:file_id>/remove/", project_files.remove, name="project_remove"),
    path(field + "save/", milestone.save, name="project_save"),
    path(field + "resolve/", milestone.resolve, name="project_resolve"),
    path(field + "handover/", handover.look, name="project_handover"),
    path(field + "handover/hand-over/", handover.hand_over, name="project_hand_over"),
    path(field + "handover/take-back/", handover.take_back, name="project_take_back"),
    path(field + "upload/", project_files.upload, name="project_upload"),
    path(field + "upload/<str:upload_id>/finish/", project_files.finish, name="project_finish"),
    path(field + "upload/<str:upload_id>/<int:number>/", project_files.part, name="project_part"),
    *grading.patterns,
    *coaching.patterns,
    *needs_analysis.patterns,
    *moderation.patterns,
    *role_play.patterns,
]
