"""A mail server of a few lines: takes mails, refuses some addresses, hangs up on others."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

REFUSED, HANGS_UP = "refused@example.org", "hangs-up@example.org"


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it was given; counts how often somebody called."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Caller)
        self.taken: list[str] = []
        self.calls = 0

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server_address[1]


class _Caller(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.calls += 1
        self.say("220 ready")
        to = ""
        while line := self.rfile.readline().decode().strip():
            command = line.upper()
            if command.startswith("RCPT TO:"):
                to = line[9:-1].split(">")[0]
                if to == HANGS_UP:
                    return
                self.say("550 no such person" if to == REFUSED else "250 yes")
            elif command == "DATA":
                self.say("354 go on")
                while self.rfile.readline().strip() != b".":
                    pass
                self.server.taken.append(to)
                self.say("250 taken")
            elif command == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Serve until the end of the block."""
    with MailServer() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()
