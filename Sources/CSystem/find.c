#define _GNU_SOURCE
#include "find.h"

#include <string.h>

long cs_find(const void *bytes, long count, const void *wanted, long wanted_count) {
    const char *found = memmem(bytes, (size_t)count, wanted, (size_t)wanted_count);
    return found ? found - (const char *)bytes : -1;
}
