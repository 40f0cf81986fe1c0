/* tests/unit/test_conns.c - how many connections there may be, in all and from one address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>
#include <cmocka.h>
#include "server/http/conns.h"

typedef struct far_end {
	int fd;
	conn *con;
} far_end;

static far_end
connect_from(conns *open_conns, const char *address)
{
	struct sockaddr_in from = {.sin_family = AF_INET};
	int fd[2];

	assert_int_equal(inet_pton(AF_INET, address, &from.sin_addr), 1);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
	return (far_end){fd[1], conns_add(open_conns, fd[0], (const struct sockaddr *)&from)};
}

static int
is_refused(far_end end)
{
	char head[64] = "";

	return recv(end.fd, head, sizeof head - 1, MSG_DONTWAIT) > 0 &&
	       !strncmp(head, "HTTP/1.1 503 ", 13);
}

static void
connections_over_a_limit_are_told_503_and_counted(void **state)
{
	conns c;
	far_end one, two, three, other, more;
	conn_counts n;

	(void)state;
	conns_init(&c, 1000, 1000);
	c.max = 4;
	c.max_per_peer = 2;
	one = connect_from(&c, "192.0.2.1");
	two = connect_from(&c, "192.0.2.1");
	three = connect_from(&c, "192.0.2.1");
	other = connect_from(&c, "192.0.2.2");
	more = connect_from(&c, "192.0.2.3");
	assert_false(is_refused(one));
	assert_false(is_refused(two));
	assert_true(is_refused(three));
	assert_false(is_refused(other));
	assert_true(is_refused(more)); /* the fifth in all */
	conns_mark(&c, one.con, CONN_ASKING);
	n = conns_count(&c);
	assert_int_equal(n.open, 5);
	assert_int_equal(n.half_open, 2);
	assert_int_equal(n.refused, 2);
	conns_remove(&c, three.con);
	conns_remove(&c, one.con);
	one = connect_from(&c, "192.0.2.1");
	assert_false(is_refused(one));
	conns_remove(&c, one.con);
	conns_remove(&c, two.con);
	conns_remove(&c, other.con);
	conns_remove(&c, more.con);
	conns_clear(&c);
}

static void
connections_by_way_of_a_trusted_proxy_count_for_the_address_before_it(void **state)
{
	static const char *const proxies[] = {"192.0.2.9", "192.0.2.8", NULL};
	conns c;
	far_end v[4], direct;

	(void)state;
	conns_init(&c, 1000, 1000);
	c.max_per_peer = 1;
	c.proxies = proxies;
	for (int i = 0; i < 4; i++) {
		v[i] = connect_from(&c, "192.0.2.9");
		assert_false(is_refused(v[i]));
	}
	assert_true(conns_forwarded(&c, v[0].con, "198.51.100.1"));
	assert_true(conns_forwarded(&c, v[1].con, "203.0.113.5, 198.51.100.2, 192.0.2.8"));
	assert_false(conns_forwarded(&c, v[2].con, "198.51.100.2"));
	assert_true(conns_forwarded(&c, v[3].con, NULL));
	assert_true(conns_forwarded(&c, v[3].con, " , unknown,  "));
	assert_true(conns_forwarded(&c, v[3].con, "2001:db8::1"));
	/* who is no proxy says nothing that counts */
	direct = connect_from(&c, "192.0.2.3");
	assert_true(conns_forwarded(&c, direct.con, "198.51.100.2"));
	assert_int_equal(conns_count(&c).refused, 1);
	for (int i = 0; i < 4; i++)
		conns_remove(&c, v[i].con);
	conns_remove(&c, direct.con);
	conns_clear(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(connections_over_a_limit_are_told_503_and_counted),
	    cmocka_unit_test(
		connections_by_way_of_a_trusted_proxy_count_for_the_address_before_it)};

	return cmocka_run_group_tests_name("conns", tests, NULL, NULL);
}
