"""Compiles every template of the portal and names those that do not."""

import sys

import django
from django.template import TemplateSyntaxError, engines

from script._install import ROOT


def main() -> int:
    django.setup()
    engine = engines["django"]
    broken = 0
    directory = ROOT / "templates"
    for path in sorted(directory.rglob("*")):
        if path.suffix not in (".html", ".txt"):
            continue
        name = str(path.relative_to(directory))
        try:
            engine.get_template(name)
        except TemplateSyntaxError as error:
            broken += 1
            print(f"templates/{name}: {error}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
