#ifndef RINGBACK_FIND_H
#define RINGBACK_FIND_H

/// Where bytes stand first within others, or -1: memmem(3), which has the processor's help.
long cs_find(const void *bytes, long count, const void *wanted, long wanted_count);

#endif
