#!/usr/bin/env python3
"""Runs a command beside a model that speaks by a script, on loopback; ends as the command ends.

usage: scripted_model.py SCRIPT LOG COMMAND [ARGUMENT...]

The command finds the model by ANTHROPIC_BASE_URL. SCRIPT is a JSON file: a list of conversations,
  {"opening": "TEXT", "replies": [REPLY...]}
Of those whose opening stands in what the user says first, the first one is played: the model has
the first reply while it has said nothing yet, then the second, and the last again and again. A reply:
  {"delay": SECONDS, "text": "TEXT", "calls": [{"name": "TOOL", "input": {...}}...]}
  {"status": 429, "error": "rate_limit_error", "message": "TEXT"}
Who opens otherwise, or does not offer the tools of the reply (as the client when it looks for a
title), gets "OK". LOG gets a line of JSON for each request: opening, turn, the results of tools.
"""
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import takewhile
from uuid import uuid4


def blocks(message):
    content = message["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def text(content):
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content or [])


def reply_to(request):
    """What the model says: the reply of the script, and what is to be noted of the request."""
    messages = request.get("messages", [])
    start = takewhile(lambda message: message["role"] != "assistant", messages)
    said = "\n".join(text(blocks(message)) for message in start)
    turn = sum(message["role"] == "assistant" for message in messages)
    results = [
        text(block.get("content"))
        for message in messages
        for block in blocks(message)
        if block.get("type") == "tool_result"
    ]
    note = {"opening": None, "turn": turn, "results": results}
    offered = {tool.get("name") for tool in request.get("tools", [])}
    for conversation in script:
        if conversation["opening"] in said:
            reply = conversation["replies"][min(turn, len(conversation["replies"]) - 1)]
            if all(call["name"] in offered for call in reply.get("calls", [])):
                return reply, note | {"opening": conversation["opening"]}
            break
    return {"text": "OK"}, note


def message_of(reply, model):
    content = [{"type": "text", "text": reply["text"]}] if "text" in reply else []
    for call in reply.get("calls", []):
        content.append({"type": "tool_use", "id": "toolu_" + uuid4().hex[:24], **call})
    return {
        "id": "msg_" + uuid4().hex[:24],
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": content,
        "stop_reason": "tool_use" if reply.get("calls") else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 9, "output_tokens": 9},
    }


def events_of(message):
    """The message as a stream of events."""
    stop = {key: message[key] for key in ("stop_reason", "stop_sequence")}
    yield {"type": "message_start", "message": message | {"content": [], "stop_reason": None}}
    for index, block in enumerate(message["content"]):
        if block["type"] == "text":
            empty, delta = block | {"text": ""}, {"type": "text_delta", "text": block["text"]}
        else:
            whole = json.dumps(block["input"])
            empty = block | {"input": {}}
            delta = {"type": "input_json_delta", "partial_json": whole}
        yield {"type": "content_block_start", "index": index, "content_block": empty}
        yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    yield {"type": "message_delta", "delta": stop, "usage": {"output_tokens": 9}}
    yield {"type": "message_stop"}


class Model(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, body, status=200, kind="application/json"):
        if not isinstance(body, str):
            body = json.dumps(body)
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def do_GET(self):
        self.send({})

    def do_HEAD(self):
        self.send("")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        path = self.path.partition("?")[0]
        if path == "/v1/messages/count_tokens":
            return self.send({"input_tokens": 9})
        if path != "/v1/messages":
            return self.send({})
        request = json.loads(body)
        reply, note = reply_to(request)
        print(json.dumps(note), file=log, flush=True)
        time.sleep(reply.get("delay", 0))
        if "status" in reply:
            error = {"type": reply["error"], "message": reply["message"]}
            return self.send({"type": "error", "error": error}, reply["status"])
        message = message_of(reply, request.get("model"))
        if not request.get("stream"):
            return self.send(message)
        lines = (f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events_of(message))
        self.send("".join(lines), kind="text/event-stream")


def bring_loopback_up():
    """A new network namespace has its loopback down; elsewhere this changes nothing."""
    get_flags, set_flags, up = 0x8913, 0x8914, 1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        state = fcntl.ioctl(any_socket, get_flags, struct.pack("16sh22x", b"lo", 0))
        name, flags = struct.unpack("16sh22x", state)
        if not flags & up:
            fcntl.ioctl(any_socket, set_flags, struct.pack("16sh22x", name, flags | up))


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        script = json.load(file)
    log = open(sys.argv[2], "a", encoding="utf-8")
    bring_loopback_up()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ["ANTHROPIC_BASE_URL"] = f"http://127.0.0.1:{server.server_port}"
    sys.exit(subprocess.call(sys.argv[3:]) % 256)
