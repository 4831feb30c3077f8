#ifndef RINGBACK_PROCESS_H
#define RINGBACK_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

/// Starts a program. Descriptor i of the child is a copy of descriptors[i], or /dev/null where that
/// is -1; every other descriptor is closed. Signals are back to
/// default, but for SIGTERM in a new session: until the child is in it, a signal for our group hits
/// it too, so whoever ignores SIGTERM has it ignored from its birth on.
/// Returns 0 and the process id, or an errno value: also where the program can't be executed.
int cs_spawn(const char *path, char *const arguments[], char *const environment[],
             const int *descriptors, int count, bool new_session, pid_t *process);

/// Starts a program in a session of its own, with /dev/null on its three standard descriptors, that
/// begins when the gate, a descriptor of ours, is closed, be it by our end: until then it takes no
/// time from us. Returns its process id, or -1 with errno.
pid_t cs_spawn_gated(const char *path, char *const arguments[], char *const environment[],
                     int *gate);

/// Closes a descriptor whose closing may take the kernel milliseconds, without waiting for it: a
/// child does, which nobody takes. For a process that is about to end.
void cs_close_aside(int descriptor);

/// A descriptor that becomes readable when the process ends, or -1 with errno.
int cs_pidfd_open(pid_t process);

/// Sends a signal to the process that a descriptor of cs_pidfd_open stands for, and to no other.
bool cs_pidfd_signal(int descriptor, int signal);

/// The exit code of a wait status, or -1 where the process was ended by a signal.
int cs_exit_code(int status);

/// The signal of a wait status, or 0 where the process exited by itself.
int cs_term_signal(int status);

#endif
