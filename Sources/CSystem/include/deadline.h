#ifndef RINGBACK_DEADLINE_H
#define RINGBACK_DEADLINE_H

/// From now on, after that many milliseconds a blocking system call of this process returns EINTR,
/// and again every 50 ms, so that none is entered a moment too late and sleeps on. 0 ends it.
void cs_interrupt_after(long milliseconds);

#endif
