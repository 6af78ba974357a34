"""The command `wbm`."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from typer.exceptions import TyperException

from course_export import build as building
from course_export.check import Format, run_check, run_explain
from course_export.doctor import DoctorForm, run_doctor
from course_export.messages import gettext, translated
from course_export.patience import patience
from course_export.report import noted, told
from course_export.roster import RosterForm, run_roster_check, run_roster_import
from course_export.speech import command
from course_export.wrong_call import show
from xblocks.core.errors import Refusal
from xblocks.core.text import gettext_noop as _

USER_ERROR = 2
"""Exit code when the input cannot be used."""
ABORTED = 1
"""Exit code when somebody does not want to go on."""

app = typer.Typer(
    name="wbm",
    help=_("Build, check, preview and publish the course for continuing-education mentors."),
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
    """Build, check, preview and publish the course for continuing-education mentors."""


@app.command(
    help=_(
        "Build the course archive wbm-LANGUAGE.tar.gz and print its path.\n\n"
        "All defects of the content are listed with file and line; then nothing is "
        "written."
    ),
    epilog=_(
        "Examples: `wbm build` · `wbm build --language en` · `wbm build --output /tmp/course`"
    ),
)
def build(
    language: Annotated[
        CourseLanguage, typer.Option(help=_("Language of the course. Each has its own archive."))
    ] = CourseLanguage.DE,
    output: Annotated[
        Path, typer.Option(help=_("Folder for the archive; it is made when missing."))
    ] = Path("build"),
    content: Annotated[
        Path,
        typer.Option(
            help=_("Folder with course.yaml, to build another course."),
            show_default=_("this course"),
        ),
    ] = building.CONTENT,
    start: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help=_("Monday of the first seminar week. All due dates are reckoned from it."),
            show_default=_("that of the course"),
        ),
    ] = None,
    *,
    report: Annotated[
        bool,
        typer.Option(
            "--report",
            help=_("List how easily every page reads, and every link out of the course."),
        ),
    ] = False,
) -> None:
    """Build the course archive wbm-LANGUAGE.tar.gz and print its path."""
    with patience(gettext("Building the course …")):
        begins = start.date() if start else None
        built = building.build(language.value, output, content, begins)
    if built.unused:
        unused = gettext("not used in the course: %(files)s", files=", ".join(built.unused))
        typer.echo(f"wbm: {unused}", err=True)
    for line in noted(built.report):
        typer.echo(f"wbm: {line}", err=True)
    if report:
        typer.echo("\n".join(told(built.report)), err=True)
    typer.echo(built.path)


@app.command(
    help=_(
        "Find everything in a course archive that the platform would lose, rename or "
        "break.\n\n"
        "Exit code 0: no errors. 1: at least one error. 2: the archive cannot be looked "
        "into."
    ),
    epilog=_(
        "Examples: `wbm check build/wbm-de.tar.gz` · `wbm check course/ --format json`"
        " · `wbm check --explain orphan-file`"
    ),
)
def check(
    archive: Annotated[
        Path | None,
        typer.Argument(help=_("Course archive (.tar.gz) or folder."), show_default=False),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help=_("How the findings are written."))
    ] = Format.TEXT,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help=_("Say what a finding means, and stop."))
    ] = None,
) -> None:
    """Find everything in a course archive that the platform would lose, rename or break."""
    out, err = Console(), Console(stderr=True)
    if explain is not None:
        raise typer.Exit(run_explain(explain, out, err))
    if archive is None:
        raise typer.BadParameter(gettext("name the archive to check"), param_hint="archive")
    raise typer.Exit(run_check(archive, form, out, err))


@app.command(
    help=_("Play a course archive on this computer, with every role. Ctrl+C ends it."),
    epilog=_(
        "Examples: `wbm preview` · `wbm preview build/wbm-en.tar.gz` · `wbm preview --port 8080`"
    ),
)
def preview(
    archive: Annotated[
        Path | None,
        typer.Argument(
            help=_("Course archive (.tar.gz) or folder."),
            show_default=_("the one built last in build/"),
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help=_("Port of the server; 0 takes any free one."))
    ] = 8000,
    examples: Annotated[  # noqa: FBT002 - an option of the command line
        bool,
        typer.Option(help=_("Put examples on the desks of a preview that begins anew.")),
    ] = True,
) -> None:
    """Play a course archive on this computer, with every role. Ctrl+C ends it."""
    from course_export.preview.serve import run_preview  # brings Django, which others do without

    run_preview(archive, port, Console(), examples=examples)


@app.command(
    help=_(
        "Look at everything this computer needs, and say what to do about what is missing.\n\n"
        "Exit code 0: nothing failed. 1: something does not work. In an LMS the same is"
        " `manage.py wbm_doctor`."
    ),
    epilog=_("Examples: `wbm doctor` · `wbm doctor --format json`"),
)
def doctor(
    form: Annotated[
        DoctorForm, typer.Option("--format", help=_("How the outcome is written."))
    ] = DoctorForm.TEXT,
) -> None:
    """Look at everything this computer needs, and say what to do about what is missing."""
    raise typer.Exit(run_doctor(form, Console()))


@app.command(
    help=_(
        "Bring a course archive onto Open edX, and read every unit back to compare it.\n\n"
        "The client's id and secret come from WBM_CLIENT_ID and WBM_CLIENT_SECRET. An "
        "interrupted call is started again as it was: it goes on where it stopped. Exit "
        "code 0: done. 1: refused or failed. 2: address, archive or list cannot be used."
    ),
    epilog=_(
        "Examples: `wbm publish build/wbm-de.tar.gz --lms https://lms.example.org"
        " --studio https://studio.example.org --course course-v1:WBM+WBM1+2027`"
        " · the same with `--staging course-v1:WBM+WBM1+2027-test --roster people.csv`"
    ),
)
def publish(
    archive: Annotated[
        Path, typer.Argument(help=_("Course archive (.tar.gz)."), show_default=False)
    ],
    lms: Annotated[str, typer.Option(metavar="URL", help=_("Address of the LMS."))],
    studio: Annotated[str, typer.Option(metavar="URL", help=_("Address of Studio."))],
    course: Annotated[str, typer.Option(metavar="KEY", help=_("Key of the live course."))],
    staging: Annotated[
        str | None,
        typer.Option(metavar="KEY", help=_("Key of a course to try the import in first.")),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            help=_("CSV file with the people: cohorts, enrolments and course team follow it."),
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    yes: Annotated[  # noqa: FBT002 - an option of the command line
        bool, typer.Option("--yes", help=_("Overwrite changes made in Studio without asking."))
    ] = False,
    patience: Annotated[
        int, typer.Option(min=1, metavar="MINUTES", help=_("How long to wait for one import."))
    ] = 15,
    memory: Annotated[
        Path | None,
        typer.Option(
            help=_("Folder for what is remembered between two calls."),
            show_default=_(".wbm-publish beside the archive"),
            file_okay=False,
        ),
    ] = None,
) -> None:
    """Bring a course archive onto Open edX, and read every unit back to compare it."""
    from course_export.publish.command import Order, run_publish
    from course_export.publish.pace import MINUTE, Pace

    order = Order(archive, lms, studio, course, staging, roster, memory, yes)
    pace = Pace(patience=patience * MINUTE)
    raise typer.Exit(run_publish(order, pace, Console(), Console(stderr=True)))


roster = typer.Typer(help=_("Check and import lists of people."), no_args_is_help=True)
app.add_typer(roster, name="roster")

RosterFile = Annotated[
    Path,
    typer.Argument(
        help=_("CSV file with the people of a course."),
        exists=True,
        dir_okay=False,
        show_default=False,
    ),
]
RosterFormOption = Annotated[
    RosterForm, typer.Option("--format", help=_("How the outcome is written."))
]


@roster.command(
    "check",
    help=_(
        "Find every line of a list that is not right, without touching anything.\n\n"
        "Exit code 0: the list is fine. 1: at least one line is not right. 2: the file "
        "cannot be read."
    ),
    epilog=_(
        "Examples: `wbm roster check people.csv` · `wbm roster check people.csv --format json`"
    ),
)
def roster_check(file: RosterFile, form: RosterFormOption = RosterForm.TEXT) -> None:
    """Find every line of a list that is not right, without touching anything."""
    raise typer.Exit(run_roster_check(file, form, Console(), Console(stderr=True)))


@roster.command(
    "import",
    help=_(
        "Bring a list onto that of a course: all of it, or nothing when a line is not "
        "right.\n\n"
        "Works on the data of the preview, or on those of DJANGO_SETTINGS_MODULE. The "
        "same file may be imported again: nobody is there twice. Exit codes as for check."
    ),
    epilog=_(
        "Examples: `wbm roster import people.csv --course course-v1:WBM+WBM1+2027`"
        " · `wbm roster import people.csv --course course-v1:WBM+WBM1+2027 --dry-run`"
    ),
)
def roster_import(
    file: RosterFile,
    course: Annotated[str, typer.Option(help=_("Key of the course."), show_default=False)],
    dry_run: Annotated[  # noqa: FBT002 - an option of the command line
        bool, typer.Option("--dry-run", help=_("Only say what would change."))
    ] = False,
    missing_leave: Annotated[  # noqa: FBT002
        bool, typer.Option("--missing-leave", help=_("Mark who is not in the file as having left."))
    ] = False,
    form: RosterFormOption = RosterForm.TEXT,
) -> None:
    """Bring a list onto that of a course: all of it, or nothing when a line is not right."""
    with patience(gettext("Importing the list …")):
        status = run_roster_import(
            file,
            course,
            form,
            Console(),
            Console(stderr=True),
            dry_run=dry_run,
            missing_leave=missing_leave,
        )
    raise typer.Exit(status)


def main() -> None:
    """Run the command line. What people can put right is said in a sentence, with exit code 2."""
    try:
        sys.exit(command(app)(standalone_mode=False))
    except typer.Abort:
        typer.echo(gettext("Aborted."), err=True)
        sys.exit(ABORTED)
    except TyperException as wrong:
        show(wrong, Console(stderr=True))
        sys.exit(wrong.exit_code)
    except Refusal as refusal:
        typer.echo(f"wbm: {translated(refusal.message)}", err=True)
    except OSError as error:
        reason = error.strerror or str(error)
        typer.echo(f"wbm: {reason}: {error.filename}" if error.filename else reason, err=True)
    sys.exit(USER_ERROR)
