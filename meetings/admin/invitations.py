"""Inviting in the panel: who is invited, letters issued, reminders, and each office's invitation.

Nothing leaves from here: letters are laid in the outbox of the rakor.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.panel import PanelAdmin, Step
from forum_portal.lib.email_words import EMAIL_ERRORS
from meetings.actions.answers import AnswerRefused, Reply, record_answer
from meetings.actions.invitation_refusals import (
    InvitationRefused,
    NobodyToRemind,
    NothingToIssue,
)
from meetings.actions.invitations import (
    invite_office,
    issue_letters,
    mail_letter,
    prepare_invitations,
    remind_unanswered,
    withdraw_invitation,
)
from meetings.actions.numbering import NumberRefused
from meetings.admin.invitation_board import SEES_LINKS, board, is_coming
from meetings.admin.invitation_letters import letter, paper, preview, signed, to_board, unsigned
from meetings.convening.readiness import missing_to_invite
from meetings.invitations.form import ReplyForm, answer_given
from meetings.invitations.letter import missing_parts
from meetings.invitations.page import answer_in_words
from meetings.invitations.roll import (
    in_order,
    members_on,
    not_invited,
    reached_at,
    to_remind,
    without_letter_in_outbox,
)
from meetings.models import Invitation, InvitationLetter, Meeting
from provinces.campaign_roll import with_addresses
from provinces.models import Office

LIES_IN_OUTBOX = "Surelnya menunggu di kotak keluar; tidak ada yang terkirim sebelum diperiksa."

TOLD = (
    "Surel penarikan beserta alasannya disiapkan untuk alamat yang sudah menerima undangan. "
    f"{LIES_IN_OUTBOX}"
)
NOT_TOLD = "Surelnya belum pernah dikirim; balai tidak dikabari."


class OfficeForm(forms.Form):
    office = forms.ModelChoiceField(
        Office.objects.none(),
        label="Balai",
        help_text="Balai anggota hari ini yang belum diundang, atau yang undangannya ditarik.",
        error_messages={"required": "Pilih balainya."},
    )


class AddressForm(forms.Form):
    address = forms.EmailField(
        label="Alamat surel", error_messages={**EMAIL_ERRORS, "required": "Isi alamat surelnya."}
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Alasan",
        max_length=270,
        help_text="Dibaca balai pada tautan undangannya dan dalam surel penarikan.",
    )


def prepare(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    offices = list(members_on(timezone.localdate()).exclude(invitations__meeting=meeting))

    def do(_: dict[str, Any]) -> str:
        made = prepare_invitations(meeting=meeting, by=request.user, at=timezone.now())
        return f"{len(made)} balai masuk daftar undangan."

    response = admin.confirm(
        request, meeting, title="Susun daftar undangan?", do=do, button="Susun daftar",
        refusals=(InvitationRefused,), facts=_facts_of(offices),
        lead="Setiap balai anggota hari ini mendapat satu undangan dengan tautan jawaban "
             "sendiri. Belum ada nomor atau surel.",
    )  # fmt: skip
    return to_board(response, meeting)


def add_office(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    def form(data: Any) -> OfficeForm:
        made = OfficeForm(data)
        made.fields["office"].queryset = not_invited(meeting, timezone.localdate())
        return made

    def do(cleaned: dict[str, Any]) -> str:
        invite_office(meeting=meeting, **cleaned, by=request.user, at=timezone.now())
        return f"{cleaned['office']} masuk daftar undangan."

    response = admin.confirm(
        request, meeting, title="Tambah satu balai", do=do, button="Tambahkan",
        form_class=form, refusals=(InvitationRefused,),
        lead="Balai yang undangannya ditarik mendapat tautan baru dan, saat diterbitkan, nomor "
             "baru; jawabannya yang dahulu tidak berlaku lagi.",
    )  # fmt: skip
    return to_board(response, meeting)


def issue(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    fresh = in_order(meeting.invitations.current().filter(issued_at=None))
    offices = [invitation.office for invitation in fresh]
    late = in_order(without_letter_in_outbox(meeting.invitations.current()))
    reached = [a.office for a in with_addresses(row.office for row in late) if a.addresses]
    text = InvitationLetter.objects.select_related("signatory").filter(meeting=meeting).first()
    missing = missing_to_invite(meeting, timezone.now()) + (missing_parts(text) if text else [])
    if not offices and not reached:
        missing.append(str(NothingToIssue()))

    def do(_: dict[str, Any]) -> str:
        issued = issue_letters(meeting=meeting, by=request.user, at=timezone.now())
        silent = ", ".join(office.name for office in issued.without_address)
        told = f"{issued.mails} surel di kotak keluar."
        if issued.letters:
            told = f"{issued.letters} surat diterbitkan, {told}"
        return f"{told} Tanpa alamat surel: {silent}." if silent else told

    response = admin.confirm(
        request, meeting, **_issuing(offices, reached), do=do,
        refusals=(InvitationRefused, NumberRefused), obstacles=missing,
    )  # fmt: skip
    return to_board(response, meeting)


def remind(admin: PanelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    waiting = list(to_remind(meeting, timezone.now()))

    def do(_: dict[str, Any]) -> str:
        reminded = remind_unanswered(meeting=meeting, by=request.user, at=timezone.now())
        return f"{reminded.offices} balai diingatkan, {reminded.mails} surel di kotak keluar."

    response = admin.confirm(
        request, meeting, title="Ingatkan balai yang belum menjawab?", do=do,
        button="Siapkan pengingat", refusals=(InvitationRefused,), lead=LIES_IN_OUTBOX,
        facts=[{"label": "Diingatkan", "value": f"{len(waiting)} balai"},
               {"label": "Balainya", "value": ", ".join(row.office.name for row in waiting)},
               {"label": "Tidak ikut", "value": "Yang sudah menjawab, belum dikirimi surel, atau "
                                                "menerima surel kurang dari 24 jam yang lalu"},
               ] if waiting else [],
        obstacles=[] if waiting else [NobodyToRemind()],
    )  # fmt: skip
    return to_board(response, meeting)


def withdraw(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, invitation: int) -> Any:
    row = _of(meeting, invitation)
    reached = reached_at(row)

    def do(cleaned: dict[str, Any]) -> str:
        withdraw_invitation(invitation=row, **cleaned, by=request.user, at=timezone.now())
        told = "Surel penarikannya menunggu di kotak keluar." if reached_at(row) else ""
        return f"Undangan {row.office} ditarik. {told}".strip()

    response = admin.confirm(
        request, meeting, title=f"Tarik undangan {row.office}?", do=do, button="Tarik undangan",
        form_class=ReasonForm, refusals=(InvitationRefused, NumberRefused), tone="danger",
        facts=[*_facts(row), {"label": "Surel sudah dikirim ke",
                              "value": ", ".join(reached) or "belum dikirim"}],
        lead="Nomornya dibatalkan di register, surel yang belum terkirim dibuang, dan tautannya "
             f"menerangkan bahwa undangan ditarik. {TOLD if reached else NOT_TOLD}",
    )  # fmt: skip
    return to_board(response, meeting)


def mail(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, invitation: int) -> Any:
    row = _of(meeting, invitation)

    def do(cleaned: dict[str, Any]) -> str:
        laid = mail_letter(invitation=row, **cleaned, by=request.user, at=timezone.now())
        if not laid:
            return f"Surel bagi {row.office} ke alamat itu sudah ada di kotak keluar."
        return f"Surel bagi {row.office} menunggu di kotak keluar."

    response = admin.confirm(
        request, meeting, title=f"Kirim ke alamat lain: {row.office}", do=do,
        button="Siapkan surel", form_class=AddressForm, refusals=(InvitationRefused,),
        facts=_facts(row),
        lead=f"Untuk balai tanpa alamat, atau alamat yang dibetulkan. {LIES_IN_OUTBOX}",
    )  # fmt: skip
    return to_board(response, meeting)


def answer(admin: PanelAdmin, request: HttpRequest, meeting: Meeting, invitation: int) -> Any:
    row = _of(meeting, invitation)

    def form(data: Any) -> ReplyForm:
        return ReplyForm(data, initial=answer_given(row))

    def do(cleaned: dict[str, Any]) -> str:
        kept = record_answer(
            invitation=row, reply=Reply(**cleaned), by=request.user, at=timezone.now()
        )
        return f"Jawaban {row.office} dicatat: {answer_in_words(kept)}."

    response = admin.confirm(
        request, meeting, title=f"Catat jawaban {row.office}", do=do, button="Simpan jawaban",
        form_class=form, refusals=(AnswerRefused,), facts=_facts(row),
        template="admin/meetings/invitation_reply.html",
        lead="Untuk jawaban yang diterima melalui telepon atau surat, juga sesudah batas waktu. "
             "Jawaban ini menggantikan yang sebelumnya.",
    )  # fmt: skip
    return to_board(response, meeting)


def _of(meeting: Meeting, pk: int) -> Invitation:
    return get_object_or_404(in_order(meeting.invitations.current()), pk=pk)


def _names(offices: list[Office]) -> str:
    return ", ".join(office.name for office in offices) or "Tidak ada"


def _issuing(offices: list[Office], reached: list[Office]) -> dict[str, Any]:
    """Letters that get a number; or, where each has one, only the mails that bring them."""
    if reached and not offices:
        return {
            "title": "Siapkan surel undangan?",
            "button": "Siapkan surel",
            "facts": [{"label": "Balai", "value": _names(reached)}],
            "lead": "Surat balai ini bernomor dan nomornya tetap, tetapi surelnya dibuang, atau "
            "alamat balainya baru diketahui. Surelnya disiapkan di kotak keluar; Anda yang "
            "mengirimnya.",
        }
    earlier = {"label": "Surel bagi surat terdahulu", "value": _names(reached)}
    return {
        "title": "Terbitkan surat undangan?",
        "button": "Terbitkan surat",
        "facts": [*_facts_of(offices), earlier],
        "lead": "Setiap surat mendapat nomor dari register penerbit, berurut menurut provinsi, "
        f"dan isinya tidak berubah lagi. {LIES_IN_OUTBOX}",
    }


def _facts_of(offices: list[Office]) -> list[dict[str, Any]]:
    silent = [asked.office.name for asked in with_addresses(offices) if not asked.addresses]
    return [
        {"label": "Balai", "value": f"{len(offices)} balai"},
        {"label": "Balainya", "value": _names(offices)},
        {"label": "Tanpa alamat surel", "value": ", ".join(silent) or "Tidak ada"},
    ]


def _facts(invitation: Invitation) -> list[dict[str, Any]]:
    return [
        {"label": "Nomor surat", "value": invitation.number or "belum diterbitkan"},
        {"label": "Jawaban", "value": answer_in_words(invitation) or "belum ada"},
    ]


def _step(path: str, name: str, label: str, view: Any, **more: Any) -> Step:
    """Of one invitation, or of all; the board leads there."""
    return Step(path, name, label, view, SEES_LINKS, is_listed=False, **more)


# No leaf of a path is one of another step: each begins with the key of the rakor.
STEPS = (
    Step("naskah-undangan", "letter", "Naskah undangan", letter,
         "meetings.change_invitationletter"),
    Step("undangan", "invitations", "Undangan", board, "meetings.view_invitation"),
    Step("pratinjau-undangan", "letter_preview", "Pratinjau undangan", preview,
         "meetings.change_invitationletter", is_listed=False),
    _step("susun-undangan", "invitations_prepare", "Susun daftar", prepare, offered=is_coming),
    _step("tambah-undangan", "invitations_add", "Tambah balai", add_office, offered=is_coming),
    _step("terbitkan-undangan", "invitations_issue", "Terbitkan surat", issue, offered=is_coming),
    _step("ingatkan-undangan", "invitations_remind", "Ingatkan", remind, offered=is_coming),
    _step("surat-undangan/<int:invitation>", "invitation_paper", "Surat undangan", paper),
    _step("tarik-undangan/<int:invitation>", "invitation_withdraw", "Tarik", withdraw),
    _step("surel-undangan/<int:invitation>", "invitation_mail", "Kirim ke alamat lain", mail,
          offered=is_coming),
    _step("jawab-undangan/<int:invitation>", "invitation_answer", "Catat jawaban", answer),
    _step("unggah-undangan/<int:invitation>", "invitation_signed", "Unggah surat", signed),
    _step("cabut-undangan/<int:invitation>", "invitation_unsigned", "Cabut surat", unsigned),
)  # fmt: skip
