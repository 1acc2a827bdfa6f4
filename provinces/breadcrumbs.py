"""The way to a page that belongs to one office, the same from wherever it is shown."""

from django.urls import reverse

Crumb = dict[str, str]


def way_from(province: str, url: str, *further: tuple[str, str]) -> list[Crumb]:
    """Beranda, Provinsi, the office by its province, then `further`: (label, url).

    The last of them is the page itself and needs no url.
    """
    steps = [
        ("Beranda", reverse("home")),
        ("Provinsi", reverse("provinces:list")),
        (province, url),
        *further,
    ]
    return [{"label": label, "url": url} for label, url in steps]
