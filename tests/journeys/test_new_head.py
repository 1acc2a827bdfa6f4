"""The secretariat records a new head; the profile shows it, and the former one with an end."""

from playwright.sync_api import expect

from provinces.models import Office
from tests.journeys.conftest import Reader


def _appoint(reader: Reader, office: Office, name: str, day: str) -> None:
    reader.visit(f"/admin/provinces/office/{office.pk}/change/")
    reader.press("Angkat kepala baru")
    reader.page.get_by_label("Atau nama baru").fill(name)
    reader.page.get_by_label("Mulai menjabat").fill(day)
    reader.page.get_by_label("Nomor SK").fill("821/45/2026")
    reader.press("Periksa dahulu")
    expect(reader.page.get_by_role("main")).to_contain_text(name)
    reader.press("Angkat")


def test_a_new_head_is_recorded_and_shown(reader: Reader):
    office = Office.objects.get(slug="aceh")
    reader.sign_in_with_password("sekretariat@contoh.example")
    _appoint(reader, office, "Cut Contoh, M.Kom.", "2026-02-01")
    _appoint(reader, office, "Ahmad Contoh, M.T.", "2026-10-01")
    reader.visit("/provinsi/aceh/")
    main = reader.page.get_by_role("main")
    expect(main).to_contain_text("Ahmad Contoh, M.T.")
    expect(main).to_contain_text("sejak 1 Oktober 2026")
    expect(main).to_contain_text("1 Februari–1 Oktober 2026")
    # What the press reported before is still told, as no more than that.
    expect(main).to_contain_text("Syahrul")


def test_a_head_who_collides_is_refused_by_name(reader: Reader):
    office = Office.objects.get(slug="aceh")
    reader.sign_in_with_password("sekretariat@contoh.example")
    _appoint(reader, office, "Cut Contoh, M.Kom.", "2026-10-01")
    reader.visit(f"/admin/provinces/office/{office.pk}/change/")
    reader.press("Angkat kepala baru")
    reader.page.get_by_label("Atau nama baru").fill("Ahmad Contoh, M.T.")
    reader.page.get_by_label("Mulai menjabat").fill("2026-10-01")
    reader.press("Periksa dahulu")
    expect(reader.page.get_by_role("main")).to_contain_text("Cut Contoh, M.Kom. sudah tercatat")
    expect(reader.page.get_by_label("Atau nama baru")).to_have_value("Ahmad Contoh, M.T.")
