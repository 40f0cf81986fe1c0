/* assist/chat/endpoint.c - see endpoint.h. */
#include "assist/chat/endpoint.h"
#include <arpa/inet.h>
#include <errno.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "assist/failure.h"

/* Names are not resolved: a name may mean another machine tomorrow. */
static int
is_loopback(const char *host)
{
	struct in_addr v4;
	struct in6_addr v6;
	char bare[64];
	size_t n = strlen(host);

	if (strcasecmp(host, "localhost") == 0)
		return 1;
	if (inet_pton(AF_INET, host, &v4) == 1)
		return ntohl(v4.s_addr) >> 24 == 127;
	if (n < 3 || n >= sizeof bare || host[0] != '[')
		return 0;
	snprintf(bare, sizeof bare, "%.*s", (int)(n - 2), host + 1);
	return inet_pton(AF_INET6, bare, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

static int
ends_with(const char *str, const char *end)
{
	size_t n = strlen(str), m = strlen(end);

	return n >= m && strcmp(str + n - m, end) == 0;
}

static int
complete_path(CURLU *url, const char *path, const char *end)
{
	char full[900];
	size_t n = strlen(path);

	while (n > 0 && path[n - 1] == '/')
		n--;
	if (n > 800)
		return 0;
	snprintf(full, sizeof full, "%.*s%s", (int)n, path, n == 0 ? "/v1" : "");
	if (!ends_with(full, end))
		strcat(full, end);
	return curl_url_set(url, CURLUPART_PATH, full, 0) == CURLUE_OK;
}

static int
write_parts(endpoint *out, CURLU *url_of)
{
	char *url = NULL, *shown = NULL;
	int ok = curl_url_get(url_of, CURLUPART_URL, &url, 0) == CURLUE_OK;

	curl_url_set(url_of, CURLUPART_QUERY, NULL, 0);
	ok = ok && curl_url_get(url_of, CURLUPART_URL, &shown, 0) == CURLUE_OK &&
	     snprintf(out->url, sizeof out->url, "%s", url) < (int)sizeof out->url &&
	     snprintf(out->shown, sizeof out->shown, "%s", shown) < (int)sizeof out->shown;
	curl_free(url);
	curl_free(shown);
	return ok;
}

static const char *
chat_endpoint_parse(endpoint *out, CURLU *url_of, const char *url)
{
	char *scheme = NULL, *host = NULL, *path = NULL, *user = NULL;
	const char *why = NULL;

	if (curl_url_set(url_of, CURLUPART_URL, url, 0) != CURLUE_OK ||
	    curl_url_get(url_of, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
	    curl_url_get(url_of, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
	    curl_url_get(url_of, CURLUPART_PATH, &path, 0) != CURLUE_OK)
		why = SAY_EXPECTED_ADDRESS_SUCH;
	else if (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0)
		why = SAY_EXPECTED_ADDRESS_THAT;
	else if (curl_url_get(url_of, CURLUPART_USER, &user, 0) == CURLUE_OK)
		why = SAY_NAME_OR_PASSWORD;
	curl_url_set(url_of, CURLUPART_FRAGMENT, NULL, 0);
	if (!why && (!complete_path(url_of, path, out->path) || !write_parts(out, url_of)))
		why = SAY_ADDRESS_TOO_LONG;
	if (!why) {
		out->local = is_loopback(host);
		out->encrypted = strcmp(scheme, "https") == 0;
	}
	curl_free(scheme);
	curl_free(host);
	curl_free(path);
	curl_free(user);
	return why;
}

tensen_status
endpoint_parse(endpoint *out, const char *url, const char *path, tensen_error *err)
{
	CURLU *u = curl_url();
	const char *why;

	out->path = path;
	why = u ? chat_endpoint_parse(out, u, url) : NULL;
	curl_url_cleanup(u);
	if (!u)
		return failure_nomem(err);
	return why ? failure(err, TENSEN_E_ARG, "--model", "%s", why) : TENSEN_OK;
}

#define KEY_MAX 4096

tensen_status
endpoint_key(char **out, const char *path, tensen_error *err)
{
	char line[KEY_MAX] = "";
	FILE *f = fopen(path, "rb");
	int ok;

	*out = NULL;
	if (!f)
		return failure(err, TENSEN_E_IO, path, "%s", tensen_os_error(errno));
	ok = fgets(line, sizeof line, f) != NULL;
	fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	for (const char *p = line; *p; p++)
		ok = ok && *p > 0x20 && *p < 0x7F;
	if (ok && line[0] && strlen(line) < KEY_MAX - 1)
		*out = strdup(line);
	explicit_bzero(line, sizeof line);
	return *out ? TENSEN_OK : failure(err, TENSEN_E_INPUT, path, SAY_EXPECTED_KEY_ONE);
}

void
endpoint_key_free(char *key)
{
	if (key)
		explicit_bzero(key, strlen(key));
	free(key);
}
