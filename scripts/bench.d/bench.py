"""Measures the budgets; see scripts/bench."""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import time

from agent import Agent
from desk import Desk, Monitor
from measure import Times, hyperfine, in_turn, instructions, profile, resident, run_time, spawn
from tasks import Tasks

# What a hook may cost, in its worst case: the end of a subagent.
HOOK_RATIO = 3
HOOK_INSTRUCTIONS = 6e6
HOOK_RESIDENT = 20
GROWTH = 1.1
# From an event on stdin to Notify on the bus, in milliseconds.
LATENCY_COLD = 15
LATENCY_WARM = 6


class Report:
    """Tables as Markdown, which people read as they are, too."""

    def __init__(self):
        self.parts = []
        self.over = []

    def add(self, text):
        print(text + "\n", flush=True)
        self.parts.append(text)

    def table(self, heads, rows):
        table = [heads, *rows]
        widths = [max(len(row[column]) for row in table) for column in range(len(heads))]

        def line(row):
            first = row[0].ljust(widths[0])
            rest = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
            return "| " + " | ".join([first, *rest]) + " |"

        rule = "|" + "|".join(
            "-" * (width + 1) + (":" if column else "-") for column, width in enumerate(widths)) + "|"
        self.add("\n".join([line(heads), rule, *map(line, rows)]))

    def verdict(self, what, value, budget):
        """`ok` or `over`, which the exit code tells, too."""
        if value <= budget:
            return "ok"
        self.over.append(f"{what}: {value:.3g}, budget {budget:.3g}")
        return "**over**"

    @staticmethod
    def all(*verdicts):
        """The verdict over several budgets."""
        return next((verdict for verdict in verdicts if verdict != "ok"), "ok")


class Bench:
    def __init__(self, scratch, memory, quick):
        self.scratch = scratch
        self.memory = memory
        self.program = scratch / "ringback"
        self.runs = 60 if quick else 300
        self.quick = quick
        self.report = Report()
        self.count = 0
        self.outputs = {}

    def agent(self, folder, bus=None):
        self.count += 1
        return Agent(folder / f"home{self.count}", self.program, bus)

    def file(self, content):
        """A file with an event, to be a hook's stdin."""
        path = self.scratch / "event.json"
        path.write_bytes(content)
        return path

    def cost(self, name, agent, event):
        """Times, instructions and memory of a hook with an event."""
        stdin, command = self.file(event), [str(self.program), "hook"]
        times = in_turn(command, stdin, agent.environment, self.runs, agent.restore)
        agent.restore()
        output = self.scratch / f"callgrind.{len(self.outputs)}"
        self.outputs[name] = output
        count = instructions(command, stdin, agent.environment, output)
        agent.restore()
        memory = resident(command, stdin, agent.environment)
        agent.restore()
        return times, count, memory

    def hooks(self):
        """What each event costs with 5 tasks at work and 10,000 finished ones."""
        agent = self.agent(self.memory).fill(5, 10_000)
        first = agent.active[0]
        foreground = {"run_in_background": False, "command": "ls", "description": "List"}
        self.main_event = agent.stop(first, agent.active)
        events = [
            ("SubagentStop of a running task", self.main_event),
            ("SubagentStart", agent.start("a00000000000000ff")),
            ("UserPromptSubmit", agent.event("UserPromptSubmit", prompt="Go on, please")),
            ("PreToolUse of a call in the foreground", agent.event(
                "PreToolUse", tool_name="Bash", tool_input=foreground)),
            ("PostToolUse of a call in the foreground", agent.event(
                "PostToolUse", tool_name="Read", tool_input={"file_path": "/home/dev/shop/a.c"},
                tool_response={"type": "text", "file": {"content": "int main;\n" * 200}})),
            ("Stop that 5 subagents hold", agent.event(
                "Stop", background_tasks=agent.census(agent.active))),
            ("Stop that rings, beside 5 shells", agent.event(
                "Stop", background_tasks=agent.census(agent.active, "shell"))),
        ]
        rows = []
        for name, event in events:
            times, count, memory = self.cost(name, agent, event)
            verdict = ""
            if event is self.main_event:
                verdict = self.report.all(
                    self.report.verdict(f"{name}, × /bin/true", times.ratio, HOOK_RATIO),
                    self.report.verdict(f"{name}, instructions", count, HOOK_INSTRUCTIONS),
                    self.report.verdict(f"{name}, MiB resident", memory, HOOK_RESIDENT))
            rows.append([
                name, *times.cells(), f"{times.reference.median:.2f}", f"{times.ratio:.2f}",
                f"{count / 1e6:.2f}", f"{memory:.1f}", verdict])
        self.report.add(
            "## A hook\n\n`ringback hook` with 5 tasks at work, 10,000 finished and a courier awake. Budget of "
            f"the end of a subagent: {HOOK_RATIO} × `/bin/true`, {HOOK_INSTRUCTIONS / 1e6:.0f} M instructions, "
            f"{HOOK_RESIDENT} MiB resident. Times in ms.")
        self.report.table(
            ["event", "median", "min", "max", "/bin/true", "×", "M instr.", "MiB", "budget"], rows)
        self.by_hyperfine(agent)
        self.on_disk()
        if agent.problems():
            self.report.over.append("hooks complain: " + agent.problems())

    def by_hyperfine(self, agent):
        """The main row again, by a program that others trust."""
        saved = self.scratch / "saved"
        saved.mkdir()
        for path, content in agent.saved.items():
            (saved / path.name).write_bytes(content)
        stdin = self.file(self.main_event)
        times = hyperfine(
            [str(self.program), "hook"], stdin, agent.environment, self.runs,
            f"cp {saved}/* {agent.store}/; rm -f {agent.state}/outbox/*", self.scratch)
        if times.reference.median <= 0:
            self.report.add("SubagentStop by hyperfine: the machine is too busy to tell.")
            return
        self.report.add(
            f"SubagentStop by hyperfine: {times.median:.2f} ms, `/bin/true` "
            f"{times.reference.median:.2f} ms, {times.ratio:.2f} ×.")

    def on_disk(self):
        """The main row again, where the store is usually."""
        agent = self.agent(self.scratch).fill(5, 10_000)
        stdin = self.file(agent.stop(agent.active[0], agent.active))
        times = in_turn(
            [str(self.program), "hook"], stdin, agent.environment, self.runs, agent.restore)
        self.report.add(
            f"SubagentStop with the store on {file_system(self.scratch)}: {times.median:.2f} ms, "
            f"`/bin/true` {times.reference.median:.2f} ms, {times.ratio:.2f} ×.")

    def growth(self):
        """The end of a subagent by the length of the history, and of the transcript."""
        sizes = [0, 10, 10_000] if self.quick else [0, 10, 10_000, 100_000]
        rows, costs = [], []
        for size in sizes:
            agent = self.agent(self.memory).fill(5, size)
            event = agent.stop(agent.active[0], agent.active)
            costs.append((f"{size:,} finished", *self.cost(f"growth {size}", agent, event)))
            if size == 10_000:
                base = costs[-1]
                transcripts = self.transcripts(agent)
            shutil.rmtree(agent.home)
        read = transcripts[0]
        costs += transcripts
        for name, times, count, memory in costs:
            # What is read of a transcript has a price, which must not grow with its size.
            beside = read if name.startswith("read") else base
            ratio, share = times.ratio / beside[1].ratio, count / beside[2]
            verdict = ""
            if name.startswith("100,000") or "1 GiB" in name:
                verdict = self.report.all(
                    self.report.verdict(f"{name}, growth of instructions", share, GROWTH),
                    self.report.verdict(f"{name}, growth of time", ratio, GROWTH))
            rows.append([
                name, *times.cells(), f"{times.ratio:.2f}", f"{ratio:.2f}", f"{count / 1e6:.2f}",
                f"{share:.2f}", f"{memory:.1f}", verdict])
        self.report.add(
            "## Growth\n\nThe end of a subagent with 5 tasks at work. *Growth* is beside 10,000 finished "
            f"tasks, in units of `/bin/true`; budget {GROWTH}. *Read*: the event lacks the last words, so that "
            "they are read from the transcript's end; growth is beside the short one.")
        self.report.table(
            ["history", "median", "min", "max", "×", "growth", "M instr.", "growth", "MiB", "budget"],
            rows)

    def transcripts(self, agent):
        """The cost of reading a short transcript and a long one, and beside one that is not read."""
        # What an agent writes: a call of a tool, its result, some words.
        lines = "".join(json.dumps({
            "type": kind, "isSidechain": True, "agentId": agent.active[0],
            "message": {"role": kind, "content": [content]}}) + "\n" for kind, content in (
                ("assistant", {"type": "tool_use", "name": "Read", "input": {"file_path": "a.c"}}),
                ("user", {"type": "tool_result", "content": "int main(void);\n" * 120}),
                ("assistant", {
                    "type": "text", "text": "Found 3 authentication implementations in src/."})))
        costs = []
        for name, size in (
                ("read from 10 KiB", 10 << 10), ("read from 1 GiB", 1 << 30),
                ("beside 1 GiB, not read", 1 << 30)):
            path = agent.home / ".claude/projects/shop/agent.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(path, "wb") as file:
                # The last 512 KiB at most are there; what is before takes no room on the disk.
                tail = (lines * (min(size, 512 << 10) // len(lines))).encode()
                file.seek(max(0, size - len(tail)))
                file.write(tail)
            words = {"last_assistant_message": None} if name.startswith("read") else {}
            event = agent.stop(
                agent.active[0], agent.active, agent_transcript_path=str(path),
                transcript_path=str(path), **words)
            costs.append((name, *self.cost(name, agent, event)))
            agent.hook(event)
            record = json.loads((agent.store / f"{agent.active[0]}.json").read_text())
            if not record.get("result"):
                self.report.over.append(f"{name}: no result was read")
            agent.restore()
            path.unlink()
        return costs

    def latency(self):
        """From an event on stdin to Notify on the bus."""
        desk = Desk(self.scratch / "desk")
        try:
            monitor = Monitor(desk.address)
            agent = self.agent(self.scratch, desk.address).fill(5, 10_000)
            agent.lock.close()
            command = [str(self.program), "hook"]
            runs = 10 if self.quick else 40
            number = 0

            def ring(before):
                nonlocal number
                number += 1
                # Another session and other words each time: else it would be an echo.
                agent.session = f"session-{number}"
                task = f"c{number:016x}"
                agent.hook(agent.start(task))
                stdin = self.file(agent.stop(
                    task, last_assistant_message=f"Found {number} implementations in src/."))
                before()
                desk.clear()
                monitor.skip(0.05)
                start = time.perf_counter_ns()
                process = spawn(command, stdin, agent.environment)
                seen = monitor.notify()
                os.waitpid(process, 0)
                return (seen - start) / 1e6

            def send():
                desk.clear()
                monitor.skip(0.05)
                start = time.perf_counter_ns()
                process = spawn(
                    ["/usr/bin/notify-send", "Background task 'Find auth patterns' complete",
                     "Found 3 authentication implementations in src/."], "/dev/null",
                    desk.environment)
                seen = monitor.notify()
                os.waitpid(process, 0)
                return (seen - start) / 1e6

            send()
            ring(agent.stop_courier)
            cold, warm, sent = [], [], []
            for _ in range(runs):
                cold.append(ring(agent.stop_courier))
                sent.append(send())
            for _ in range(runs):
                warm.append(ring(agent.let_courier_finish))

            def show(index):
                desk.clear()
                return run_time(
                    ["/usr/bin/notify-send", f"Message {index}"], "/dev/null", desk.environment)

            whole = Times([show(index) for index in range(runs)])
            memory = self.courier_memory(agent)
            agent.stop_courier()
        finally:
            desk.close()
        cold, warm, sent = Times(cold), Times(warm), Times(sent)
        rows = [
            ["no courier running", *cold.cells(), f"{LATENCY_COLD} ms",
             self.report.verdict("latency with no courier, ms", cold.median, LATENCY_COLD)],
            ["a courier running", *warm.cells(), f"{LATENCY_WARM} ms",
             self.report.verdict("latency with a courier, ms", warm.median, LATENCY_WARM)],
            ["`notify-send`", *sent.cells(), "", ""],
            ["`notify-send` until it returns", *whole.cells(), "", ""],
        ]
        self.report.add(
            "## From an event to the bubble\n\nFrom the start of the hook, its event on stdin, until Notify "
            "passes on the bus, with dunst and an empty screen behind it; `notify-send` in turn "
            "with it. In ms."
            + (f" The courier has {memory:.1f} MiB resident." if memory else ""))
        self.report.table(["", "median", "min", "max", "budget", ""], rows)

    @staticmethod
    def courier_memory(agent):
        """What the running courier has resident, in MiB."""
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if (f"HOME={agent.home}".encode() in (folder / "environ").read_bytes().split(b"\0")
                        and os.readlink(folder / "exe").endswith("/ringback-courier")):
                    text = (folder / "status").read_text()
                    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / 1024
            except OSError:
                pass
        return None

    def crowd(self):
        """1,000 hooks at once start 1,000 tasks, and 1,000 more end them."""
        count = 1000
        agent = self.agent(self.scratch).fill(0, 10)
        tasks = [f"d{number:016x}" for number in range(count)]
        rows = []
        for name, events in (
                ("start", [agent.start(task) for task in tasks]),
                ("end", [agent.stop(task) for task in tasks])):
            seconds, failures = self.at_once(agent, events)
            rows.append([f"{count:,} tasks {name}", f"{seconds:.2f} s", str(failures)])
        records = [json.loads((agent.store / f"{task}.json").read_text())
                   for task in tasks if (agent.store / f"{task}.json").exists()]
        ended = [record for record in records if record["status"] == "completed"]
        twice = [record for record in ended if record.get("ends", 1) != 1]
        keys = [json.loads(path.read_text())["show"]["key"]
                for path in (agent.state / "outbox").glob("*.json")]
        active = json.loads((agent.store / "active.json").read_text())["tasks"]
        facts = {
            "recorded": len(records), "ended": len(ended), "ended twice": len(twice),
            "still in active.json": len(active), "alerts": len(keys),
            "alerts of their own": len(set(keys)),
            "lines in the log": len(agent.problems().splitlines())}
        wanted = [count, count, 0, 0, count, count, 0]
        if list(facts.values()) != wanted or any(row[2] != "0" for row in rows):
            self.report.over.append(f"{count} hooks at once: {facts}\n{agent.problems()[:500]}")
        self.report.add("## 1,000 hooks at once\n\nAll wait at a gate, and start when it opens.")
        self.report.table(["", "until the last is done", "failures"], rows)
        self.report.add(", ".join(f"{value:,} {name}" for name, value in facts.items()) + ".")

    def at_once(self, agent, events):
        """Runs a hook for each event at the same time: seconds for all, and how many failed."""
        reader, writer = os.pipe()
        processes = []
        folder = self.scratch / "events"
        folder.mkdir(exist_ok=True)
        for number, event in enumerate(events):
            path = folder / str(number)
            path.write_bytes(event)
            process = os.fork()
            if process == 0:
                os.close(writer)
                os.dup2(os.open(path, os.O_RDONLY), 0)
                os.dup2(os.open("/dev/null", os.O_WRONLY), 1)
                os.read(reader, 1)
                os.execve(agent.program, [agent.program, "hook"], agent.environment)
            processes.append(process)
        os.close(reader)
        time.sleep(0.2)
        start = time.perf_counter()
        os.close(writer)
        statuses = [os.waitpid(process, 0)[1] for process in processes]
        return time.perf_counter() - start, sum(status != 0 for status in statuses)


class Neighbours:
    """What other programs take of the machine while this one measures: times suffer from it."""

    def __init__(self):
        self.start = time.monotonic()
        self.before = self.seconds_of_others()

    @staticmethod
    def seconds_of_others():
        """Processor time of everybody but this program and those that it started."""
        ticks = pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
        user, nice, system, _, _, irq, softirq, steal = map(int, ticks)
        mine = sum(os.times()[:4])
        return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK") - mine

    def share(self):
        """As a part of all the time that the machine had."""
        seconds = (time.monotonic() - self.start) * os.cpu_count()
        return max(0, self.seconds_of_others() - self.before) / seconds


def version(command, pattern=r"\d[\w.~+-]*"):
    output = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(pattern, output.stdout + output.stderr)
    return found.group(0) if found else "?"


def package_version(name):
    """Of a program that does not tell its own."""
    return version(["dpkg-query", "-W", "-f", "${Version}", name], r"[0-9][0-9.]+")


def file_system(folder):
    return subprocess.run(
        ["df", "--output=fstype", str(folder)], capture_output=True, text=True,
        check=True).stdout.split()[-1]


def surroundings(program, runs, memory):
    """The machine, the versions, and how the figures were got."""
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    system = re.search('PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text())
    return f"""\
- {datetime.date.today()}, Ringback {version([str(program), "--version"])}, \
{version(["swift", "--version"], r"Swift version [0-9.]+")}
- {os.cpu_count()} × {cpu.group(1) if cpu else platform.machine()}, {system.group(1)}, \
Linux {platform.release()}, load {os.getloadavg()[0]:.1f} before it began
- valgrind {version(["valgrind", "--version"], r"[0-9][0-9.]+")}, \
hyperfine {version(["hyperfine", "--version"])}, dunst {version(["dunst", "--version"])}, \
notify-send {version(["notify-send", "--version"])}, \
task-spooler {package_version("task-spooler")}, nq {package_version("nq")}
- Times are wall clock from before the start of a program until it is reaped, {runs} runs of each in \
turn with as many of `/bin/true`; the store is put back before each, so that every event is a new \
one, and lies on {file_system(memory)} where nothing else is said. × is the ratio of the medians. hyperfine 1.15 gives a program no stdin: it goes through a shell, \
whose time it subtracts.
- Instructions are those in user mode, by callgrind; memory is the maximum that `time` saw."""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--scratch", type=pathlib.Path, required=True)
    parser.add_argument("--memory", type=pathlib.Path, required=True)
    for name in ("--quick", "--profile", "--write"):
        parser.add_argument(name, action="store_true")
    options = parser.parse_args()
    neighbours = Neighbours()
    bench = Bench(options.scratch, options.memory, options.quick)
    bench.report.add(
        "# Benchmarks\n\nMade by `scripts/bench --write`. Every figure stands beside its reference from the "
        "same run.\n\n" + surroundings(bench.program, bench.runs, bench.memory))
    bench.hooks()
    bench.latency()
    bench.growth()
    bench.crowd()
    Tasks(bench).measure()
    share = neighbours.share()
    bench.report.add(
        f"Other programs took {share:.0%} of the machine's time meanwhile"
        + (": the times tell little, the instructions hold." if share > 0.1 else "."))
    if bench.report.over:
        bench.report.add(
            "## Over budget\n\n" + "\n".join("- " + line for line in bench.report.over))
    if options.profile:
        demangle = shutil.which("swift-demangle") or "cat"
        for name in ("SubagentStop of a running task", "bg"):
            print(f"{name}\n\n{profile(bench.outputs[name], demangle)}\n")
    if options.write:
        pathlib.Path("docs/benchmarks.md").write_text("\n\n".join(bench.report.parts) + "\n")
    raise SystemExit(1 if bench.report.over else 0)


main()
