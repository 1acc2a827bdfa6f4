"""What each role is answered at each address; the columns are ROLES of test_access_matrix."""

from tests.meetings.addresses import ATTENDANCE, DELEGATION

PUBLIC = (200, 200, 200, 200)
SIGNED_IN = (302, 200, 200, 200)
# Another office's delegate does not exist for an operator, rather than being forbidden.
OWN_OFFICE = (302, 200, 404, 200)
OWN_TEXT = (302, 200, 404, 403)
# What is the office's alone does not exist for the secretariat either.
OWN_ALONE = (302, 200, 404, 404)
STAFF_ALONE = (302, 403, 403, 200)
# What has no page of its own leads on.
LEADS_ON = (302, 302, 302, 302)

MATRIX = {
    "home": PUBLIC,
    "search": PUBLIC,
    "search_suggestions": PUBLIC,
    "privacy": PUBLIC,
    "health": PUBLIC,
    "robots": PUBLIC,
    "office_history": PUBLIC,
    "provinces:list": PUBLIC,
    "provinces:detail": PUBLIC,
    "provinces:logo": PUBLIC,
    "provinces:picture": PUBLIC,
    "provinces:programmes": PUBLIC,
    # The secretariat decides in the panel; of an office's own pages it reads the files alone.
    "provinces:desk": OWN_ALONE,
    "provinces:propose": OWN_ALONE,
    "provinces:proposals": OWN_ALONE,
    "provinces:proposal": OWN_ALONE,
    "provinces:proposal_withdraw": OWN_ALONE,
    "provinces:proposal_decree": OWN_OFFICE,
    "provinces:proposal_picture": OWN_OFFICE,
    "provinces:confirm": PUBLIC,
    "provinces:confirm_propose": PUBLIC,
    "provinces:confirm_own": OWN_ALONE,
    "provinces:report": PUBLIC,
    "provinces:reported": PUBLIC,
    "practices:list": PUBLIC,
    "practices:feed": PUBLIC,
    "practices:detail": PUBLIC,
    "practices:attachment": PUBLIC,
    "practices:picture": PUBLIC,
    "practices:comment": LEADS_ON,
    "practices:mine": SIGNED_IN,
    # Offices write, the secretariat reads what they wrote.
    "practices:write": (302, 200, 200, 403),
    "practices:preview": OWN_OFFICE,
    "practices:change": OWN_TEXT,
    "practices:submit": OWN_TEXT,
    "practices:withdraw": OWN_TEXT,
    "meetings:list": PUBLIC,
    "meetings:detail": PUBLIC,
    "meetings:meeting_calendar": PUBLIC,
    "meetings:share_picture": PUBLIC,
    "meetings:ticket_keys": PUBLIC,
    "meetings:participants": PUBLIC,
    # Without a proved address, and without an offer.
    "meetings:self_register": LEADS_ON,
    "meetings:self_register_code": LEADS_ON,
    "meetings:seat_accept": LEADS_ON,
    "meetings:seat_decline": LEADS_ON,
    "meetings:name_consent": (405, 405, 405, 405),
    "meetings:needs_taken_back": (405, 405, 405, 405),
    "meetings:own_change": PUBLIC,
    "meetings:own_withdraw": PUBLIC,
    "meetings:documents": PUBLIC,
    "meetings:document": PUBLIC,
    "meetings:document_version": PUBLIC,
    "meetings:gallery": PUBLIC,
    # Aceh takes part in it, Bali does not.
    "meetings:discussion": (302, 200, 404, 200),
    "meetings:remark_hide": (302, 403, 403, 200),
    # The secretariat decides on proposals in the panel.
    "meetings:proposals": (302, 200, 200, 403),
    "meetings:proposal_withdraw": (302, 405, 405, 405),
    "meetings:picture": PUBLIC,
    **DELEGATION,
    # The app is the same for everybody and holds no data; a device proves itself by its token.
    "meetings:checkin": PUBLIC,
    "meetings:checkin_sending_worker": PUBLIC,
    "meetings:checkin_worker": PUBLIC,
    "meetings:checkin_manifest": PUBLIC,
    # A device proves itself by its token; no account opens these, nor does reading.
    "meetings:checkin_enrol": (405, 405, 405, 405),
    "meetings:checkin_list": (401, 401, 401, 401),
    "meetings:checkin_facts": (405, 405, 405, 405),
    "meetings:agenda": PUBLIC,
    "meetings:agenda_pdf": PUBLIC,
    "meetings:agenda_version": PUBLIC,
    "meetings:agenda_version_pdf": PUBLIC,
    "meetings:agenda_differences": PUBLIC,
    "meetings:agenda_draft": STAFF_ALONE,
    "meetings:minutes": PUBLIC,
    "meetings:minutes_pdf": PUBLIC,
    "meetings:minutes_list": PUBLIC,
    "meetings:calendar": PUBLIC,
    "meetings:feed": PUBLIC,
    "meetings:own_calendar": PUBLIC,
    "meetings:own_calendar_page": SIGNED_IN,
    "meetings:calendar_renew": SIGNED_IN,
    "meetings:calendar_remove": SIGNED_IN,
    "meetings:mine": SIGNED_IN,
    "meetings:ticket": PUBLIC,
    "meetings:ticket_pdf": PUBLIC,
    "meetings:ticket_png": PUBLIC,
    "meetings:ticket_reissue": OWN_OFFICE,
    # Bali has none; the secretariat names the office.
    "meetings:office_tickets": (302, 200, 404, 302),
    "meetings:evaluation": PUBLIC,
    "meetings:certificate_pdf": PUBLIC,
    # A code is typed there, or follows in the address.
    "meetings:certificate_check": PUBLIC,
    "meetings:certificate": PUBLIC,
    "meetings:invitation": PUBLIC,
    "meetings:invitation_letter": PUBLIC,
    "meetings:own_invitation": OWN_ALONE,
    "meetings:own_letter": OWN_ALONE,
    **ATTENDANCE,
    "elections:forum": PUBLIC,
    "elections:detail": PUBLIC,
    # Whoever has signed in has nothing to do on the pages that lead to signing in.
    "account_login": (200, 302, 302, 302),
    "account_request_login_code": (200, 302, 302, 302),
    "account_confirm_login_code": LEADS_ON,
    "account_logout": (302, 200, 200, 200),
    "account_inactive": PUBLIC,
    "account_signup": (200, 302, 302, 302),
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": LEADS_ON,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
}
