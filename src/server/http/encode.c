/* server/http/encode.c - see encode.h. */
#include "server/http/encode.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>
#include <zstd.h>

static const char *const names[N_CODINGS] = {"identity", "gzip", "zstd"};

const char *
coding_name(coding codec)
{
	return codec > CODING_IDENTITY && codec < N_CODINGS ? names[codec] : NULL;
}

/* The weight of ";q=0.8" in thousandths, 1000 if none is given. */
static int
weight_of(const char *str, size_t n)
{
	const char *q = memchr(str, ';', n);
	int v = 0, unit = 1000;

	if (!q)
		return 1000;
	n -= (size_t)(q - str);
	for (str = q + 1, n--; n > 0 && (*str == ' ' || *str == '\t'); n--)
		str++;
	if (n < 3 || (*str | 0x20) != 'q' || str[1] != '=')
		return 1000;
	v = str[2] == '1' ? 1000 : 0;
	for (size_t i = 4; i < n && i < 7 && str[i] >= '0' && str[i] <= '9'; i++)
		v += (str[i] - '0') * (unit /= 10);
	return v > 1000 ? 1000 : v;
}

static int
is_named(const char *str, size_t n, const char *name)
{
	size_t k = strcspn(str, "; \t,");

	return (k < n ? k : n) == strlen(name) && strncasecmp(str, name, strlen(name)) == 0;
}

coding
coding_choose(const char *accept)
{
	int weight[N_CODINGS] = {-1, -1, -1}, any = -1;
	coding best = CODING_NONE;

	if (!accept)
		return CODING_IDENTITY;
	for (const char *s = accept; *s;) {
		size_t n;
		s += strspn(s, " \t,");
		n = strcspn(s, ",");
		for (int c = 0; c < N_CODINGS; c++)
			if (is_named(s, n, names[c]))
				weight[c] = weight_of(s, n);
		if (is_named(s, n, "*"))
			any = weight_of(s, n);
		s += n;
	}
	for (int c = 0; c < N_CODINGS; c++) {
		/* a coding that is not named: identity is accepted, others only by "*" */
		if (weight[c] < 0)
			weight[c] = any >= 0 ? any : c == CODING_IDENTITY ? 1 : 0;
		if (weight[c] > 0 && (best == CODING_NONE || weight[c] >= weight[best]))
			best = (coding)c;
	}
	return best;
}

static char *
apply_zstd(int level, const char *str, size_t n, size_t *n_out)
{
	size_t room = ZSTD_compressBound(n), k;
	char *to = malloc(room);

	if (!to)
		return NULL;
	k = ZSTD_compress(to, room, str, n, level ? 19 : 3);
	if (ZSTD_isError(k)) {
		free(to);
		return NULL;
	}
	*n_out = k;
	return to;
}

static char *
apply_gzip(int level, const char *str, size_t n, size_t *n_out)
{
	z_stream z = {.next_in = (z_const Bytef *)(uintptr_t)str, .avail_in = (uInt)n};
	char *to = NULL;
	size_t room;
	int end;

	if (n > (uInt)-1 || deflateInit2(&z, level ? 9 : 4, Z_DEFLATED, MAX_WBITS + 16, 8,
				Z_DEFAULT_STRATEGY) != Z_OK)
		return NULL;
	room = deflateBound(&z, n);
	if ((to = malloc(room))) {
		z.next_out = (Bytef *)to;
		z.avail_out = (uInt)room;
		end = deflate(&z, Z_FINISH);
		*n_out = z.total_out;
		if (end != Z_STREAM_END) {
			free(to);
			to = NULL;
		}
	}
	deflateEnd(&z);
	return to;
}

char *
coding_apply(coding codec, int level, const char *str, size_t n, size_t *n_out)
{
	return codec == CODING_ZSTD ? apply_zstd(level, str, n, n_out)
				    : apply_gzip(level, str, n, n_out);
}
