/* corpus/document/record.c - see record.h. */
#include "corpus/document/record.h"
#include "corpus/document/classes.h"
#include "corpus/document/docnumber.h"
#include "corpus/document/date.h"
#include "corpus/document/fold.h"
#include "util/fail.h"
#include "util/json/json.h"

void
record_init(record *r, feed *f)
{
	*r = (record){.feed = f};
	arena_init(&f->mem);
}

void
record_clear(record *r)
{
	arena_clear(&r->feed->mem);
	buf_clear(&r->extra);
	buf_clear(&r->scratch);
}

void
record_begin(record *r, uint64_t at)
{
	arena_reset(&r->feed->mem);
	document_init(&r->d, &r->feed->mem);
	r->at = at;
	r->filed = 0;
	r->failed = 0;
	buf_reset(&r->extra);
	buf_char(&r->extra, '{');
}

/* Length of a <BR> at s.p[i], 0 if there is none. */
static size_t
br_at(span s, size_t i)
{
	size_t k = i + 3;

	if (s.n - i < 4 || s.p[i] != '<' || (s.p[i + 1] | 0x20) != 'b' ||
	    (s.p[i + 2] | 0x20) != 'r')
		return 0;
	while (k < s.n && (s.p[k] == ' ' || s.p[k] == '/'))
		k++;
	return k < s.n && s.p[k] == '>' ? k + 1 - i : 0;
}

/* A copy of a text: ends trimmed, CRLF made LF, NUL made a blank, and <BR> deleted in formats
 * that break words with it. */
static span
clean(record *r, span s)
{
	char *p;
	size_t k = 0;

	s = span_trim(s);
	p = arena_alloc(&r->feed->mem, s.n + 1);
	if (!p) {
		r->failed = 1;
		return (span){NULL, 0};
	}
	for (size_t i = 0; i < s.n; i++) {
		size_t br = r->has_br && s.p[i] == '<' ? br_at(s, i) : 0;
		if (br > 0)
			i += br - 1;
		else if (s.p[i] != '\r' || i + 1 == s.n || s.p[i + 1] != '\n')
			p[k++] = s.p[i] ? s.p[i] : ' ';
	}
	p[k] = '\0';
	return span_trim((span){p, k});
}

/* The abstract without the (57)【要約】 and （修正有） that old and new exports put before it. */
static span
without_labels(span s)
{
	static const char *const before[] = {
	    "(57)", "（５７）", "【要約】", "［要約］", "（修正有）", "(修正有)"};
	size_t n = s.n + 1;

	while (s.n < n) {
		n = s.n;
		for (size_t i = 0; i < sizeof before / sizeof *before; i++)
			if (span_starts(s, span_of(before[i])))
				s = span_trim(span_sub(s, strlen(before[i]), s.n));
	}
	return s;
}

/* doc_status of a word or a ステージ, DOC_UNKNOWN for any other word. */
static int
status_parse(span s)
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
	size_t n = fold_key(s, key, sizeof key);

	if (n == SIZE_MAX)
		return DOC_UNKNOWN;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_find((span){key, n}, span_of(words[i].word), 0) != (size_t)-1)
			return words[i].status;
	return DOC_UNKNOWN;
}

static void
add_to_list(record *r, span_list *l, span s)
{
	if (!s.p || (s.n && span_list_add_once(&r->feed->mem, l, s) < 0))
		r->failed = 1;
}

/* Writes a key of extra; its value follows. */
static void
extra_key(record *r, span name)
{
	json j;

	if (r->extra.n > 1)
		buf_char(&r->extra, ',');
	json_init(&j, &r->extra, 0);
	json_span(&j, name);
	buf_char(&r->extra, ':');
}

static void
keep_extra(record *r, span name, span value)
{
	json j;

	extra_key(r, name);
	json_init(&j, &r->extra, 0);
	json_span(&j, clean(r, value));
}

static void
add_number(record *r, span canonical)
{
	span s = arena_copy(&r->feed->mem, canonical.p, canonical.n);
	span republished = SPAN_LIT("再表");

	if (!s.p) {
		r->failed = 1;
		return;
	}
	if (!span_eq(s, r->d.id))
		add_to_list(r, &r->d.numbers, s);
	if (span_starts(s, republished)) { /* the same document under its WO number */
		buf_reset(&r->scratch);
		buf_str(&r->scratch, "WO");
		buf_span(&r->scratch, span_sub(s, republished.n, s.n));
		add_to_list(
		    r, &r->d.numbers, arena_copy(&r->feed->mem, r->scratch.p, r->scratch.n));
	}
}

static void
set_number(record *r, span name, span value)
{
	char canonical[DOCNUMBER_MAX];
	size_t n = docnumber_parse(value, canonical);

	if (n > 0)
		add_number(r, (span){canonical, n});
	else if (value.n && !span_eq(value, SPAN_LIT("null")))
		keep_extra(r, name, value);
}

/* Commas separate the numbers of a cell, but a comma may also be part of a number. */
static void
set_numbers(record *r, span name, span value)
{
	char canonical[DOCNUMBER_MAX];
	size_t at;

	while ((at = span_find(value, SPAN_LIT(","), 0)) != (size_t)-1 &&
	       docnumber_parse(value, canonical) == 0) {
		set_number(r, name, span_trim(span_sub(value, 0, at)));
		value = span_trim(span_sub(value, at + 1, value.n));
	}
	set_number(r, name, value);
}

static void
set_id(record *r, span value)
{
	char canonical[DOCNUMBER_MAX];
	size_t n = docnumber_parse(value, canonical);
	span number = {canonical, n};

	r->d.id = n && r->canonical_id ? arena_copy(&r->feed->mem, canonical, n)
				       : fold_id(value, &r->feed->mem);
	if (!r->d.id.p)
		r->failed = 1;
	else if (n)
		add_number(r, number);
}

static void
set_date(record *r, record_field f, span name, span value)
{
	uint32_t day = date_parse(value);

	if (day == 0)
		feed_note(r->feed, r->at, "no such date: %.*s", value.n > 60 ? 60 : (int)value.n,
		    value.p);
	if (f == FIELD_DATE && day)
		r->d.date = day;
	else
		keep_extra(r, name, value);
	if (f == FIELD_FILED)
		r->filed = day;
}

static void
note_unknown_classes(record *r, const span_list *l, uint32_t from)
{
	for (uint32_t i = from; i < l->n; i++)
		if (!class_exists(l->v[i]))
			feed_note(r->feed, r->at, "no such class: %.*s",
			    l->v[i].n > 60 ? 60 : (int)l->v[i].n, l->v[i].p);
}

static void
set_classes(record *r, record_field f, span value)
{
	arena *mem = &r->feed->mem;
	span_list *l = f == FIELD_IPC   ? &r->d.ipc
		       : f == FIELD_FI  ? &r->d.fi
		       : f == FIELD_CPC ? &r->d.cpc
					: &r->d.fterm;
	uint32_t from = l->n;
	tensen_status st = f == FIELD_FI      ? classes_add_fi(mem, l, value)
			   : f == FIELD_FTERM ? classes_add_fterm(mem, l, value)
					      : classes_add_ipc(mem, l, value);

	if (st < 0)
		r->failed = 1;
	else if (f != FIELD_FTERM)
		note_unknown_classes(r, l, from);
}

static void
set_applicants(record *r, record_field f, span value)
{
	if (f == FIELD_APPLICANT)
		add_to_list(r, &r->d.applicants, fold_blanks(value, &r->feed->mem));
	else if (f == FIELD_APPLICANTS || r->d.applicants.n == 0)
		r->failed |= classes_add_names(&r->feed->mem, &r->d.applicants, value) < 0;
}

static void
set_status(record *r, span name, span value)
{
	int status = status_parse(value);

	if (status != DOC_UNKNOWN)
		r->d.status = (uint8_t)status;
	/* the words say more than the three states */
	if (strcmp(doc_status_name(status), "unknown") == 0 ||
	    !span_eq(value, span_of(doc_status_name(status))))
		keep_extra(r, name, value);
}

static int
is_yes(span s)
{
	static const char *const words[] = {
	    "1", "TRUE", "YES", "Y", "OPEN", "可", "有", "開放", "○"};
	char key[32];
	size_t n = fold_key(s, key, sizeof key);

	for (size_t i = 0; n != SIZE_MAX && i < sizeof words / sizeof *words; i++)
		if (span_eq((span){key, n}, span_of(words[i])))
			return 1;
	return 0;
}

/* Adds "name value" behind a semicolon; 指定無, "not specified", is left out. */
static void
add_term(record *r, span name, span value)
{
	buf *b = &r->scratch;

	if (span_starts(value, SPAN_LIT("指定無")) || span_starts(value, SPAN_LIT("指定なし")))
		return;
	buf_reset(b);
	if (r->d.license_terms.n) {
		buf_span(b, r->d.license_terms);
		buf_str(b, "; ");
	}
	buf_span(b, name);
	buf_char(b, ' ');
	buf_span(b, value);
	r->d.license_terms = arena_copy(&r->feed->mem, b->p, b->n);
	r->failed |= b->failed || !r->d.license_terms.p;
}

/* Sets a text; a second text of the same field is appended behind a line end. */
static void
set_text(record *r, span *to, span value)
{
	span s = clean(r, value);

	if (to == &r->d.abstract)
		s = without_labels(s);
	if (to->n && s.n && !span_eq(*to, s)) {
		buf_reset(&r->scratch);
		buf_span(&r->scratch, *to);
		buf_char(&r->scratch, '\n');
		buf_span(&r->scratch, s);
		s = arena_copy(&r->feed->mem, r->scratch.p, r->scratch.n);
		r->failed |= r->scratch.failed;
	}
	if (s.n)
		*to = s;
}

static void
set_title2(record *r, span value)
{
	span s = clean(r, value);

	if (!s.n || span_eq(s, r->d.title))
		return;
	buf_reset(&r->scratch);
	buf_span(&r->scratch, r->d.title);
	if (r->d.title.n)
		buf_str(&r->scratch, "（");
	buf_span(&r->scratch, s);
	if (r->d.title.n)
		buf_str(&r->scratch, "）");
	r->d.title = arena_copy(&r->feed->mem, r->scratch.p, r->scratch.n);
	r->failed |= r->scratch.failed || !r->d.title.p;
}

static span *
text_field(document *d, record_field f)
{
	switch (f) {
	case FIELD_TITLE:
		return &d->title;
	case FIELD_ABSTRACT:
		return &d->abstract;
	case FIELD_PROBLEM:
		return &d->problem;
	case FIELD_MEANS:
		return &d->means;
	case FIELD_EFFECT:
		return &d->effect;
	case FIELD_DESCRIPTION:
		return &d->description;
	case FIELD_PRODUCTS:
		return &d->products;
	case FIELD_LICENSE_TERMS:
		return &d->license_terms;
	default:
		return NULL;
	}
}

static span *
plain_field(document *d, record_field f)
{
	return f == FIELD_LICENSE_ID ? &d->license_id
	       : f == FIELD_URL      ? &d->url
	       : f == FIELD_LANG     ? &d->lang
				     : NULL;
}

static void
set_other(record *r, record_field f, span name, span value)
{
	switch (f) {
	case FIELD_ID:
		set_id(r, value);
		break;
	case FIELD_TITLE2:
		set_title2(r, value);
		break;
	case FIELD_CLAIM:
		if (span_list_add(&r->feed->mem, &r->d.claims, clean(r, value)) < 0)
			r->failed = 1;
		break;
	case FIELD_NUMBER:
		set_numbers(r, name, value);
		break;
	case FIELD_STATUS:
		set_status(r, name, value);
		break;
	case FIELD_OPEN:
		r->d.open = (uint8_t)is_yes(value);
		break;
	case FIELD_TERM:
		add_term(r, name, value);
		break;
	default:
		keep_extra(r, name, value);
	}
}

void
record_set(record *r, record_field f, span name, span value)
{
	span *text = text_field(&r->d, f), *plain = plain_field(&r->d, f);

	value = span_trim(value);
	if (value.n == 0)
		return;
	if (text)
		set_text(r, text, value);
	else if (plain)
		*plain = fold_id(value, &r->feed->mem);
	else if (f >= FIELD_IPC && f <= FIELD_FTERM)
		set_classes(r, f, value);
	else if (f >= FIELD_APPLICANT && f <= FIELD_APPLICANTS2)
		set_applicants(r, f, value);
	else if (f == FIELD_DATE || f == FIELD_FILED)
		set_date(r, f, name, value);
	else
		set_other(r, f, name, value);
}

void
record_set_json(record *r, span name, span value)
{
	extra_key(r, name);
	buf_span(&r->extra, value);
}

void
record_is_licence(record *r)
{
	const span_list *numbers = &r->d.numbers;

	r->d.open = 1;
	r->d.license_id = r->d.id;
	r->d.lang = SPAN_LIT("ja");
	for (uint32_t i = 0; i < numbers->n; i++)
		if (span_starts(numbers->v[i], SPAN_LIT("特許")) ||
		    span_starts(numbers->v[i], SPAN_LIT("実登")))
			r->d.status = DOC_ALIVE;
	if (r->d.status == DOC_UNKNOWN && numbers->n)
		r->d.status = DOC_PENDING;
}

tensen_status
record_end(record *r, tensen_error *err)
{
	buf_char(&r->extra, '}');
	if (r->extra.n > 2)
		r->d.extra = arena_copy(&r->feed->mem, r->extra.p, r->extra.n);
	if (!r->d.date)
		r->d.date = r->filed;
	if (r->failed || r->extra.failed || r->scratch.failed || (r->extra.n > 2 && !r->d.extra.p))
		return tensen_fail_nomem(err);
	return feed_document(r->feed, &r->d, r->at, err);
}
