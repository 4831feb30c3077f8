#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int cs_spawn(const char *path, char *const arguments[], char *const environment[],
             const int *descriptors, int count, bool new_session, pid_t *process) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return error;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    for (int i = 0; i < count && error == 0; i++) {
        error = descriptors[i] < 0
                    ? posix_spawn_file_actions_addopen(&actions, i, "/dev/null", O_RDWR, 0)
                    : posix_spawn_file_actions_adddup2(&actions, descriptors[i], i);
    }
    // What our caller has open is his own: a lock that went on to a child would never be given up.
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&actions, count);
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    if (new_session) sigdelset(&all, SIGTERM);
    short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
#ifdef POSIX_SPAWN_SETSID
    if (new_session) flags |= POSIX_SPAWN_SETSID;
#endif
    if (error == 0) error = posix_spawnattr_setsigdefault(&attributes, &all);
    if (error == 0) error = posix_spawnattr_setsigmask(&attributes, &none);
    if (error == 0) error = posix_spawnattr_setflags(&attributes, flags);
    if (error == 0)
        error = posix_spawn(process, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

pid_t cs_spawn_gated(const char *path, char *const arguments[], char *const environment[],
                     int *gate) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    pid_t process = fork();
    if (process != 0) {
        close(ends[0]);
        if (process < 0) close(ends[1]);
        *gate = ends[1];
        return process;
    }
    close(ends[1]);
    setsid();
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++)
        if (signal != SIGTERM) sigaction(signal, &standard, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
    int null = open("/dev/null", O_RDWR);
    for (int i = 0; i < 3; i++) dup2(null, i);
    if (dup2(ends[0], 3) < 0) _exit(127);
    // What our caller has open is his own.
    close_range(4, ~0U, 0);
    char go;
    while (read(3, &go, 1) < 0 && errno == EINTR) {}
    close(3);
    execve(path, arguments, environment);
    _exit(127);
}

void cs_close_aside(int descriptor) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        close(descriptor);
        return;
    }
    if (fork() == 0) {
        // Nobody must wait for us: not who reads our output, and not for our other descriptors.
        for (int i = 0; i < 3; i++) close(i);
        close(ends[1]);
        char gone;
        while (read(ends[0], &gone, 1) < 0 && errno == EINTR) {}
        _exit(0);
    }
    // In this order: the child's copy is to be the last one.
    close(descriptor);
    close(ends[1]);
    close(ends[0]);
}

int cs_pidfd_open(pid_t process) {
#ifdef SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, process, 0);
#else
    errno = ENOSYS;
    return -1;
#endif
}

bool cs_pidfd_signal(int descriptor, int signal) {
#ifdef SYS_pidfd_send_signal
    return syscall(SYS_pidfd_send_signal, descriptor, signal, 0, 0) == 0;
#else
    errno = ENOSYS;
    return false;
#endif
}

int cs_exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }

int cs_term_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }
