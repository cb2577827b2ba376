"""What a supervisor that was killed leaves behind: its services and its PostgreSQL, still running."""

import signal

from suite.environment import GRACE_SECONDS
from suite.home import Home
from suite.postgres import stop
from suite.processes import started_by, wait_until_gone
from suite.state import DATABASE_PART, State


def clean_up(home: Home) -> list[str]:
    """End the processes that a dead supervisor's state file names; hand back the names of those that still ran.

    Also ends, without a name for it, what was started just before the supervisor was killed and not written down yet.
    Only whoever holds the home may call this. A process is named by its pid and the moment of its start, so a stranger
    who got the same pid is left alone.
    """
    state = State.read(home.state_file)
    if state is None:
        return []
    alive = {
        name: part.process
        for name, part in state.parts.items()
        if part.process and part.process.is_alive
    }
    database = alive.pop(DATABASE_PART, None)
    leaders = {*alive.values(), *started_by(state.supervisor)}
    for process in leaders:
        process.signal_group(signal.SIGTERM)
    for process in wait_until_gone(leaders, GRACE_SECONDS):
        process.signal_group(signal.SIGKILL)
        wait_until_gone([process], 2)
    if database:
        stop(database)
    home.state_file.unlink()
    return [*alive, *([DATABASE_PART] if database else [])]
