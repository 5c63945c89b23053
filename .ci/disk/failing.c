/* Preloaded into the server: while the file named by FAILING exists, writes and flushes of database files fail with EIO, as on a disk that is dying. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails(int fd)
{
    const char *flag = getenv("FAILING");
    char link[64], path[4096];
    ssize_t n;
    if (!flag || access(flag, F_OK) != 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return strstr(path, "orgvue-scim.db") != NULL;
}

#define FAILS(name, result, declared, passed)                        \
    result name declared                                             \
    {                                                                \
        static result(*real) declared;                               \
        if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name);        \
        if (fails(fd)) { errno = EIO; return -1; }                   \
        return real passed;                                          \
    }

FAILS(write, ssize_t, (int fd, const void *from, size_t n), (fd, from, n))
FAILS(pwrite, ssize_t, (int fd, const void *from, size_t n, off_t at), (fd, from, n, at))
FAILS(pwrite64, ssize_t, (int fd, const void *from, size_t n, off64_t at), (fd, from, n, at))
FAILS(fsync, int, (int fd), (fd))
FAILS(fdatasync, int, (int fd), (fd))
FAILS(ftruncate, int, (int fd, off_t n), (fd, n))
FAILS(ftruncate64, int, (int fd, off64_t n), (fd, n))
