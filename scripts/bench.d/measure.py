"""Times, instructions and memory of a program."""

import json
import os
import re
import statistics
import subprocess
import time


class Times:
    """Times of one program, in milliseconds."""

    def __init__(self, values, reference=None):
        self.values = sorted(values)
        self.reference = reference

    median = property(lambda self: statistics.median(self.values))
    least = property(lambda self: self.values[0])
    most = property(lambda self: self.values[-1])

    @property
    def ratio(self):
        """How often it is the median of the reference, which ran in turn with it."""
        return self.median / self.reference.median

    def cells(self):
        return [f"{self.median:.2f}", f"{self.least:.2f}", f"{self.most:.2f}"]


def spawn(command, stdin, environment):
    """Starts a program with a file as its stdin."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, str(stdin), os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
    ]
    return os.posix_spawn(command[0], command, environment, file_actions=actions)


def run_time(command, stdin, environment):
    """How long a program runs, from before its start until it is reaped."""
    start = time.perf_counter_ns()
    _, status = os.waitpid(spawn(command, stdin, environment), 0)
    elapsed = time.perf_counter_ns() - start
    if status != 0:
        raise SystemExit(f"{command} ended with status {status}")
    return elapsed / 1e6


def in_turn(command, stdin, environment, runs, prepare=lambda: None):
    """Times of a program and of /bin/true, which run in turn; `prepare` comes before each."""
    reference, times = [], []
    for _ in range(runs):
        prepare()
        reference.append(run_time(["/bin/true"], stdin, environment))
        prepare()
        times.append(run_time(command, stdin, environment))
    return Times(times, Times(reference))


def hyperfine(command, stdin, environment, runs, prepare, scratch):
    """The same by hyperfine, which subtracts the time of the shell that opens stdin."""
    report = scratch / "hyperfine.json"
    subprocess.run(
        ["hyperfine", "--style", "none", "--warmup", "10", "--runs", str(runs),
         "--prepare", prepare, "--export-json", str(report),
         f"/bin/true <{stdin}", f"{' '.join(command)} <{stdin}"],
        env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    reference, times = (
        Times([1000 * value for value in result["times"]])
        for result in json.loads(report.read_text())["results"])
    times.reference = reference
    return times


def instructions(command, stdin, environment, output):
    """How many instructions a program executes in user mode, by callgrind."""
    with open(stdin, "rb") as file:
        text = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", *command],
            stdin=file, env=environment, check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True).stderr
    return int(re.search(r"Collected : (\d+)", text).group(1))


def resident(command, stdin, environment):
    """The most memory that a program has had resident, in MiB."""
    with open(stdin, "rb") as file:
        text = subprocess.run(
            ["/usr/bin/time", "-f", "%M", *command], stdin=file, env=environment, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr
    return int(text.split()[-1]) / 1024


def profile(output, swift_demangle, count=15):
    """The functions of a callgrind run in which most instructions are, and below which."""
    sections = []
    for title, option in (("itself", "no"), ("with what it calls", "yes")):
        text = subprocess.run(
            ["callgrind_annotate", f"--inclusive={option}", "--threshold=100", str(output)],
            check=True, capture_output=True, text=True).stdout
        rows = re.findall(
            r"^\s*([\d,]+) \(\s*([\d.]+)%\)\s+\?\?\?:(\S.*?)(?: \[[^\]]*\])?$", text, re.M)
        # Rows of a recursion count what is below them again.
        rows = [row for row in rows if not re.search(r"'\d$", row[2])][:count]
        names = subprocess.run(
            [swift_demangle, "--simplified"], check=True, capture_output=True, text=True,
            input="\n".join(name for _, _, name in rows)).stdout.splitlines()
        lines = [
            f"{int(total.replace(',', '')) / 1000:9.0f} k {share:>6} %  {name[:110]}"
            for (total, share, _), name in zip(rows, names)]
        sections.append(f"Instructions in a function {title}:\n" + "\n".join(lines))
    return "\n\n".join(sections)
