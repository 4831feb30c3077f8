"""What running tasks costs, beside task-spooler and nq."""

import os
import statistics
import subprocess
import time

import brood
from measure import Times, instructions, resident
from queues import USUAL_ENVIRONMENT, Ringback, call, latch, queues

# Until `bg` returns, in units of /bin/true.
LAUNCH_RATIO = 5
GROWTH = 1.1
# From letting the first one go until the last one has ended, in seconds.
DRAIN_COUNT = 300
DRAIN_SECONDS = 1
# Processes for one task at work, however many wait.
PROCESSES = 2
WAITING = 100
# Of each process of a supervisor, in KiB.
SUPERVISOR_MEMORY = 8192
OUTPUT_MEBIBYTES = 256
IDLE_SECONDS = 3
# From the end of a task until `wait` has ended, in milliseconds.
WAIT_LATENCY = 5


class Tasks:
    def __init__(self, bench):
        self.bench = bench
        self.report = bench.report
        self.folder = bench.memory / "queues"
        self.folder.mkdir()

    def measure(self):
        self.launch()
        agent = self.agent(0)
        with queues(agent, self.folder, max_background_tasks=1) as all_of_them:
            self.queue(all_of_them)
            self.output(all_of_them)
            self.end(all_of_them)
        if agent.problems():
            self.report.over.append("tasks complain: " + agent.problems())

    def agent(self, finished):
        """A home with finished tasks; nothing rings there."""
        return self.bench.agent(self.bench.memory).fill(0, finished)

    # MARK: Launching

    def launch(self):
        """`bg` until it returns."""
        few, many = self.agent(0), self.agent(10_000)
        with queues(few, self.folder) as all_of_them:
            ringback = all_of_them[0]
            long = Ringback(many)
            for store in (ringback, long):
                # The first task makes the views.
                store.launch("true")
                store.settle()
                store.remember()
            launched = {queue: [] for queue in (ringback, long, *all_of_them[1:])}
            reference = []
            for _ in range(self.bench.runs):
                reference.append(call(["/bin/true"], ringback.environment)[0])
                for queue, times in launched.items():
                    elapsed, task = queue.launch("true")
                    times.append(elapsed)
                    queue.settle()
                    queue.forget(task)
            counts = [self.count(store) for store in (ringback, long)]
        reference = Times(reference)
        times = {queue: Times(values, reference) for queue, values in launched.items()}
        rows = []
        for store, name, (count, memory) in (
                (ringback, "`ringback bg -- true`", counts[0]),
                (long, "the same beside 10,000 finished", counts[1])):
            verdicts = [self.report.verdict(
                f"{name}, × /bin/true", times[store].ratio, LAUNCH_RATIO)]
            growth = ""
            if store is long:
                ratio, share = times[long].median / times[ringback].median, count / counts[0][0]
                verdicts += [
                    self.report.verdict("bg, growth of time", ratio, GROWTH),
                    self.report.verdict("bg, growth of instructions", share, GROWTH)]
                growth = f"{ratio:.2f}"
            rows.append([
                name, *times[store].cells(), f"{times[store].ratio:.2f}", growth,
                f"{count / 1e6:.2f}", f"{memory:.1f}", self.report.all(*verdicts)])
        for queue in all_of_them[1:]:
            rows.append([
                f"`{queue.name} true`", *times[queue].cells(), f"{times[queue].ratio:.2f}",
                "", "", "", ""])
        rows.append(["`/bin/true`", *reference.cells(), "1.00", "", "", "", ""])
        self.report.add(
            "## Launching a task\n\nUntil the launch returns; the task itself, and all that ran it, has "
            f"gone before the next launch. The environment has {len(USUAL_ENVIRONMENT)} variables "
            f"and more. Budget {LAUNCH_RATIO} × `/bin/true`, growth {GROWTH}. In ms.")
        self.report.table(
            ["launch", "median", "min", "max", "×", "growth", "M instr.", "MiB", "budget"], rows)

    def count(self, store):
        """Instructions and memory of `bg`."""
        command = store.launching(["true"])
        output = self.bench.scratch / f"callgrind.{len(self.bench.outputs)}"
        self.bench.outputs["bg"] = output
        count = instructions(command, "/dev/null", store.environment, output)
        store.settle()
        memory = resident(command, "/dev/null", store.environment)
        store.settle()
        store.restore()
        return count, memory

    # MARK: Queueing

    def queue(self, all_of_them):
        """Many tasks behind one that waits."""
        ringback = all_of_them[0]
        runs = 1 if self.bench.quick else 5
        found = {queue: [] for queue in all_of_them}
        for _ in range(runs):
            for queue, results in found.items():
                results.append(self.drain(queue))
        wide = [self.drain(Ringback(ringback.agent, max_background_tasks=5), 5)
                for _ in range(runs)]
        ringback.choose(max_background_tasks=1)
        rows = []
        for name, results in [
                *((queue.name, results) for queue, results in found.items()),
                ("ringback, 5 at once", wide)]:
            queueing, ending, failures, processes, memory = zip(*results)
            seconds = statistics.median(ending)
            verdict = ""
            if name == "ringback":
                verdict = self.report.all(
                    self.report.verdict(
                        f"{DRAIN_COUNT} tasks until the last has ended, s", seconds, DRAIN_SECONDS),
                    self.report.verdict(
                        f"processes with 1 task at work, {WAITING} waiting", max(processes),
                        PROCESSES))
            if name.startswith("ringback") and any(failures):
                self.report.over.append(f"{name}: {max(failures)} queued tasks did not end well")
            rows.append([
                name, f"{statistics.median(queueing):.2f}", f"{seconds:.3f}", f"{min(ending):.3f}",
                f"{max(ending):.3f}", f"{max(failures)}", f"{max(processes)}",
                f"{statistics.median(memory) / 1024:.1f}", verdict])
        self.report.add(
            f"## {DRAIN_COUNT} tasks in a queue\n\nThey are `true`, and wait behind one that waits for "
            "a pipe. *Drained* is from letting that one go until the last has ended, and all that "
            f"ran them has gone; in s. Budget {DRAIN_SECONDS} s. *Processes*, and the memory that is "
            f"theirs (PSS), while 1 task runs and {WAITING} wait, without those of the task itself; "
            f"budget {PROCESSES}: a task that waits has none.")
        self.report.table(
            ["queue", f"queueing {DRAIN_COUNT}", "drained", "min", "max", "failed", "processes",
             "MiB", "budget"], rows)

    def drain(self, queue, limit=1):
        """Seconds to queue, seconds to drain, failures, processes and their KiB at 100 waiting."""
        with latch(self.folder) as gate:
            first = [queue.launch("sh", "-c", gate.waiting)[1] for _ in range(limit)]
            brood.await_program("cat", limit)
            queueing, tasks = 0, []
            for number in range(DRAIN_COUNT):
                if number == WAITING:
                    time.sleep(0.2)
                    processes = queue.processes()
                    memory = sum(brood.share(process) for process in processes)
                elapsed, task = queue.launch("true")
                queueing += elapsed / 1000
                tasks.append(task)
            time.sleep(0.2)
            start = time.perf_counter()
            gate.open()
            queue.settle()
            seconds = time.perf_counter() - start
            failures = queue.failures(first + tasks)
            for task in first + tasks:
                queue.forget(task)
        return queueing, seconds, failures, len(processes), memory

    # MARK: Output

    def output(self, all_of_them):
        """A task that writes much, and its supervisor while it sleeps."""
        ringback = all_of_them[0]
        runs = 1 if self.bench.quick else 5
        # One more than there is: what is kept is all.
        ringback.choose(
            max_background_tasks=1,
            ringback={"output_limit": (OUTPUT_MEBIBYTES + 1) << 20})
        found = {queue.name: [] for queue in all_of_them}
        direct, piped, keepers = [], [], []
        for _ in range(runs):
            direct.append(self.write("", self.folder / "direct"))
            piped.append(self.write("| cat ", self.folder / "piped"))
            for queue in all_of_them:
                found[queue.name].append(self.write_below(
                    queue, keepers if queue is ringback else None))
        ringback.choose(max_background_tasks=1)
        rows = []
        references = [("`dd` into a file", direct), ("`dd \\| cat` into a file", piped)]
        for name, values in [*found.items(), *references]:
            rates = [OUTPUT_MEBIBYTES / seconds for seconds in values]
            cpu = ""
            if name == "ringback":
                cpu = f"{1000 * statistics.median(keeper.seconds for keeper in keepers):.0f}"
            rows.append([
                name, f"{statistics.median(rates):,.0f}", f"{min(rates):,.0f}",
                f"{max(rates):,.0f}", cpu])
        self.report.add(
            f"## The output of a task\n\n`dd` writes {OUTPUT_MEBIBYTES} MiB in blocks of 1 MiB, all of "
            "which are kept; nq and tsp give the task the file itself. In MiB/s; the supervisor's "
            "processor time for it in ms.")
        self.report.table(["", "median", "min", "max", "supervisor"], rows)
        self.supervisor(keepers)

    def write(self, through, path):
        """Seconds that it takes without a queue."""
        line = f"dd if=/dev/zero bs=1M count={OUTPUT_MEBIBYTES} status=none {through}>{path}"
        path.unlink(missing_ok=True)
        start = time.perf_counter()
        subprocess.run(["/bin/sh", "-c", line], check=True)
        seconds = time.perf_counter() - start
        path.unlink()
        return seconds

    def write_below(self, queue, keepers):
        """Seconds that it takes as a task, until all is taken."""
        marks = [self.folder / name for name in ("begin", "end")]
        with latch(self.folder) as gate:
            _, task = queue.launch("sh", "-c", (
                f"date +%s%N >{marks[0]}; "
                f"dd if=/dev/zero bs=1M count={OUTPUT_MEBIBYTES} status=none; "
                f"date +%s%N >{marks[1]}; exec {gate.waiting}"))
            brood.await_program("cat")
            time.sleep(0.2)
            if keepers is not None:
                keepers.append(Keeper(queue.processes()))
            gate.open()
            queue.settle()
        if queue.failures([task]):
            self.report.over.append(f"{queue.name}: the task with much output did not end well")
        queue.forget(task)
        begin, end = (int(mark.read_text()) for mark in marks)
        return (end - begin) / 1e9

    def supervisor(self, keepers):
        """What a supervisor has and does while its task sleeps."""
        rows = []
        for place, name in enumerate(("guard", "worker")):
            figures = [keeper.figures[place] for keeper in keepers]
            now, most, switches = (max(values) for values in zip(*figures))
            verdict = self.report.all(
                self.report.verdict(
                    f"supervisor, {name}, KiB resident", now, SUPERVISOR_MEMORY),
                self.report.verdict(f"supervisor, {name}, wake-ups", switches, 0))
            rows.append([name, f"{now:,}", f"{most:,}", str(switches), verdict])
        memory = max(keeper.share for keeper in keepers)
        self.report.add(
            f"## A supervisor at rest\n\nOf a task that has written {OUTPUT_MEBIBYTES} MiB and sleeps. "
            f"Memory in KiB: resident now, budget {SUPERVISOR_MEMORY:,} each; and the most that it was "
            f"for a moment, mostly code, which is given back. What is theirs of it (PSS) is {memory:,} KiB in all. *Wake-ups* are context switches in "
            f"{IDLE_SECONDS} s; budget 0.")
        self.report.table(["process", "VmRSS", "VmHWM", "wake-ups", "budget"], rows)

    # MARK: Ending

    def end(self, all_of_them):
        """From the end of a task until somebody who waits for it knows."""
        runs = 10 if self.bench.quick else 60
        found = {queue: [] for queue in all_of_them}
        mark = self.folder / "end"
        for _ in range(runs):
            for queue, times in found.items():
                with latch(self.folder) as gate:
                    _, task = queue.launch(
                        "sh", "-c", f"{gate.waiting}; exec date +%s%N >{mark}")
                    brood.await_program("cat")
                    waiter = queue.wait(task)
                    time.sleep(0.05)
                    gate.open()
                    os.waitpid(waiter, 0)
                    now = time.time_ns()
                    times.append((now - int(mark.read_text())) / 1e6)
                    queue.settle()
                    queue.forget(task)
        rows = []
        for queue, values in found.items():
            times, verdict = Times(values), ""
            if queue is all_of_them[0]:
                verdict = self.report.verdict("wait, ms", times.median, WAIT_LATENCY)
            command = " ".join(queue.waiting("ID")).split("/")[-1]
            rows.append([f"`{command}`", *times.cells(), verdict])
        self.report.add(
            "## Waiting for a task\n\nFrom the last act of the task, which writes down the time, until "
            f"whoever waits for it has ended. Budget {WAIT_LATENCY} ms. In ms.")
        self.report.table(["", "median", "min", "max", "budget"], rows)


class Keeper:
    """What the two processes of a supervisor have, the guard first, and do while the task sleeps."""

    def __init__(self, processes):
        parents = brood.parents()
        processes = sorted(processes, key=lambda process: parents[process] in processes)
        if len(processes) != 2:
            raise SystemExit(f"a supervisor has {len(processes)} processes")
        self.seconds = sum(brood.processor_time(process) for process in processes)
        before = [brood.switches(process) for process in processes]
        time.sleep(IDLE_SECONDS)
        self.share = sum(brood.share(process) for process in processes)
        self.figures = [
            (brood.status(process, "VmRSS"), brood.status(process, "VmHWM"),
             brood.switches(process) - switches)
            for process, switches in zip(processes, before)]
