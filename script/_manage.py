"""script/manage: `manage.py` with the settings and the database of script/server."""

import subprocess
import sys
from contextlib import ExitStack

from forum_portal.lib.embedded_postgres import Cluster
from script._database import DATABASE, embedded_binaries, start_embedded
from script._failure import run
from script._install import PYTHON, enter
from script._surroundings import Surroundings, VarInUse, make_var, read_surroundings, take_var


def main() -> int:
    place = read_surroundings()
    enter("requirements.txt" if place.database_url else "requirements-local.txt", __spec__.name)
    with ExitStack() as stack:
        make_var(place.var)
        url = place.database_url or _embedded_url(place, stack)
        command = [str(PYTHON), "manage.py", *sys.argv[1:]]
        return subprocess.call(command, env=place.environment(url))


def _embedded_url(place: Surroundings, stack: ExitStack) -> str:
    """The database of the running server, else one that runs as long as the command."""
    home = place.var / "postgres"
    try:
        take_var(place.var, stack)
    except VarInUse:
        return Cluster(home, embedded_binaries()).url(DATABASE)
    return start_embedded(home, stack).url(DATABASE)


if __name__ == "__main__":
    run(main)
