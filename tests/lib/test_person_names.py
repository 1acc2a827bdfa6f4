import pytest

from forum_portal.lib.person_names import as_written, name_key


@pytest.mark.parametrize(
    ("full_name", "key"),
    [
        ("Budi Santoso", "budi santoso"),
        ("Dr. Ir. H. Budi Santoso, S.T., M.Kom.", "budi santoso"),
        ("BUDI  SANTOSO S.T. M.Kom.", "budi santoso"),
        ("Prof. Dr. (H.C.) Budi Santoso, Ph.D.", "budi santoso"),
        ("Dra. Hj. Siti Nur'aini", "siti nuraini"),
        ("Siti Nuraini, M.Pd", "siti nuraini"),
        ("K.H. Ahmad Dahlan", "ahmad dahlan"),
        ("M. Ali Akbar", "m ali akbar"),
        ("Budi S.", "budi s"),
        ("I Gusti Ayu Putu-Dewi", "i gusti ayu putu dewi"),
        ("José Ximenes", "jose ximenes"),
        ("Suharti", "suharti"),
        ("Ir.", "ir"),
        ("Ir., S.T.", "ir"),
        ("., S.T.", "s t"),
        ("", ""),
    ],
)
def test_key_is_the_name_without_titles(full_name, key):
    assert name_key(full_name) == key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eBudi\u202c Santoso", "Budi Santoso"),
        (" Budi\r\n\tSantoso\u2028 ", "Budi Santoso"),
        ("\u2067\u200fعبد الرحمن\u2069", "عبد الرحمن"),
        # Signs that are part of a letter stay.
        ("Guru 👩\u200d🏫", "Guru 👩\u200d🏫"),
        ("\u202e \u202c", ""),
    ],
)
def test_a_name_is_kept_on_one_line_and_turns_nothing_around(typed, kept):
    assert as_written(typed) == kept


def test_key_fits_its_column():
    assert len(name_key("ab " * 100)) <= 150
