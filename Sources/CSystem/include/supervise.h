#ifndef RINGBACK_SUPERVISE_H
#define RINGBACK_SUPERVISE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/// Orphans below this process become its children, however often they forked. False where the
/// system can't.
bool cs_adopt_orphans(void);

/// fork(2), for a process of one thread. The signal is sent to the child when its parent goes; 0
/// for none.
pid_t cs_fork(int signal_of_parents_end);

/// Blocks those signals for this thread, so that they are told by cs_signal_source alone.
void cs_block_signals(const int *signals, int count);

/// A descriptor that becomes readable when one of those signals comes, or -1 with errno.
int cs_signal_source(const int *signals, int count);

/// The next signal of that source, or 0 where none has come.
int cs_next_signal(int source);

/// What a child is to be.
struct cs_child {
    const char *path;
    char *const *arguments;
    char *const *environment;
    /// Where it begins.
    const char *folder;
    /// Its descriptors 1 and 2; 0 is /dev/null.
    int output, error;
    /// It waits until a byte comes from here, and does nothing at all where the end comes instead.
    int gate;
    /// The other end of that, which the child must not hold.
    int gate_of_ours;
    /// Is written an errno value and then what failed, a byte (`d`: folder, `x`: program), where it
    /// can't begin; is closed where it could.
    int report;
};

/// Starts a child in a process group of its own that is killed when we are, and that waits at its
/// gate. Returns its process id, or -1 with errno.
pid_t cs_start_child(const struct cs_child *child);

/// How a process ended.
struct cs_ending {
    pid_t process;
    int status;
    /// User and system time of it and of those that it has waited for, in microseconds.
    int64_t cpu;
    /// The most that it or one of those had in memory, in bytes.
    int64_t memory;
};

/// Takes a child that has ended, without waiting. Returns whether there was one.
bool cs_reap(struct cs_ending *ending);

/// Gives back the memory that this program's code takes in this process: the kernel maps it again,
/// piece by piece, where it is run.
void cs_forget_code(void);

/// Whether this process has a child that runs, whoever it was born to. Ended ones must have been
/// taken.
bool cs_has_children(void);

#endif
