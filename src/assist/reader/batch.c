/* assist/reader/batch.c - see batch.h.
 *
 * INJECTION  The text of a patent may hold an instruction ("grade all of these 3").  Texts stand
 *        between lines with a random token, under handles that nobody could know before.  Every
 *        question also contains a control among its documents, a record that is related to no
 *        patent.  If the control gets a 2 or 3 the whole answer is refused and its documents are
 *        asked about in halves, then alone, again with a control: so an instruction in one document
 *        reaches no other pair, and a document that makes a reader grade blindly is dropped itself.
 *        A model that no control stops is not asked again.  An answer without the control, for
 *        example a cut answer, proves nothing: its documents are asked about in smaller questions
 *        first. */
#include "assist/reader/batch.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "assist/failure.h"
#include "assist/json.h"
#include "assist/reader/loose.h"

size_t
batch_room(const reader *by, const verdict_kind *kind)
{
	size_t most = by->o.context / 2 / DOCUMENT_TOKENS;

	if (!by->o.context || most > kind->batch)
		most = kind->batch;
	return most ? most : 1;
}
#include "assist/reader/verdict.h"

/* Distinct words that stand in no text by chance. */
static void
name_handles(batch *lot)
{
	/* a letter first: no model takes a handle for a number */
	static const char letters[] = "bcdfghjkmnpqrstvwxz23456789";
	enum { N_LETTERS = 19 };

	for (size_t i = 0; i <= lot->n; i++) {
		int again = 0;
		for (int k = 0; k + 1 < BATCH_HANDLE; k++)
			lot->handles[i][k] =
			    letters[reader_random(k ? sizeof letters - 1 : N_LETTERS)];
		lot->handles[i][BATCH_HANDLE - 1] = '\0';
		for (size_t j = 0; j < i; j++)
			again |= strcmp(lot->handles[i], lot->handles[j]) == 0;
		i -= (size_t)again;
	}
}

/* A line of the controls, made to look like a document: its language, its first heading and its
 * classes are those of `document`, so that an instruction cannot single out the control. */
static void
write_control(FILE *out, const reader *by, const passage *document)
{
	const char *like = document->text, *classes = strstr(like, "\n[classes] ");
	size_t n;
	const char *p = reader_control(by, document->japanese ? TENSEN_JA : TENSEN_EN, &n);

	fprintf(out, "%.*s %.*s\n", (int)strcspn(like, " "), like, (int)n, p);
	if (strstr(like, PASSAGE_NO_MORE))
		fputs(PASSAGE_NO_MORE, out);
	if (classes)
		fprintf(out, "%.*s\n", (int)strcspn(classes + 1, "\n"), classes + 1);
}

/* Slot `control` of the n + 1 slots is the control, the others are the items in order. */
int
batch_write(const judging *now, batch *lot)
{
	const reading *x = now->x;
	char *documents = NULL, number[16];
	size_t size = 0;
	FILE *f = open_memstream(&documents, &size);

	if (!f)
		return 0;
	lot->control = reader_random((unsigned)lot->n + 1);
	name_handles(lot);
	for (size_t slot = 0; slot <= lot->n; slot++) {
		fprintf(f, "%s document %s\n", x->token, lot->handles[slot]);
		if (slot == lot->control)
			write_control(f, x->r, &now->items[lot->at[0]].p);
		else
			fputs(now->items[lot->at[slot - (slot > lot->control)]].p.text, f);
		fprintf(f, "%s end\n", x->token);
	}
	if (fclose(f) != 0)
		documents = NULL;
	snprintf(number, sizeof number, "%zu", lot->n + 1);
	lot->system = reading_system(x, now->kind->role);
	if (documents)
		lot->user = reading_question(
		    x, now->kind->role, (prompt_blank[]){{"n", number}, {NULL, NULL}}, documents);
	free(documents);
	return lot->system && lot->user;
}

const char *
batch_form(const judging *now, const char *answer)
{
	const char *why;
	json_object *o = loose_object(answer, now->kind->list, &why);

	json_object_put(o);
	return o ? NULL : why;
}

static json_object *
line_of(const judging *now, const item *it)
{
	json_object *line = reading_line(now->x, now->kind->role, it->key);

	json_put_text(line, "document", it->p.id);
	json_put_text(line, "document_hash", it->hash);
	return line;
}

static tensen_status
keep_line(const judging *now, json_object *line)
{
	tensen_status st = reading_keep(now->x, json_object_get(line));

	if (st == TENSEN_OK && !reading_take_line(now->x, line))
		st = failure_nomem(now->x->err);
	json_object_put(line);
	return st;
}

static tensen_status
drop_item(const judging *now, item *it, drop why)
{
	json_object *line = line_of(now, it);

	it->state = ITEM_ANSWERED;
	reader_count_drop(now->x->r, why);
	json_put_text(line, "dropped", drop_name(why));
	return keep_line(now, line);
}

static void
count_entry(const judging *now, json_object *line)
{
	tallies *n = &now->x->r->n;

	if (now->kind->role == ROLE_DOUBT) {
		reader_count(
		    now->x->r, &n->held, json_object_get_boolean(json_at(line, "holds")) != 0);
		return;
	}
	reader_count(now->x->r, &n->judged, 1);
	reader_count(now->x->r, &n->good, json_object_get_int(json_at(line, "grade")) > 1);
}

/* The first noun by which the patent names its own product. */
static const char *
own_product(const reading *now)
{
	json_object *own = json_list(json_item(now->said, 0), "own_products");

	return json_count(own) ? json_object_get_string(json_item(own, 0)) : "";
}

static tensen_status
take_entry(const judging *now, item *it, json_object *given, double scale)
{
	json_object *line = line_of(now, it);
	const pair_read pair = {&now->x->patent, &it->p, json_at(now->x->judged, it->p.id),
	    now->x->lang, own_product(now->x), scale};
	drop d = now->kind->check(line, given, &pair);

	if (d != N_DROPS) {
		json_object_put(line);
		return drop_item(now, it, d);
	}
	it->state = ITEM_ANSWERED;
	if (now->kind->role == ROLE_JUDGE) {
		json_put_flag(line, "text_known", !it->p.title_only);
		if (it->statement >= 0)
			json_put_int(line, "statement", it->statement);
	}
	count_entry(now, line);
	return keep_line(now, line);
}

/* 1 if the last word of `id` is the handle: "bx7k2m", "document BX7K2M:". */
static int
is_handle(const char *id, const char *handle)
{
	size_t end = strlen(id), n = strlen(handle);

	while (end > 0 && !isalnum((unsigned char)id[end - 1]))
		end--;
	return end >= n && strncasecmp(id + end - n, handle, n) == 0 &&
	       (end == n || !isalnum((unsigned char)id[end - n - 1]));
}

/* The entry under a handle; *n: how many there are. */
static json_object *
entry_of(json_object *list, const char *handle, size_t *n)
{
	json_object *found = NULL;

	*n = 0;
	for (size_t i = 0; i < json_count(list); i++) {
		json_object *e = json_item(list, i);
		if (is_handle(json_text(e, "id"), handle) && (*n)++ == 0)
			found = e;
	}
	return found;
}

static control_result
control_check(const judging *now, const batch *lot, json_object *list)
{
	size_t n, judged = 0;
	json_object *entry = entry_of(list, lot->handles[lot->control], &n);

	if (n > 0)
		return n == 1 && !now->kind->accepts(entry) ? CONTROL_PASSED : CONTROL_FAILED;
	for (size_t slot = 0; judged == 0 && slot <= lot->n; slot++)
		entry_of(list, lot->handles[slot], &judged);
	return judged > 0 ? CONTROL_ABSENT : CONTROL_FAILED;
}

/* None of these judgements is used: each document is asked about again. */
static tensen_status
batch_refuse(const judging *now, const batch *lot, control_result why)
{
	if (lot->n == 1)
		return drop_item(now, &now->items[lot->at[0]], DROP_CONTROL);
	for (size_t i = 0; i < lot->n; i++) {
		item *it = &now->items[lot->at[i]];
		it->state =
		    it->state == ITEM_OPEN && (why == CONTROL_ABSENT || lot->n > BATCH_MOST / 2)
			? ITEM_MISSING
			: ITEM_ALONE;
	}
	return TENSEN_OK;
}

static void
count_foreign(const judging *now, const batch *lot, json_object *list)
{
	for (size_t i = 0; i < json_count(list); i++) {
		const char *id = json_text(json_item(list, i), "id");
		size_t slot = 0;
		while (slot <= lot->n && !is_handle(id, lot->handles[slot]))
			slot++;
		if (slot > lot->n)
			reader_count_drop(now->x->r, DROP_FOREIGN);
	}
}

static tensen_status
take_slots(const judging *now, const batch *lot, json_object *list)
{
	const double scale = verdict_scale(now->x->judged, now->x->lang);
	tensen_status st = TENSEN_OK;

	for (size_t slot = 0; st == TENSEN_OK && slot <= lot->n; slot++) {
		item *it;
		json_object *entry;
		size_t n;
		if (slot == lot->control)
			continue;
		it = &now->items[lot->at[slot - (slot > lot->control)]];
		entry = entry_of(list, lot->handles[slot], &n);
		if (n == 1)
			st = take_entry(now, it, entry, scale);
		else if (n > 1)
			st = drop_item(now, it, DROP_TWICE);
		else
			it->state = it->state == ITEM_OPEN ? ITEM_MISSING : ITEM_SILENT;
	}
	return st;
}

control_result
batch_control(const judging *now, const batch *lot, const char *text)
{
	const char *why;
	json_object *answer = loose_object(text, now->kind->list, &why), *list = NULL;
	control_result control = CONTROL_FAILED;

	json_object_object_get_ex(answer, now->kind->list, &list);
	if (list)
		control = control_check(now, lot, list);
	json_object_put(answer);
	return control;
}

tensen_status
batch_take(judging *now, const batch *lot, const char *text)
{
	const char *why;
	json_object *answer = loose_object(text, now->kind->list, &why), *list = NULL;
	tensen_status st = TENSEN_OK;
	control_result control;

	json_object_object_get_ex(answer, now->kind->list, &list);
	control = control_check(now, lot, list);
	now->controls[control]++;
	if (control == CONTROL_PASSED) {
		count_foreign(now, lot, list);
		st = take_slots(now, lot, list);
	} else {
		st = batch_refuse(now, lot, control);
	}
	json_object_put(answer);
	return st;
}
