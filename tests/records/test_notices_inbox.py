"""The inbox: one's own notices, read and unread, on a page and behind a bell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.records.notice_cases import LINK, NOW, ids, mail_into, people, tell_decided
from tests.records.roster_people import COURSE, acting, stored
from xblocks.core.errors import Masquerading, NotFound
from xblocks.core.people import Actor, Role
from xblocks.notices import service
from xblocks.notices.inbox import PAGE_SIZE
from xblocks.notices.kinds import WORK_DECIDED
from xblocks.notices.records import Notice

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _people(settings: Any, tmp_path: Path) -> Iterator[None]:
    people()
    mail_into(settings, tmp_path)
    with translation.override("en"):
        yield


@pytest.fixture
def mira(client: Client) -> Actor:
    """Mira, signed in."""
    client.force_login(stored("mira@example.org").user)
    return _as("mira")


def _as(name: str, **changed: Any) -> Actor:
    person = stored(f"{name}@example.org")
    return Actor(
        person.user_id or 0,
        str(COURSE),
        person.name,
        frozenset({Role.TRAINEE}),
        person_id=person.pk,
        **changed,
    )


def page(name: str, *args: Any) -> str:
    """The address of a page of the inbox."""
    return reverse(f"wbm:{name}", args=[str(COURSE), *args])


def test_everybody_sees_their_own_notices_the_newest_first() -> None:
    tell_decided("mira", "timo", title="First")
    service.tell(
        str(COURSE),
        ids("mira"),
        WORK_DECIDED,
        link="/second/",
        params={"title": "Second"},
        now=NOW + timedelta(hours=1),
    )
    assert [row.wording.title for row in service.inbox(_as("mira")).rows] == [
        "Reviewed: Second",
        "Reviewed: First",
    ]
    assert [row.wording.title for row in service.inbox(_as("timo")).rows] == ["Reviewed: First"]
    assert service.unread(_as("mira")) == 2
    assert service.inbox(_as("tara")).rows == ()


def test_who_was_told_before_having_an_account_finds_it_there() -> None:
    tell_decided("timo")
    assert service.unread(acting("timo@example.org")) == 1


def test_counting_costs_one_statement_and_the_page_two(
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    tell_decided("mira")
    mira = _as("mira")
    with django_assert_num_queries(1):
        assert service.unread(mira) == 1
    with django_assert_num_queries(2):
        service.inbox(mira)


def test_staff_who_is_not_on_the_list_has_an_empty_inbox() -> None:
    tell_decided("mira")
    staff = Actor(1, str(COURSE), "Staff", frozenset({Role.COORDINATOR}))
    assert (service.inbox(staff).rows, service.unread(staff)) == ((), 0)
    service.mark_all_read(staff, NOW, NOW)
    service.seen(staff, LINK, NOW)
    assert service.unread(_as("mira")) == 1


def test_nobody_reads_or_marks_the_notices_of_others() -> None:
    tell_decided("mira")
    notice = Notice.objects.get().pk
    for use_case in (service.mark_read, service.opened):
        with pytest.raises(NotFound):
            use_case(_as("timo"), notice, NOW)
    service.mark_all_read(_as("timo"), NOW, NOW)
    assert service.unread(_as("mira")) == 1


def test_looking_as_somebody_else_leaves_no_mark() -> None:
    tell_decided("mira")
    notice = Notice.objects.get().pk
    looking = _as("mira", masquerading=True)
    assert service.opened(looking, notice, NOW) == LINK
    service.seen(looking, LINK, NOW)
    with pytest.raises(Masquerading):
        service.mark_read(looking, notice, NOW)
    with pytest.raises(Masquerading):
        service.mark_all_read(looking, NOW, NOW)
    assert service.unread(_as("mira")) == 1


def test_the_first_reading_counts() -> None:
    tell_decided("mira")
    for hours in (1, 2):
        service.mark_read(_as("mira"), Notice.objects.get().pk, NOW + timedelta(hours=hours))
    assert Notice.objects.get().read_at == NOW + timedelta(hours=1)


def test_a_page_that_notices_lead_to_marks_them_as_read() -> None:
    tell_decided("mira", "timo")
    service.seen(_as("mira"), "/elsewhere/", NOW)
    assert service.unread(_as("mira")) == 1
    service.seen(_as("mira"), LINK, NOW)
    assert (service.unread(_as("mira")), service.unread(_as("timo"))) == (0, 1)


def test_what_came_after_the_page_was_shown_stays_unread(client: Client, mira: Actor) -> None:
    tell_decided("mira")
    until = (NOW + timedelta(minutes=1)).isoformat()
    service.tell(
        str(COURSE),
        ids("mira"),
        WORK_DECIDED,
        link="/later/",
        params={"title": "Later"},
        now=NOW + timedelta(minutes=2),
    )
    answer = client.post(page("inbox_read_all"), {"until": until})
    assert answer.headers["Location"] == page("inbox")
    assert [row.unread for row in service.inbox(mira).rows] == [True, False]


@pytest.mark.parametrize("until", ["", "yesterday", "2027-02-30T00:00:00Z", "2027-02-03T00:00:00"])
def test_a_moment_that_is_none_is_refused(client: Client, mira: Actor, until: str) -> None:
    tell_decided("mira")
    assert client.post(page("inbox_read_all"), {"until": until}).status_code == 400
    assert service.unread(mira) == 1


def test_the_page_shows_what_waits_and_marks_it(client: Client, mira: Actor) -> None:
    tell_decided("mira", title="M3 <b>")
    html = client.get(page("inbox")).content.decode()
    assert "M3 &lt;b&gt;" in html
    assert '<time class="wbm-soft wbm-small" datetime="2027-03-01T' in html
    notice = Notice.objects.get().pk
    part = client.post(page("inbox_read", notice), headers=HTMX).content.decode()
    assert "<html" not in part
    assert "M3 &lt;b&gt;" in part
    assert page("inbox_read", notice) not in part
    assert 'hx-swap-oob="outerHTML:.wbm-bell"' in part
    assert service.unread(mira) == 0


def test_the_page_works_without_scripts(client: Client, mira: Actor) -> None:
    tell_decided("mira")
    answer = client.post(page("inbox_read", Notice.objects.get().pk))
    assert answer.headers["Location"] == page("inbox")
    assert service.unread(mira) == 0


def test_opening_a_notice_leads_to_it_and_marks_it(client: Client, mira: Actor) -> None:
    tell_decided("mira", "timo")
    own, others = (Notice.objects.get(person=each).pk for each in ids("mira", "timo"))
    assert client.get(page("inbox_open", own)).headers["Location"] == LINK
    assert service.unread(mira) == 0
    assert client.get(page("inbox_open", others)).status_code == 404
    assert Notice.objects.get(pk=others).read_at is None


def test_an_empty_inbox_says_so(client: Client, mira: Actor) -> None:
    assert "wbm-empty" in client.get(page("inbox")).content.decode()


def test_a_long_inbox_has_pages(client: Client, mira: Actor) -> None:
    for number in range(PAGE_SIZE + 1):
        service.tell(
            str(COURSE),
            ids("mira"),
            WORK_DECIDED,
            link=f"/{number}/",
            params={"title": f"«{number}»"},
            now=NOW + timedelta(minutes=number),
        )
    first = client.get(page("inbox")).content.decode()
    assert f"«{PAGE_SIZE}»" in first
    assert "«0»" not in first
    assert 'href="?page=2"' in first
    second = client.get(page("inbox"), {"page": "2"}).content.decode()
    assert "«0»" in second
    assert 'href="?page=1"' in second
    assert 'href="?page=3"' not in second
    for odd in ("0", "-1", "x", "9" * 30, "²"):
        assert f"«{PAGE_SIZE}»" in client.get(page("inbox"), {"page": odd}).content.decode()


@pytest.mark.parametrize(("count", "words"), [(0, ""), (1, ">1<"), (100, ">99+<")])
def test_the_bell_says_how_much_waits(client: Client, mira: Actor, count: int, words: str) -> None:
    for number in range(count):
        service.tell(
            str(COURSE),
            ids("mira"),
            WORK_DECIDED,
            link=f"/{number}/",
            params={"title": "M"},
            now=NOW,
        )
    html = client.get(page("inbox_bell")).content.decode()
    assert page("inbox") in html
    assert words in html
    assert ("<b " in html) == (count > 0)
    assert (str(count) in html.partition("wbm-sr")[2]) == (count > 0)


def test_pages_in_the_own_base_load_the_bell_after_themselves(
    client: Client, mira: Actor, settings: Any
) -> None:
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    html = client.get(page("inbox")).content.decode()
    assert f'hx-get="{page("inbox_bell")}" hx-trigger="load"' in html
