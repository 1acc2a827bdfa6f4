"""Every pair of colours that meets on a page reads well, in light and in dark."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parent.parent / "static/css/tokens.css"

SURFACES = ("surface", "surface-soft", "surface-raised")
TONES = ("green", "amber", "blue", "red", "neutral")

TEXT_PAIRS = [
    *(
        (text, surface)
        for text in ("ink", "text", "muted", "link", "link-hover", "red")
        for surface in SURFACES
    ),
    *((tone, f"{tone}-tint") for tone in TONES),
    *((text, f"{tone}-tint") for text in ("ink", "text") for tone in TONES),
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    ("on-danger", "danger"),
    ("on-danger", "danger-hover"),
    ("on-tint", "tint"),
    ("on-deep", "deep"),
    ("on-deep-muted", "deep"),
    ("on-footer", "footer"),
    ("on-footer-muted", "footer"),
    ("surface", "ink"),
]

# What must be seen but is not read: edges of controls, focus, provinces with a link.
EDGE_PAIRS = [
    *((edge, surface) for edge in ("line-input", "focus", "primary") for surface in SURFACES),
    ("on-mark", "mark"),
    ("map-member", "surface"),
    ("map-chair", "surface"),
    ("map-chair", "map-member"),
    ("map-host", "surface"),
    ("map-current", "map-member"),
    ("red", "surface-raised"),
]


def read_tokens() -> dict[str, dict[str, str]]:
    """Colours by name for "light" and for "dark", where dark inherits what it does not say."""
    css = TOKENS.read_text()
    at = css.index("@media (prefers-color-scheme: dark)")
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css[:at]))
    return {
        "light": light,
        "dark": light | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css[at:])),
    }


def luminance(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2, definitions."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("pairs", "least"), [(TEXT_PAIRS, 4.5), (EDGE_PAIRS, 3.0)], ids=["text", "edges"]
)
def test_every_pair_of_colours_has_enough_contrast(scheme, pairs, least):
    colours = read_tokens()[scheme]
    ratios = {
        f"{one} on {other}": round(contrast(colours[one], colours[other]), 2)
        for one, other in pairs
    }
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < least} == {}


def test_dark_names_only_tokens_that_light_has():
    css = TOKENS.read_text()
    at = css.index("@media (prefers-color-scheme: dark)")
    assert (
        set(re.findall(r"(--[\w-]+):", css[at:])) - set(re.findall(r"(--[\w-]+):", css[:at]))
        == set()
    )


def test_contrast_of_black_on_white_and_of_equal_colours():
    assert (round(contrast("#000000", "#ffffff"), 2), contrast("#777777", "#777777")) == (21.0, 1.0)
