"""An agent's home as hooks find it: a store with tasks at work and finished ones."""

import fcntl
import json
import os
import pathlib
import shutil
import subprocess
import time

RECORDING = pathlib.Path("Tests/EndToEndTests/Fixtures/recorded/one-subagent.jsonl")
RECORDED_HOME = "/home/dev"


def recorded(name, number=0):
    """An event of the recorded session."""
    events = [json.loads(line) for line in RECORDING.read_text().splitlines()]
    return [event for event in events if event["hook_event_name"] == name][number]


class Agent:
    """A HOME of its own, and the hook that runs in it."""

    def __init__(self, folder, program, bus=None):
        self.home = pathlib.Path(folder)
        self.program = str(program)
        self.store = self.home / ".claude/.sisyphus/background-tasks"
        self.state = self.home / ".local/state/ringback"
        (self.home / "shop").mkdir(parents=True)
        # What hooks get from Claude Code; its process is this one.
        self.environment = {
            "HOME": str(self.home),
            "PATH": f"{self.home}:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "CLAUDE_PID": str(os.getpid()),
            "XDG_RUNTIME_DIR": str(self.home),
        }
        if bus:
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus
        self.session = recorded("SubagentStop")["session_id"]
        self.lock = None
        self.saved = None

    def event(self, name, number=0, **changes):
        """A recorded event as this agent would send it: bytes."""
        event = {**recorded(name, number), **changes}
        event = {key: value for key, value in event.items() if value is not None}
        return json.dumps(event).replace(RECORDED_HOME, str(self.home)).encode()

    def start(self, task):
        return self.event(
            "SubagentStart", agent_id=task, prompt_id="prompt-" + task, session_id=self.session)

    def stop(self, task, active=None, **changes):
        return self.event(
            "SubagentStop", agent_id=task, session_id=self.session,
            background_tasks=self.census(active or [task]), **changes)

    @staticmethod
    def census(active, kind="subagent"):
        """The work in the background as an agent lists it."""
        entry = {"type": kind, "status": "running", "description": "Find auth patterns"}
        if kind == "subagent":
            entry["agent_type"] = "general-purpose"
        return [{**entry, "id": task} for task in active]

    def hook(self, event):
        """Runs the hook; what it prints would reach the model."""
        return subprocess.run(
            [self.program, "hook"], input=event, env=self.environment, stdout=subprocess.PIPE,
            check=True).stdout

    # The courier

    def be_courier(self):
        """Holds the courier's lock: hooks see one awake, and nothing else runs beside them."""
        self.state.mkdir(parents=True, exist_ok=True)
        self.lock = open(self.state / "courier.lock", "w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)

    def let_courier_finish(self):
        """Waits until the courier has put away what it has delivered."""
        while any((self.state / "outbox").iterdir()):
            time.sleep(0.005)
        time.sleep(0.05)

    def stop_courier(self):
        """Ends the courier of this home and waits until it is gone."""
        self.let_courier_finish()
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if (os.readlink(folder / "exe").endswith("/ringback-courier")
                        and f"HOME={self.home}".encode()
                        in (folder / "environ").read_bytes().split(b"\0")):
                    os.kill(int(folder.name), 15)
            except OSError:
                pass
        with open(self.state / "courier.lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)

    # The store

    def fill(self, active, finished):
        """Lays down finished tasks, and then lets hooks start those that are at work."""
        self.be_courier()
        sample = "a0000000000000000"
        self.hook(self.start(sample))
        self.hook(self.stop(sample))
        record = json.loads((self.store / f"{sample}.json").read_text())
        for file in self.store.glob("*.json"):
            file.unlink()
        text = json.dumps(record, separators=(",", ":")) + "\n"
        for number in range(finished):
            task = f"b{number:016x}"
            (self.store / f"{task}.json").write_text(text.replace(sample, task))
        # The first of these makes the views.
        self.active = [f"a{number + 1:016x}" for number in range(active)]
        for task in self.active:
            self.hook(self.start(task))
        # As in a session that has gone on for a while: all that is told of them is known.
        if active:
            self.hook(self.event("Stop", background_tasks=self.census(self.active)))
        names = ["active", "completed", "failed", *self.active]
        self.saved = {
            path: path.read_bytes()
            for path in (self.store / f"{name}.json" for name in names) if path.exists()}
        self.restore()
        return self

    def restore(self):
        """Brings the store back to what `fill` has left."""
        for path, content in self.saved.items():
            path.write_bytes(content)
        for folder in ("outbox", "attention"):
            shutil.rmtree(self.state / folder, ignore_errors=True)
        (self.state / "outbox").mkdir()

    def problems(self):
        """What hooks have written down as having gone wrong."""
        log = self.state / "ringback.log"
        return log.read_text() if log.exists() else ""
