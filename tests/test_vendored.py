"""Files that others wrote are the ones that were fetched."""

from script._vendor import changed_files


def test_vendored_files_are_what_their_lock_says():
    assert changed_files() == []
