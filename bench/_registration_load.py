"""Flows of two requests over keep-alive connections: the form's page, then its submission."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench._load import Client, Sample, WrongAnswer, answered


@dataclass(frozen=True)
class Step:
    """One request and how its answer begins."""

    request: bytes
    expected: bytes


Flow = Iterator[Step]


def post(client: Client, path: str, body: bytes, **headers: str) -> bytes:
    """What a browser sends, as bytes for Client.send()."""
    head = client.request(path, **headers).replace(b"GET ", b"POST ", 1)
    kind = b"Content-Type: application/x-www-form-urlencoded\r\n"
    length = f"Content-Length: {len(body)}\r\n\r\n".encode()
    return head[:-2] + kind + length + body


def run_flows(clients: list[Client], seconds: float, begin: Callable[[Client], Flow]) -> Sample:
    """Every client runs flow after flow for `seconds`; a latency is that of a whole flow."""
    sample = Sample()
    running: dict[Client, tuple[Flow, Step, float]] = {}
    started = time.perf_counter()

    def start(client: Client) -> None:
        flow = begin(client)
        step = next(flow)
        running[client] = flow, step, time.perf_counter()
        client.send(step.request)

    for client in clients:
        start(client)
    for client in answered(clients):
        flow, step, begun = running.pop(client)
        if not client.received.startswith(step.expected):
            raise WrongAnswer(f"{step.request[:90]!r}: {client.received[:300]!r}")
        now = time.perf_counter()
        if (following := next(flow, None)) is not None:
            running[client] = flow, following, begun
            client.send(following.request)
            continue
        sample.latencies.append(now - begun)
        if now - started < seconds:
            start(client)
        elif not running:
            break
    sample.seconds = time.perf_counter() - started
    return sample
