"""How sure the portal is of an office's name, said by the secretariat with its source."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from provinces.models import Office


class VerificationRefused(Exception):
    """A judgement that cannot be; says why, in a sentence for the reader."""


@transaction.atomic
def set_verification(
    *, office: Office, verification: str, source: str, by: User | None, at: datetime
) -> Office:
    """source: who confirmed the name, or why it is in doubt; read by everybody on its page.

    Raises VerificationRefused.
    """
    office = Office.objects.select_for_update().get(pk=office.pk)
    source, judged = source.strip(), Office.Verification(verification)
    if not source:
        raise VerificationRefused(
            f"“{judged.label}” memerlukan sumber: siapa yang menyatakannya, atau mengapa "
            "namanya diragukan."
        )
    if (office.verification, office.verification_source) == (judged, source):
        raise VerificationRefused(
            f"Nama {office} sudah tercatat “{judged.label}” dengan sumber itu."
        )
    before = office.verification
    office.verification, office.verification_source = judged, source
    office.save(update_fields=["verification", "verification_source"])
    audit.record(
        "office.verified", target=office, by=by, at=at,
        before=before, after=judged.value, source=source,
    )  # fmt: skip
    return office
