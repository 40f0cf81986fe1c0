/* fields/fields.c - loads models/fields.tsv, ipc-fields.tsv, ipc-subclasses.tsv and
 * field-proximity.tsv, and looks class symbols up in them. */
#include "fields/fields.h"
#include "util/fail.h"
#include "util/memory.h"
#include "util/threads/sort.h"

typedef struct rule {
	char subclass[5];
	uint32_t from, to; /* 0, 0: the subclass's default */
	unsigned field;
} rule;

struct fields {
	field_info info[N_FIELDS + 1]; /* by number; [0] unused */
	uint32_t prior[N_FIELDS + 1][N_FIELDS + 1];
	rule *rules; /* sorted by subclass, then from */
	size_t n_rules;
	subclass_info *subclasses; /* sorted by symbol */
	size_t n_subclasses;
};

static tensen_status
bad_line(const char *file, unsigned line, const char *expected, tensen_error *err)
{
	tensen_fail(err, TENSEN_E_INPUT, SAY_EXPECTED, expected);
	tensen_fail_at(err, file, line);
	return TENSEN_E_INPUT;
}

/* A number of one to six decimal digits, else -1. */
static long
fields_number(span text)
{
	long v = 0;

	text = span_trim(text);
	if (text.n == 0 || text.n > 6)
		return -1;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return -1;
		v = v * 10 + (text.p[i] - '0');
	}
	return v;
}

static tensen_status
load_info(fields *names, const models *tables, tensen_error *err)
{
	tsv file;
	span c[8];
	size_t n;
	unsigned seen = 0;
	tensen_status st = tsv_open(&file, tables, "fields.tsv", err);

	while (st == TENSEN_OK && (n = tsv_next(&file, c, 8)) > 0) {
		long no = fields_number(c[0]), sector = n == 8 ? fields_number(c[1]) : -1;
		field_info *x;
		if (no < 1 || no > N_FIELDS || sector < 1 || sector > 5)
			return bad_line(
			    "fields.tsv", file.line, "number, sector and six names", err);
		x = &names->info[no];
		if (x->sector)
			return bad_line("fields.tsv", file.line, "every field once", err);
		*x = (field_info){(unsigned)sector, {c[3], c[2]}, {c[5], c[4]}, {c[7], c[6]}};
		seen++;
	}
	return st < 0 || seen == N_FIELDS
		   ? st
		   : bad_line("fields.tsv", file.line, "one line for each of 35 fields", err);
}

COMPARE2(rule_order, rule, TEXT(subclass), UP(from))

static tensen_status
load_rules(fields *names, const models *tables, tensen_error *err)
{
	tsv file;
	span c[4];
	size_t n;
	uint32_t cap = 0;
	rule *r;
	tensen_status st = tsv_open(&file, tables, "ipc-fields.tsv", err);

	while (st == TENSEN_OK && (n = tsv_next(&file, c, 4)) > 0) {
		long from = n == 4 ? fields_number(c[1]) : -1,
		     to = n == 4 ? fields_number(c[2]) : -1;
		long field = n == 4 ? fields_number(c[3]) : -1;
		if (c[0].n != 4 || from < 0 || to < from || field < 1 || field > N_FIELDS)
			return bad_line("ipc-fields.tsv", file.line,
			    "subclass, group from, group to, field", err);
		if (!(r = array_room(names->rules, names->n_rules, &cap, 1024, sizeof *r)))
			return tensen_fail_nomem(err);
		names->rules = r;
		r = &names->rules[names->n_rules++];
		memcpy(r->subclass, c[0].p, 4);
		r->subclass[4] = '\0';
		r->from = (uint32_t)from;
		r->to = (uint32_t)to;
		r->field = (unsigned)field;
	}
	if (names->n_rules)
		qsort(names->rules, names->n_rules, sizeof *names->rules, rule_order);
	return st;
}

COMPARE(subclass_order, subclass_info, TEXT(symbol))

static tensen_status
load_subclasses(fields *names, const models *tables, tensen_error *err)
{
	tsv file;
	span c[5];
	size_t n;
	uint32_t cap = 0;
	subclass_info *x;
	tensen_status st = tsv_open(&file, tables, "ipc-subclasses.tsv", err);

	while (st == TENSEN_OK && (n = tsv_next(&file, c, 5)) > 0) {
		class_symbol sym;
		if (n != 5 || !class_symbol_parse(&sym, c[0]) || c[0].n != 4)
			return bad_line("ipc-subclasses.tsv", file.line,
			    "symbol, two names and two lists of products", err);
		if (!(x = array_room(
			  names->subclasses, names->n_subclasses, &cap, 1024, sizeof *x)))
			return tensen_fail_nomem(err);
		names->subclasses = x;
		x = &names->subclasses[names->n_subclasses++];
		memcpy(x->symbol, sym.subclass, 5);
		x->field = fields_of(names, &sym);
		x->name[TENSEN_JA] = c[1];
		x->name[TENSEN_EN] = c[2];
		x->products[TENSEN_JA] = c[3];
		x->products[TENSEN_EN] = c[4];
	}
	if (names->n_subclasses)
		qsort(names->subclasses, names->n_subclasses, sizeof *names->subclasses,
		    subclass_order);
	return st;
}

static tensen_status
load_prior(fields *names, const models *tables, tensen_error *err)
{
	tsv file;
	span c[N_FIELDS + 1];
	size_t n;
	tensen_status st = tsv_open(&file, tables, "field-proximity.tsv", err);

	while (st == TENSEN_OK && (n = tsv_next(&file, c, N_FIELDS + 1)) > 0) {
		long no = fields_number(c[0]);
		if (n != N_FIELDS + 1 || no < 1 || no > N_FIELDS)
			return bad_line(
			    "field-proximity.tsv", file.line, "a field and 35 counts", err);
		for (unsigned g = 1; g <= N_FIELDS; g++) {
			long v = fields_number(c[g]);
			if (v < 0)
				return bad_line("field-proximity.tsv", file.line, "35 counts", err);
			names->prior[no][g] = (uint32_t)v;
		}
	}
	return st;
}

static tensen_status
fields_load(fields *names, const models *tables, tensen_error *err)
{
	tensen_status st = load_info(names, tables, err);

	if (st == TENSEN_OK)
		st = load_rules(names, tables, err);
	if (st == TENSEN_OK)
		st = load_subclasses(names, tables, err);
	return st == TENSEN_OK ? load_prior(names, tables, err) : st;
}

tensen_status
fields_open(fields **out, const models *tables, tensen_error *err)
{
	fields *f = *out = calloc(1, sizeof *f);
	tensen_status st = f ? fields_load(f, tables, err) : tensen_fail_nomem(err);

	return KEEP_OR_FREE(st, out, fields_close);
}

void
fields_close(fields *f)
{
	if (!f)
		return;
	free_all(f->rules, f->subclasses, f);
}

/* The place of the first rule whose subclass is not before `subclass`; n_rules if there is none. */
static size_t
first_rule(const fields *names, const char *subclass)
{
	size_t lo = 0, hi = names->n_rules;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (strcmp(names->rules[mid].subclass, subclass) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

unsigned
fields_of(const fields *names, const class_symbol *symbol)
{
	unsigned by_default = 0;

	for (size_t i = first_rule(names, symbol->subclass);
	     i < names->n_rules && strcmp(names->rules[i].subclass, symbol->subclass) == 0; i++) {
		const rule *r = &names->rules[i];
		if (r->to == 0)
			by_default = r->field;
		else if (symbol->group >= r->from && symbol->group <= r->to)
			return r->field;
	}
	return by_default;
}

uint64_t
fields_of_subclass(const fields *names, const char *subclass)
{
	uint64_t mask = 0;

	for (size_t i = first_rule(names, subclass);
	     i < names->n_rules && strcmp(names->rules[i].subclass, subclass) == 0; i++)
		mask |= FIELD_BIT(names->rules[i].field);
	return mask;
}

uint64_t
fields_mask(const fields *names, const document *doc, unsigned *primary)
{
	class_cursor at = {.of = doc};
	class_symbol c;
	uint64_t mask = 0;

	*primary = 0;
	while (class_next_symbol(&at, &c)) {
		unsigned field = fields_of(names, &c);
		if (!field)
			continue;
		mask |= FIELD_BIT(field);
		if (!*primary)
			*primary = field;
	}
	return mask;
}

const field_info *
fields_info(const fields *names, unsigned field)
{
	return field >= 1 && field <= N_FIELDS ? &names->info[field] : NULL;
}

const subclass_info *
fields_subclass(const fields *names, const char *symbol)
{
	subclass_info key;

	memset(&key, 0, sizeof key);
	memcpy(key.symbol, symbol, strnlen(symbol, 4));
	return bsearch(&key, names->subclasses, names->n_subclasses, sizeof key, subclass_order);
}

uint32_t
fields_prior(const fields *names, unsigned a, unsigned b)
{
	return names->prior[a][b];
}

void
fields_json_mask(json *out, uint64_t mask)
{
	json_open(out, '[');
	for (unsigned f = 1; f <= N_FIELDS; f++)
		if (mask & FIELD_BIT(f))
			json_int(out, f);
	json_close(out, ']');
}
