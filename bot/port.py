"""The port: taken early, and refused in words an operator can use."""

from __future__ import annotations

import errno
import socket


class PortInUse(Exception):
    """Something else listens there; the command line exits 4."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"PORT: something else already listens on {host}:{port}. Stop it, or set PORT to another.")


class NotOurAddress(Exception):
    """HOST is no address of this machine."""

    def __init__(self, host: str, detail: str) -> None:
        self.text = f"this machine cannot listen on {host} ({detail})"
        self.remedy = "Set HOST to 127.0.0.1, or to an address of this machine."
        super().__init__(f"HOST: {self.text}. {self.remedy}")


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; taken early, so that a second process notices before it does any work."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(host, port) from error
        raise NotOurAddress(host, error.strerror or str(error)) from error
