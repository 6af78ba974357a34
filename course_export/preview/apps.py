"""Registers the preview as a Django app: label ``wbm_preview``."""

from __future__ import annotations

from django.apps import AppConfig


class PreviewConfig(AppConfig):
    """What stands in for the platform: learner state, grades, completion, pages."""

    name = "course_export.preview"
    label = "wbm_preview"
    verbose_name = "WBM preview"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to scores that people give, and say what is kept of them."""
        from course_export.preview import scores
        from course_export.preview.kept import PreviewHolding
        from xblocks.privacy.registry import register

        scores.connect()
        register(PreviewHolding())
