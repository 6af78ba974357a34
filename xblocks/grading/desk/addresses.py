"""Addresses of the graders' pages, below ``/wbm/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from xblocks.grading.desk import beside, comments, downloads, files, queue, short, steps, work

desk = "<str:course_key>/grading/"
one = desk + "<int:work_id>/"

patterns: list[URLPattern] = [
    path(desk, queue.queue, name="grading"),
    path(desk + "next/", queue.next_work, name="grading_next"),
    path(desk + "mine/", queue.mine, name="grading_mine"),
    path(desk + "short/", short.waiting, name="grading_short"),
    path(desk + "comments/", comments.library, name="grading_comments"),
    path(desk + "comments/choose/", comments.choose, name="grading_choose"),
    path(desk + "comments/keep/", comments.keep, name="grading_keep"),
    path(desk + "comments/forget/", comments.remove, name="grading_forget"),
    path(desk + "comments/<int:comment_id>/use/", comments.use, name="grading_use"),
    path(desk + "downloads/", downloads.downloads, name="grading_downloads"),
    path(desk + "downloads/works.zip", downloads.works, name="grading_works"),
    path(desk + "downloads/grades.csv", downloads.grades, name="grading_grades"),
    path(one, work.work, name="grading_work"),
    path(one + "short/", short.work, name="grading_short_work"),
    path(one + "draft/", steps.draft, name="grading_draft"),
    path(one + "decide/", steps.decide, name="grading_decide"),
    path(one + "hold/<str:step>/", steps.hold, name="grading_hold"),
    path(one + "seat/<str:step>/", steps.seat, name="grading_seat"),
    path(one + "jury/<str:step>/", steps.jury, name="grading_jury"),
    path(one + "notes/", beside.note, name="grading_note"),
    path(one + "files/", files.upload, name="grading_files"),
    path(one + "files/<int:file_id>/", files.for_grader, name="grading_file"),
    path(one + "files/<int:file_id>/gone/", files.remove, name="grading_file_gone"),
    path(one + "upload/<str:upload_id>/finish/", files.finish, name="grading_file_finish"),
    path(one + "upload/<str:upload_id>/<int:part_number>/", files.part, name="grading_file_part"),
    path(one + "history/", beside.history, name="grading_history"),
    path("<str:course_key>/results/files/<int:file_id>/", files.for_team, name="results_file"),
]
