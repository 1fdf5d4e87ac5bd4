"""The kernel looks after connections that fell silent."""

import socket

from lms.dead_lines import watch_lines


def test_accepted_connections_are_probed_when_silent():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert watch_lines() >= 1
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as accepted:
            assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 30
