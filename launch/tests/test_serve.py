import fcntl
import socket
import stat
from types import SimpleNamespace

import pytest

from launch import database, programs, serve


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setattr(programs, "VAR_DIR", tmp_path)
    monkeypatch.setattr(serve, "VAR_DIR", tmp_path)
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "MEDIA_ROOT"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def refusal(action, *arguments):
    with pytest.raises(SystemExit) as stopped:
        action(*arguments)
    return str(stopped.value)


def test_a_taken_port_is_named_with_a_way_out(monkeypatch):
    monkeypatch.setattr(serve, "free_port", lambda wanted: wanted)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        assert refusal(serve.refuse_taken_port, port) == (
            f"✗ 端口 {port} 已被占用，请换一个，例如：bin/serve --port {port + 10}"
        )


def test_a_second_serve_of_the_same_folder_is_refused(var):
    (var / "serve.lock").write_text("http://localhost:8000/，进程 12")
    with (var / "serve.lock").open() as first:
        fcntl.flock(first, fcntl.LOCK_EX)

        assert refusal(serve.only_one(8100).__enter__) == (
            "✗ 本目录的平台已在运行（http://localhost:8000/，进程 12），请先停止它。"
        )


def test_a_lock_left_by_a_killed_serve_is_taken_over(var):
    (var / "serve.lock").write_text("http://localhost:8000/，进程 12")

    with serve.only_one(8100):
        assert (var / "serve.lock").read_text().startswith("http://localhost:8100/")


def test_fresh_leaves_a_foreign_database_alone(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://portal@127.0.0.1/portal")
    monkeypatch.setattr("sys.argv", ["bin/serve", "--fresh"])

    assert refusal(serve.read_options) == "✗ --fresh 只清空内置数据库；已设置 DATABASE_URL，请自行清空。"


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path):
    first = programs.secret(tmp_path / "secret_key", 48)

    assert programs.secret(tmp_path / "secret_key", 48) == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_fresh_throws_data_away_and_keeps_the_secrets(var):
    for name in ("portal.sqlite3", "portal.sqlite3-wal", "prepared", "secret_key", "demo_password"):
        (var / name).touch()
    (var / "files").mkdir()

    programs.data_folder(demo=True, fresh=True)

    assert sorted(path.name for path in var.iterdir()) == ["demo_password", "secret_key"]


def test_an_empty_start_has_data_of_its_own(var):
    assert programs.data_folder(demo=False, fresh=False) == var / "empty"


def test_the_demo_is_told_where_everything_is(var, monkeypatch):
    monkeypatch.setattr(programs, "free_port", lambda wanted: wanted)

    told = programs.make_environment(8000, var, demo=True)

    assert {
        name: told[name] for name in ("DEMO", "BASE_URL", "SIMULATOR_URL", "REDIS_URL", "PUSH_NETWORKS")
    } == {
        "DEMO": "1",
        "BASE_URL": "http://localhost:8000",
        "SIMULATOR_URL": "http://127.0.0.1:8001",
        "REDIS_URL": "redis://127.0.0.1:6399/0",
        "PUSH_NETWORKS": "127.0.0.0/8,::1/128",
    }
    assert told["DATABASE_URL"] == f"sqlite:///{var / 'portal.sqlite3'}"
    assert told["DEMO_PASSWORD"] == (var / "demo_password").read_text()


def test_without_the_demo_no_inside_address_is_allowed(var):
    told = programs.make_environment(8000, var, demo=False)

    assert (told["DEMO"], "PUSH_NETWORKS" in told, "DEMO_PASSWORD" in told) == ("0", False, False)


def test_what_is_already_set_wins_and_an_empty_value_is_not_set(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://portal@127.0.0.1/portal")
    monkeypatch.setenv("BASE_URL", "")

    told = programs.make_environment(8000, var, demo=True)

    assert told["DATABASE_URL"] == "postgres://portal@127.0.0.1/portal"
    assert told["BASE_URL"] == "http://localhost:8000"


@pytest.fixture
def prepared(tmp_path, monkeypatch):
    """A prepared embedded database, and a list of the preparations that follow."""
    monkeypatch.setattr(database, "BASE_DIR", tmp_path)
    runs = []
    monkeypatch.setattr(database, "run_preparation", lambda *_, **__: runs.append("prepared"))
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").touch()
    (tmp_path / "portal.sqlite3").touch()
    environment = {"DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}", "SIMULATOR_URL": "http://a"}
    database.prepare_database(environment, tmp_path, demo=True)
    runs.clear()
    return SimpleNamespace(folder=tmp_path, environment=environment, runs=runs)


@pytest.mark.parametrize(
    ("change", "runs"),
    [
        (lambda prepared: None, []),
        (lambda prepared: (prepared.folder / "app" / "models.py").write_text("x = 1"), ["prepared"]),
        (lambda prepared: prepared.environment.update(SIMULATOR_URL="http://b"), ["prepared"]),
        (lambda prepared: (prepared.folder / "portal.sqlite3").unlink(), ["prepared"]),
        (lambda prepared: prepared.environment.update(DATABASE_URL="postgres://b/c"), ["prepared"]),
    ],
    ids=["nothing new", "new code", "providers elsewhere", "database gone", "a database of one's own"],
)
def test_the_database_is_prepared_again_only_when_something_changed(change, runs, prepared):
    change(prepared)

    database.prepare_database(prepared.environment, prepared.folder, demo=True)

    assert prepared.runs == runs


def test_the_start_of_a_log_is_left_out(tmp_path):
    log = tmp_path / "web.log"
    log.write_text("one\ntwo\nthree\n")

    assert serve.tail(log, lines=2) == "two\nthree\n"
