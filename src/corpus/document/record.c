/* corpus/document/record.c - see record.h. */
#include "corpus/document/record.h"
#include "corpus/document/classes.h"
#include "corpus/document/docnumber.h"
#include "corpus/document/date.h"
#include "corpus/document/fold.h"
#include "util/fail.h"
#include "util/json/json.h"

void
record_init(record *rec, feed *from)
{
	*rec = (record){.feed = from};
}

void
record_clear(record *rec)
{
	arena_clear(&rec->feed->mem);
	bufs_clear(&rec->extra, &rec->scratch);
}

void
record_begin(record *rec, uint64_t at)
{
	arena_reset(&rec->feed->mem);
	document_init(&rec->d, &rec->feed->mem);
	rec->at = at;
	rec->filed = 0;
	rec->failed = 0;
	buf_reset(&rec->extra);
	buf_char(&rec->extra, '{');
}

/* Length of a <BR> at s.p[i], 0 if there is none. */
static size_t
br_at(span text, size_t i)
{
	size_t k = i + 3;

	if (text.n - i < 4 || text.p[i] != '<' || (text.p[i + 1] | 0x20) != 'b' ||
	    (text.p[i + 2] | 0x20) != 'r')
		return 0;
	while (k < text.n && (text.p[k] == ' ' || text.p[k] == '/'))
		k++;
	return k < text.n && text.p[k] == '>' ? k + 1 - i : 0;
}

/* A copy of a text: ends trimmed, CRLF made LF, NUL made a blank, entities made characters, and
 * <BR> deleted in formats that break words with it. */
static span
record_clean(record *rec, span text)
{
	char *p;
	size_t k = 0;

	text = span_trim(text);
	p = arena_alloc(&rec->feed->mem, text.n + 1);
	if (!p) {
		rec->failed = 1;
		return (span){NULL, 0};
	}
	for (size_t i = 0; i < text.n; i++) {
		size_t br = rec->has_br && text.p[i] == '<' ? br_at(text, i) : 0, n = 0;
		char c[ENTITY_MAX];
		if (text.p[i] == '&' && (br = entity_read(span_sub(text, i, text.n), c, &n)) > 0) {
			memcpy(p + k, c, n);
			k += n;
		}
		if (br > 0)
			i += br - 1;
		else if (text.p[i] != '\r' || i + 1 == text.n || text.p[i + 1] != '\n')
			p[k++] = text.p[i] ? text.p[i] : ' ';
	}
	p[k] = '\0';
	return span_trim((span){p, k});
}

/* The abstract without the (57)【要約】 and （修正有） that old and new exports put before it. */
static span
without_labels(span text)
{
	static const char *const before[] = {
	    "(57)", "（５７）", "【要約】", "［要約］", "（修正有）", "(修正有)"};
	size_t n = text.n + 1;

	while (text.n < n) {
		n = text.n;
		for (size_t i = 0; i < sizeof before / sizeof *before; i++)
			if (span_starts(text, span_of(before[i])))
				text = span_trim(span_sub(text, strlen(before[i]), text.n));
	}
	return text;
}

/* doc_status of a word or a ステージ, DOC_UNKNOWN for any other word. */
static int
status_parse(span text)
{
	static const struct {
		const char *word;
		uint8_t status;
	} words[] = {{"査定不服", DOC_PENDING}, {"異議", DOC_ALIVE}, {"消滅", DOC_DEAD},
	    {"却下", DOC_DEAD}, {"拒絶", DOC_DEAD}, {"取下", DOC_DEAD}, {"取り下げ", DOC_DEAD},
	    {"放棄", DOC_DEAD}, {"満了", DOC_DEAD}, {"失効", DOC_DEAD}, {"有効", DOC_ALIVE},
	    {"存続", DOC_ALIVE}, {"登録", DOC_ALIVE}, {"審査", DOC_PENDING}, {"出願", DOC_PENDING},
	    {"公開", DOC_PENDING}, {"INACTIVE", DOC_DEAD}, {"NOT IN FORCE", DOC_DEAD},
	    {"NOTINFORCE", DOC_DEAD}, {"DEAD", DOC_DEAD}, {"EXPIRED", DOC_DEAD},
	    {"LAPSED", DOC_DEAD}, {"WITHDRAWN", DOC_DEAD}, {"ABANDONED", DOC_DEAD},
	    {"REFUSED", DOC_DEAD}, {"REJECTED", DOC_DEAD}, {"ALIVE", DOC_ALIVE},
	    {"ACTIVE", DOC_ALIVE}, {"GRANTED", DOC_ALIVE}, {"INFORCE", DOC_ALIVE},
	    {"PENDING", DOC_PENDING}, {"APPLICATION", DOC_PENDING}};
	char key[128];
	size_t n = fold_key(text, key, sizeof key);

	if (n == SIZE_MAX)
		return DOC_UNKNOWN;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_find((span){key, n}, span_of(words[i].word), 0) != (size_t)-1)
			return words[i].status;
	return DOC_UNKNOWN;
}

static void
add_to_list(record *rec, span_list *spans, span text)
{
	if (!text.p || (text.n && span_list_add_once(&rec->feed->mem, spans, text) < 0))
		rec->failed = 1;
}

/* Writes a key of extra; its value follows. */
static void
extra_key(record *rec, span name)
{
	json j;

	if (rec->extra.n > 1)
		buf_char(&rec->extra, ',');
	json_init(&j, &rec->extra, 0);
	json_span(&j, name);
	buf_char(&rec->extra, ':');
}

static void
keep_extra(record *rec, span name, span value)
{
	json j;

	extra_key(rec, name);
	json_init(&j, &rec->extra, 0);
	json_span(&j, record_clean(rec, value));
}

static void
add_number(record *rec, span canonical)
{
	span s = arena_copy(&rec->feed->mem, canonical.p, canonical.n);
	span republished = SPAN_LIT("再表");

	if (!s.p) {
		rec->failed = 1;
		return;
	}
	if (!span_eq(s, rec->d.id))
		add_to_list(rec, &rec->d.numbers, s);
	if (span_starts(s, republished)) { /* the same document under its WO number */
		buf_reset(&rec->scratch);
		buf_str(&rec->scratch, "WO");
		buf_span(&rec->scratch, span_sub(s, republished.n, s.n));
		add_to_list(rec, &rec->d.numbers,
		    arena_copy(&rec->feed->mem, rec->scratch.p, rec->scratch.n));
	}
}

static void
set_number(record *rec, span name, span value)
{
	char canonical[DOCNUMBER_MAX];
	size_t n = docnumber_parse(value, canonical);

	if (n > 0)
		add_number(rec, (span){canonical, n});
	else if (value.n && !span_eq(value, SPAN_LIT("null")))
		keep_extra(rec, name, value);
}

/* Commas separate the numbers of a cell, but a comma may also be part of a number. */
static void
set_numbers(record *rec, span name, span value)
{
	char canonical[DOCNUMBER_MAX];
	size_t at;

	while ((at = span_find(value, SPAN_LIT(","), 0)) != (size_t)-1 &&
	       docnumber_parse(value, canonical) == 0) {
		set_number(rec, name, span_trim(span_sub(value, 0, at)));
		value = span_trim(span_sub(value, at + 1, value.n));
	}
	set_number(rec, name, value);
}

static void
set_id(record *rec, span value)
{
	char canonical[DOCNUMBER_MAX];
	size_t n = docnumber_parse(value, canonical);
	span number = {canonical, n};

	rec->d.id = n && rec->canonical_id ? arena_copy(&rec->feed->mem, canonical, n)
					   : fold_id(value, &rec->feed->mem);
	if (!rec->d.id.p)
		rec->failed = 1;
	else if (n)
		add_number(rec, number);
}

static void
set_date(record *rec, record_field field, span name, span value)
{
	uint32_t day = date_parse(value);

	if (day == 0)
		feed_note(rec->feed, rec->at, SAY_NO_SUCH_DATE, value.n > 60 ? 60 : (int)value.n,
		    value.p);
	if (field == FIELD_DATE && day)
		rec->d.date = day;
	else
		keep_extra(rec, name, value);
	if (field == FIELD_FILED)
		rec->filed = day;
}

static void
note_unknown_classes(record *rec, const span_list *spans, uint32_t from)
{
	for (uint32_t i = from; i < spans->n; i++)
		if (!class_exists(spans->v[i]))
			feed_note(rec->feed, rec->at, SAY_NO_SUCH_CLASS,
			    spans->v[i].n > 60 ? 60 : (int)spans->v[i].n, spans->v[i].p);
}

static void
set_classes(record *rec, record_field field, span_list *l, span value)
{
	arena *mem = &rec->feed->mem;
	uint32_t from = l->n;
	tensen_status st = field == FIELD_FI      ? classes_add_fi(mem, l, value)
			   : field == FIELD_FTERM ? classes_add_fterm(mem, l, value)
						  : classes_add_ipc(mem, l, value);

	if (st < 0)
		rec->failed = 1;
	else if (field != FIELD_FTERM)
		note_unknown_classes(rec, l, from);
}

static void
set_applicants(record *rec, record_field field, span value)
{
	if (field == FIELD_APPLICANT)
		add_to_list(rec, &rec->d.applicants, fold_blanks(value, &rec->feed->mem));
	else if (field == FIELD_APPLICANTS || rec->d.applicants.n == 0)
		rec->failed |= classes_add_names(&rec->feed->mem, &rec->d.applicants, value) < 0;
}

static void
set_status(record *rec, span name, span value)
{
	int status = status_parse(value);

	if (status != DOC_UNKNOWN)
		rec->d.status = (uint8_t)status;
	/* the words say more than the three states */
	if (strcmp(doc_status_name(status), "unknown") == 0 ||
	    !span_eq(value, span_of(doc_status_name(status))))
		keep_extra(rec, name, value);
}

static int
is_yes(span text)
{
	static const char *const words[] = {
	    "1", "TRUE", "YES", "Y", "OPEN", "可", "有", "開放", "○"};
	char key[32];
	size_t n = fold_key(text, key, sizeof key);

	for (size_t i = 0; n != SIZE_MAX && i < sizeof words / sizeof *words; i++)
		if (span_eq((span){key, n}, span_of(words[i])))
			return 1;
	return 0;
}

/* Adds "name value" behind a semicolon; 指定無, "not specified", is left out. */
static void
add_term(record *rec, span name, span value)
{
	buf *b = &rec->scratch;

	if (span_starts(value, SPAN_LIT("指定無")) || span_starts(value, SPAN_LIT("指定なし")))
		return;
	buf_reset(b);
	if (rec->d.license_terms.n) {
		buf_span(b, rec->d.license_terms);
		buf_str(b, "; ");
	}
	buf_span(b, name);
	buf_char(b, ' ');
	buf_span(b, value);
	rec->d.license_terms = arena_copy(&rec->feed->mem, b->p, b->n);
	rec->failed |= b->failed || !rec->d.license_terms.p;
}

/* Sets a text; a second text of the same field is appended behind a line end. */
static void
set_text(record *rec, span *to, span value)
{
	span s = record_clean(rec, value);

	if (to == &rec->d.abstract)
		s = without_labels(s);
	if (to->n && s.n && !span_eq(*to, s)) {
		buf_reset(&rec->scratch);
		buf_span(&rec->scratch, *to);
		buf_char(&rec->scratch, '\n');
		buf_span(&rec->scratch, s);
		s = arena_copy(&rec->feed->mem, rec->scratch.p, rec->scratch.n);
		rec->failed |= rec->scratch.failed;
	}
	if (s.n)
		*to = s;
}

static void
set_title2(record *rec, span value)
{
	span s = record_clean(rec, value);

	if (!s.n || span_eq(s, rec->d.title))
		return;
	buf_reset(&rec->scratch);
	buf_span(&rec->scratch, rec->d.title);
	if (rec->d.title.n)
		buf_str(&rec->scratch, "（");
	buf_span(&rec->scratch, s);
	if (rec->d.title.n)
		buf_str(&rec->scratch, "）");
	rec->d.title = arena_copy(&rec->feed->mem, rec->scratch.p, rec->scratch.n);
	rec->failed |= rec->scratch.failed || !rec->d.title.p;
}

/* The member that a field fills. */
static const struct {
	size_t at;
	enum { TEXT = 1, PLAIN, CLASSES } kind;
} members[N_RECORD_FIELDS] = {[FIELD_TITLE] = {offsetof(document, title), TEXT},
    [FIELD_ABSTRACT] = {offsetof(document, abstract), TEXT},
    [FIELD_PROBLEM] = {offsetof(document, problem), TEXT},
    [FIELD_MEANS] = {offsetof(document, means), TEXT},
    [FIELD_EFFECT] = {offsetof(document, effect), TEXT},
    [FIELD_DESCRIPTION] = {offsetof(document, description), TEXT},
    [FIELD_PRODUCTS] = {offsetof(document, products), TEXT},
    [FIELD_LICENSE_TERMS] = {offsetof(document, license_terms), TEXT},
    [FIELD_LICENSE_ID] = {offsetof(document, license_id), PLAIN},
    [FIELD_URL] = {offsetof(document, url), PLAIN},
    [FIELD_LANG] = {offsetof(document, lang), PLAIN},
    [FIELD_IPC] = {offsetof(document, ipc), CLASSES},
    [FIELD_FI] = {offsetof(document, fi), CLASSES},
    [FIELD_CPC] = {offsetof(document, cpc), CLASSES},
    [FIELD_FTERM] = {offsetof(document, fterm), CLASSES}};

static void
set_other(record *rec, record_field field, span name, span value)
{
	switch (field) {
	case FIELD_ID:
		set_id(rec, value);
		break;
	case FIELD_TITLE2:
		set_title2(rec, value);
		break;
	case FIELD_CLAIM:
		if (span_list_add(&rec->feed->mem, &rec->d.claims, record_clean(rec, value)) < 0)
			rec->failed = 1;
		break;
	case FIELD_NUMBER:
		set_numbers(rec, name, value);
		break;
	case FIELD_STATUS:
		set_status(rec, name, value);
		break;
	case FIELD_OPEN:
		rec->d.open = (uint8_t)is_yes(value);
		break;
	case FIELD_TERM:
		add_term(rec, name, value);
		break;
	default:
		keep_extra(rec, name, value);
	}
}

void
record_set(record *rec, record_field field, span name, span value)
{
	void *member = (char *)&rec->d + members[field].at;

	value = span_trim(value);
	if (value.n == 0)
		return;
	if (members[field].kind == TEXT)
		set_text(rec, member, value);
	else if (members[field].kind == PLAIN)
		*(span *)member = fold_id(value, &rec->feed->mem);
	else if (members[field].kind == CLASSES)
		set_classes(rec, field, member, value);
	else if (field >= FIELD_APPLICANT && field <= FIELD_APPLICANTS2)
		set_applicants(rec, field, value);
	else if (field == FIELD_DATE || field == FIELD_FILED)
		set_date(rec, field, name, value);
	else
		set_other(rec, field, name, value);
}

void
record_set_json(record *rec, span name, span value)
{
	extra_key(rec, name);
	buf_span(&rec->extra, value);
}

void
record_is_licence(record *rec)
{
	const span_list *numbers = &rec->d.numbers;

	rec->d.open = 1;
	rec->d.license_id = rec->d.id;
	rec->d.lang = SPAN_LIT("ja");
	for (uint32_t i = 0; i < numbers->n; i++)
		if (span_starts(numbers->v[i], SPAN_LIT("特許")) ||
		    span_starts(numbers->v[i], SPAN_LIT("実登")))
			rec->d.status = DOC_ALIVE;
	if (rec->d.status == DOC_UNKNOWN && numbers->n)
		rec->d.status = DOC_PENDING;
}

tensen_status
record_end(record *rec, tensen_error *err)
{
	buf_char(&rec->extra, '}');
	if (rec->extra.n > 2)
		rec->d.extra = arena_copy(&rec->feed->mem, rec->extra.p, rec->extra.n);
	if (!rec->d.date)
		rec->d.date = rec->filed;
	if (rec->failed || rec->extra.failed || rec->scratch.failed ||
	    (rec->extra.n > 2 && !rec->d.extra.p))
		return tensen_fail_nomem(err);
	return feed_document(rec->feed, &rec->d, rec->at, err);
}
