"""Kuorum: how many member offices must be there for an election to count.

The forum's statutes are not public, so the number is a fact of each election, written in the
tata tertib of its rakor; deputies count for their office.
"""


def is_quorate(present: int, required: int) -> bool:
    """True if at least `required` member offices are present.

    Both count offices, not people; required >= 1 and present >= 0, else ValueError.
    """
    if required < 1 or present < 0:
        raise ValueError(f"no quorum of {required} with {present} present")
    return present >= required
