#ifndef RINGBACK_DEADLINE_H
#define RINGBACK_DEADLINE_H

#include <stdbool.h>

/// From now on, after that many milliseconds a blocking system call of this thread returns EINTR,
/// and again every 50 ms, so that none is entered a moment too late and sleeps on. 0 ends it.
/// Returns false, with errno, where that can't be had.
bool cs_interrupt_after(long milliseconds);

#endif
