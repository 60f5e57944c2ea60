"""A copy of the answers of the Hugging Face hub on this machine, with one repository, so that a recording needs no network."""
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def serve(repository, files, bytes_per_second):
    """Serves files (name to content) at a speed that a bar can show. Returns the address."""
    entries = [{"type": "file", "oid": "0" * 40, "size": 135, "path": name, "lfs": {"oid": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 135}} for name, content in files.items()]
    answers = {f"/api/models/{repository}": {"id": repository, "sha": COMMIT}, f"/api/models/{repository}/tree/{COMMIT}": entries}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = unquote(urlsplit(self.path).path)
            name = path.removeprefix(f"/{repository}/resolve/{COMMIT}/")
            if path in answers:
                self._answer(200, json.dumps(answers[path]).encode(), {"Content-Type": "application/json"})
            elif name in files:
                self._send(files[name], self.headers.get("Range"))
            else:
                self._answer(404, b"", {})

        def _send(self, content, wanted):
            begin, end = 0, len(content)
            if wanted:
                first, last = wanted.removeprefix("bytes=").split("-")
                begin, end = int(first), min(end, int(last) + 1) if last else end
            headers = {"ETag": '"1"', "Accept-Ranges": "bytes"} | ({"Content-Range": f"bytes {begin}-{end - 1}/{len(content)}"} if wanted else {})
            self._answer(206 if wanted else 200, content[begin:end], headers)

        def _answer(self, status, body, headers):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            piece = bytes_per_second // 20
            for at in range(0, len(body), piece):
                self.wfile.write(body[at:at + piece])
                if len(body) > piece:
                    time.sleep(0.05)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"
