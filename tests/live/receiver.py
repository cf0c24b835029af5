"""Small servers that stand in for what surrounds the monitoring stack: a webhook receiver, and an app with metrics."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.live.process import wait_until


class Webhook:
    """Records every notification that Alertmanager sends to `url`; any path is fine, and is kept with it."""

    def __init__(self) -> None:
        self.address = ""
        self._received: list[tuple[str, dict[str, Any]]] = []
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """Where to send notifications to."""
        return f"http://{self.address}/"

    def record(self, path: str, notification: dict[str, Any]) -> None:
        """Keep one notification."""
        with self._lock:
            self._received.append((path, notification))

    def notifications(self, path: str | None = None) -> list[dict[str, Any]]:
        """What has arrived so far, in order; with `path` only what was sent there."""
        with self._lock:
            return [notification for at, notification in self._received if path in (None, at)]

    def alerts(self, path: str | None = None, **labels: str) -> list[dict[str, Any]]:
        """Every alert in the notifications that has these labels, each as often as it arrived."""
        return [
            alert
            for notification in self.notifications(path)
            for alert in notification["alerts"]
            if labels.items() <= alert["labels"].items()
        ]

    def wait_for(self, *, status: str = "firing", path: str | None = None, **labels: str) -> dict[str, Any]:
        """The first alert with this status and these labels, waited for."""

        def arrived() -> list[dict[str, Any]]:
            return [alert for alert in self.alerts(path, **labels) if alert["status"] == status]

        return wait_until(arrived, what=f"a {status} alert with {labels} arrives at the webhook")[0]


@contextlib.contextmanager
def webhook() -> Iterator[Webhook]:
    """A webhook receiver on a free loopback port."""
    hook = Webhook()

    def receive(request: BaseHTTPRequestHandler) -> tuple[int, bytes]:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        hook.record(request.path, json.loads(body))
        # Slack answers "ok", and Alertmanager takes anything else for a refusal.
        return 200, b"ok"

    with _serving(receive) as hook.address:
        yield hook


class App:
    """An app that serves `metrics` (text) at /metrics of `address`, until it is stopped."""

    def __init__(self, metrics: str, *, address: str, stop: Callable[[], None]) -> None:
        self.metrics = metrics
        self.address = address
        self.stop = stop


@contextlib.contextmanager
def metrics_app(metrics: str) -> Iterator[App]:
    """An app on a free loopback port; `app.stop()` lets the port go, as a crash of the app would."""
    with contextlib.ExitStack() as stack:
        apps: list[App] = []

        def serve(request: BaseHTTPRequestHandler) -> tuple[int, bytes]:
            return (200, apps[0].metrics.encode()) if request.path == "/metrics" else (404, b"")

        address = stack.enter_context(_serving(serve))
        apps.append(App(metrics, address=address, stop=stack.close))
        yield apps[0]


@contextlib.contextmanager
def _serving(answer: Callable[[BaseHTTPRequestHandler], tuple[int, bytes]]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            status, body = answer(self)
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = _answer  # noqa: N815 - http.server looks methods up by this name
        do_POST = _answer  # noqa: N815 - http.server looks methods up by this name

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the output of a test is no place for access logs."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
