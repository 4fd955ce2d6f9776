"""`klantritme run` as a process: it becomes ready, it stops in time, and it says why it cannot start."""

import base64
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def running(folder: Path, port: int, **environ: str) -> Iterator["subprocess.Popen[str]"]:
    """The process, which may have ended already; killed when the test did not end it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(folder), "PORT": str(port), **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def get(port: int, path: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def wait_until_ready(process: "subprocess.Popen[str]", port: int) -> None:
    for _ in range(PATIENCE * 10):
        assert process.poll() is None, "it ended by itself"
        try:
            if get(port, "/readyz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"not ready: {get(port, '/readyz')}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_process_becomes_ready_and_stops_when_asked(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    with running(tmp_path, port) as process:
        wait_until_ready(process, port)
        assert get(port, "/healthz")[0] == 200

        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert errors.count("made a new database") == 1
    assert "Traceback" not in errors
    assert (tmp_path / "data/secret.key").stat().st_mode & 0o777 == 0o600


def test_an_open_stream_does_not_keep_a_process_from_stopping(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port) as process:
        wait_until_ready(process, port)
        with socket.create_connection(("127.0.0.1", port)) as stream, stream.makefile("rb") as answer:
            stream.sendall(b"GET /playground/stream?as=fatima&place=algemeen HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert answer.readline().startswith(b"HTTP/1.1 200")
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=10)

    assert process.returncode == 0


def test_a_port_in_use_is_one_line_and_code_4(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
        with running(tmp_path, port) as process:
            _, errors = process.communicate(timeout=PATIENCE)

    assert process.returncode == 4
    assert errors.startswith(f"klantritme: PORT: something else already listens on 127.0.0.1:{port}.")
    assert errors.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_a_second_process_on_the_same_database_is_code_3(tmp_path: Path) -> None:
    port, other = free_port(), free_port()
    with running(tmp_path, port) as first:
        wait_until_ready(first, port)
        with running(tmp_path, other) as second:
            _, errors = second.communicate(timeout=PATIENCE)

    assert second.returncode == 3
    assert "another process already runs on this database" in errors
    assert errors.count("\n") == 1


def test_a_database_of_a_newer_version_is_code_3(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with closing(sqlite3.connect(tmp_path / "data/klantritme.db")) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")

    with running(tmp_path, free_port()) as process:
        _, errors = process.communicate(timeout=PATIENCE)

    assert process.returncode == 3
    assert "newer version" in errors
    assert errors.count("\n") == 1


def test_a_second_replica_with_other_keys_is_code_2(postgres_url: str, tmp_path: Path) -> None:
    port = free_port()
    ours, theirs = (base64.urlsafe_b64encode(letter * 32).decode() for letter in (b"o", b"t"))
    with running(tmp_path, port, DATABASE_URL=postgres_url, SECRET_KEYS=theirs) as first:
        wait_until_ready(first, port)
        with running(tmp_path, free_port(), DATABASE_URL=postgres_url, SECRET_KEYS=ours) as second:
            _, errors = second.communicate(timeout=PATIENCE)

    assert second.returncode == 2
    assert errors.startswith("klantritme: SECRET_KEYS: this database is encrypted with a key")
    assert errors.count("\n") == 1


def test_a_page_elsewhere_cannot_reach_the_playground_by_another_name(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port) as process:
        wait_until_ready(process, port)
        with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            connection.request("GET", "/", headers={"Host": "evil.example"})
            assert connection.getresponse().status == 421
