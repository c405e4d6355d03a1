"""What every test may ask for: a clock that moves, files that vanish, a browser."""

import gc
import os
import shutil
from collections import defaultdict
from contextlib import contextmanager
from datetime import datetime

import hypothesis
import pytest
from django.core.serializers import deserialize
from django.db import connection, transaction
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import override_settings

from common import clock, pdf

RESTORING = pytest.mark.django_db(transaction=True, serialized_rollback=True)
QUICK = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "WHITENOISE_AUTOREFRESH": True,  # looks a file up when asked, not all of them for each client
    "STRICT_SIGN_IN": False,
}
MIGRATED = os.environ.get("TEST_TEMPLATE")  # SQLite: a file; PostgreSQL: the name of a database
SERIALIZED = "_test_serialized_contents"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure():
    # Playwright keeps a loop running in the thread of the tests; the ORM refuses to work beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # How long an example takes says more about the neighbours on the machine than about the code.
    hypothesis.settings.register_profile("unhurried", deadline=None)
    hypothesis.settings.load_profile("unhurried")
    BaseDatabaseCreation.deserialize_db_from_string = put_back
    DatabaseOperations.sql_flush = empty_tables


def pytest_collection_finish():
    """Thousands of tests lie in memory until the end: garbage is not looked for among them, nor all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def empty_tables(operations, _style, tables, **_options):
    """PostgreSQL deletes a few rows in no time, while TRUNCATE makes each table and index anew: a second a test."""
    names = (operations.quote_name(table) for table in tables)
    return ["SET LOCAL session_replication_role = replica", *(f"DELETE FROM {name}" for name in names)]


def put_back(creation, data):
    """What a flush took, a table at a time: a row at a time took longer than most of the tests after it."""
    rows = defaultdict(list)
    for row in deserialize("json", data):
        rows[type(row.object)].append(row)
    with transaction.atomic(), creation.connection.constraint_checks_disabled():
        for model, kept in rows.items():
            model._base_manager.bulk_create((row.object for row in kept), ignore_conflicts=True)
            for row in kept:
                for name, others in row.m2m_data.items():
                    getattr(row.object, name).set(others)
    creation.connection.check_constraints({model._meta.db_table for model in rows})


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """Towns, calendar and roles come from migrations: whatever empties the database puts them back.

    All such tests or none: a flush that does not know of it would make the same rows under other keys.
    What a module builds once is not built by each worker: its tests stay together.
    """
    worlds = {}
    for item in items:
        if "module_at" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))
            one_world(worlds.setdefault(item.module.__name__, set()), item)
        marker = item.get_closest_marker("django_db")
        if (marker and marker.kwargs.get("transaction")) or "live_server" in item.fixturenames:
            item.add_marker(RESTORING, append=False)


def one_world(built, item):
    """A module builds one world for its tests: which of two came first would depend on the order of the tests."""
    built |= {
        name
        for name, (*_overridden, fixture) in item._fixtureinfo.name2fixturedefs.items()
        if name in item.fixturenames and fixture.scope == "module" and "module_at" in fixture.argnames
    }
    if len(built) > 1:
        raise pytest.UsageError(f"{item.module.__name__} builds more than one world: {sorted(built)}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as in real life: in memory all threads would share one connection.

    bin/test has a database migrated beforehand: what is left to migrate is then nothing.
    """
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        test["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        if MIGRATED:
            shutil.copyfile(MIGRATED, test["NAME"])
    elif MIGRATED:
        test["TEMPLATE"] = MIGRATED


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """What was copied must not be made anew."""
    return django_db_keepdb or bool(MIGRATED and connection.vendor == "sqlite")


@pytest.fixture(autouse=True)
def quick_and_clean(request, settings, tmp_path):
    """Cheap password hashes, files that do not outlive the test, and staff let in without a second factor.

    What a second factor asks of them is tested in accounts, which switches it on.
    """
    for name, value in QUICK.items():
        setattr(settings, name, value)
    if "module_at" not in request.fixturenames:
        settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def servers_are_real(request):
    """A test written for PostgreSQL and Redis proves nothing elsewhere."""
    if request.node.get_closest_marker("servers") and connection.vendor != "postgresql":
        pytest.fail("This test needs PostgreSQL and Redis: run it with bin/test.")


@pytest.fixture
def undrawn(monkeypatch):
    """Papers are one line: where a file is judged by its name or by who may have it, nobody needs it drawn.

    The engine is asked for as the portal does: imported otherwise it would let half a photo pass until then.
    """
    engine, *_rest = pdf._engine()
    monkeypatch.setattr(engine, "write_pdf", lambda *_, **__: b"%PDF-1.7")


@pytest.fixture
def at():
    """``at("2026-11-23 09:30")`` sets the clock, in Tianjin, until the test ends; a datetime does too.

    Only for the thread of the test: the pages of ``live_server`` keep the real time.
    """
    with moving_clock() as set_clock:
        yield set_clock


@contextmanager
def moving_clock():
    tokens = []

    def set_clock(moment):
        moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        moment = moment if moment.tzinfo else moment.replace(tzinfo=clock.LOCAL)
        tokens.append(clock._moved_to.set(moment))
        return moment

    yield set_clock
    for token in reversed(tokens):
        clock._moved_to.reset(token)


@pytest.fixture(scope="module")
def module_at(django_db_setup, django_db_blocker, tmp_path_factory):
    """``at`` for rows a whole module looks at: built once, put back after each test, gone after the last.

    For what is dear to build; what a test of its own can build in no time, it should.
    """
    quick = override_settings(**QUICK, MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with quick, django_db_blocker.unblock(), transaction.atomic(), moving_clock() as set_clock:
        yield set_clock
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium without the parts that make windows, one for the whole run.

    Where a loop runs Django opens another connection, which must know as well what a flush puts back.
    """
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium-headless-shell")
    if not executable:
        pytest.fail("Chromium is missing: apt-get install chromium-headless-shell")
    kept = getattr(connection, SERIALIZED, None)
    with sync_playwright() as playwright:
        if kept is not None:
            setattr(connection, SERIALIZED, kept)
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, live_server, settings):
    """``open_page(viewport=…)``: a fresh visitor.

    His pages may break no content rule, raise nothing and ask nobody outside.
    """
    settings.BASE_URL = live_server.url
    contexts, complaints = [], []
    own = {"base_url": live_server.url, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}

    def open_page(**options):
        contexts.append(browser.new_context(**own, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        listen(page, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page):
    """The page of one fresh visitor."""
    return open_page()


def listen(page, complaints):
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if is_violation(message) else None)
    page.on("request", lambda request: complaints.append(request.url) if is_outside(request) else None)


def is_violation(message) -> bool:
    return message.type == "error" and "Content Security Policy" in message.text


def is_outside(request) -> bool:
    return not request.url.startswith(("http://localhost:", "http://127.0.0.1:", "data:", "blob:"))
