"""The command `wbm`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from course_export import build as building
from course_export.check import Format, run_check, run_explain
from course_export.patience import patience
from xblocks.core.errors import Refusal

USER_ERROR = 2
"""Exit code when the input cannot be used."""

app = typer.Typer(
    name="wbm",
    help="Build, check and preview the course for continuing-education mentors.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


class CourseLanguage(StrEnum):
    """Languages of the course."""

    DE = "de"
    EN = "en"


@app.callback()
def root() -> None:
    """Build, check and preview the course for continuing-education mentors."""


@app.command(
    epilog="Examples: `wbm build` · `wbm build --language en` · `wbm build --output /tmp/course`"
)
def build(
    language: Annotated[
        CourseLanguage, typer.Option(help="Language of the course. Each has its own archive.")
    ] = CourseLanguage.DE,
    output: Annotated[
        Path, typer.Option(help="Folder for the archive; it is made when missing.")
    ] = Path("build"),
    content: Annotated[
        Path,
        typer.Option(
            help="Folder with course.yaml, to build another course.", show_default="this course"
        ),
    ] = building.CONTENT,
) -> None:
    """Build the course archive wbm-LANGUAGE.tar.gz and print its path.

    All defects of the content are listed with file and line; then nothing is written.
    """
    with patience("Building the course …"):
        built = building.build(language.value, output, content)
    for file in built.unused:
        typer.echo(f"wbm: not used in the course: {file}", err=True)
    typer.echo(built.path)


@app.command(
    epilog="Examples: `wbm check build/wbm-de.tar.gz` · `wbm check course/ --format json`"
    " · `wbm check --explain orphan-file`"
)
def check(
    archive: Annotated[
        Path | None,
        typer.Argument(help="Course archive (.tar.gz) or folder.", show_default=False),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="How the findings are written.")
    ] = Format.TEXT,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="Say what a finding means, and stop.")
    ] = None,
) -> None:
    """Find everything in a course archive that the platform would lose, rename or break.

    Exit code 0: no errors. 1: at least one error. 2: the archive cannot be looked into.
    """
    out, err = Console(), Console(stderr=True)
    if explain is not None:
        raise typer.Exit(run_explain(explain, out, err))
    if archive is None:
        raise typer.BadParameter("name the archive to check", param_hint="ARCHIVE")
    raise typer.Exit(run_check(archive, form, out, err))


@app.command(
    epilog="Examples: `wbm preview` · `wbm preview build/wbm-en.tar.gz` · `wbm preview --port 8080`"
)
def preview(
    archive: Annotated[
        Path | None,
        typer.Argument(
            help="Course archive (.tar.gz) or folder.", show_default="the one built last in build/"
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the server; 0 takes any free one.")
    ] = 8000,
) -> None:
    """Play a course archive on this computer, with every role. Ctrl+C ends it."""
    from course_export.preview.serve import run_preview  # brings Django, which others do without

    run_preview(archive, port, Console())


def main() -> None:
    """Run the command line. What people can put right is said in a sentence, with exit code 2."""
    try:
        app()
    except Refusal as refusal:
        typer.echo(f"wbm: {refusal}", err=True)
    except OSError as error:
        reason = error.strerror or str(error)
        typer.echo(f"wbm: {reason}: {error.filename}" if error.filename else reason, err=True)
    sys.exit(USER_ERROR)
