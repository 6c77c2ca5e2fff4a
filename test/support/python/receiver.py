"""A partner's receiver in Python. Misbehaves by path, and prints every delivery that it accepted as a line of JSON.

Runs the verification of docs/webhooks.md, given in VERIFY, with WEBHOOK_SECRET.
"""

import json
import os
import socket
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

VERIFY = compile(os.environ["VERIFY"], "docs/webhooks.md", "exec")
CHUNK = b"x" * 65536
# a response nobody may wait for: longer than the sender's time-out
HANG_SECONDS = 12
calls = {}


def verified(handler, raw_body):
    names = {"os": os, "raw_body": raw_body, "request": SimpleNamespace(headers=handler.headers)}
    exec(VERIFY, names)
    return names["event"]


def say(kind, **fields):
    print(json.dumps({"kind": kind, **fields}), flush=True)


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        raw_body = self.rfile.read(int(self.headers["content-length"]))
        n = calls[self.path] = calls.get(self.path, 0) + 1
        {"/wild": self.wild, "/gone": self.gone}[self.path](n, raw_body)

    def wild(self, n, raw_body):
        step = n % 7
        if step == 1:
            return self.drop()
        if step == 2:
            return self.answer(429, {"retry-after": "3600"})
        if step == 3:
            return self.answer(500)
        self.accept(raw_body)
        if step == 4:
            return self.drop()  # processed, but the answer is lost: the same message arrives again
        if step == 5:
            time.sleep(0.02)
        if step == 6:
            return self.flood()
        if n == 7:
            time.sleep(HANG_SECONDS)
        self.answer(204)

    def gone(self, n, raw_body):
        self.answer(410)

    def accept(self, raw_body):
        event = verified(self, raw_body)
        forged = False
        try:
            verified(self, raw_body.replace(b"ord_", b"odr_"))
        except Exception as error:
            forged = type(error).__name__ == "WebhookVerificationError"
        say("event", event=event, forgery_refused=forged)

    def answer(self, status, headers={}):
        self.send_response(status)
        for name, value in {"content-length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def drop(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def flood(self):
        """Answers with a gigabyte, to anyone who reads it."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-length", str(10**9))
        self.end_headers()
        sent = 0
        try:
            while sent < 10**9:
                self.wfile.write(CHUNK)
                sent += len(CHUNK)
        except OSError:
            pass
        say("flood", sent=sent)

    def handle(self):
        try:
            super().handle()
        except OSError:
            pass  # the sender hung up

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
say("ready", url=f"http://127.0.0.1:{server.server_address[1]}")
server.serve_forever()
