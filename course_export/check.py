"""The body of `wbm check`: runs the checks, prints what they found, says how it went."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from threading import Timer
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.table import Table
from rich.text import Text

from course_export.checks.finding import REGISTRY, Severity
from course_export.checks.report import SCHEMA, Report, printable
from course_export.checks.run import check_archive
from course_export.messages import gettext, ngettext, translated
from course_export.olx.reader import UnusableArchive
from course_export.patience import MOMENT
from xblocks.core.text import Message

CLEAN: Final = 0
"""Exit status: nothing is lost or broken."""
FINDINGS: Final = 1
"""Exit status: at least one finding is an error."""
UNUSABLE: Final = 2
"""Exit status: the archive cannot be looked into, or the question makes no sense."""

_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


class Format(StrEnum):
    """How the report is written."""

    TEXT = "text"
    JSON = "json"


def run_check(archive: Path, form: Format, out: Console, err: Console) -> int:
    """Check `archive`, print the report to `out`, and return the exit status."""
    try:
        with _progress(err) as tell:
            report = check_archive(archive, progress=tell)
    except UnusableArchive as refusal:
        if form is Format.JSON:
            error = {"code": refusal.code, "message": translated(refusal.message)}
            _print_json({"schema": SCHEMA, "archive": archive.name, "error": error}, out)
        err.print(Text(translated(refusal.message)), soft_wrap=True)
        return UNUSABLE
    if form is Format.JSON:
        _print_json(report.as_json(translated), out)
    elif out.is_terminal:
        _print_grouped(report, out)
    else:
        _print_lines(report, out)
    return CLEAN if report.clean else FINDINGS


def run_explain(code: str, out: Console, err: Console) -> int:
    """Print what a code means, and return the exit status."""
    kind = REGISTRY.get(code)
    if kind is None:
        sentence = gettext(
            "There is no finding “%(code)s”. Known are: %(known)s.",
            code=code,
            known=", ".join(sorted(REGISTRY)),
        )
        err.print(Text(sentence))
        return UNUSABLE
    style = _STYLES[kind.severity]
    out.print(Text.assemble((code, "bold"), " (", (_severity(kind.severity), style), ")"))
    out.print(Text(kind.explanation(gettext)))
    return CLEAN


def _print_json(data: dict[str, object], out: Console) -> None:
    out.file.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def _print_lines(report: Report, out: Console) -> None:
    """One finding a line, for other programs and for files; the severity stays English."""
    for each in report.findings:
        message = translated(each.message)
        line = f"{each.file}:{each.line}: {each.severity}: {message} [{each.code}]"
        out.file.write(printable(line) + "\n")
    out.file.write(_summary(report) + "\n")


def _print_grouped(report: Report, out: Console) -> None:
    """Findings under the file they are in, for people."""
    for file, findings in groupby(report.findings, key=lambda finding: finding.file):
        table = Table.grid(padding=(0, 1))
        table.add_column(justify="right", style="dim", width=6)
        table.add_column(width=max(len(_severity(each)) for each in Severity))
        table.add_column()
        for each in findings:
            about = " · ".join(filter(None, (each.code, each.block, each.field)))
            about, message = printable(about), printable(translated(each.message))
            sentence = Text.assemble(message, "\n", (about, "dim"))
            severity = Text(_severity(each.severity), style=_STYLES[each.severity])
            table.add_row(str(each.line), severity, sentence)
        out.print(Text(file, style="bold"))
        out.print(table)
        out.print()
    out.print(Text(_summary(report), style="bold green" if report.clean else "bold red"))


def _summary(report: Report) -> str:
    counts = [_counted(severity, count) for severity, count in report.counts.items() if count]
    return gettext(
        "%(course)s: %(blocks)s in %(files)s, %(findings)s.",
        course=report.course["name"] or report.archive,
        blocks=_blocks(report.course["blocks"]),
        files=_files(report.course["files"]),
        findings=", ".join(counts) or gettext("nothing to complain about"),
    )


def _blocks(count: int) -> str:
    return ngettext("%(count)s block", "%(count)s blocks", count)


def _files(count: int) -> str:
    return ngettext("%(count)s file", "%(count)s files", count)


def _severity(severity: Severity) -> str:
    names = {
        Severity.ERROR: gettext("error"),
        Severity.WARNING: gettext("warning"),
        Severity.INFO: gettext("info"),
    }
    return names[severity]


def _counted(severity: Severity, count: int) -> str:
    texts = {
        Severity.ERROR: ngettext("%(count)s error", "%(count)s errors", count),
        Severity.WARNING: ngettext("%(count)s warning", "%(count)s warnings", count),
        Severity.INFO: ngettext("%(count)s info", "%(count)s infos", count),
    }
    return texts[severity]


@contextmanager
def _progress(err: Console) -> Iterator[Callable[[Message, int, int], None]]:
    """A bar on the terminal once it takes longer than a moment; nothing elsewhere."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )
    task = bar.add_task("")
    timer = Timer(MOMENT, bar.start)
    timer.daemon = True

    def tell(step: Message, done: int, total: int) -> None:
        bar.update(task, description=translated(step), completed=done, total=total)

    timer.start()
    try:
        yield tell
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
