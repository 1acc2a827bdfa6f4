"""Files that are not what they should be: one sentence each."""

from datetime import date

import pytest

from provinces.reference_files import ReferenceDataError, Row, read_csv, read_yaml


def row(**values) -> Row:
    return Row("data/x.csv", 3, values)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2021", date(2021, 1, 1), "year"),
        ("2018-10", date(2018, 10, 1), "month"),
        ("2024-05-28", date(2024, 5, 28), "day"),
    ],
)
def test_day_knows_how_much_is_known(text, day, precision):
    assert row(seen_on=text).day("seen_on") == (day, precision)


@pytest.mark.parametrize("text", ["", "kemarin", "2023-02-30", "2023-1-1-1", "0", "2023/05"])
def test_day_refuses_what_is_none(text):
    with pytest.raises(ReferenceDataError, match=r"data/x\.csv baris 3, kolom seen_on: "):
        row(seen_on=text).day("seen_on")


def test_number_may_be_missing_but_not_wrong():
    assert (row(count="22").number("count"), row().number("count")) == (22, None)
    with pytest.raises(ReferenceDataError, match="“dua puluh” bukan bilangan"):
        row(count="dua puluh").number("count")


def test_csv_with_other_columns_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,c\n1,2\n")

    with pytest.raises(ReferenceDataError, match=r"x\.csv baris 1: kolomnya “a,c”, seharusnya"):
        read_csv(path, ("a", "b"))


def test_csv_counts_lines_over_quoted_line_breaks(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text('a,b\n"satu\ndua",2\n3,4\n')

    assert [found.line for found in read_csv(path, ("a", "b"))] == [3, 4]


def test_file_that_is_missing_or_not_text_is_named(tmp_path):
    with pytest.raises(ReferenceDataError, match=r"x\.csv tidak dapat dibaca: "):
        read_csv(tmp_path / "x.csv", ("a",))
    (tmp_path / "x.csv").write_bytes(b"a\n\xff\n")
    with pytest.raises(ReferenceDataError, match=r"x\.csv baris 2: bukan teks UTF-8"):
        read_csv(tmp_path / "x.csv", ("a",))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("- slug: a\n  titel: b\n", "baris 2, kolom titel: “b” berada pada kolom yang tidak"),
        ("- slug: [a\n", "baris 2: expected ',' or"),
        ("slug: a\n", "baris 1: isinya bukan daftar"),
        ("", "baris 1: isinya bukan daftar"),
    ],
)
def test_yaml_that_is_not_a_list_of_known_columns_is_refused(tmp_path, text, sentence):
    (tmp_path / "x.yaml").write_text(text)

    with pytest.raises(ReferenceDataError) as refusal:
        read_yaml(tmp_path / "x.yaml", ("slug", "title"))

    assert sentence in str(refusal.value)


def test_yaml_keeps_values_as_text_with_the_line_of_each_mapping(tmp_path):
    (tmp_path / "x.yaml").write_text("- slug: a\n  date:\n    from: 2023\n    note: ya\n")

    (found,) = read_yaml(tmp_path / "x.yaml", ("slug", "date"))

    date_row = found.row("date")
    assert (date_row.line, date_row.text("from"), date_row.text("note")) == (3, "2023", "ya")
