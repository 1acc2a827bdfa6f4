"""What somebody pastes from another program breaks neither feed nor workbook."""

from forum_portal.lib.xml_text import in_xml


def test_only_what_xml_cannot_hold_goes():
    assert in_xml("a\x00\x01\x0b\x1f\ufffe\uffffb\t\r\n\u202e é 🙂") == "ab\t\r\n\u202e é 🙂"
