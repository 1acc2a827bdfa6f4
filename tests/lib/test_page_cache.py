"""What is kept, for whom, and for how long."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from accounts.models import User
from forum_portal.lib import page_cache
from forum_portal.lib.page_cache import PageCacheMiddleware, cacheable

# However slow the machine is, the cache itself drops nothing meanwhile.
pytestmark = pytest.mark.usefixtures("standing_clock")

WAIT_SECONDS = 60


class Portal:
    """The middleware over one public page, which counts how often it is made."""

    def __init__(self, answer: Callable[[], HttpResponse] | None = None) -> None:
        self.made = 0
        self.now = 0.0
        self._answer = answer
        self._middleware = PageCacheMiddleware(cacheable(self._view), clock=lambda: self.now)

    def get(self, path: str = "/", cookie: str = "", method: str = "GET", **meta) -> HttpResponse:
        if cookie:
            meta["HTTP_COOKIE"] = cookie
        return self._middleware(RequestFactory().generic(method, path, **meta))

    def _view(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        return self._answer() if self._answer else HttpResponse(f"halaman {self.made}")


def test_next_reader_gets_the_same_page():
    portal = Portal()

    first, second = portal.get(), portal.get()

    assert second.content == first.content == b"halaman 1"
    assert dict(second.items()) == dict(first.items())
    assert second["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert second["Vary"] == "Cookie"


@pytest.mark.parametrize("cookie", ["sessionid=abc", "messages=abc", "csrftoken=x; sessionid=abc"])
def test_reader_with_a_cookie_of_their_own_gets_a_page_of_their_own(cookie: str):
    portal = Portal()
    portal.get()

    response = portal.get(cookie=cookie)

    assert response.content == b"halaman 2"
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("cookie", ["sessionid=abc", "messages=abc"])
def test_page_made_for_somebody_is_not_kept(cookie: str):
    portal = Portal()
    portal.get(cookie=cookie)

    assert portal.get().content == b"halaman 2"


def test_cookie_that_is_not_personal_does_not_matter():
    portal = Portal()
    portal.get()

    assert portal.get(cookie="csrftoken=abc").content == b"halaman 1"


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/?halaman=2"},
        {"path": "/lain/"},
        {"HTTP_HOST": "lain.example"},
        {"HTTP_ACCEPT_ENCODING": "gzip, br"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"method": "HEAD"},
        {"method": "POST"},
        {"path": "/?q=" + "x" * 300},
    ],
)
def test_other_request_gets_another_page(other: dict):
    portal = Portal()
    portal.get()

    assert portal.get(**other).content == b"halaman 2"


def refuse() -> HttpResponse:
    return HttpResponse("tidak ada", status=404)


def set_cookie() -> HttpResponse:
    response = HttpResponse("dengan kuki")
    response.set_cookie("csrftoken", "abc")
    return response


def vary_by_language() -> HttpResponse:
    return HttpResponse("menurut bahasa", headers={"Vary": "Accept-Language, Cookie"})


def stream() -> HttpResponse:
    return StreamingHttpResponse(iter([b"sedikit demi sedikit"]))


def fill() -> HttpResponse:
    return HttpResponse(b"x" * (page_cache.LARGEST_PAGE_BYTES + 1))


@pytest.mark.parametrize("answer", [refuse, set_cookie, vary_by_language, stream, fill])
def test_answer_that_must_not_be_kept_is_made_each_time(answer: Callable[[], HttpResponse]):
    portal = Portal(answer)

    portal.get()
    portal.get()

    assert portal.made == 2


def test_view_that_is_not_marked_is_never_kept():
    numbers = iter(range(2))
    middleware = PageCacheMiddleware(lambda request: HttpResponse(str(next(numbers))))

    contents = [middleware(RequestFactory().get("/")).content for _ in range(2)]

    assert contents == [b"0", b"1"]


@pytest.mark.parametrize(("age", "made"), [(0.0, 1), (0.59, 1), (0.6, 2), (5.0, 2)])
def test_page_grows_old(age: float, made: int):
    portal = Portal()
    portal.get()
    portal.now += age

    portal.get()

    assert portal.made == made


def test_failure_leaves_the_way_open_for_the_next_reader():
    answers: Iterator[HttpResponse] = iter([HttpResponse("pulih")])

    def fail_once() -> HttpResponse:
        if portal.made == 1:
            raise RuntimeError("sekali saja")
        return next(answers)

    portal = Portal(fail_once)
    with pytest.raises(RuntimeError):
        portal.get()

    assert portal.get().content == b"pulih"


class SlowPortal(Portal):
    """Every page but the first `quick` ones is made only when `go` is set."""

    def __init__(self, quick: int = 0) -> None:
        self.quick = quick
        self.begun, self.go = threading.Event(), threading.Event()
        super().__init__(self._wait)

    def _wait(self) -> HttpResponse:
        number = self.made
        if number > self.quick:
            self.begun.set()
            assert self.go.wait(WAIT_SECONDS)
        return HttpResponse(f"halaman {number}")


def test_crowd_reads_the_old_copy_while_one_makes_the_new_one():
    portal = SlowPortal(quick=1)
    portal.get()
    portal.now += 0.7

    with ThreadPoolExecutor(1) as pool:
        maker = pool.submit(portal.get)
        assert portal.begun.wait(WAIT_SECONDS)
        meanwhile = portal.get()
        portal.go.set()

    assert meanwhile.content == b"halaman 1"
    assert maker.result().content == b"halaman 2"


def test_crowd_waits_for_the_first_copy_instead_of_making_it_too():
    portal = SlowPortal()

    with ThreadPoolExecutor(4) as pool:
        maker = pool.submit(portal.get)
        assert portal.begun.wait(WAIT_SECONDS)
        crowd = [pool.submit(portal.get) for _ in range(3)]
        portal.go.set()

    assert [reader.result().content for reader in (maker, *crowd)] == [b"halaman 1"] * 4


def test_copy_that_is_too_old_is_shown_to_nobody():
    portal = SlowPortal(quick=1)
    portal.get()
    portal.now += 1.0

    with ThreadPoolExecutor(2) as pool:
        maker = pool.submit(portal.get)
        assert portal.begun.wait(WAIT_SECONDS)
        reader = pool.submit(portal.get)
        portal.go.set()

    assert {maker.result().content, reader.result().content} == {b"halaman 2", b"halaman 3"}


def test_copy_that_the_reader_has_is_not_sent_again():
    portal = Portal(lambda: HttpResponse("tetap", headers={"ETag": '"a"'}))
    portal.get()

    known = portal.get(HTTP_IF_NONE_MATCH='"a"')
    changed = portal.get(HTTP_IF_NONE_MATCH='"b"')

    assert (known.status_code, known.content) == (304, b"")
    assert (changed.status_code, changed.content, portal.made) == (200, b"tetap", 1)


@pytest.mark.django_db
def test_anonymous_and_signed_in_readers_never_get_each_others_page(secretariat: User):
    public, staff = Client(), Client()
    staff.force_login(secretariat)

    pages = [client.get("/").text for client in (public, staff, public, staff)]

    assert [secretariat.full_name in page for page in pages] == [False, True, False, True]


@pytest.mark.django_db
def test_sign_in_and_out_shows_at_once(secretariat: User):
    client = Client()
    before = client.get("/").text
    client.force_login(secretariat)
    during = client.get("/").text
    client.logout()
    after = client.get("/").text

    assert [secretariat.full_name in page for page in (before, during, after)] == [
        False,
        True,
        False,
    ]


@pytest.mark.django_db
def test_unknown_host_is_refused_with_or_without_a_kept_page():
    client = Client(headers={"host": "jahat.example"})
    Client().get("/")

    assert [client.get("/").status_code for _ in range(2)] == [400, 400]
