"""How gunicorn runs every service; GUNICORN_CMD_ARGS and the command line win over it.

The application is loaded once and forked (memory is shared, workers start at once), so whatever must not be shared, as
connections, threads and metrics files, is made at first use in the worker.
"""

import gc
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from common import gunicorn_worker, metrics
from common.config import ConfigurationError, ServerSettings


def _explain(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tell what the environment lacks without a stack in front of it; the exit code stays 1."""
    if issubclass(kind, ConfigurationError):
        sys.stderr.write(f"{error}\n")
    else:
        sys.__excepthook__(kind, error, trace)


# the application is loaded by gunicorn's first process, which lets its failures through to here
sys.excepthook = _explain

try:
    _settings = ServerSettings.from_env()
except ConfigurationError as _error:
    sys.exit(str(_error))

bind = f"{_settings.bind_host}:{_settings.port}"
workers = _settings.web_concurrency
# sync workers drop the connections that wait to be accepted when they are told to stop
worker_class = gunicorn_worker.Worker
threads = _settings.web_threads
preload_app = True
timeout = 60
graceful_timeout = _settings.graceful_timeout
keepalive = 30
# the kernel's way to send a file waits without end for a client that takes nothing of it
sendfile = False
backlog = 512
# its control socket would be one for all services of a user
control_socket_disable = True
# a heartbeat file in memory cannot wait for a disk; where there is no such folder, gunicorn chooses
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # not a name of ours
accesslog = None
loglevel = "warning"


if _settings.prometheus_multiproc_dir:
    # what an earlier life of this service counted would be counted again
    _folder = Path(_settings.prometheus_multiproc_dir)
    _folder.mkdir(parents=True, exist_ok=True)
    for _file in _folder.glob("*.db"):
        _file.unlink()


def pre_fork(_server: Any, _worker: Any) -> None:
    """Keep what is loaded out of the collector's sight: a fifth of the memory stays shared between processes."""
    gc.collect()
    gc.freeze()


def post_fork(_server: Any, worker: Any) -> None:
    """Start what belongs to a worker: its patience, and the application's background threads, if it has any."""
    gunicorn_worker.limit_silence(worker, _settings.client_timeout)
    application = worker.app.callable or worker.app.wsgi()
    for start in application.extensions.get("mercato.after_fork", ()):
        start()


def child_exit(_server: Any, worker: Any) -> None:
    """Forget the gauges of a worker that ended."""
    metrics.forget_process(worker.pid)
