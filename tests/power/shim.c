/* Notes every write to a hub's database file and its log, and every sync that has come back. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

struct head { char op, file; uint16_t none; uint32_t length; uint64_t offset; };

static char kind[65536];
static int notes = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define KIND(fd) ((fd) >= 0 && (fd) < 65536 ? kind[fd] : 0)

static void note(char op, int fd, uint64_t offset, const void *data, size_t length) {
  struct head head = {op, kind[fd], 0, (uint32_t)length, offset};
  struct iovec parts[2] = {{&head, sizeof head}, {(void *)data, length}};
  if (notes >= 0 && writev(notes, parts, length ? 2 : 1) < 0) abort();
}

static int ends(const char *path, const char *end) {
  size_t a = strlen(path), b = strlen(end);
  return a >= b && strcmp(path + a - b, end) == 0;
}

static int opened(int fd, const char *path) {
  if (fd < 0 || fd >= 65536) return fd;
  if (notes < 0 && getenv("POWER_NOTES")) {
    int (*plain)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    notes = plain(getenv("POWER_NOTES"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  }
  kind[fd] = ends(path, "/hub.db") ? 'd' : ends(path, "/hub.db-wal") ? 'w' : 0;
  return fd;
}

#define OPEN(name)                                                  \
  int name(const char *path, int flags, ...) {                      \
    va_list rest;                                                   \
    va_start(rest, flags);                                          \
    mode_t mode = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0;     \
    va_end(rest);                                                   \
    REAL(name);                                                     \
    return opened(real(path, flags, mode), path);                   \
  }
OPEN(open)
OPEN(open64)

#define WRITE(name)                                                            \
  ssize_t name(int fd, const void *data, size_t length, off_t offset) {        \
    REAL(name);                                                                \
    if (!KIND(fd)) return real(fd, data, length, offset);                      \
    pthread_mutex_lock(&lock);                                                 \
    ssize_t done = real(fd, data, length, offset);                             \
    if (done > 0) note('w', fd, (uint64_t)offset, data, (size_t)done);         \
    pthread_mutex_unlock(&lock);                                               \
    return done;                                                               \
  }
WRITE(pwrite)
WRITE(pwrite64)

#define TRUNCATE(name)                                       \
  int name(int fd, off_t length) {                           \
    REAL(name);                                              \
    if (!KIND(fd)) return real(fd, length);                  \
    pthread_mutex_lock(&lock);                               \
    int done = real(fd, length);                             \
    if (done == 0) note('t', fd, (uint64_t)length, NULL, 0); \
    pthread_mutex_unlock(&lock);                             \
    return done;                                             \
  }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

#define SYNC(name)                            \
  int name(int fd) {                          \
    REAL(name);                               \
    if (!KIND(fd)) return real(fd);           \
    pthread_mutex_lock(&lock);                \
    int done = real(fd);                      \
    if (done == 0) note('s', fd, 0, NULL, 0); \
    pthread_mutex_unlock(&lock);              \
    return done;                              \
  }
SYNC(fsync)
SYNC(fdatasync)

int close(int fd) {
  REAL(close);
  if (KIND(fd)) kind[fd] = 0;
  return real(fd);
}
