"""The shape of the code, kept true: who imports whom, who may open what, how long a file is."""

import ast
import importlib.util
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.backends.postgresql.psycopg_any import is_psycopg3
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(settings.BASE_DIR)
# From left to right, each may import itself and what stands before it.
LAYERS = [
    "forum_portal.lib",
    "accounts",
    "provinces",
    "practices",
    "meetings",
    "elections",
    "forum_portal",
]
ACCESS = {"public_facts", "public", "signed_in", "signed_in_or_absent", "secretariat"}
EMPTY_NAMES = {"utils", "helpers", "helper", "common", "core", "base", "manager", "service", "misc"}
MODULE_LINES, FUNCTION_LINES, TEST_LINES, TEMPLATE_LINES = 300, 30, 400, 120


def modules() -> list[Path]:
    """Every module of the portal itself, migrations apart."""
    packages = {layer.partition(".")[0] for layer in LAYERS}
    return sorted(
        path
        for package in packages
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    )


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def layer_of(dotted: str) -> str | None:
    matching = [name for name in LAYERS if dotted == name or dotted.startswith(f"{name}.")]
    return max(matching, key=len) if matching else None


def imports_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def views() -> Iterator[tuple[str, object]]:
    """Every (full name, view) of the URL configuration, namespaces included."""

    def walk(patterns: list, namespace: str) -> Iterator[tuple[str, object]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, inner)
            elif isinstance(pattern, URLPattern):
                yield f"{namespace}{pattern.name}", pattern.callback

    return walk(get_resolver().url_patterns, "")


def test_imports_go_leftwards_only():
    wrong = []
    for path in modules():
        dotted = relative(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        own = LAYERS.index(layer_of(dotted) or "forum_portal")
        for name in imports_of(ast.parse(path.read_text())):
            layer = layer_of(name)
            if layer and LAYERS.index(layer) > own:
                wrong.append(f"{relative(path)} imports {name}")
    assert wrong == []


def test_no_import_hides_in_a_function():
    hidden = [
        f"{relative(path)}:{inner.lineno}"
        for path in modules()
        for function in functions_of(ast.parse(path.read_text()))
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_every_view_declares_its_access():
    undeclared = [
        name
        for name, view in views()
        if not name.startswith("admin:") and getattr(view, "access", None) not in ACCESS
    ]
    assert undeclared == []


def test_every_view_of_the_panel_asks_the_panel_who_is_reading():
    """AdminSite.admin_view wraps each and turns away whoever is not staff."""
    open_to_all = [
        name
        for name, view in views()
        if name.startswith("admin:")
        and name not in {"admin:login", "admin:logout"}
        and not hasattr(view, "__wrapped__")
        and not hasattr(view, "model_admin")
    ]
    assert open_to_all == []


def test_every_template_loads():
    templates = sorted(
        path.relative_to(ROOT / "templates").as_posix()
        for path in (ROOT / "templates").rglob("*")
        if path.suffix in {".html", ".txt"}
    )
    assert templates
    for name in templates:
        get_template(name)


@pytest.mark.django_db
def test_no_migration_is_pending():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_the_driver_is_psycopg2():
    """Django prefers psycopg 3 without a word as soon as anything installs it."""
    assert not is_psycopg3
    assert importlib.util.find_spec("psycopg") is None


def test_the_clock_comes_in_as_an_argument():
    reading_it = [
        relative(path)
        for path in modules()
        if {"models", "actions"} & set(path.relative_to(ROOT).with_suffix("").parts)
        and "timezone.now()" in path.read_text()
    ]
    assert reading_it == []


def test_what_rests_on_postgres_is_tested_on_every_version_of_it():
    """Tests that commit, or write SQL by hand: `script/test --system-postgres` repeats them."""
    own_database = {"journeys", "scripts"}
    unmarked = [
        relative(path)
        for path in (ROOT / "tests").rglob("test_*.py")
        if not own_database & set(path.parts)
        and path != Path(__file__)
        and any(word in path.read_text() for word in ("transaction=True", "connection.cursor()"))
        and "any_postgres" not in path.read_text()
    ]
    assert unmarked == []


def test_names_say_what_a_module_is_for():
    """The backend of the database is called as Django looks for it."""
    named = [relative(path) for path in modules() if path.stem in EMPTY_NAMES]
    assert named == ["forum_portal/lib/postgresql/base.py"]


def test_no_module_is_longer_than_the_conventions_say():
    limits = [(path, MODULE_LINES) for path in modules()]
    limits += [(path, MODULE_LINES) for path in (ROOT / "script").glob("*.py")]
    limits += [(path, TEST_LINES) for path in (ROOT / "tests").rglob("*.py")]
    limits += [(path, TEMPLATE_LINES) for path in (ROOT / "templates").rglob("*.html")]
    assert [relative(path) for path, limit in limits if _is_too_long(path, limit)] == []


def test_no_function_is_longer_than_the_conventions_say():
    """Its body, the docstring apart; a comment "long because" in it says why one may be."""
    long = []
    for path in modules():
        source = path.read_text()
        for function in functions_of(ast.parse(source)):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            text = ast.get_source_segment(source, function) or ""
            lines = (function.end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines > FUNCTION_LINES and "long because" not in text.lower():
                long.append(f"{relative(path)}:{function.lineno} {function.name} ({lines})")
    assert long == []


def _is_too_long(path: Path, limit: int) -> bool:
    lines = path.read_text().splitlines()
    return len(lines) > limit and not any("long because" in line.lower() for line in lines[:5])
