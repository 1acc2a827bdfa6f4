"""A page drawn once says to each reader what is theirs."""

import pytest
from django.template import Context, Template

from forum_portal.lib.drawn_pages import DrawnPage, place


def test_texts_are_escaped_in_their_places():
    html = f'<p title="{place("name")}">{place("name")}, {place("office_name")}</p>'
    page = DrawnPage(html)
    assert page.filled({"name": '"A" & <b>', "office_name": "Balai"}) == (
        '<p title="&quot;A&quot; &amp; &lt;b&gt;">&quot;A&quot; &amp; &lt;b&gt;, Balai</p>'
    )
    assert page.filled({"name": "Ani", "office_name": "", "more": "x"}) == (
        '<p title="Ani">Ani, </p>'
    )


def test_text_that_names_a_place_stays_a_text():
    page = DrawnPage(f"{place('first')} {place('second')}")
    assert page.filled({"first": "placesecond9", "second": "B"}) == "placesecond9 B"


def test_filters_change_no_place():
    template = Template("{{ it|lower }} {{ it|urlencode }} {{ it|slugify }} {{ it|escape }}")
    page = DrawnPage(template.render(Context({"it": place("name")})))
    assert page.filled({"name": "Ani"}) == "Ani Ani Ani Ani"


def test_place_without_a_text_is_an_error():
    with pytest.raises(KeyError, match="name"):
        DrawnPage(place("name")).filled({})
