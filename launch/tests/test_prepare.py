import pytest

from launch import prepare


@pytest.fixture
def requirements(tmp_path):
    (tmp_path / "requirements.txt").write_text("django==5.2.19\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\npytest==9.1.1\n")
    return tmp_path


def test_a_list_is_new_when_a_list_it_includes_changes(requirements):
    before = prepare.requirements_digest(requirements / "requirements-dev.txt")

    (requirements / "requirements.txt").write_text("django==5.2.20\n")

    assert prepare.requirements_digest(requirements / "requirements-dev.txt") != before


def test_nothing_is_installed_while_the_list_stays_the_same(requirements, monkeypatch):
    steps = []
    monkeypatch.setattr(prepare, "BASE_DIR", requirements)
    monkeypatch.setattr(prepare, "works", lambda *_: True)
    monkeypatch.setattr(prepare, "run", lambda step, **_: steps.append(step))
    (requirements / ".venv").mkdir()

    prepare.install_python_packages(requirements / "requirements.txt")
    prepare.install_python_packages(requirements / "requirements.txt")

    assert len(steps) == 1


def test_without_root_the_missing_packages_are_named_in_one_line(monkeypatch, capsys):
    monkeypatch.setattr(prepare, "is_root", lambda: False)
    monkeypatch.setattr(
        prepare, "missing_debian_packages", lambda names: ["libpango-1.0-0", "fonts-noto-cjk"]
    )
    monkeypatch.setattr(prepare.shutil, "which", lambda name: name)

    prepare.install_debian_packages(prepare.PRINTING, "生成 PDF 文书")

    assert capsys.readouterr().out == (
        "! 生成 PDF 文书还需要以 root 执行：apt-get install libpango-1.0-0 fonts-noto-cjk\n"
    )


def test_with_root_the_missing_packages_are_installed(monkeypatch):
    installed = []
    monkeypatch.setattr(prepare, "is_root", lambda: True)
    monkeypatch.setattr(prepare, "missing_debian_packages", lambda names: ["fonts-noto-cjk"])
    monkeypatch.setattr(prepare, "apt_install", installed.extend)
    monkeypatch.setattr(prepare.shutil, "which", lambda name: name)

    prepare.install_debian_packages(prepare.PRINTING, "生成 PDF 文书")

    assert installed == ["fonts-noto-cjk"]


def test_without_root_and_pip_the_way_out_is_named(monkeypatch):
    monkeypatch.setattr(prepare, "is_root", lambda: False)

    with pytest.raises(SystemExit) as stopped:
        prepare.install_pip()

    assert str(stopped.value) == "✗ 缺少 pip，请先以 root 执行：apt-get install python3-pip，然后重试。"


def test_a_step_that_fails_shows_what_it_said(capsys):
    with pytest.raises(SystemExit) as stopped:
        prepare.run(["sh", "-c", "echo no space left; exit 3"])

    assert str(stopped.value) == "✗ 该步骤失败：sh -c echo no space left; exit 3"
    assert capsys.readouterr().out == "no space left\n\n"
