"""What the tests of the loader and of the stand-ins share."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.bank.images import loader


@pytest.fixture
def data(monkeypatch, tmp_path):
    """The loader, freshly imported, with an empty home and nobody who serves the images."""
    for name in ("FASHION_MNIST_DIR", "KERAS_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    module = loader()
    # Proxies are read once in a process otherwise.
    monkeypatch.setattr(module.urllib.request, "_opener", None)
    with socket.socket() as nobody:  # bound, and not listening: a connection is refused
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setattr(module, "ADDRESS", f"http://127.0.0.1:{nobody.getsockname()[1]}/")
        yield module


@pytest.fixture
def server(data, monkeypatch):
    """A server of the images: a dict of contents by name, to be filled.

    Contents that are None are announced, and never sent.
    """
    contents: dict[str, bytes | None] = {}
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.rpartition("/")[2]
            if name not in contents:
                self.send_error(404)
                return
            content = contents[name]
            self.send_response(200)
            self.send_header("Content-Length", str(1000 if content is None else len(content)))
            self.end_headers()
            if content is None:
                over.wait()
            else:
                self.wfile.write(content)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=[0.05])
        thread.start()
        monkeypatch.setattr(data, "ADDRESS", f"http://127.0.0.1:{running.server_port}/")
        yield contents
        over.set()
        running.shutdown()
        thread.join()
