"""Three programs that queue tasks, to be used alike: Ringback, task-spooler and nq."""

import contextlib
import fcntl
import json
import os
import pathlib
import shutil
import time

import brood

# As large as a session's usually is: whoever launches a task hands it on.
USUAL_ENVIRONMENT = {
    f"SOME_VARIABLE_{number}": f"/usr/local/share/something/{number}" for number in range(50)}


def call(command, environment):
    """Runs a program to its end: its milliseconds, what it said, its exit code."""
    reader, writer = os.pipe()
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, writer, 1),
    ]
    # What is left in the background has the writing end no longer than it needs it.
    fcntl.fcntl(reader, fcntl.F_SETFL, os.O_NONBLOCK)
    start = time.perf_counter_ns()
    process = os.posix_spawnp(command[0], command, environment, file_actions=actions)
    _, status = os.waitpid(process, 0)
    elapsed = (time.perf_counter_ns() - start) / 1e6
    try:
        output = os.read(reader, 65536).decode()
    except BlockingIOError:
        output = ""
    os.close(reader)
    os.close(writer)
    return elapsed, output, os.waitstatus_to_exitcode(status)


class Queue:
    """A queue in a folder of its own."""

    # The processes that stay when nothing is to be done: those of any queue.
    servers = set()

    def launch(self, *argv):
        """Launches a task: the milliseconds until that returns, and its id."""
        elapsed, output, code = call(self.launching(argv), self.environment)
        if code != 0:
            raise SystemExit(f"{self.name} could not launch {argv}: exit code {code}")
        return elapsed, output.split()[-1]

    def settle(self):
        """Waits until all tasks have ended and all that ran them has gone."""
        brood.wait_for_all(self.servers)

    def wait(self, task):
        """Starts waiting for a task, as its program does it: the process."""
        null = [(os.POSIX_SPAWN_OPEN, number, "/dev/null", os.O_RDWR, 0) for number in (0, 1)]
        command = self.waiting(task)
        return os.posix_spawnp(command[0], command, self.environment, file_actions=null)

    def processes(self):
        """The processes that it has, but for those of the tasks themselves."""
        return [
            process for process in brood.below() if brood.program(process) == self.name]

    def close(self):
        self.settle()


class Ringback(Queue):
    name = "ringback"

    def __init__(self, agent, **settings):
        """In the home of an agent; nothing rings."""
        self.agent = agent
        # As in a user's shell: no agent has started it.
        self.environment = {**USUAL_ENVIRONMENT, **agent.environment}
        del self.environment["CLAUDE_PID"]
        if not agent.lock:
            agent.be_courier()
        self.choose(**settings)

    def choose(self, **settings):
        """Makes these the settings."""
        folder = self.agent.home / ".claude"
        folder.mkdir(exist_ok=True)
        (folder / "settings.json").write_text(json.dumps(settings))

    def remember(self):
        """Makes the store as it is the one that tasks leave no trace in."""
        store = self.agent.store
        self.agent.saved = {
            path: path.read_bytes() for path in (
                store / f"{name}.json" for name in ("active", "completed", "failed"))}
        self.agent.restore()

    def restore(self):
        """Brings the views back to what they were; records may stay."""
        self.agent.restore()

    def launching(self, argv):
        return [self.agent.program, "bg", "--", *argv]

    def waiting(self, task):
        return [self.agent.program, "wait", task]

    def forget(self, task):
        """Brings the store back to what it was before a task."""
        self.restore()
        for ending in ("json", "out"):
            (self.agent.store / f"{task}.{ending}").unlink(missing_ok=True)

    def record(self, task):
        return json.loads((self.agent.store / f"{task}.json").read_text())

    def failures(self, tasks):
        """How many of the tasks have not ended well."""
        return sum(self.record(task)["status"] != "completed" for task in tasks)


class TaskSpooler(Queue):
    name = "tsp"

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.environment = {
            **USUAL_ENVIRONMENT, "HOME": str(folder), "PATH": "/usr/bin:/bin", "TMPDIR": str(folder),
            "TS_SOCKET": f"{folder}/socket"}
        before = brood.children()
        call(["tsp", "-S", "1"], self.environment)
        self.servers |= brood.children() - before

    def launching(self, argv):
        return ["tsp", *argv]

    def waiting(self, task):
        return ["tsp", "-w", task]

    def forget(self, task):
        call(["tsp", "-C"], self.environment)
        for path in self.folder.glob("ts-out.*"):
            path.unlink()

    def failures(self, tasks):
        states = [call(["tsp", "-i", task], self.environment)[1] for task in tasks]
        return sum("exit code 0" not in state for state in states)

    def close(self):
        self.settle()
        brood.end(self.servers)
        self.servers.clear()


class NQ(Queue):
    name = "nq"

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.environment = {
            **USUAL_ENVIRONMENT, "HOME": str(folder), "PATH": "/usr/bin:/bin", "NQDIR": str(folder)}

    def launching(self, argv):
        return ["nq", *argv]

    def waiting(self, task):
        return ["nq", "-w", task]

    def forget(self, task):
        (self.folder / task).unlink(missing_ok=True)

    def failures(self, tasks):
        return sum(
            "exited with status 0" not in (self.folder / task).read_text() for task in tasks)


@contextlib.contextmanager
def queues(agent, folder, **settings):
    """The three of them, in the folder of a project, which no repository is above."""
    here = os.getcwd()
    brood.adopt(True)
    os.chdir(agent.home / "shop")
    all_of_them = [
        Ringback(agent, **settings), TaskSpooler(folder / "tsp"), NQ(folder / "nq")]
    try:
        yield all_of_them
    except BaseException:
        brood.end(brood.below())
        raise
    finally:
        for queue in reversed(all_of_them):
            queue.close()
        os.chdir(here)
        brood.adopt(False)
        for name in ("tsp", "nq"):
            shutil.rmtree(folder / name)


class Latch:
    """What a task waits for, without a wake-up: the other end of a pipe with a name."""

    def __init__(self, folder):
        self.path = folder / "latch"
        os.mkfifo(self.path)

    @property
    def waiting(self):
        """The command that ends when it is opened."""
        return f"cat {self.path}"

    def open(self):
        """Lets the task go that waits; to be called when it does."""
        # Where none waits it is an error, not a wait without an end.
        os.close(os.open(self.path, os.O_WRONLY | os.O_NONBLOCK))

    def close(self):
        self.path.unlink()


@contextlib.contextmanager
def latch(folder):
    made = Latch(folder)
    try:
        yield made
    finally:
        made.close()
