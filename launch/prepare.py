"""Make a bare Debian machine ready: uv, the packages in .venv, and what Debian adds.

Runs on the machine's own Python before anything is installed: standard library only.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from launch.terminal import give_up, say

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")
VENV_PYTHON = BASE_DIR / ".venv" / "bin" / "python"
UV = "uv==0.13.9"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
OLDEST_PYTHON = (3, 11)

PRINTING = [
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-noto-cjk",
    "fonts-dejavu-core",
]
PURPOSES = {
    "serve": ("requirements.txt", PRINTING, "生成 PDF 文书"),
    "test": ("requirements-dev.txt", [*PRINTING, "chromium-headless-shell", "poppler-utils"], "部分测试"),
}


def main():
    purpose = sys.argv[1]
    requirements, debian, needed_for = PURPOSES[purpose]
    if sys.version_info < OLDEST_PYTHON:
        give_up(f"需要 Python 3.11 或更高版本，当前为 {sys.version.split()[0]}。")
    if not os.access(VAR_DIR if VAR_DIR.exists() else BASE_DIR, os.W_OK):
        give_up(f"不能写入 {VAR_DIR}，请检查目录的所有者和权限。")
    VAR_DIR.mkdir(exist_ok=True)
    with (VAR_DIR / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install_python_packages(BASE_DIR / requirements)
        if purpose == "test" and not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
            debian = [*debian, "postgresql"]
        install_debian_packages(debian, needed_for)


def install_python_packages(requirements: Path):
    """Fill .venv with exactly the pinned versions; nothing to do while the list stays the same."""
    stamp = BASE_DIR / ".venv" / f"{requirements.name}.sha256"
    digest = requirements_digest(requirements)
    if works(VENV_PYTHON) and stamp.exists() and stamp.read_text() == digest:
        return
    uv = find_uv()
    if not works(VENV_PYTHON):
        shutil.rmtree(BASE_DIR / ".venv", ignore_errors=True)
        run([uv, "venv", "--quiet", "--python", sys.executable, BASE_DIR / ".venv"])
    say("正在安装 Python 依赖，首次约需一分钟……")
    install = [uv, "pip", "install", "--quiet", "--python", VENV_PYTHON, "-r", requirements]
    # The certificates this machine trusts, where it has any: an office network may add its own.
    trust = {"UV_SYSTEM_CERTS": "1"} if CERTIFICATES.exists() else {}
    run(install, env=os.environ | trust)
    stamp.write_text(digest)


def requirements_digest(requirements: Path) -> str:
    """One value for the list and the lists it includes."""
    digest = hashlib.sha256(requirements.read_bytes())
    for line in requirements.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            digest.update(requirements_digest(requirements.with_name(line[3:].strip())).encode())
    return digest.hexdigest()


def find_uv():
    """The machine's uv, or one of our own under var/, brought by pip."""
    for candidate in ("uv", VAR_DIR / "uv" / "bin" / "uv"):
        if works(candidate):
            return candidate
    say("正在安装 uv（Python 包安装工具）……")
    if not works(sys.executable, "-m", "pip", "--version"):
        install_pip()
    # A folder of its own: Debian lets pip write nowhere else (PEP 668).
    run([sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target", VAR_DIR / "uv", UV])
    return VAR_DIR / "uv" / "bin" / "uv"


def install_pip():
    if not is_root():
        give_up("缺少 pip，请先以 root 执行：apt-get install python3-pip，然后重试。")
    apt_install(["python3-pip"])
    if not works(sys.executable, "-m", "pip", "--version"):
        give_up(f"安装 python3-pip 后 {sys.executable} 仍没有 pip，请改用系统自带的 Python 3.11。")


def install_debian_packages(names: list[str], needed_for: str):
    """Add what is missing; without root name it in one line and go on."""
    if not shutil.which("dpkg-query"):
        return
    missing = missing_debian_packages(names)
    if not missing:
        return
    if is_root():
        apt_install(missing)
    else:
        say(f"! {needed_for}还需要以 root 执行：apt-get install {' '.join(missing)}")


def missing_debian_packages(names: list[str]) -> list[str]:
    query = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n", *names]
    answer = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    return [name for name in names if f"{name} installed" not in answer.splitlines()]


def apt_install(names: list[str]):
    """Install with the lists at hand; fetch new lists only if that fails."""
    say(f"正在安装系统软件包：{' '.join(names)} ……")
    # RUNLEVEL=1: on a machine without systemd no service is started by its package.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *names]
    if subprocess.run(install, env=environment, capture_output=True, check=False).returncode:
        run(["apt-get", "update", "--quiet"], env=environment)
        run(install, env=environment)


def is_root() -> bool:
    return os.geteuid() == 0


def works(program, *arguments) -> bool:
    """Whether ``program`` exists and starts."""
    try:
        answer = subprocess.run(
            [program, *(arguments or ["--version"])], capture_output=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def run(command: list, **options):
    """Run a step; if it fails show what it said and stop."""
    step = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        **options,
    )
    if step.returncode:
        say(step.stdout.decode(errors="replace"))
        give_up(f"该步骤失败：{' '.join(map(str, command))}")


if __name__ == "__main__":
    main()
