"""What the doctor finds: each fault planted, and told with what to do about it."""

from __future__ import annotations

import json
import socket
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core.files.storage import InMemoryStorage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from typer.testing import CliRunner

from course_export.cli import app
from tests.records import coaching_cases, needs_own_cases
from tests.records.notice_cases import LINK, ids, mail_into
from tests.records.roster_people import COURSE, fill
from tests.records.uploads import begin
from xblocks.core.definitions import canonical, fingerprint
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.files.records import Upload
from xblocks.files.storing import storage
from xblocks.health import installation
from xblocks.health.examination import everything, examine
from xblocks.health.result import Level, Result
from xblocks.needs_analysis.domain.law import law
from xblocks.notices import reminders
from xblocks.notices.kinds import WORK_DECIDED
from xblocks.notices.records import Notice
from xblocks.notices.reminders import Deadline
from xblocks.notices.telling import tell
from xblocks.roster.records import Person

pytestmark = pytest.mark.django_db


def pem(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    lock: serialization.KeySerializationEncryption = serialization.NoEncryption(),  # noqa: B008
) -> str:
    """A private key as an operator sets it."""
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, lock).decode()


OLD = timezone.now() - timedelta(days=20)


class Forgetful(InMemoryStorage):
    """A storage that gives back something else than it was given."""

    def _save(self, name: str, content: Any) -> str:
        content.truncate(3)
        return super()._save(name, content)


@pytest.fixture(autouse=True)
def sound(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation with nothing to complain about, on a day when the law was just read."""
    read = max(each.stand for each in law().rules.values())
    monkeypatch.setattr("xblocks.health.analysis.day_of", lambda _now: read)
    mail_into(settings, tmp_path / "mails")
    settings.SECRET_KEY = "x" * 50
    settings.WBM_STORAGE = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "files")},
    }
    fill()
    definition = {"kind": "milestone"}
    record(
        Snapshot(
            course_key=str(COURSE),
            usage_key=f"{COURSE}+m1".replace("course-v1", "block-v1"),
            block_type="wbm_transfer_project",
            kind="overview",
            title="M1",
            definition=canonical(definition),
            definition_hash=fingerprint(definition),
        )
    )


def look() -> dict[str, Result]:
    return {result.check: result for result in examine(everything())}


def found() -> list[tuple[str, str]]:
    """Everything that is not fine: check and level."""
    return [
        (name, str(result.level)) for name, result in look().items() if result.level != Level.OK
    ]


def test_a_sound_installation_has_nothing_to_complain_about() -> None:
    assert found() == []


def test_a_check_that_breaks_is_a_failure_with_its_reason() -> None:
    def broken() -> list[Result]:
        raise RuntimeError("no way\nat all")

    (result,) = examine({"thing": broken})
    assert (result.check, result.level) == ("thing", Level.FAIL)
    assert str(result.said) == "This could not be looked at: RuntimeError: no way."


def test_tables_that_are_missing_are_named() -> None:
    loader = MigrationLoader(connection)
    (last,) = [name for label, name in loader.graph.leaf_nodes() if label == "wbm"]
    MigrationRecorder(connection).record_unapplied("wbm", last)
    assert found() == [("migrations", "fail")]
    assert f"wbm.{last}. Run `manage.py migrate wbm`." in str(look()["migrations"].said)


def test_styles_nobody_finds_are_named(settings: Any) -> None:
    settings.STATICFILES_FINDERS = []
    assert ("static_files", "fail") in found()
    assert "wbm/wbm.css" in str(look()["static_files"].said)


def test_badges_without_a_key_are_no_fault(settings: Any) -> None:
    settings.WBM_BADGE_KEY = ""
    result = look()["badge_key"]
    assert (result.level, "not signed" in str(result.said)) == (Level.OK, True)


def test_a_badge_key_that_can_sign_is_fine(settings: Any) -> None:
    settings.WBM_BADGE_KEY = pem(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    result = look()["badge_key"]
    assert (result.level, str(result.said)) == (Level.OK, "Badges are signed with WBM_BADGE_KEY.")


@pytest.mark.parametrize(
    "wrong",
    [
        "secret-words",
        "-----BEGIN PRIVATE KEY-----\nsecret-words\n-----END PRIVATE KEY-----",
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(
            rsa.generate_private_key(public_exponent=65537, key_size=2048),
            serialization.BestAvailableEncryption(b"password"),
        ),
        b"secret-words",
    ],
    ids=["text", "torn", "elliptic", "encrypted", "bytes"],
)
def test_a_badge_key_nobody_can_sign_with_is_found_and_not_told(settings: Any, wrong: Any) -> None:
    settings.WBM_BADGE_KEY = wrong
    assert found() == [("badge_key", "fail")]
    said = str(look()["badge_key"].said)
    assert "or remove the setting." in said
    assert "secret-words" not in said


def test_a_base_template_that_is_not_there_is_found(settings: Any) -> None:
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/nowhere.html"
    assert found() == [("pages", "fail")]
    assert "nowhere.html" in str(look()["pages"].said)


def test_a_catalogue_that_is_not_there_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "KNOWN_TEXT", "Nobody translated this")
    assert found() == [("translation", "fail")]


def test_a_mail_server_that_does_not_answer_is_found(settings: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
    assert found() == [("mail", "fail")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"),
        ("DEFAULT_FROM_EMAIL", "webmaster@localhost"),
    ],
)
def test_mails_that_go_nowhere_are_found(settings: Any, name: str, value: str) -> None:
    setattr(settings, name, value)
    assert found() == [("mail", "warn")]


def test_the_probe_leaves_nothing_in_the_storage(tmp_path: Path) -> None:
    assert look()["storage"].level is Level.OK
    assert storage().location == str(tmp_path / "files")
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_written_is_found(settings: Any) -> None:
    settings.WBM_STORAGE = {**settings.WBM_STORAGE, "OPTIONS": {"location": "/dev/null/files"}}
    assert found() == [("storage", "fail")]
    assert "WBM_STORAGE" in str(look()["storage"].said)


def test_a_storage_that_spoils_files_is_found(settings: Any) -> None:
    settings.WBM_STORAGE = {"BACKEND": f"{__name__}.Forgetful"}
    assert found() == [("storage", "fail")]


def test_a_limit_below_the_parts_of_uploads_is_found(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
    assert found() == [("body_size", "fail")]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
    assert found() == []


def test_open_doors_are_named(settings: Any) -> None:
    settings.DEBUG = True
    settings.SECRET_KEY = "short"
    settings.LMS_ROOT_URL = "https://lms.example.org"
    assert found() == [("secrets", "warn")]
    assert str(look()["secrets"].said).endswith(
        "Set: DEBUG = False, SECRET_KEY, SESSION_COOKIE_SECURE = True, CSRF_COOKIE_SECURE = True."
    )


def test_courses_without_people_and_people_without_courses_are_found() -> None:
    Person.objects.update(left_at=timezone.now())
    assert found() == [("roster", "warn")]
    assert str(COURSE) in str(look()["roster"].said)
    Exercise.objects.all().delete()
    assert found() == [("register", "warn"), ("roster", "warn")]


def test_mails_that_wait_for_long_are_found() -> None:
    tell(str(COURSE), ids("mira"), WORK_DECIDED, link=LINK, params={"title": "M1"}, now=OLD)
    Notice.objects.update(told_at=timezone.now(), mail_next=timezone.now() - timedelta(hours=1))
    assert found() == [("wbm_send_notices", "warn")]
    assert "half an hour: 1." in str(look()["wbm_send_notices"].said)


def test_reminders_nobody_sent_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    due = timezone.now() + timedelta(days=4)
    near = Deadline(str(COURSE), ids("mira", "timo"), "M3", "/m3/", due)
    monkeypatch.setattr(reminders, "_sources", [lambda _after, _until: [near]])
    assert found() == [("wbm_remind", "warn")]
    assert "nobody has sent: 2." in str(look()["wbm_remind"].said)
    call_command("wbm_remind", stdout=StringIO())
    assert found() == []


def test_requests_that_should_have_come_up_are_found() -> None:
    here = coaching_cases.scene()
    request = here.send(now=OLD)
    assert look()["wbm_remind"].level is Level.WARN
    assert "nobody has sent: 1." in str(look()["wbm_remind"].said)
    call_command("wbm_remind", stdout=StringIO())
    assert look()["wbm_remind"].level is Level.OK
    assert coaching_cases.fresh(request).escalated == 100


def test_a_desk_without_experts_for_a_topic_is_found() -> None:
    here = coaching_cases.scene()
    assert found() == [("experts", "warn")]
    said = str(look()["experts"].said)
    assert "nobody answers funding (North), funding (South)." in said
    coaching_cases.expert(here.where, "Fay", ("funding",), here.where.north)
    assert "nobody answers funding (South)." in str(look()["experts"].said)
    coaching_cases.expert(here.where, "Flo", ("funding",))
    assert found() == []


def test_rules_of_law_nobody_has_read_again_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    due = min(each.review for each in law().rules.values())
    monkeypatch.setattr("xblocks.health.analysis.day_of", lambda _now: due)
    assert found() == []
    late = due + timedelta(days=1)
    monkeypatch.setattr("xblocks.health.analysis.day_of", lambda _now: late)
    assert found() == [("law", "warn")]
    said = str(look()["law"].said)
    assert "§" in said
    assert "rules.yaml" in said


def test_a_matrix_that_leads_to_no_milestone_is_found() -> None:
    where = coaching_cases.scene().where
    coaching_cases.expert(where, "Flo", ("funding",))
    own = needs_own_cases.exercise(where, milestone="m9")
    assert found() == [("milestones", "warn")]
    said = str(look()["milestones"].said)
    assert "“Our matrix” leads to milestone m9, which the course does not have." in said
    definition = {"kind": "milestone", "milestone": "m9"}
    milestone = Exercise.objects.get(block_type="wbm_transfer_project")
    Exercise.objects.filter(pk=milestone.pk).update(
        course_key=own.course_key, kind="milestone", definition=canonical(definition)
    )
    assert look()["milestones"].level == Level.OK


def test_uploads_that_lie_about_and_are_kept_too_long_are_found() -> None:
    begin(b"never sent")
    Upload.objects.update(created_at=OLD)
    assert found() == [("wbm_sweep_files", "warn"), ("wbm_retain", "warn")]
    call_command("wbm_sweep_files", stdout=StringIO())
    assert found() == []


def test_the_command_speaks_plainly_and_in_json(settings: Any) -> None:
    said = StringIO()
    call_command("wbm_doctor", "--language", "en", stdout=said)
    assert said.getvalue().splitlines()[-1] == "Everything is fine."
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("wbm_doctor", "--json", stdout=said)
    assert ended.value.code == 1
    answer = json.loads(said.getvalue())
    assert not answer["sound"]
    assert [each["check"] for each in answer["results"] if each["level"] == "fail"] == ["body_size"]


def test_wbm_doctor_looks_at_the_course_too(settings: Any) -> None:
    settings.SECRET_KEY = "short"
    done = CliRunner().invoke(app, ["doctor", "--format", "json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert [each["level"] for each in answer["results"] if each["check"] == "content"] == ["ok"] * 2
    assert [each["level"] for each in answer["results"] if each["check"] == "secrets"] == ["ok"]
    settings.WBM_DESK_BASE_TEMPLATE = "nowhere.html"
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 1
