"""Text as XML can hold it: feeds and workbooks refuse other characters with an exception."""

# Control characters but tab and the ends of lines, and what Unicode gives to no character.
_NOT_IN_XML = {
    **{code: None for code in range(32) if code not in (9, 10, 13)},
    0xFFFE: None,
    0xFFFF: None,
}


def in_xml(text: str) -> str:
    """`text` without the characters that XML 1.0 has no place for."""
    return text.translate(_NOT_IN_XML)
