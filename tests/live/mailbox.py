"""A mail server that stands in for the one people's mail goes through: it takes every mail, and keeps it."""

from __future__ import annotations

import base64
import contextlib
import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

from tests.live.process import wait_until


@dataclass(frozen=True)
class Mail:
    """One mail as it came in: by whom (`user:password`), to whom, and the message."""

    login: str
    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def text(self) -> str:
        """All its readable parts."""
        return "\n".join(part.get_content() for part in self.message.walk() if part.get_content_maintype() == "text")


class Mailbox:
    """Keeps every mail that is sent to `address`."""

    def __init__(self) -> None:
        self.address = ""
        self._mails: list[Mail] = []
        self._lock = threading.Lock()

    def keep(self, mail: Mail) -> None:
        """Take one mail in."""
        with self._lock:
            self._mails.append(mail)

    def mails(self, *, holding: str = "") -> list[Mail]:
        """Those with this text in them, in the order they came."""
        with self._lock:
            return [mail for mail in self._mails if holding in mail.text]

    def wait_for(self, *, holding: str) -> Mail:
        """The first mail with this text in it, waited for."""
        return wait_until(lambda: self.mails(holding=holding), what=f"a mail arrives with {holding!r} in it")[0]


@contextlib.contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server on a free loopback port, which asks for a name and a password, and takes any."""
    box = Mailbox()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _converse(self, box)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Conversation) as server:
        box.address = f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()


def _converse(client: socketserver.StreamRequestHandler, box: Mailbox) -> None:
    """RFC 5321, as far as one well-behaved client needs it."""
    login, recipients = "", list[str]()

    def say(line: str) -> None:
        client.wfile.write(f"{line}\r\n".encode())

    say("220 stand-in")
    while line := client.rfile.readline().decode().rstrip("\r\n"):
        command, _, rest = line.partition(" ")
        match command.upper():
            case "EHLO":
                say("250-stand-in\r\n250 AUTH PLAIN")
            case "AUTH":
                login = base64.b64decode(rest.removeprefix("PLAIN ")).decode().lstrip("\0").replace("\0", ":")
                say("235 welcome")
            case "MAIL":
                recipients = []
                say("250 go on")
            case "RCPT":
                recipients.append(rest.partition("<")[2].partition(">")[0])
                say("250 go on")
            case "DATA":
                say("354 until a dot")
                box.keep(Mail(login, tuple(recipients), _message(client)))
                say("250 kept")
            case "QUIT":
                say("221 bye")
                return
            case _:
                say("250 well")


def _message(client: socketserver.StreamRequestHandler) -> EmailMessage:
    lines = []
    while (line := client.rfile.readline()) not in (b".\r\n", b""):
        # A dot at the start of a line is doubled, so that it does not end the mail.
        lines.append(line.removeprefix(b"."))
    message = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message
