"""A wrong call of the command line: what typer refuses, told in the reader's language.

Typer's sentences for it are English and go through no catalogue, so they are told anew from what
the refusal knows: the option or argument, the value, and what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from pydantic import ValidationError
from rich.console import Console
from rich.panel import Panel
from rich.text import Text
from typer.exceptions import TyperException

from course_export.curriculum.failures import told
from course_export.messages import gettext, translated
from xblocks.core.text import gettext_noop as _

_EXTRA: Final = re.compile(r"Got unexpected extra argument\(s\) \((?P<words>.*)\)", re.DOTALL)
_MEANT: Final = re.compile(r"^(?P<wrong>.*)\. Did you mean (?P<names>.*)\?$", re.DOTALL)
_ONE_OF: Final = re.compile(r"'(?P<value>.*)' is not one of (?P<choices>.*)\.$", re.DOTALL)
_PATHS: Final = {
    re.compile(r"^\w+ '(?P<path>.*)' does not exist\.$", re.DOTALL): _("There is no “%(path)s”."),
    re.compile(r"^\w+ '(?P<path>.*)' is a file\.$", re.DOTALL): _(
        "“%(path)s” is a file. A folder is needed."
    ),
    re.compile(r"^\w+ '(?P<path>.*)' is a directory\.$", re.DOTALL): _(
        "“%(path)s” is a folder. A file is needed."
    ),
    re.compile(r"^\w+ '(?P<path>.*)' is not readable\.$", re.DOTALL): _(
        "“%(path)s” cannot be read."
    ),
}
"""What typer says about paths, and what we say."""


def show(error: TyperException, err: Console) -> None:
    """Print how the command is used, where help is, and what is wrong with the call."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return  # the help, which is printed by now, is the answer
    context = getattr(error, "ctx", None)
    if context is not None:
        err.print(Text(context.get_usage(), style="bold"))
        call = f"{context.command_path} {context.help_option_names[0]}"
        err.print(Text(gettext("For help: %(call)s", call=call), style="dim"))
    title = gettext("Error")
    err.print(Panel(Text(sentence(error)), title=title, title_align="left", border_style="red"))


def sentence(error: TyperException) -> str:
    """What is wrong with the call, in the reader's language; typer's own words if we know none."""
    tellers = {
        "MissingParameter": _missing,
        "NoSuchOption": _no_such_option,
        "BadOptionUsage": _option_used_wrongly,
        "BadParameter": _about,
    }
    if teller := tellers.get(type(error).__name__):
        return teller(error)
    if extra := _EXTRA.fullmatch(error.message):
        return gettext("This is too much: %(words)s. Leave it out.", words=extra["words"])
    if meant := _MEANT.match(error.message):
        names = meant["names"].replace("'", "")
        return f"{meant['wrong']}. " + gettext("Did you mean %(names)s?", names=names)
    return error.format_message()


def _missing(error: Any) -> str:
    if error.param is None or error.param.param_type_name == "argument":
        return gettext("The argument “%(name)s” is missing. Add it.", name=_name(error))
    return gettext("The option %(name)s is missing. Add it.", name=_name(error))


def _no_such_option(error: Any) -> str:
    said = gettext("There is no option %(name)s.", name=error.option_name)
    if not error.possibilities:
        return said
    names = ", ".join(sorted(error.possibilities))
    return f"{said} " + gettext("Did you mean %(names)s?", names=names)


def _option_used_wrongly(error: Any) -> str:
    if "does not take a value" in error.message:
        return gettext("The option %(name)s takes no value.", name=error.option_name)
    return gettext("The option %(name)s needs a value.", name=error.option_name)


def _about(error: Any) -> str:
    """What is wrong with a value, after the name of its option or argument."""
    return f"{_name(error)}: {_reason(error)}"


def _reason(error: Any) -> str:
    if choice := _ONE_OF.search(error.message):
        choices = choice["choices"].replace("'", "")
        text = gettext("“%(value)s” is not possible.", value=choice["value"])
        return f"{text} " + gettext("Use one of: %(choices)s.", choices=choices)
    for pattern, text in _PATHS.items():
        if found := pattern.match(error.message):
            return gettext(text, path=found["path"])
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        return translated(told(cause.errors(include_url=False)[0])) + "."
    return str(error.message)


def _name(error: Any) -> str:
    """The option as it is typed, or the argument as the usage names it."""
    hint: str | Sequence[str] | None = error.param_hint
    if hint is None and error.param is not None:
        hint = error.param.opts if error.param.param_type_name == "option" else error.param.name
    return hint if isinstance(hint, str) else " / ".join(hint or ())
