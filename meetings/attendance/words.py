"""Words of attendance, shared by pages, papers and tables."""

from meetings.models import Excuse, Registration, Scan

ROLES = dict(Registration.Role.choices)
METHODS = dict(Scan.Method.choices)
KINDS = dict(Excuse.Kind.choices)
DIRECTIONS = dict(Scan.Direction.choices)
FLAGS = dict(Scan.Flag.choices)
