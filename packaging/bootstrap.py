"""Makes a bare machine able to run this checkout, with the standard library alone.

Makes `.venv` with the locked packages, makes Qt's system libraries loadable, and runs the
asked-for module there. `python3 -m console` and `python3 -m tests` start it when something
is missing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import runpy
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
CACHE = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rep-console" / "setup"
)
#: Its presence says that we made this environment; its text, from which lock it was finished.
STAMP = "rep-console.stamp"
#: Read from the file, because this script must run without the program on its path.
QT = runpy.run_path(str(ROOT / "console" / "app" / "qt_libraries.py"))
QT_LIBRARIES: dict[str, str] = QT["QT_LIBRARIES"]
#: Widgets are painted without a graphics card, so its drivers need not be unpacked.
NOT_NEEDED = re.compile(r"llvm|mesa|drm|elf|z3|sensors|perl|libedit")


def main(module: str, argv: list[str], needs: str = "screen") -> int | None:
    """Runs `module` in the checkout's own environment; its exit code, or None if not needed.

    `needs` is "nothing" (make no environment, use a finished one), "packages" or "screen".
    """
    folder = environment_folder()
    if needs == "nothing":
        if not is_finished(folder) or Path(sys.prefix) == folder:
            return None
        return hand_over(folder, module, argv, unpacked_libraries())
    if not is_finished(folder):
        with one_at_a_time(ROOT):
            folder = environment_folder()  # half made by another start it looked like theirs
            if not is_finished(folder):
                install(folder)
    extra: dict[str, str] = {}
    if needs == "screen":
        extra = system_libraries() if sys.platform == "linux" else {}
        unfold_qt_support(folder, extra)
    return hand_over(folder, module, argv, extra)


def hand_over(folder: Path, module: str, argv: list[str], extra: dict[str, str]) -> int:
    """Runs `module` in the environment, in place of this process where that can be done."""
    kept = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONHOME")}
    env = {**kept, **extra, "REPCONSOLE_SET_UP": str(folder)}
    if Path.cwd() != ROOT:
        env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), env.get("PYTHONPATH")]))
    command = [str(python_of(folder)), "-m", module, *argv]
    sys.stderr.flush()
    if os.name != "nt":  # exec on Windows would give the prompt back before the program ends
        os.execve(command[0], command, env)
    import subprocess  # here and below: every start comes by, few get so far

    return subprocess.call(command, env=env)


# The environment


def environment_folder() -> Path:
    """`.venv` of the checkout; a cache folder where that is somebody else's or read-only."""
    own = ROOT / ".venv"
    if (own / STAMP).exists() or (not own.exists() and os.access(ROOT, os.W_OK)):
        return own
    return CACHE / "environments" / hashlib.sha256(str(ROOT).encode()).hexdigest()[:16]


def python_of(folder: Path) -> Path:
    """The environment's Python."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted() -> str:
    """What the stamp says when the environment fits this lock and this Python."""
    return hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()


def is_finished(folder: Path) -> bool:
    """Whether the environment is complete and made from this lock."""
    try:
        return (folder / STAMP).read_text() == wanted() and python_of(folder).exists()
    except OSError:
        return False


def install(folder: Path) -> None:
    """Makes the environment anew and fills it with the locked packages.

    Raises:
        SystemExit: with one sentence.
    """
    import venv

    if Path(sys.prefix) == folder:
        raise stop(
            f"This shell runs in {folder}, which is out of date. Type deactivate and try again."
        )
    say("installing the packages of", LOCK.name, "into", folder, "(once, about a minute)")
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / STAMP).write_text(
            ""
        )  # ours from the first moment, so that a broken one is redone
        venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(folder)
        command = [*installer(folder), "--require-hashes", "-r", str(LOCK)]
        run_logged(command, cleaned_environment())
        (folder / STAMP).write_text(wanted())
    except OSError as error:
        raise stop(
            f"The set-up could not write to {folder}: {error}. Make room there and try again."
        ) from error


def installer(folder: Path) -> list[str]:
    """The start of a command that installs into the environment: uv, else any kind of pip."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "-q", "--compile-bytecode", "-p", str(python_of(folder))]
    into = ["--python", str(python_of(folder)), "install", "-q", "--disable-pip-version-check"]
    if succeeds(sys.executable, "-m", "pip", "--python", str(python_of(folder)), "--version"):
        return [sys.executable, "-m", "pip", *into]
    if succeeds(str(python_of(folder)), "-m", "ensurepip"):
        return [
            str(python_of(folder)),
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
        ]
    wheel = distribution_pip()
    if wheel is None:
        raise stop(
            "This Python has no pip. Install it (sudo apt install python3-pip) and try again."
        )
    return [sys.executable, str(wheel / "pip"), *into]


def distribution_pip() -> Path | None:
    """The wheel of pip that Debian and its children carry, unpacked without root if need be."""
    for root in (Path("/"), CACHE / "pip"):
        found = sorted(root.glob("usr/share/python-wheels/pip-*.whl"))
        if found:
            return found[-1]
    if not shutil.which("apt-get") or not unpack(["python3-pip-whl"], CACHE / "pip"):
        return None
    return next(iter(sorted((CACHE / "pip").glob("usr/share/python-wheels/pip-*.whl"))), None)


def cleaned_environment() -> dict[str, str]:
    """The surroundings without what sends packages elsewhere; index and proxy settings stay."""
    elsewhere = {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV"}
    gone = elsewhere | {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    kept = {name: value for name, value in os.environ.items() if name not in gone}
    return {**kept, "PIP_NO_INPUT": "1"}


def run_logged(command: list[str], env: dict[str, str]) -> None:
    """Runs the installer and keeps all it says.

    Raises:
        SystemExit: with its last words.
    """
    import subprocess

    CACHE.mkdir(parents=True, exist_ok=True)
    log = CACHE / "install.log"
    with log.open("w") as out:
        code = subprocess.call(command, env=env, stdout=out, stderr=subprocess.STDOUT)
    if code:
        said = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
        why = next(
            (line for line in said if line.startswith("ERROR")), said[-1] if said else "?"
        )
        raise stop(
            f"The packages could not be installed: {why.strip()}. Check the network, the proxy "
            f"and the free space, and type the same command again (all it said is in {log})."
        )


def unfold_qt_support(folder: Path, extra: dict[str, str]) -> None:
    """Lays Qt's Python support files out compiled: unpacking them is a fifth of every start."""
    import subprocess

    found = [
        *folder.glob("lib/python*/site-packages/shiboken6"),
        folder / "Lib/site-packages/shiboken6",
    ]
    packages = next((path for path in found if path.exists()), None)
    if packages is None or (packages / "files.dir").exists():
        return
    env = {**os.environ, **extra, "SBK_EMBED": "0"}
    python = str(python_of(folder))
    compiled = [str(packages), str(packages.parent / "PySide6")]
    with one_at_a_time(packages):
        subprocess.run([python, "-c", "import PySide6.QtCore"], env=env, capture_output=True)
        subprocess.run([python, "-m", "compileall", "-q", *compiled], capture_output=True)


# Qt's system libraries


def system_libraries() -> dict[str, str]:
    """What the surroundings must say so that Qt finds its system libraries; usually nothing.

    Raises:
        SystemExit: with the command that installs them.
    """
    packages = missing_packages()
    if not packages:
        return {}
    root = CACHE / "libraries"
    if os.geteuid() == 0 and shutil.which("apt-get") and install_as_root(packages):
        return {}
    if shutil.which("apt-get") and shutil.which("dpkg"):
        extra = search_paths(root)
        with one_at_a_time(root):
            if (root.exists() or unpack_libraries(root)) and loads_with(extra):
                return extra
    command = "sudo apt-get install " + " ".join(packages)
    if not shutil.which("apt-get"):
        command = "with this system's package manager: " + " ".join(sorted(missing_libraries()))
    raise stop(
        f"Qt needs system libraries that are not here. Install them and try again: {command}"
    )


def unpacked_libraries() -> dict[str, str]:
    """As `system_libraries`, but nothing is installed, unpacked or asked for."""
    root = CACHE / "libraries"
    return search_paths(root) if root.exists() and missing_libraries() else {}


def missing_libraries() -> list[str]:
    """The shared libraries that the loader does not find."""
    gone: list[str] = QT["missing_libraries"]()
    return gone


def missing_packages() -> list[str]:
    """The Debian packages that bring the missing libraries."""
    return [QT_LIBRARIES[name] for name in missing_libraries()]


def install_as_root(packages: list[str]) -> bool:
    """Installs the packages with apt; whether nothing is missing then."""
    import subprocess

    say("installing Qt's system libraries:", *packages)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "-q", "update"], **quiet)  # type: ignore[call-overload]
    command = ["apt-get", "-q", "install", "-y", "--no-install-recommends", *packages]
    subprocess.run(command, **quiet)  # type: ignore[call-overload]
    return not missing_packages()


def unpack_libraries(into: Path) -> bool:
    """Downloads the packages and what they depend on, and unpacks them without installing."""
    say("no root here: unpacking Qt's system libraries into", into)
    apt("update")
    packages = sorted(set(QT_LIBRARIES.values()))
    plan = apt("install", "-s", "-y", "--no-install-recommends", *packages).stdout
    names = [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
    names = [name for name in names if not NOT_NEEDED.search(name)]
    return bool(names) and unpack(names, into)


def unpack(packages: list[str], into: Path) -> bool:
    """Downloads Debian packages and unpacks them into a folder; whether that worked."""
    import subprocess

    debs, half = into.with_suffix(".debs"), into.with_suffix(".half")
    for folder in (debs, half):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    apt("update")
    if apt("download", *packages, cwd=debs).returncode:
        return False
    for deb in debs.glob("*.deb"):
        subprocess.run(["dpkg", "-x", str(deb), str(half)], check=True, capture_output=True)
    half.rename(into)
    shutil.rmtree(debs)
    return True


def apt(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs apt-get with every folder it writes to in the user's cache: that needs no root."""
    import subprocess

    state = CACHE / "apt"
    for folder in ("lists/partial", "cache/archives/partial"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    options = (
        f"Dir::State::Lists={state}/lists",
        f"Dir::Cache={state}/cache",
        "Dir::State::status=/var/lib/dpkg/status",
        "Debug::NoLocking=1",
        "APT::Sandbox::User=",
    )
    spelled = [word for option in options for word in ("-o", option)]
    command = ["apt-get", "-q", *spelled, *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd)


def search_paths(root: Path) -> dict[str, str]:
    """Where the loader, the keyboard tables and the fonts are in an unpacked folder."""
    import platform

    triple = f"{platform.machine()}-linux-gnu"
    folders = [f"{root}/usr/lib/{triple}", f"{root}/lib/{triple}"]
    paths = [*folders, *filter(None, [os.environ.get("LD_LIBRARY_PATH")])]
    extra = {"LD_LIBRARY_PATH": os.pathsep.join(paths)}
    if not Path("/usr/share/X11/xkb").exists():
        extra["XKB_CONFIG_ROOT"] = f"{root}/usr/share/X11/xkb"
    if not Path("/etc/fonts").exists():
        extra["FONTCONFIG_PATH"] = f"{root}/etc/fonts"
    return extra


def loads_with(extra: dict[str, str]) -> bool:
    """Whether a new process finds every library (not so on a folder mounted without exec)."""
    look = f"import ctypes; [ctypes.CDLL(name) for name in {list(QT_LIBRARIES)!r}]"
    return succeeds(sys.executable, "-c", look, **extra)


# Small things


@contextlib.contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Lets one start at a time set this folder up; another waits for the first to finish."""
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        lock = (CACHE / f"{name}.lock").open("w")
    except OSError as error:
        raise stop(
            f"The set-up needs a cache folder ({error}). Set XDG_CACHE_HOME and try again."
        ) from error
    with lock:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("waiting for another start to finish its set-up")
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def succeeds(*command: str, **extra: str) -> bool:
    """Whether the command ends with 0; what it says is dropped."""
    import subprocess

    env = {**cleaned_environment(), **extra}
    return subprocess.run(command, env=env, capture_output=True).returncode == 0


def say(*words: object) -> None:
    """Tells the person what takes a while."""
    print("[set-up]", *words, file=sys.stderr, flush=True)


def stop(sentence: str) -> SystemExit:
    """The end of the set-up, after one sentence that says what to type next."""
    print(sentence, file=sys.stderr)
    return SystemExit(3)
