"""Lets typer, which the command line stands on, speak the reader's language.

It asks the standard library's gettext for its words and ships no catalogue: ours is bound in its
place. Help texts are translated in the finished command.
"""

from __future__ import annotations

import gettext as standard
import os
from functools import partial
from typing import Any, Final

import typer

from course_export.messages import FOLDER, gettext, language
from xblocks.core.text import gettext_noop as _

DOMAIN: Final = "django"
"""The name of our catalogue's file."""

WORDS: Final = (
    _("(deprecated) "),
    _("Aborted."),
    _("Arguments"),
    _("Commands"),
    _("Error"),
    _("Missing command."),
    _("No such command {name!r}."),
    _("Options"),
    _("Show this message and exit."),
    _("Try [blue]'{command_path} {help_option}'[/] for help."),
    _("[default: {}]"),
    _("[env var: {}]"),
    _("[required]"),
    _("default: {default}"),
    _("required"),
)
"""What typer says through gettext, for our catalogue."""

METAVARS: Final = (_("[OPTIONS]"), _("COMMAND [ARGS]..."))
"""What typer writes into the usage of a command."""


def command(app: typer.Typer) -> Any:
    """Return the command of `app` with its help in the reader's language."""
    os.environ["LANGUAGE"] = language()
    standard.bindtextdomain(DOMAIN, FOLDER)
    standard.textdomain(DOMAIN)
    whole = typer.main.get_command(app)
    _translate(whole)
    return whole


def _translate(each: Any) -> None:
    for name in ("help", "short_help", "epilog", "options_metavar", "subcommand_metavar"):
        _in_place(each, name)
    each.format_usage = partial(_usage, each)
    for parameter in each.get_params(typer.Context(each)):  # with --help, which is kept
        _in_place(parameter, "help")
        _in_place(parameter, "show_default")
    for child in getattr(each, "commands", {}).values():
        _translate(child)


def _usage(each: Any, context: Any, formatter: Any) -> None:
    """What `format_usage` of a command does, which does not ask gettext."""
    pieces = " ".join(each.collect_usage_pieces(context))
    formatter.write_usage(context.command_path, pieces, gettext("Usage:") + " ")


def _in_place(thing: Any, name: str) -> None:
    text = getattr(thing, name, None)
    if isinstance(text, str) and text:
        setattr(thing, name, gettext(text.replace("%", "%%")))
