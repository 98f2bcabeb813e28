/*
 * The host's side of key-value data exchange, as the kernel shows it to hv_kvp_daemon (linux/hyperv.h): waits on a SOCK_SEQPACKET socket
 * (first argument) until the daemon registers, and then, for each line on stdin, enumerates the pool that the line names. Prints one line for
 * each pair, key and value in hex, and a full stop when the daemon has no more.
 */
#include <linux/hyperv.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static int wait_for_daemon(const char *path)
{
	struct sockaddr_un address;
	int listener = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	int daemon;

	memset(&address, 0, sizeof(address));
	address.sun_family = AF_UNIX;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(listener, 1) != 0)
		fail("listen");
	puts("listening");
	fflush(stdout);
	daemon = accept(listener, NULL, NULL);
	if (daemon < 0)
		fail("accept");
	return daemon;
}

/* One message from the daemon, which must come within ten seconds and be whole. */
static void receive(int daemon, struct hv_kvp_msg *message)
{
	struct pollfd wait = { .fd = daemon, .events = POLLIN };
	ssize_t length;

	if (poll(&wait, 1, 10000) != 1)
		fail("no answer of the daemon");
	length = read(daemon, message, sizeof(*message));
	if (length != (ssize_t)sizeof(*message)) {
		fprintf(stderr, "a message of %zd bytes instead of %zu\n", length, sizeof(*message));
		exit(1);
	}
}

static void send_message(int daemon, const struct hv_kvp_msg *message)
{
	if (write(daemon, message, sizeof(*message)) != (ssize_t)sizeof(*message))
		fail("write");
}

static void handshake(int daemon)
{
	struct hv_kvp_msg message;

	receive(daemon, &message);
	if (message.kvp_hdr.operation != KVP_OP_REGISTER1) {
		fprintf(stderr, "operation %d instead of a registration\n", message.kvp_hdr.operation);
		exit(1);
	}
	memset(&message, 0, sizeof(message));
	message.kvp_hdr.operation = KVP_OP_REGISTER1;
	strcpy((char *)message.body.kvp_register.version, "3.1");
	send_message(daemon, &message);
	puts("registered");
	fflush(stdout);
}

static void print_hex(const __u8 *text, size_t most)
{
	size_t index;

	for (index = 0; index < most && text[index] != 0; index++)
		printf("%02x", text[index]);
}

static void enumerate(int daemon, int pool)
{
	struct hv_kvp_msg message;
	__u32 index;

	for (index = 0;; index++) {
		memset(&message, 0, sizeof(message));
		message.kvp_hdr.operation = KVP_OP_ENUMERATE;
		message.kvp_hdr.pool = (__u8)pool;
		message.body.kvp_enum_data.index = index;
		send_message(daemon, &message);
		receive(daemon, &message);
		if ((__u32)message.error == HV_S_CONT)
			break;
		print_hex(message.body.kvp_enum_data.data.key, HV_KVP_EXCHANGE_MAX_KEY_SIZE);
		putchar(' ');
		print_hex(message.body.kvp_enum_data.data.value, HV_KVP_EXCHANGE_MAX_VALUE_SIZE);
		putchar('\n');
	}
	puts(".");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	char line[16];
	int daemon;

	if (argc != 2)
		return 2;
	printf("%zu\n", sizeof(struct hv_kvp_msg));
	daemon = wait_for_daemon(argv[1]);
	handshake(daemon);
	while (fgets(line, sizeof(line), stdin) != NULL)
		enumerate(daemon, atoi(line));
	return 0;
}
