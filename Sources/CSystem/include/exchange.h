#ifndef RINGBACK_EXCHANGE_H
#define RINGBACK_EXCHANGE_H

/// Exchanges two files under their names, at once. Returns 0, or -1 with errno: ENOENT where one is
/// missing, EINVAL or ENOSYS where the file system or the kernel can't.
int cs_exchange(const char *one, const char *other);

#endif
