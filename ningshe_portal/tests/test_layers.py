"""Calls go down, signals go up: which app may import which. A foreign key is an import too."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

MAY_IMPORT = {
    "launch": [],
    "common": [],
    "outbox": ["common"],
    "accounts": ["outbox", "common"],
    "district": ["accounts", "outbox", "common"],
    "applications": ["district", "accounts", "outbox", "common"],
    "utilities": ["applications", "district", "accounts", "outbox", "common"],
    "milestones": ["utilities", "applications", "district", "accounts", "outbox", "common"],
    "inspections": ["milestones", "utilities", "applications", "district", "accounts", "outbox", "common"],
    "works": ["milestones", "utilities", "applications", "district", "accounts", "outbox", "common"],
}
MAY_IMPORT["approvals"] = ["works", "inspections", *MAY_IMPORT["works"]]
MAY_IMPORT["oversight"] = ["approvals", *MAY_IMPORT["approvals"]]
MAY_IMPORT["ningshe_portal"] = ["oversight", *MAY_IMPORT["oversight"]]

PACKAGES = sorted(folder.parent.name for folder in settings.BASE_DIR.glob("*/__init__.py"))
LOCAL_MODELS = [model for model in apps.get_models() if model._meta.app_label in MAY_IMPORT]


def modules(package):
    """The source files of one app without its tests."""
    files = (settings.BASE_DIR / package).rglob("*.py")
    return [path for path in files if "tests" not in path.parts and path.name != "factories.py"]


def imported(path):
    """Every module ``path`` imports, also inside functions, with relative names made whole."""
    here = list(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            stem = [*here[: -node.level], node.module] if node.level else [node.module]
            base = ".".join(part for part in stem if part)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def local_imports(path):
    """The portal's own packages among the imports of ``path``."""
    return {name.split(".")[0] for name in imported(path)} & set(PACKAGES)


def related_apps(model):
    """The apps that rows of ``model`` point to."""
    own = [field for field in model._meta.get_fields() if field.is_relation and not field.auto_created]
    return {field.related_model._meta.app_label for field in own if field.related_model}


def test_every_package_has_a_row_in_the_table():
    assert set(PACKAGES) - set(MAY_IMPORT) == set()


def test_the_table_itself_has_no_circle():
    circles = [(app, lower) for app, row in MAY_IMPORT.items() for lower in row if app in MAY_IMPORT[lower]]

    assert circles == []


@pytest.mark.parametrize("package", PACKAGES)
def test_an_app_imports_only_apps_below_it(package):
    allowed = {package, *MAY_IMPORT[package]}

    upward = {
        f"{path.relative_to(settings.BASE_DIR)}: {name}"
        for path in modules(package)
        for name in local_imports(path) - allowed
    }

    assert upward == set()


@pytest.mark.parametrize("model", LOCAL_MODELS, ids=lambda model: model._meta.label)
def test_a_row_points_only_to_apps_below_it(model):
    app = model._meta.app_label
    allowed = {app, "contenttypes", "auth", *MAY_IMPORT[app]}

    assert related_apps(model) - allowed == set()


def test_services_import_no_tasks():
    services = [path for package in PACKAGES for path in modules(package) if is_service(path)]

    ringing = {
        f"{path.relative_to(settings.BASE_DIR)}: {name}"
        for path in services
        for name in imported(path)
        if name.split(".")[0] in PACKAGES and "tasks" in name.split(".")
    }

    assert ringing == set()


def is_service(path: Path):
    return path.stem == "services" or "services" in path.parts


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import milestones.models", ["milestones.models"]),
        ("def late():\n    from milestones import clocks", ["milestones.clocks"]),
        ("from ..works import plans", ["works.plans"]),
        ("from .models import User", ["outbox.models.User"]),
        ("from . import models", ["outbox.models"]),
    ],
    ids=["plain", "inside a function", "from the folder above", "relative", "relative module"],
)
def test_all_ways_of_importing_are_seen(source, expected, tmp_path, settings):
    settings.BASE_DIR = tmp_path
    module = tmp_path / "outbox" / "late.py"
    module.parent.mkdir()
    module.write_text(source, encoding="utf-8")

    assert list(imported(module)) == expected
