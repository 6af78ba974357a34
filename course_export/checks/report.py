"""What a check found, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from course_export.checks.course import Course
from course_export.checks.finding import ORDER, Finding, Severity
from xblocks.core.text import Message

SCHEMA: Final = 1
"""Version of the JSON form; it grows when a key changes its meaning."""

Translate = Callable[[Message], str]


def printable(text: str) -> str:
    """The text with control characters written out: an archive must not steer a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@dataclass(frozen=True)
class Report:
    """Findings sorted by file and line, and what the course consists of."""

    archive: str
    course: Mapping[str, Any]
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in Severity}

    @property
    def clean(self) -> bool:
        """Whether nothing is lost or broken; warnings and infos do not count."""
        return self.counts[Severity.ERROR] == 0

    def as_json(self, translate: Translate = str) -> dict[str, Any]:
        """The report as JSON data: schema, archive, course, counts, findings."""
        return {
            "schema": SCHEMA,
            "archive": self.archive,
            "course": dict(self.course),
            "counts": {str(severity): count for severity, count in self.counts.items()},
            "findings": [
                {
                    "code": finding.code,
                    "severity": str(finding.severity),
                    "file": finding.file,
                    "line": finding.line,
                    "block": printable(finding.block),
                    "field": printable(finding.field),
                    "message": printable(translate(finding.message)),
                }
                for finding in self.findings
            ],
        }


def report(archive: str, course: Course, findings: list[Finding]) -> Report:
    """Sort the findings and describe the course."""
    findings.sort(key=lambda f: (f.file, f.line, ORDER[f.severity], f.code, f.block, f.field))
    return Report(archive, _facts(course), tuple(findings))


def _facts(course: Course) -> dict[str, Any]:
    element = course.tree.documents.get("course.xml")
    counts = {tag: len(nodes) for tag, nodes in course.by_tag.items()}
    return {
        "name": printable(str(course.setting("display_name") or "")),
        "org": printable((element.get("org") or "") if element is not None else ""),
        "number": printable((element.get("course") or "") if element is not None else ""),
        "run": printable(course.tree.run),
        "language": printable(str(course.setting("language") or "")),
        "files": len(course.files),
        "blocks": len(course.nodes),
        "types": dict(sorted(counts.items())),
    }
