/* server/http/answer.c - see answer.h. */
#include "server/http/answer.h"
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

void
answer_clear(answer *reply)
{
	free(reply->owned);
	*reply = (answer){.status = 0};
}

void
answer_take(answer *reply, unsigned status, const char *type, char *body, size_t n)
{
	answer_fixed(reply, status, type, body, n);
	reply->owned = body;
}

void
answer_fixed(answer *reply, unsigned status, const char *type, const char *body, size_t n)
{
	answer_clear(reply);
	reply->status = status;
	reply->type = type;
	reply->body = body;
	reply->n = n;
	reply->cache = "no-store";
}

void
answer_problem(answer *reply, const problem *trouble)
{
	static const char fallback[] = "{\"error\":{\"code\":\"no_memory\",\"message\":\"\"}}\n";
	json_object *root = json_object_new_object(), *error = json_object_new_object();
	const char *text = NULL;
	char *body = NULL;

	if (root && error) {
		json_object_object_add(error, "code", json_object_new_string(trouble->code));
		json_object_object_add(error, "message", json_object_new_string(trouble->message));
		json_object_object_add(
		    error, "message_ja", json_object_new_string(trouble->message_ja));
		if (trouble->meant[0])
			json_object_object_add(
			    error, "meant", json_object_new_string(trouble->meant));
		json_object_object_add(root, "error", error);
		text = json_object_to_json_string_ext(
		    root, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
	}
	if (text && (body = malloc(strlen(text) + 2))) {
		strcpy(body, text);
		strcat(body, "\n");
		answer_take(reply, trouble->status, "application/json", body, strlen(body));
	} else {
		answer_fixed(reply, 503, "application/json", fallback, sizeof fallback - 1);
	}
	json_object_put(root);
}
