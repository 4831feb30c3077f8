"""The processes below this one, also those that their own parents have left behind."""

import ctypes
import os
import pathlib
import re
import signal
import time

PR_SET_CHILD_SUBREAPER = 36


def adopt(flag):
    """Whether this process becomes the parent of what its children leave behind."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, int(flag), 0, 0, 0)


def parents():
    """The parent of each process."""
    found = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text()
        except OSError:
            continue
        # Source: proc(5): the name is in parentheses and may contain some itself.
        found[int(folder.name)] = int(text[text.rindex(")") + 2:].split()[1])
    return found


def children():
    return {process for process, parent in parents().items() if parent == os.getpid()}


def below():
    """All processes below this one."""
    known, found = parents(), set()
    level = {os.getpid()}
    while level:
        level = {process for process, parent in known.items() if parent in level}
        found |= level
    return found


def wait_for_all(keeping=()):
    """Waits until all of our children are gone but some, and all that they leave behind."""
    while rest := children() - set(keeping):
        for process in rest:
            try:
                os.waitpid(process, 0)
            except ChildProcessError:
                pass


def end(processes):
    """Ends processes that are below this one, and waits for those that are its children."""
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


def program(process):
    """The name of a process's program."""
    try:
        return os.path.basename(os.readlink(f"/proc/{process}/exe"))
    except OSError:
        return ""


def await_program(name, count=1, seconds=60):
    """Waits until so many processes below this one run a program, and sleep."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if sum(program(process) == name for process in below()) >= count:
            time.sleep(0.02)
            return
        time.sleep(0.002)
    raise SystemExit(f"no {name} was started")


def status(process, name):
    """A number of /proc/PID/status: kibibytes, or a count."""
    text = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(re.search(rf"^{name}:\s+(\d+)", text, re.M).group(1))


def share(process):
    """The memory of a process in KiB; of what it shares with others its share."""
    text = pathlib.Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", text, re.M).group(1))


def processor_time(process):
    """The processor's time that a process has had, in seconds."""
    return int(pathlib.Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def switches(process):
    """How often a process has gone off the processor: once more each time it woke up."""
    return (status(process, "voluntary_ctxt_switches")
            + status(process, "nonvoluntary_ctxt_switches"))
