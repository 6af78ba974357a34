"""The plug-in of Tutor, tried with the real Tutor: rendered files, commands, Kubernetes."""

from __future__ import annotations

import ast
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from kubernetes import client

from tests.contracts.tutor_root import TutorRoot, run_in_container

COURSE = "course-v1:WBM+WBM1+2027"
MODELS = {
    "ConfigMap": "V1ConfigMap",
    "CronJob": "V1CronJob",
    "Deployment": "V1Deployment",
    "Job": "V1Job",
    "Namespace": "V1Namespace",
    "PersistentVolumeClaim": "V1PersistentVolumeClaim",
    "Service": "V1Service",
}
COMMANDS = ["wbm_send_notices", "wbm_remind", "wbm_sweep_files", "wbm_retain"]


@pytest.fixture(scope="module")
def tutor(tmp_path_factory: pytest.TempPathFactory) -> TutorRoot:
    """Tutor with the plug-in enabled and everything rendered."""
    root = TutorRoot(tmp_path_factory.mktemp("tutor"))
    root.run("plugins", "enable", "wbm")
    root.run("config", "save")
    return root


def settings_of(tutor: TutorRoot, variant: str) -> dict[str, Any]:
    """Return what the rendered settings module says of ours; it must be Python."""
    tree = ast.parse(tutor.rendered("apps", "openedx", "settings", variant, "production.py"))
    return {
        target.id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.startswith("WBM_")
    }


def test_lms_and_studio_get_our_settings(tutor: TutorRoot) -> None:
    lms, studio = settings_of(tutor, "lms"), settings_of(tutor, "cms")
    assert lms["WBM_DESK_BASE_TEMPLATE"] == "wbm/desk/lms.html"
    assert lms["WBM_STORAGE"] == studio["WBM_STORAGE"]
    assert lms["WBM_STORAGE"]["OPTIONS"] == {"location": "/openedx/media-private/wbm"}
    assert lms["WBM_TIME_ZONE"] == "Europe/Berlin"
    assert studio["WBM_ROOT_URL"].endswith(tutor.run("config", "printvalue", "LMS_HOST").strip())


def test_the_image_gets_the_package_in_its_version_before_files_are_collected(
    tutor: TutorRoot,
) -> None:
    dockerfile = tutor.rendered("build", "openedx", "Dockerfile")
    line = "install 'wbm-suite[export]==0.1.0'"
    assert dockerfile.count(line) == 1
    assert dockerfile.index("requirements/edx/base.txt") < dockerfile.index(line)
    assert dockerfile.index(line) < dockerfile.index("collectstatic")


def test_one_machine_has_a_container_that_runs_what_runs_by_the_clock(tutor: TutorRoot) -> None:
    (compose,) = tutor.documents("local", "docker-compose.prod.yml")
    clock, worker = compose["services"]["wbm-clock"], compose["services"]["lms-worker"]
    assert clock["image"] == worker["image"]
    assert places(clock) == places(worker)
    program = clock["command"][-1].replace("$$", "$")
    assert [name for name in COMMANDS if f"./manage.py lms {name}" in program] == COMMANDS
    subprocess.run(["sh", "-n", "-c", program], check=True)


def places(service: dict[str, Any]) -> set[str]:
    return {volume.split(":")[1] for volume in service["volumes"]}


@pytest.mark.parametrize("name", ["deployments", "jobs", "namespace", "services", "volumes"])
def test_manifests_are_valid_for_kubernetes(tutor: TutorRoot, name: str) -> None:
    documents = tutor.documents("k8s", f"{name}.yml")
    assert documents
    for document in documents:
        assert understood(document) == document


def understood(document: dict[str, Any]) -> Any:
    """Return what Kubernetes' own client makes of a manifest.

    It raises where something needed is missing, and leaves out what it does not know.
    """
    model = getattr(client, MODELS[document["kind"]])
    return json.loads(model.from_dict(document).to_json())


def test_kubernetes_runs_what_runs_by_the_clock(tutor: TutorRoot) -> None:
    jobs = [each for each in tutor.documents("k8s", "deployments.yml") if each["kind"] == "CronJob"]
    said = [spec(job)["containers"][0]["args"][-1] for job in jobs]
    assert said == [f"./manage.py lms {name}" for name in COMMANDS]
    assert {job["spec"]["concurrencyPolicy"] for job in jobs} == {"Forbid"}
    lms = deployment(tutor, "lms")["spec"]["template"]["spec"]
    for job in jobs:
        (container,) = spec(job)["containers"]
        assert container["image"] == lms["containers"][0]["image"]
        assert names(spec(job)["volumes"]) >= names(container["volumeMounts"])


def spec(job: dict[str, Any]) -> Any:
    return job["spec"]["jobTemplate"]["spec"]["template"]["spec"]


def names(entries: list[dict[str, Any]]) -> set[str]:
    return {entry["name"] for entry in entries}


def deployment(tutor: TutorRoot, name: str) -> dict[str, Any]:
    documents = tutor.documents("k8s", "deployments.yml") + tutor.documents("k8s", "jobs.yml")
    return next(each for each in documents if each["metadata"]["name"] == name)


def test_patches_reach_containers_that_exist_and_mount_a_volume_that_is_claimed(
    tutor: TutorRoot,
) -> None:
    claims = {each["metadata"]["name"] for each in tutor.documents("k8s", "volumes.yml")}
    patches = tutor.documents("k8s", "override.yml")
    assert [each["metadata"]["name"] for each in patches] == ["lms", "lms-worker", "lms-job"]
    for patch in patches:
        target = deployment(tutor, patch["metadata"]["name"])
        assert (patch["kind"], patch["apiVersion"]) == (target["kind"], target["apiVersion"])
        added, there = patch["spec"]["template"]["spec"], target["spec"]["template"]["spec"]
        assert names(added["containers"]) <= names(there["containers"])
        assert not names(added["volumes"]) & names(there["volumes"])
        assert {each["persistentVolumeClaim"]["claimName"] for each in added["volumes"]} <= claims
    assert "k8s/override.yml" in tutor.rendered("kustomization.yml")


def test_operators_can_do_without_folder_and_clock(tmp_path: Path) -> None:
    tutor = TutorRoot(tmp_path)
    tutor.run("plugins", "enable", "wbm")
    tutor.run(
        "config", "save", "--set", "WBM_FILES_IN_FOLDER=false", "--set", "WBM_RUN_CLOCK=false"
    )
    assert "WBM_STORAGE" not in settings_of(tutor, "lms")
    rendered = "".join(
        tutor.rendered(*path)
        for path in (("k8s", "volumes.yml"), ("k8s", "deployments.yml"), ("k8s", "override.yml"))
    )
    assert "wbm" not in rendered
    assert "wbm-clock" not in tutor.rendered("local", "docker-compose.prod.yml")


def test_initialising_makes_tables_and_the_client_of_publish(
    tutor: TutorRoot, tmp_path: Path
) -> None:
    tutor.run("local", "do", "init", "--limit=wbm")
    (script,) = tutor.programs()
    said = run_in_container(script, tmp_path)
    secret = tutor.run("config", "printvalue", "WBM_OAUTH2_SECRET").strip()
    assert len(secret) == 32
    assert said[0] == "lms migrate wbm"
    assert said[1].startswith("lms manage_user wbm-publish wbm-publish@")
    assert "--staff --unusable-password" in said[1]
    assert said[2].startswith("lms create_dot_application --grant-type client-credentials")
    assert f"--client-id wbm-publish --client-secret {secret} " in said[2]
    assert said[2].endswith("--update wbm-publish wbm-publish")
    assert said[3] == "lms wbm_doctor"


def test_a_list_of_people_arrives_as_it_is(tutor: TutorRoot, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_bytes("email;name\nübung@example.org;Zoë 'Quote' $HOME {{ 7 }}\r\n".encode())
    tutor.run("local", "do", "wbm-roster", str(people), "--course", COURSE, "--dry-run")
    (script,) = tutor.programs()
    assert run_in_container(script, tmp_path) == [
        f"lms wbm_roster - --course {COURSE} --dry-run",
    ]
    assert (tmp_path / "manage.stdin").read_bytes() == people.read_bytes()


def test_the_course_is_built_checked_and_imported_in_studio(tutor: TutorRoot) -> None:
    tutor.run("local", "do", "wbm-import", "--language", "en")
    (script,) = tutor.programs()
    assert [line.strip() for line in script.splitlines()][-3:] == [
        "wbm build --language en --output /tmp/wbm",
        "wbm check /tmp/wbm/wbm-en.tar.gz",
        "./manage.py cms wbm_import /tmp/wbm/wbm-en.tar.gz",
    ]


@pytest.mark.parametrize("mode", ["local", "k8s"])
@pytest.mark.parametrize("command", ["wbm-roster", "wbm-import", "wbm-doctor"])
def test_commands_explain_themselves_on_one_machine_and_on_kubernetes(
    tutor: TutorRoot, mode: str, command: str
) -> None:
    assert f"tutor {mode} do {command}" in tutor.run(mode, "do", command, "--help")
