"""Tutor plug-in for the WBM suite: one file, for Tutor 20 to 22, on one machine and on Kubernetes.

    cp scripts/tutor/wbm.py "$(tutor plugins printroot)/"
    tutor plugins enable wbm && tutor config save
    tutor images build openedx && tutor local launch          # or: tutor k8s launch

It puts the package into the image, sets what the suite needs, makes the OAuth client of
`wbm publish`, adds the commands `do wbm-roster`, `do wbm-import` and `do wbm-doctor`, keeps files
and runs what runs by the clock. `tutor config printvalue WBM_OAUTH2_SECRET` tells the secret.
"""

from __future__ import annotations

import base64
import lzma
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
from tutor import hooks
from tutor.__about__ import __version__

Task = tuple[str, str]
"""A service, and the shell program to run in it."""

DEFAULTS = {
    "VERSION": "0.1.0",
    # Anything pip takes: a version, a wheel's address, git+https://…@tag.
    "PIP_REQUIREMENT": "wbm-suite[export]=={{ WBM_VERSION }}",
    "TIME_ZONE": "Europe/Berlin",
    "OAUTH2_KEY": "wbm-publish",
    "OAUTH2_USER": "wbm-publish",
    # Files people hand in: a folder that the web server never serves. False: the platform's default
    # storage, e.g. S3 of the plug-in minio. On Kubernetes the folder is a volume all pods share.
    "FILES_IN_FOLDER": True,
    "K8S_FILES_SIZE": "20Gi",
    "K8S_FILES_ACCESS_MODE": "ReadWriteMany",
    "K8S_FILES_STORAGE_CLASS": "",
    "RUN_CLOCK": True,
}
UNIQUE = {"OAUTH2_SECRET": "{{ 32|random_string }}"}

FOLDER = "/openedx/media-private/wbm"
"""Where files lie in the containers. No web server shows what is there."""

CLOCK = (
    ("wbm-send-notices", "wbm_send_notices", "*/10 * * * *"),
    ("wbm-remind", "wbm_remind", "7 * * * *"),
    ("wbm-sweep-files", "wbm_sweep_files", "20 3 * * *"),
    ("wbm-retain", "wbm_retain", "40 3 * * *"),
)
"""Name, command, and when it runs on Kubernetes (UTC). Each may run at any time, also twice."""

# In the Dockerfile rather than in OPENEDX_EXTRA_PIP_REQUIREMENTS: that list is the operator's, and
# what they set in config.yml would replace whatever a plug-in adds to it.
DOCKERFILE = """
RUN --mount=type=cache,target=/openedx/.cache/pip,sharing=shared \\
    ${PIP_COMMAND:-pip} install '{{ WBM_PIP_REQUIREMENT }}'
"""

SETTINGS = """
# WBM suite
WBM_TIME_ZONE = "{{ WBM_TIME_ZONE }}"
{% if WBM_FILES_IN_FOLDER %}
WBM_STORAGE = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": "{{ WBM_FOLDER }}"},
}
{% endif %}
"""

LMS_SETTINGS = """
# WBM suite: desk pages wear the head and foot of the platform
WBM_DESK_BASE_TEMPLATE = "wbm/desk/lms.html"
"""

STUDIO_SETTINGS = """
# WBM suite: links that Studio writes lead to the desks in the LMS
WBM_ROOT_URL = "{% if ENABLE_HTTPS %}https{% else %}http{% endif %}://{{ LMS_HOST }}"
"""

# Tables; then account and client of `wbm publish`. Running it again changes nothing.
INIT = """
./manage.py lms migrate wbm
./manage.py lms manage_user {{ WBM_OAUTH2_USER }} {{ WBM_OAUTH2_USER }}@{{ LMS_HOST }} \\
  --staff --unusable-password
./manage.py lms create_dot_application \\
  --grant-type client-credentials \\
  --client-id {{ WBM_OAUTH2_KEY }} \\
  --client-secret {{ WBM_OAUTH2_SECRET }} \\
  --scopes read,write,user_id,profile,email \\
  --skip-authorization \\
  --update wbm-publish {{ WBM_OAUTH2_USER }}
./manage.py lms wbm_doctor || echo "The suite is installed. Please look at what it says above."
"""

# On one machine a container does by the clock what CronJobs do on Kubernetes. What fails is said in
# its log and done again the next time.
CLOCK_SERVICE = """
{% if WBM_RUN_CLOCK %}
wbm-clock:
  image: {{ DOCKER_IMAGE_OPENEDX }}
  restart: unless-stopped
  environment:
    SERVICE_VARIANT: lms
    DJANGO_SETTINGS_MODULE: lms.envs.tutor.production
  volumes:
    - ../apps/openedx/settings/lms:/openedx/edx-platform/lms/envs/tutor:ro
    - ../apps/openedx/settings/cms:/openedx/edx-platform/cms/envs/tutor:ro
    - ../apps/openedx/config:/openedx/config:ro
    - ../../data/lms:/openedx/data
    - ../../data/openedx-media:/openedx/media
    - ../../data/openedx-media-private:/openedx/media-private
  depends_on:
    - lms
  command:
    - sh
    - -c
    - |
      hour=none day=none
      while sleep 600; do
        ./manage.py lms wbm_send_notices
        if [ "$$(date +%H)" != "$$hour" ]; then
          hour=$$(date +%H)
          ./manage.py lms wbm_remind
        fi
        if [ "$$hour" = 03 ] && [ "$$(date +%F)" != "$$day" ]; then
          day=$$(date +%F)
          ./manage.py lms wbm_sweep_files
          ./manage.py lms wbm_retain
        fi
      done
{% endif %}
"""

K8S_CLOCK = """
{% if WBM_RUN_CLOCK %}
{% for name, command, when in WBM_CLOCK %}
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{ name }}
  labels:
    app.kubernetes.io/name: {{ name }}
    app.kubernetes.io/component: cronjob
spec:
  schedule: "{{ when }}"
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 600
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          securityContext:
            runAsUser: 1000
            runAsGroup: 1000
          containers:
          - name: lms
            image: {{ DOCKER_IMAGE_OPENEDX }}
            args: ["sh", "-e", "-c", "./manage.py lms {{ command }}"]
            env:
            - name: SERVICE_VARIANT
              value: lms
            - name: DJANGO_SETTINGS_MODULE
              value: lms.envs.tutor.production
            volumeMounts:
            - mountPath: /openedx/edx-platform/lms/envs/tutor/
              name: settings-lms
            - mountPath: /openedx/edx-platform/cms/envs/tutor/
              name: settings-cms
            - mountPath: /openedx/config
              name: config
            {%- if WBM_FILES_IN_FOLDER %}
            - mountPath: {{ WBM_FOLDER }}
              name: wbm-files
            {%- endif %}
            securityContext:
              allowPrivilegeEscalation: false
          volumes:
          - name: settings-lms
            configMap:
              name: openedx-settings-lms
          - name: settings-cms
            configMap:
              name: openedx-settings-cms
          - name: config
            configMap:
              name: openedx-config
          {%- if WBM_FILES_IN_FOLDER %}
          - name: wbm-files
            persistentVolumeClaim:
              claimName: wbm-files
          {%- endif %}
{% endfor %}
{% endif %}
"""

K8S_VOLUME = """
{% if WBM_FILES_IN_FOLDER %}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: wbm-files
  labels:
    app.kubernetes.io/component: volume
    app.kubernetes.io/name: wbm-files
spec:
  accessModes:
    - {{ WBM_K8S_FILES_ACCESS_MODE }}
  {%- if WBM_K8S_FILES_STORAGE_CLASS %}
  storageClassName: {{ WBM_K8S_FILES_STORAGE_CLASS }}
  {%- endif %}
  resources:
    requests:
      storage: {{ WBM_K8S_FILES_SIZE }}
{% endif %}
"""

# The volume goes into everything that runs the LMS.
K8S_OVERRIDE = """
{% if WBM_FILES_IN_FOLDER %}
{% for version, kind, name, container in WBM_MOUNTED %}
---
apiVersion: {{ version }}
kind: {{ kind }}
metadata:
  name: {{ name }}
spec:
  template:
    spec:
      securityContext:
        fsGroup: 1000
        fsGroupChangePolicy: OnRootMismatch
      containers:
      - name: {{ container }}
        volumeMounts:
        - mountPath: {{ WBM_FOLDER }}
          name: wbm-files
      volumes:
      - name: wbm-files
        persistentVolumeClaim:
          claimName: wbm-files
{% endfor %}
{% endif %}
"""

MOUNTED = [
    ("apps/v1", "Deployment", "lms", "lms"),
    ("apps/v1", "Deployment", "lms-worker", "lms-worker"),
]
if int(__version__.split(".")[0]) > 20:  # Tutor 20 renames jobs before a patch reaches them
    MOUNTED.append(("batch/v1", "Job", "lms-job", "lms"))

MAX_WORD = 120_000
"""Bytes of one word of a command line; Linux ends at 131,072."""

COURSE_KEY = re.compile(r"course-v1:[A-Za-z0-9_.~-]+\+[A-Za-z0-9_.~-]+\+[A-Za-z0-9_.~-]+")


def course_key(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """Return the key when it is one."""
    if not COURSE_KEY.fullmatch(value):
        raise click.BadParameter("a key looks like course-v1:WBM+WBM1+2027")
    return value


@click.command("wbm-roster", help="Bring a CSV file with people onto the list of a course")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--course", required=True, callback=course_key, help="course-v1:…")
@click.option("--dry-run", is_flag=True, help="Say what would change")
@click.option("--missing-leave", is_flag=True, help="Who is not in the file leaves the course")
def wbm_roster(file: Path, course: str, dry_run: bool, missing_leave: bool) -> Iterator[Task]:  # noqa: FBT001
    """Send the file along with the command: the container sees no file of this computer."""
    packed = base64.b64encode(lzma.compress(file.read_bytes(), preset=9)).decode()
    if len(packed) > MAX_WORD:
        raise click.UsageError(
            "The file is too large to be sent along. Bring it in on the page of the roster, or in"
            " parts without --missing-leave."
        )
    words = ["--course", course, *["--dry-run"] * dry_run, *["--missing-leave"] * missing_leave]
    unpack = "import base64, lzma, sys; sys.stdout.buffer.write(" + (
        "lzma.decompress(base64.b64decode(sys.stdin.read())))"
    )
    yield (
        "lms",
        f"echo {packed} | python -c {shlex.quote(unpack)}"
        f" | ./manage.py lms wbm_roster - {shlex.join(words)}",
    )


@click.command("wbm-import", help="Build the course of the suite and import it into Studio")
@click.option("--language", type=click.Choice(["de", "en"]), default="de", show_default=True)
@click.option(
    "--archive", help="Path in the container of another archive, e.g. of a mounted folder"
)
def wbm_import(language: str, archive: str | None) -> Iterator[Task]:
    """Build where it is imported: the package is in the image."""
    if archive:
        yield "cms", f"./manage.py cms wbm_import {shlex.quote(archive)}"
        return
    yield (
        "cms",
        f"wbm build --language {language} --output /tmp/wbm\n"
        f"wbm check /tmp/wbm/wbm-{language}.tar.gz\n"
        f"./manage.py cms wbm_import /tmp/wbm/wbm-{language}.tar.gz",
    )


@click.command("wbm-doctor", help="Look at everything the suite needs, and say what to do")
@click.option("--language", type=click.Choice(["de", "en"]), default="en", show_default=True)
def wbm_doctor(language: str) -> Iterator[Task]:
    """Ask the LMS."""
    yield "lms", f"./manage.py lms wbm_doctor --language {language}"


hooks.Filters.CONFIG_DEFAULTS.add_items([(f"WBM_{name}", each) for name, each in DEFAULTS.items()])
hooks.Filters.CONFIG_UNIQUE.add_items([(f"WBM_{name}", each) for name, each in UNIQUE.items()])
hooks.Filters.ENV_TEMPLATE_VARIABLES.add_items(
    [("WBM_FOLDER", FOLDER), ("WBM_CLOCK", CLOCK), ("WBM_MOUNTED", MOUNTED)]
)
hooks.Filters.ENV_PATCHES.add_items(
    [
        ("openedx-dockerfile-post-python-requirements", DOCKERFILE),
        ("openedx-common-settings", SETTINGS),
        ("openedx-lms-common-settings", LMS_SETTINGS),
        ("openedx-cms-common-settings", STUDIO_SETTINGS),
        ("local-docker-compose-prod-services", CLOCK_SERVICE),
        ("k8s-deployments", K8S_CLOCK),
        ("k8s-volumes", K8S_VOLUME),
        ("k8s-override", K8S_OVERRIDE),
    ]
)
hooks.Filters.CLI_DO_INIT_TASKS.add_item(("lms", INIT))
hooks.Filters.CLI_DO_COMMANDS.add_items([wbm_roster, wbm_import, wbm_doctor])
