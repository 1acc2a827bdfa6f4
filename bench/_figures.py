"""The figures of one address, and who takes them."""

import itertools
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from bench import _processes
from bench._load import Answer, Client, Sample, WrongAnswer, ask, open_clients, press

HELLO = "/bench/hello/"


@dataclass
class Measured:
    """Everything measured of one address."""

    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    processor_seconds: float = 0.0

    def add(self, sample: Sample, processor_seconds: float) -> None:
        self.rates.append(sample.per_second)
        self.latencies += sample.latencies
        self.processor_seconds += processor_seconds

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    def percentile_ms(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000

    @property
    def processor_ms(self) -> float:
        """Processor time of the workers and of PostgreSQL for one answer."""
        return self.processor_seconds / len(self.latencies) * 1000

    def ratio_to(self, other: "Measured") -> float:
        """The median of the rounds: neighbours in time, so that a busy machine slows both."""
        return statistics.median(
            own / reference for own, reference in zip(self.rates, other.rates, strict=True)
        )


@dataclass
class Page:
    """A page of the portal; beside each of its figures the reference of the same moment."""

    name: str
    path: str
    hello: Measured = field(default_factory=Measured)
    cached: Measured = field(default_factory=Measured)
    plain: Measured = field(default_factory=Measured)
    fresh: Measured = field(default_factory=Measured)
    # As fresh, but nothing of the page was ever drawn before.
    changed: Measured = field(default_factory=Measured)
    wire_bytes: int = 0
    text_bytes: int = 0
    statements: int = 0
    statements_with_more_rows: int = 0


class Bench:
    """Asks one portal. A fresh page is asked for under an address that nobody asked before."""

    def __init__(self, host: str, port: int, gunicorn: int, postgres: int) -> None:
        self.host, self.port = host, port
        self.workers = _processes.children_of(gunicorn)
        self._postgres = postgres
        self.answered = 0
        self._clients: list[Client] = []
        self._numbers = itertools.count(1)

    def connect(self) -> None:
        """To be called right before press(): gunicorn closes what is idle for five seconds."""
        for client in self._clients:
            client.close()
        self._clients = open_clients(self.host, self.port, len(self.workers), HELLO)

    def press(self, measured: Measured, path: str, seconds: float) -> None:
        self._press(measured, seconds, lambda: path)

    def press_fresh(self, measured: Measured, path: str, seconds: float, **headers: str) -> None:
        """Every request has an address of its own, which no page is kept under."""
        self._press(measured, seconds, lambda: self.new_address(path), **headers)

    def new_address(self, path: str) -> str:
        return f"{path}{'&' if '?' in path else '?'}n={next(self._numbers)}"

    def _press(
        self, measured: Measured, seconds: float, next_path: Callable[[], str], **headers: str
    ) -> None:
        before = self.processor_seconds()
        sample = press(self._clients, seconds, next_path, **headers)
        after = self.processor_seconds()
        # A backend of PostgreSQL may have come or gone meanwhile.
        taken = sum(after[process] - before.get(process, 0.0) for process in after)
        measured.add(sample, taken)
        self.answered += len(sample.latencies)

    def look_at(self, path: str, **headers: str) -> Answer:
        """One fresh answer, with the number of its SQL statements as x-bench-sql."""
        headers = {"X_Bench_Count": "1", **headers}
        answer = ask(self.host, self.port, self.new_address(path), **headers)
        if answer.status != 200:
            raise WrongAnswer(f"{path} menjawab {answer.status}")
        return answer

    def statements(self, path: str) -> int:
        return int(self.look_at(path).headers["x-bench-sql"])

    def statements_anew(self, path: str) -> int:
        """Of the first answer after a change, when nothing of the page was drawn before."""
        return int(self.look_at(path, X_Bench_Forget="1").headers["x-bench-sql"])

    def processor_seconds(self) -> dict[int, float]:
        """Of each worker and each backend of PostgreSQL, which share the processors."""
        busy = [*self.workers, *_processes.children_of(self._postgres)]
        return {process: _processes.processor_seconds(process) for process in busy}
