"""A cluster of its own for each test, without durability."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from forum_portal.lib.embedded_postgres import FAST, Cluster, DatabaseStartError, find_binaries
from script._database_url import connect
from script._failure import Failure
from script._install import ROOT
from tests.scripts.running_server import wait_for


@pytest.fixture
def cluster(short_tmp: Path):
    made = Cluster(short_tmp / "postgres", find_binaries(), FAST)
    made.create("portal")
    yield made
    made.stop()


def ask(cluster: Cluster, question: str):
    connection = connect(cluster.url("portal"))
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_new_cluster(cluster: Cluster):
    cluster.start()

    assert ask(cluster, "SHOW listen_addresses") == ""
    assert ask(cluster, "SHOW TimeZone") == "UTC"
    assert ask(cluster, "SELECT datcollate FROM pg_database WHERE datname='portal'") == "C.UTF-8"
    assert ask(cluster, "SELECT lower('ÉÇ')") == "éç"


def test_home_too_long_for_a_socket(short_tmp: Path):
    long = Cluster(short_tmp / ("d" * 100) / "postgres", find_binaries(), FAST)
    long.create("portal")
    long.start()

    assert ask(long, "SELECT 1") == 1
    long.stop()
    assert not long.socket_directory.exists()


def test_interrupted_creation_is_done_anew(short_tmp: Path):
    half = short_tmp / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    cluster = Cluster(short_tmp / "postgres", find_binaries(), FAST)

    assert not cluster.holds_data
    cluster.create("portal")
    cluster.start()
    assert ask(cluster, "SELECT 1") == 1
    cluster.stop()


def test_creation_never_replaces_data(cluster: Cluster):
    cluster.start()
    ask(cluster, "CREATE TABLE fact AS SELECT 1 AS number")
    cluster.stop()

    with pytest.raises(OSError, match="not empty"):
        cluster.create("portal")

    cluster.start()
    assert ask(cluster, "SELECT number FROM fact") == 1


def test_pid_file_that_names_another_process(cluster: Cluster):
    # As after a restart of the machine, when the number belongs to somebody else.
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n1\n5432\n\n\n")

    cluster.start()

    assert ask(cluster, "SELECT 1") == 1


def test_server_left_by_a_killed_parent(cluster: Cluster):
    code = (
        "import pathlib, sys, time; from forum_portal.lib.embedded_postgres import *;"
        "Cluster(pathlib.Path(sys.argv[1]), find_binaries(), FAST).start();"
        "print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(cluster.home)], cwd=ROOT, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout.readline() == b"up\n"
        parent.send_signal(signal.SIGKILL)

    cluster.start()

    assert ask(cluster, "SELECT 1") == 1


def test_killed_backend_loses_nothing(short_tmp: Path):
    cluster = Cluster(short_tmp / "postgres", find_binaries())
    cluster.create("portal")
    cluster.start()
    ask(cluster, "CREATE TABLE fact AS SELECT 1 AS number")
    victim = connect(cluster.url("portal"))
    os.kill(victim.info.backend_pid, signal.SIGKILL)

    def has_recovered() -> bool:
        try:
            return ask(cluster, "SELECT number FROM fact") == 1
        except (Failure, psycopg2.Error):
            return False

    wait_for(has_recovered)
    victim.close()
    cluster.stop()


def test_damaged_data_are_reported_and_kept(cluster: Cluster):
    (cluster.data / "global" / "pg_control").write_bytes(b"")

    with pytest.raises(DatabaseStartError, match="pg_control"):
        cluster.start()

    assert cluster.holds_data
