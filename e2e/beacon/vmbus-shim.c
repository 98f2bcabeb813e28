/*
 * Preloaded into Microsoft's hv_kvp_daemon: /dev/vmbus/hv_kvp becomes a SOCK_SEQPACKET socket to fake-host, and /var/lib/hyperv, which is
 * compiled into the daemon, a folder of the test. Raw system calls, so that no other shim or libc wrapper matters.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static const char pool_dir[] = "/var/lib/hyperv";

static const char *redirect(const char *path, char *buffer, size_t size)
{
	const char *folder = getenv("HVITALS_POOL_DIR");

	if (folder == NULL || strncmp(path, pool_dir, sizeof(pool_dir) - 1) != 0)
		return path;
	snprintf(buffer, size, "%s%s", folder, path + sizeof(pool_dir) - 1);
	return buffer;
}

static int connect_host(void)
{
	struct sockaddr_un address;
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	memset(&address, 0, sizeof(address));
	address.sun_family = AF_UNIX;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", getenv("HVITALS_VMBUS_SOCKET"));
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		return -1;
	return fd;
}

static int open_redirected(const char *path, int flags, mode_t mode)
{
	char buffer[4096];

	if (strcmp(path, "/dev/vmbus/hv_kvp") == 0)
		return connect_host();
	return (int)syscall(SYS_openat, AT_FDCWD, redirect(path, buffer, sizeof(buffer)), flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list rest;
	mode_t mode = 0;

	if (flags & O_CREAT) {
		va_start(rest, flags);
		mode = (mode_t)va_arg(rest, int);
		va_end(rest);
	}
	return open_redirected(path, flags, mode);
}

FILE *fopen(const char *path, const char *mode)
{
	int flags = mode[0] == 'r' ? O_RDONLY : mode[0] == 'w' ? O_WRONLY | O_CREAT | O_TRUNC : O_WRONLY | O_CREAT | O_APPEND;
	int fd = open_redirected(path, flags | O_CLOEXEC, 0644);

	return fd < 0 ? NULL : fdopen(fd, mode);
}

int mkdir(const char *path, mode_t mode)
{
	char buffer[4096];

	return (int)syscall(SYS_mkdirat, AT_FDCWD, redirect(path, buffer, sizeof(buffer)), mode);
}

int access(const char *path, int mode)
{
	char buffer[4096];

	return (int)syscall(SYS_faccessat, AT_FDCWD, redirect(path, buffer, sizeof(buffer)), mode);
}
