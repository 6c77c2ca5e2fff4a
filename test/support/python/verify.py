"""Runs the Python example of docs/webhooks.md, given in VERIFY, on the messages of a file and prints which ones it accepted."""

import json
import os
import sys
from types import SimpleNamespace

EXAMPLE = compile(os.environ["VERIFY"], "docs/webhooks.md", "exec")


def accepts(message):
    headers = {name.title(): value for name, value in message["headers"].items()}
    names = {"os": os, "raw_body": message["body"].encode(), "request": SimpleNamespace(headers=headers)}
    try:
        exec(EXAMPLE, names)
    except Exception as error:
        if type(error).__name__ != "WebhookVerificationError":
            raise
        return False
    return names["event"] == json.loads(message["body"])


with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps([accepts(message) for message in json.load(file)]))
