"""Codes that a person reads in one place and types in another."""

import secrets

_GROUP = 4


def random_code(signs: str, length: int) -> str:
    """By chance that nobody can foretell."""
    return "".join(secrets.choice(signs) for _ in range(length))


def in_groups(code: str) -> str:
    """As it is shown: "7KQM-2XVA"."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def signs_of(typed: str) -> str:
    """However it was typed: in small letters, with spaces, hyphens or none."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())
