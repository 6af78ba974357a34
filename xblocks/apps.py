"""Registers the suite as a Django app and as a plug-in of LMS and Studio."""

from __future__ import annotations

from django.apps import AppConfig


class WbmConfig(AppConfig):
    """One app for all components: label ``wbm``, tables ``wbm_*``."""

    name = "xblocks"
    label = "wbm"
    verbose_name = "WBM"
    default_auto_field = "django.db.models.BigAutoField"

    # Where the platform finds what it adds to itself. It reads this before there are settings.
    plugin_app = {
        "settings_config": {
            project: {
                "common": {"relative_path": "settings.common"},
                "production": {"relative_path": "settings.production"},
            }
            for project in ("lms.djangoapp", "cms.djangoapp")
        },
        "url_config": {
            "lms.djangoapp": {"namespace": "wbm", "regex": r"^wbm/", "relative_path": "urls"},
            "cms.djangoapp": {
                "namespace": "wbm",
                "regex": r"^wbm/",
                "relative_path": "studio_urls",
            },
        },
    }

    def ready(self) -> None:
        """Connect the receivers that keep roster and register true."""
        from xblocks.coaching import receivers as coaching_receivers
        from xblocks.coaching import telling as coaching_telling
        from xblocks.coaching.context import team_dates
        from xblocks.coaching.holding import CoachingHolding
        from xblocks.dossier.holding import DossierHolding
        from xblocks.exercises import receivers
        from xblocks.exercises.holding import ExercisesHolding
        from xblocks.exercises.team import add_dates, add_passages, add_tables
        from xblocks.files.holding import FilesHolding
        from xblocks.grading import receivers as grading_receivers
        from xblocks.grading.holding import GradingHolding
        from xblocks.grading.presenters import register
        from xblocks.host import xapi
        from xblocks.moderation.holding import ModerationHolding
        from xblocks.moderation.presenter import PlanPresenter
        from xblocks.needs_analysis.holding import NeedsAnalysisHolding
        from xblocks.needs_analysis.presenter import CasePresenter
        from xblocks.needs_analysis.team.handing_over import tables as matrix_tables
        from xblocks.notices.holding import NoticesHolding
        from xblocks.notices.service import register_source
        from xblocks.privacy import receivers as privacy_receivers
        from xblocks.privacy import registry as privacy
        from xblocks.role_play.holding import RolePlayHolding
        from xblocks.role_play.triad import releasing as rounds
        from xblocks.roster import receivers as roster_receivers
        from xblocks.roster.holding import RosterHolding
        from xblocks.transfer_project.holding import TransferProjectHolding
        from xblocks.transfer_project.passing_on import passages
        from xblocks.transfer_project.presenter import MilestonePresenter
        from xblocks.transfer_project.telling import open_deadlines

        xapi.register()
        receivers.connect()
        roster_receivers.connect()
        grading_receivers.connect()
        register("wbm_transfer_project", MilestonePresenter())
        register("wbm_needs_analysis", CasePresenter())
        register("wbm_moderation", PlanPresenter())
        register_source(open_deadlines)
        coaching_telling.register()
        rounds.register()
        coaching_receivers.connect(self)
        add_dates(team_dates)
        add_passages(passages)
        add_tables(matrix_tables)
        privacy_receivers.connect()
        privacy.register(
            FilesHolding(),
            RosterHolding(),
            NoticesHolding(),
            ExercisesHolding(),
            GradingHolding(),
            TransferProjectHolding(),
            CoachingHolding(),
            NeedsAnalysisHolding(),
            ModerationHolding(),
            RolePlayHolding(),
            DossierHolding(),
        )
