/* assist/reader/read.c - the steps for one query.
 *
 * ORDER  Statements; their lists, without what was seen; what is worth reading; grades; statements
 *        again.  At the end a second reading of what was graded well.  Each step begins with what
 *        is kept, so the same call goes on after a kill, and, for a query that was read before,
 *        asks about new documents alone: with its kept statements, of its lists the lines that
 *        were never seen. */
#include <stdlib.h>
#include <string.h>
#include "assist/reader/batch.h"
#include "assist/json.h"
#include "assist/reader/reading.h"

/* Documents that are read of the lists of each round.  Picks stand best first: of the first ten of
 * a list two in five were good, of the second ten one in seven (360 pairs of ten patents). */
static const size_t worth[READER_ROUNDS] = {15, 12, 6};

/* Titles alone are short to read, and their second ten were good in one of three: of a list of them
 * half as many again are read. */
static size_t
worth_of(size_t round, const title_list *titles)
{
	size_t n = 0, most = worth[round < READER_ROUNDS ? round : READER_ROUNDS - 1];

	for (size_t i = 0; i < titles->n; i++)
		n += titles->v[i].title_only;
	return 2 * n > titles->n ? most + most / 2 : most;
}

static tensen_status
look_and_read(reading *now)
{
	size_t round = json_count(now->said);
	title_list l = {.v = NULL};
	tensen_status st = reading_look(now, &l);

	if (st == TENSEN_OK)
		st = reading_rerank(now, &l);
	if (st == TENSEN_OK)
		st = reading_screen(now, &l, worth_of(round - 1, &l));
	if (st == TENSEN_OK)
		reading_looked(now, &l);
	list_clear(&l);
	return st == TENSEN_OK ? reading_judge(now) : st;
}

tensen_status
reading_steps(reading *now)
{
	tensen_status st = TENSEN_OK;
	int said = json_count(now->said) > 0;

	if (!said)
		st = reading_say(now, &said);
	while (st == TENSEN_OK && said && !reader_ended(now->r)) {
		st = look_and_read(now);
		if (st == TENSEN_OK)
			st = reading_say(now, &said);
	}
	if (st == TENSEN_OK)
		st = reading_doubt(now);
	reader_count(now->r, &now->r->n.patents, 1);
	return st;
}

static void
report_where(reader *by, const reading *now)
{
	reader_report(by, "%s の本文 %.1f KB と見つけた文献の本文を %s（%s）へ送って読んでもらう",
	    "%s: %.1f KB of its text, and texts of documents found, go to %s (%s) to be read",
	    now->name, (double)strlen(now->patent.text) / 1000, by->to.shown,
	    by->to.local ? (by->o.lang == TENSEN_JA ? "この機械" : "this machine")
			 : (by->o.lang == TENSEN_JA ? "別の機械" : "another machine"));
}

/* The offers, in the order that no reading has changed. */
static tensen_status
read_offers(reading *now, const tensen_match_opts *opts)
{
	tensen_match_opts o = *opts;
	tensen_result *found = NULL;
	const tensen_offer *offers = NULL;
	const char *ids[READER_OFFERS];
	size_t n = 0;
	tensen_status st;

	o.k = READER_OFFERS;
	o.no_kept = 1;
	st = tensen_match(now->s, now->q, &o, &found, now->err);
	if (st == TENSEN_OK)
		offers = tensen_result_offers(found, &n);
	for (size_t i = 0; i < n; i++)
		ids[i] = offers[i].document.id;
	if (st == TENSEN_OK)
		st = reading_meet(now, ids, n);
	tensen_result_free(found);
	return st;
}

/* match NULL: the query is a patent. */
static tensen_status
read_one(reader *by, tensen_searcher *searcher, const tensen_query *q,
    const tensen_match_opts *match, tensen_error *err)
{
	reading x;
	tensen_status st = reading_open(&x, by, searcher, q, err);

	if (st < 0)
		return st;
	report_where(by, &x);
	st = chat_new(&x.chat, &by->chat_opts, err);
	if (st == TENSEN_OK)
		st = match ? read_offers(&x, match) : reading_steps(&x);
	chat_free(x.chat);
	reading_close(&x);
	return st;
}

tensen_status
reader_read(reader *by, tensen_searcher *searcher, const tensen_query *q, tensen_error *err)
{
	return read_one(by, searcher, q, NULL, err);
}

tensen_status
reader_match(reader *by, tensen_searcher *searcher, const tensen_query *q,
    const tensen_match_opts *opts, tensen_error *err)
{
	return read_one(by, searcher, q, opts, err);
}

/* ---- what it would take ---- */

/* Letters of Latin scripts are about four to a token, others one each. */
static uint64_t
tokens_of(const char *text)
{
	uint64_t latin = 0, others = 0;

	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		latin += *p < 0x80;
		others += *p >= 0xC0;
	}
	return latin / 4 + others;
}

/* Tokens of a line of a list, of a document that is doubted, and of answers, as measured (bench/ideas). */
enum { LINE = 32, DOUBTED = 600, ANSWER = 250 };

static void
add_request(const reading *now, role which, uint64_t more, reader_lack *out)
{
	const prompt *p = &now->r->prompts[now->lang][which];

	out->requests++;
	out->tokens +=
	    tokens_of(p->system) + tokens_of(p->task) + tokens_of(now->patent.text) + more + ANSWER;
}

static void
add_pairs(const reading *now, uint64_t n, reader_lack *out)
{
	const uint64_t most = batch_room(now->r, &verdict_judge);

	for (uint64_t i = 0; i < n; i += most)
		add_request(now, ROLE_JUDGE, (n - i < most ? n - i : most) * DOCUMENT_TOKENS, out);
}

/* About what the rounds that are not said yet will take. */
static void
add_rounds(const reading *now, size_t from, reader_lack *out)
{
	static const uint64_t lines[READER_ROUNDS] = {150, 80, 80};

	for (size_t round = from; round < now->r->o.rounds; round++) {
		add_request(now, round ? ROLE_AGAIN : ROLE_SAY, round ? 500 : 0, out);
		add_request(now, ROLE_SCREEN, lines[round] * LINE, out);
		add_pairs(now, worth[round], out);
	}
	for (int i = 0; i < 2; i++) /* of 13 liked pairs in the mean, and others among them */
		add_request(now, ROLE_DOUBT, 8 * DOUBTED, out);
}

tensen_status
reading_lacks(reading *now, reader_lack *out)
{
	size_t said = json_count(now->said);
	title_list l = {.v = NULL};
	tensen_status st = said ? reading_look(now, &l) : TENSEN_OK;
	uint64_t before = out->requests;

	if (st < 0)
		return st;
	if (l.n > 0) {
		add_request(now, ROLE_SCREEN, l.n * LINE, out);
		add_pairs(now, l.n < 5 ? l.n : 5, out);
	}
	if (reading_says_more(now))
		add_rounds(now, said, out);
	out->of++;
	out->patents += out->requests > before;
	out->statements += said;
	out->pairs += (uint64_t)json_object_object_length(now->judged);
	list_clear(&l);
	return TENSEN_OK;
}

tensen_status
reader_lacks(reader *by, tensen_searcher *searcher, const tensen_query *q, reader_lack *out,
    tensen_error *err)
{
	reading x;
	tensen_status st = reading_open(&x, by, searcher, q, err);

	*out = (reader_lack){.of = 0};
	if (st == TENSEN_OK)
		st = reading_lacks(&x, out);
	reading_close(&x);
	return st;
}
