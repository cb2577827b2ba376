"""The processes of a suite, as their keepers need to know them."""

import shutil
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from suite import probe
from suite.environment import Environments
from suite.keeper import Part
from suite.postgres import Cluster
from suite.state import DATABASE_PART
from suite.topology import Service


def postgres(cluster: Cluster, environments: Environments) -> Part:
    """The suite's own PostgreSQL."""

    def command() -> Sequence[str]:
        cluster.prepare()
        return cluster.command()

    return Part(
        name=DATABASE_PART,
        command=command,
        is_ready=cluster.is_ready,
        environment={"PATH": environments.settings.environment.get("PATH", ""), "LC_ALL": "C"},
        folder=Path("/"),
        log=cluster.log,
        stop_signal=signal.SIGINT,  # its fast shutdown: sessions end, nothing committed is lost
    )


def service(service: Service, listener: socket.socket, environments: Environments) -> Part:
    """One service under gunicorn, behind a socket that stays when it goes."""
    metrics = environments.home.metrics(service.name)
    port = service.port + environments.offset

    def command() -> Sequence[str]:
        # Files of dead processes would be added up for ever.
        shutil.rmtree(metrics, ignore_errors=True)
        metrics.mkdir(parents=True, exist_ok=True)
        configuration = ("-c", "python:common.gunicorn_conf")
        bind = ("--bind", f"fd://{listener.fileno()}")
        return [sys.executable, "-m", "gunicorn", *configuration, *bind, service.application]

    return Part(
        name=service.name,
        command=command,
        is_ready=lambda _pid: probe.is_ready(port, service.ready_path),
        environment=environments.service(service),
        folder=environments.settings.root,
        log=environments.home.log(service.name),
        sockets=(listener.fileno(),),
    )
