"""A desktop that nobody sees: a screen, a bus and dunst; and somebody who watches the bus."""

import os
import pathlib
import socket
import struct
import subprocess
import time

CONFIG = """<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Desk:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        path = self.folder / "bus"
        (self.folder / "bus.conf").write_text(CONFIG.format(path=path))
        reader, writer = os.pipe()
        log = open(self.folder / "log", "w")
        self.helpers = [subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", "800x600x24", "-nolisten", "tcp"],
            pass_fds=[writer], stderr=log)]
        os.close(writer)
        with open(reader) as line:
            display = ":" + line.readline().strip()
        self.helpers.append(subprocess.Popen(
            ["dbus-daemon", f"--config-file={self.folder}/bus.conf", "--nofork", "--nopidfile"],
            stderr=log))
        self.address = f"unix:path={path}"
        self.environment = {
            "DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": self.address, "LANG": "C.UTF-8",
            "HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder), "PATH": "/usr/bin:/bin"}
        while not path.exists():
            time.sleep(0.01)
        self.helpers.append(subprocess.Popen(
            ["dunst"], env=self.environment, stdout=log, stderr=log))
        probe = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.Notifications",
                 "/org/freedesktop/Notifications",
                 "org.freedesktop.Notifications.GetServerInformation"]
        for _ in range(100):
            if subprocess.run(
                    probe, env=self.environment, capture_output=True, check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit("dunst did not come up: " + (self.folder / "log").read_text())

    def clear(self):
        """Takes all bubbles from the screen: dunst draws a pile of them anew each time."""
        subprocess.run(["dunstctl", "close-all"], env=self.environment, check=False)

    def close(self):
        for helper in reversed(self.helpers):
            helper.terminate()
        for helper in self.helpers:
            try:
                helper.wait(2)
            except subprocess.TimeoutExpired:
                helper.kill()


class Monitor:
    """Sees every Notify on a bus the moment it passes (org.freedesktop.DBus.Monitoring)."""

    def __init__(self, address):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(address.removeprefix("unix:path="))
        self.socket.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        self.socket.recv(4096)
        self.socket.sendall(b"BEGIN\r\n")
        self.buffer = b""
        rule = "type='method_call',interface='org.freedesktop.Notifications',member='Notify'"
        text = rule.encode()
        array = struct.pack("<I", len(text)) + text + b"\0"
        self.call(1, "org.freedesktop.DBus", "Hello")
        self.call(
            2, "org.freedesktop.DBus.Monitoring", "BecomeMonitor", "asu",
            struct.pack("<I", len(array)) + array + b"\0" * (-len(array) % 4) + b"\0" * 4)
        self.skip(0.2)

    def call(self, serial, interface, member, signature="", body=b""):
        fields = b""
        for code, kind, value in (
                (1, "o", "/org/freedesktop/DBus"), (2, "s", interface), (3, "s", member),
                (6, "s", "org.freedesktop.DBus"), (8, "g", signature)):
            if not value:
                continue
            fields += b"\0" * (-len(fields) % 8) + bytes([code, 1]) + kind.encode() + b"\0"
            length = bytes([len(value)]) if kind == "g" else struct.pack("<I", len(value))
            fields += length + value.encode() + b"\0"
        head = b"l\x01\0\x01" + struct.pack("<III", len(body), serial, len(fields)) + fields
        self.socket.sendall(head + b"\0" * (-len(head) % 8) + body)

    def message(self, seconds):
        """The next message, and when it was seen; `None` where none comes in time."""
        deadline = time.monotonic() + seconds
        while True:
            if len(self.buffer) >= 16:
                body, fields = struct.unpack_from("<I", self.buffer, 4)[0], struct.unpack_from(
                    "<I", self.buffer, 12)[0]
                whole = 16 + fields + -(16 + fields) % 8 + body
                if len(self.buffer) >= whole:
                    message, self.buffer = self.buffer[:whole], self.buffer[whole:]
                    return message, self.seen
            self.socket.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                more = self.socket.recv(65536)
            except TimeoutError:
                return None
            self.seen = time.perf_counter_ns()
            self.buffer += more

    def notify(self, seconds=5):
        """When the next Notify was seen, in nanoseconds."""
        while True:
            seen = self.message(seconds)
            if seen is None:
                raise SystemExit("no Notify was seen on the bus")
            if b"Notify\0" in seen[0] and seen[0][1] == 1:
                return seen[1]

    def skip(self, seconds):
        """Lets pass what comes within a time."""
        while self.message(seconds):
            pass
