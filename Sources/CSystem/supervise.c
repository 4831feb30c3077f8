#define _GNU_SOURCE
#include "supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

bool cs_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0; }

// The parent may have gone before the child asked to be told of it.
static void end_with_parent(int signal, pid_t parent) {
    if (signal == 0) return;
    prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0);
    if (getppid() != parent) raise(signal);
}

pid_t cs_fork(int signal_of_parents_end) {
    pid_t parent = getpid();
    pid_t process = fork();
    if (process == 0) end_with_parent(signal_of_parents_end, parent);
    return process;
}

static sigset_t set_of(const int *signals, int count) {
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < count; i++) sigaddset(&set, signals[i]);
    return set;
}

void cs_block_signals(const int *signals, int count) {
    sigset_t set = set_of(signals, count);
    sigprocmask(SIG_BLOCK, &set, 0);
    // What is ignored is never told, not even to a source.
    for (int i = 0; i < count; i++) signal(signals[i], SIG_DFL);
}

int cs_signal_source(const int *signals, int count) {
    sigset_t set = set_of(signals, count);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int cs_next_signal(int source) {
    struct signalfd_siginfo info;
    return read(source, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
}

static _Noreturn void fail(int report, char what) {
    struct {
        int code;
        char what;
    } message = {errno, what};
    (void)!write(report, &message, sizeof message.code + 1);
    _exit(127);
}

// Between fork and exec: nothing that could wait for a lock of somebody else.
static _Noreturn void become(const struct cs_child *child, pid_t parent) {
    close(child->gate_of_ours);
    setpgid(0, 0);
    end_with_parent(SIGKILL, parent);
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &standard, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
    char go;
    ssize_t got;
    while ((got = read(child->gate, &go, 1)) < 0 && errno == EINTR) {}
    if (got != 1) _exit(127);
    int empty = open("/dev/null", O_RDONLY);
    if (empty < 0 || dup2(empty, 0) < 0 || dup2(child->output, 1) < 0 || dup2(child->error, 2) < 0)
        fail(child->report, 'x');
    if (empty > 2) close(empty);
    if (chdir(child->folder) != 0) fail(child->report, 'd');
    execve(child->path, child->arguments, child->environment);
    fail(child->report, 'x');
}

pid_t cs_start_child(const struct cs_child *child) {
    pid_t parent = getpid();
    pid_t process = fork();
    if (process == 0) become(child, parent);
    return process;
}

bool cs_reap(struct cs_ending *ending) {
    struct rusage usage;
    do {
        ending->process = wait4(-1, &ending->status, WNOHANG, &usage);
    } while (ending->process < 0 && errno == EINTR);
    if (ending->process <= 0) return false;
    ending->cpu = (int64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
                  usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
    ending->memory = (int64_t)usage.ru_maxrss * 1024;
    return true;
}

void cs_forget_code(void) {
    // Of the linker: where the program begins, and where its code ends.
    extern char __executable_start, etext;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t start = (uintptr_t)&__executable_start & ~(page - 1);
    uintptr_t end = (uintptr_t)&etext & ~(page - 1);
    // Code is never written to, so there is nothing to lose.
    if (end > start) madvise((void *)start, end - start, MADV_DONTNEED);
}

bool cs_has_children(void) {
    siginfo_t info;
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}
