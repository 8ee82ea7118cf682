"""The emulators, for `cargo xtask apply`: python emulator.py PORT MINISTACK_PORT

Listens on the loopback interface only, until it is ended by its process ID; ministack ends with it."""

import os
import subprocess
import sys

os.environ["MINISTACK_PORT"] = sys.argv[2]

import stubs
from moto.server import DomainDispatcherApplication, create_backend_app
from router import Router
from werkzeug.serving import WSGIRequestHandler, run_simple


class Quiet(WSGIRequestHandler):
    """The router has a log of its own."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_):
        pass


def start_ministack(port):
    environment = {
        **os.environ, "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "MINISTACK_HOST": "127.0.0.1",
        "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0", "MINISTACK_DOCKER_TIMEOUT": "1", "LOG_LEVEL": "ERROR",
        "TMPDIR": os.getcwd(),
    }
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ministack_server.py")
    return subprocess.Popen([sys.executable, program], env=environment, stdin=subprocess.PIPE)


def main():
    port, ministack_port = int(sys.argv[1]), int(sys.argv[2])
    start_ministack(ministack_port)
    router = Router(DomainDispatcherApplication(create_backend_app), ministack_port, stubs.Fresh())
    run_simple("127.0.0.1", port, router, threaded=True, request_handler=Quiet)


main()
