"""The check-in app's shell: the same for everybody, complete on the device, without data."""

import json
import re
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from meetings.checkin import shell
from tests.factories import NOW, make_meeting, make_registration

pytestmark = pytest.mark.django_db

WORKERS = ("checkin_worker", "checkin_sending_worker")
NAMES = ("checkin", *WORKERS, "checkin_manifest")
IMPORT = re.compile(r'^import\s*(?:[^;]*?\bfrom\s*)?"([^"]+)";', re.MULTILINE)
CLIENTS = ("public_client", "operator_client", "secretariat_client")


def get(client, meeting, name="checkin"):
    return client.get(reverse(f"meetings:{name}", args=[meeting.slug]))


def text_of(client, meeting, worker):
    """What the service worker says that it keeps, and the rest of its text."""
    text = get(client, meeting, worker).content.decode()
    said, rest = re.fullmatch(r"self\.SHELL = (.*?);\n(.*)", text, re.DOTALL).groups()
    return json.loads(said), rest


def shell_of(client, meeting):
    return text_of(client, meeting, "checkin_worker")[0]


def test_everybody_gets_the_same_page_without_anybody_in_it(request, aceh):
    meeting = make_meeting()
    make_registration(meeting, aceh, full_name="Siti Aminah")
    pages = {get(request.getfixturevalue(name), meeting).content for name in CLIENTS}
    assert len(pages) == 1
    page = pages.pop().decode()
    assert meeting.title in page
    assert "Siti Aminah" not in page
    assert aceh.name not in page
    assert "sekretariat@pusdatin.example" not in page


@pytest.mark.parametrize("name", NAMES)
def test_its_parts_are_asked_for_anew_and_found_by_nobody(name, public_client):
    response = get(public_client, make_meeting(), name)
    assert (response.status_code, response["Cache-Control"], response["X-Robots-Tag"]) == (
        200,
        "no-cache",
        "noindex",
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("client", CLIENTS)
def test_nobody_stands_at_the_door_of_a_draft_or_a_cancelled_rakor(request, client, name):
    reader = request.getfixturevalue(client)
    draft = make_meeting(published_at=None)
    cancelled = make_meeting(cancelled_at=NOW, cancel_reason="Bencana alam")
    assert [get(reader, meeting, name).status_code for meeting in (draft, cancelled)] == [404, 404]


@pytest.mark.parametrize("name", NAMES)
def test_one_query_however_many_come(name, public_client, aceh, django_assert_num_queries):
    meeting = make_meeting()
    for _ in range(3):
        make_registration(meeting, aceh)
        with django_assert_num_queries(1):
            get(public_client, meeting, name)


def test_the_device_keeps_all_that_the_page_loads(public_client):
    meeting = make_meeting()
    kept = shell_of(public_client, meeting)
    page = get(public_client, meeting).content.decode()
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert kept["page"] == f"/rakor/{meeting.slug}/presensi/"
    assert set(loaded) <= set(kept["files"])


def test_the_device_keeps_every_script_of_the_app():
    folder = settings.BASE_DIR / "static/js/checkin"
    scripts = {path.stem for path in folder.glob("*.js")}
    assert scripts - {"worker", "sender"} == set(shell.SCRIPTS)


def test_both_workers_keep_the_same_and_one_of_them_sends(public_client):
    meeting = make_meeting()
    (plain, classic), (sending, module) = [
        text_of(public_client, meeting, worker) for worker in WORKERS
    ]
    assert plain == sending
    serves, sends = static("js/checkin/worker.js"), static("js/checkin/sender.js")
    assert classic == f'importScripts("{serves}");\n'
    assert module == f'import "{serves}";\nimport "{sends}";\n'


def test_each_module_names_the_others_as_the_device_keeps_them(public_client):
    kept = shell_of(public_client, make_meeting())["files"]
    scripts = {address for address in kept if address.endswith(".js")}
    modules = [PurePosixPath(address) for address in scripts]
    named = {
        normpath(module.parent / name)
        for module in modules
        for name in IMPORT.findall(Path(settings.STATIC_ROOT, *module.parts[2:]).read_text())
    }
    # The page names those that no other names.
    assert scripts - named == {static(f"js/checkin/{name}.js") for name in ("app", "unstarted")}
    assert named <= scripts


def test_another_title_makes_another_version(public_client):
    meeting = make_meeting()
    former = shell_of(public_client, meeting)
    meeting.title = "Rapat Koordinasi Luar Biasa"
    meeting.save()
    assert shell_of(public_client, meeting)["version"] != former["version"]
    assert shell_of(public_client, meeting)["files"] == former["files"]


def test_it_can_be_installed_beside_the_app_of_another_rakor(public_client):
    meeting = make_meeting()
    response = get(public_client, meeting, "checkin_manifest")
    content = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (content["id"], content["start_url"], content["scope"], content["display"]) == (
        f"/rakor/{meeting.slug}/presensi/",
        "./",
        "./",
        "standalone",
    )
    assert {(icon["sizes"], icon["purpose"]) for icon in content["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


def test_a_sample_says_so(public_client):
    sample = get(public_client, make_meeting(is_sample=True)).content.decode()
    real = get(public_client, make_meeting()).content.decode()
    assert ("data contoh" in sample, "data contoh" in real) == (True, False)
