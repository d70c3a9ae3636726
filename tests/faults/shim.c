/* Stands between a program and the C library, to disturb it: OFFRAMP_SHIM names what it does.
   short: every write takes only half of what it is given, and every third is interrupted before it begins.
   backwards: every look at a clock shows an earlier time than the look before, by a second. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int does(const char *what)
{
    const char *asked = getenv("OFFRAMP_SHIM");
    return asked && strstr(asked, what);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    static __thread unsigned calls;
    if (does("short")) {
        if (++calls % 3 == 0) {
            errno = EINTR;
            return -1;
        }
        count = count > 1 ? count / 2 : count;
    }
    return syscall(SYS_write, fd, bytes, count);
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    static __thread time_t back;
    int result = syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && does("backwards"))
        time->tv_sec -= ++back;
    return result;
}
