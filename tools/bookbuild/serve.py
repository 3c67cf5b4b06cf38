"""Show the built book in the browser, from a server that only this machine can reach."""

import functools
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Handler(SimpleHTTPRequestHandler):
    """Serves files, and says nothing of it."""

    def end_headers(self):
        # A rebuilt page must show on reload.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_):
        pass


def make_server(folder: Path | str, port: int = 0, handler: type[Handler] = Handler) -> tuple[ThreadingHTTPServer, str]:
    """A server for the folder on the loopback address, and its address; port 0 stands for any free one."""
    server = ThreadingHTTPServer(("127.0.0.1", port), functools.partial(handler, directory=str(folder)))
    return server, f"http://127.0.0.1:{server.server_port}/"


@contextmanager
def served(folder: Path | str, handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve a folder for as long as it is needed; gives the address."""
    server, address = make_server(folder, handler=handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with server:
        try:
            yield address
        finally:
            server.shutdown()
            thread.join()


def main(folder: str) -> None:
    """Serve a folder until somebody interrupts, and open it in the browser."""
    try:
        server, address = make_server(folder, 8000)
    except OSError:  # the port is taken
        server, address = make_server(folder)
    print(f"The book is at {address} (stop with Ctrl-C)", flush=True)
    webbrowser.open(address)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main(*sys.argv[1:])
