"""The privacy notice that a registration refers to."""

# The version of templates/privacy.html and its parts (templates/_privacy_*.html); a new one
# whenever what the notice says changes.
PRIVACY_VERSION = "2026-11.7"
