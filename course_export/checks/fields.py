"""Which settings the platform's own blocks know, and of which kind each is.

Compiled from the field lists of the platform's blocks; anything else on such a block is kept by the
importer but has no effect.
"""

from __future__ import annotations

from typing import Final

Kind = str | tuple[str, ...]
"""Name of a validator in `values`, or the words that are allowed."""

SHOWANSWER: Final = (
    *("always", "answered", "attempted", "closed", "finished", "past_due", "correct_or_past_due"),
    *("after_all_attempts", "after_all_attempts_or_correct", "attempted_no_past_due", "never"),
)
RANDOMIZE: Final = ("always", "onreset", "never", "per_student", "true", "false", "")


def _table(**kinds: str) -> dict[str, Kind]:
    return {name: kind for kind, names in kinds.items() for name in names.split()}


IDENTITY: Final = frozenset(
    "url_name slug org course filename xblock-family x-is-pointer-node name tags parent".split()
)
"""Attributes that place a block or file rather than set something."""

BOOKKEEPING: Final = (
    *("upstream", "downstream", "top_level_downstream", "copied_from", "edited_", "published_"),
    *("subtree_edited", "parent_", "index_in_children_list", "xml_attributes", "data_dir"),
)
"""Beginnings of attributes that Studio writes for itself."""

COMMON: Final[dict[str, Kind]] = _table(
    text="display_name course_edit_method giturl xqa_key static_asset_path matlab_api_key format"
    " chrome default_tab source_file license source_code",
    boolean="graded visible_to_staff_only use_latex_compiler video_speed_optimizations ispublic"
    " video_auto_advance show_reset_button edxnotes edxnotes_visibility in_entrance_exam"
    " self_paced hide_from_toc",
    integer="relative_weeks_due max_attempts",
    number="days_early_for_beta",
    date="start due",
    duration="graceperiod",
    list="user_partitions",
    object="video_bumper",
    groups="group_access",
) | {
    "showanswer": SHOWANSWER,
    "show_correctness": ("always", "never", "past_due"),
    "rerandomize": RANDOMIZE,
}
"""Settings every block knows, because it can inherit them."""

_SEQUENCE: Final = _table(boolean="hide_after_due is_entrance_exam", integer="position")

COURSE: Final[dict[str, Kind]] = {
    **_SEQUENCE,
    **_table(
        text="advertised_start end_of_course_survey_url ccx_connector due_date_display_format"
        " enrollment_domain certificates_display_behavior course_image banner_image language"
        " video_thumbnail_image cert_name_short cert_name_long css_class discussion_link wiki_slug"
        " display_organization display_coursenumber course_survey_name entrance_exam_id"
        " social_sharing_url proctoring_provider proctoring_escalation_email",
        boolean="show_calculator is_new mobile_available no_grade disable_progress_graph enable_ccx"
        " allow_anonymous allow_anonymous_to_peers show_timezone certificates_show_before_end"
        " issue_badges cert_html_view_enabled hide_progress_tab allow_public_wiki_access"
        " invitation_only course_survey_required entrance_exam_enabled enable_proctored_exams"
        " allow_proctoring_opt_out create_zendesk_tickets enable_timed_exams is_time_limited"
        " enable_subsection_gating force_on_flexible_peer_openassessments is_proctored_enabled"
        " allow_unsupported_xblocks highlights_enabled_for_messaging is_practice_exam"
        " is_onboarding_exam",
        integer="cosmetic_display_price max_student_enrollments_allowed default_time_limit_minutes",
        number="entrance_exam_minimum_score_pct minimum_grade_credit",
        date="start end enrollment_start enrollment_end announcement certificate_available_date",
        list="lti_passports textbooks pre_requisite_courses tabs discussion_blackouts learning_info"
        " advanced_modules pdf_textbooks html_textbooks course_wide_js course_wide_css",
        object="discussion_topics discussions_settings cohort_config video_upload_pipeline"
        " remote_gradebook cert_html_view_overrides certificates teams_configuration"
        " instructor_info other_course_settings grading_policy",
    ),
    "catalog_visibility": ("both", "about", "none"),
    "course_visibility": ("private", "public_outline", "public"),
    "video_sharing_options": ("all-on", "all-off", "per-video"),
}

COURSE_DATES: Final = (
    *("start", "end", "enrollment_start", "enrollment_end", "announcement"),
    "certificate_available_date",
)

STOCK: Final[dict[str, dict[str, Kind]]] = {
    "course": COURSE,
    "chapter": {**_SEQUENCE, **_table(list="highlights", text="type")},
    "sequential": {
        **_SEQUENCE,
        **_table(
            boolean="is_time_limited is_proctored_enabled is_proctored_exam is_practice_exam"
            " is_onboarding_exam is_prerequisite",
            integer="default_time_limit_minutes min_score min_completion",
            text="exam_review_rules required_prereq type",
        ),
    },
    "vertical": {**_SEQUENCE, **_table(boolean="discussion_enabled", text="type")},
    "html": _table(text="editor data"),
    "problem": {
        **_table(
            integer="attempts_before_showanswer_button submission_wait_seconds attempts seed",
            boolean="force_save_button markdown_edited",
            number="weight",
            text="markdown data type",
        ),
        "grading_method": ("last_score", "first_score", "highest_score", "average_score"),
    },
    "video": _table(
        text="youtube youtube_id_0_75 youtube_id_1_0 youtube_id_1_25 youtube_id_1_5 sub track"
        " source handout edx_video_id transcript_url transcript_download_role thumbnail data"
        " transcript_language transcript_download_format",
        boolean="show_captions download_video download_track only_on_web public_access"
        " auto_advance",
        list="html5_sources",
        object="transcripts",
        clock="start_time end_time from to",
    ),
    "discussion": _table(text="discussion_id discussion_category discussion_target sort_key for"),
    "library_content": _table(
        text="source_library_id source_library_version mode capa_type",
        integer="max_count",
        boolean="has_score allow_resetting_children",
        list="candidates",
    ),
    "itembank": _table(integer="max_count", boolean="allow_resetting_children"),
    "split_test": _table(integer="user_partition_id", object="group_id_to_child"),
    "word_cloud": _table(
        integer="num_inputs num_top_words", boolean="display_student_percents", text="instructions"
    ),
    "lti": _table(
        text="lti_id launch_url description button_text",
        boolean="open_in_a_new_page has_score hide_launch ask_to_send_username ask_to_send_email"
        " accept_grades_past_due",
        number="weight",
        list="custom_parameters",
    ),
}
"""Settings of the blocks whose list is complete; a block that is not here is not judged."""

SHIPPED: Final = frozenset(
    "openassessment drag-and-drop-v2 lti_consumer poll survey done edx_sga staffgradedxblock"
    " recommender google-calendar google-document rate crowdsourcehinter ubcpi qualtricssurvey"
    " invideoquiz schoolyourself_lesson schoolyourself_review unit".split()
)
"""Block types that the platform installs beside its own ones."""

CHILDLESS: Final = frozenset(
    "poll survey done drag-and-drop-v2 lti_consumer google-calendar google-document".split()
)
"""Shipped blocks without children or text of their own: one child element drops the block."""
