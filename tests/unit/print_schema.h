/* print_schema.h - the JSON Schema of an answer, printed from its table of columns.
 *
 * One key a line.  A table within becomes a definition, named by the first key that leads to it;
 * one that the schema of ideas defines is referred to there. */
#pragma once
#include "result/result.h"
#include "result/write/columns.h"

#define SCHEMA_WIDTH 110
#define DEFS_MAX 32

typedef struct schema_defs {
	const char *id; /* of the schema that has them */
	struct {
		const column *of;
		const char *name;
		int may_be_null;
	} v[DEFS_MAX];
	int n;
} schema_defs;

typedef struct schema_printer {
	buf *out;
	schema_defs own;
	const schema_defs *others; /* NULL: there are none */
} schema_printer;

typedef struct flat_columns {
	const column *v[64];
	size_t n;
} flat_columns;

/* The keys of a table, those of structs without a key among them. */
static void
schema_flatten(flat_columns *out, const column *table)
{
	for (const column *c = table; c->type != COLUMNS_END; c++) {
		if (c->key)
			out->v[out->n++] = c;
		else if (c->type == COLUMN_WITHIN || c->type == COLUMN_POINTED)
			schema_flatten(out, c->of);
	}
}

static const char *
def_of(const schema_defs *defs, const column *table)
{
	for (int i = 0; defs && i < defs->n; i++)
		if (defs->v[i].of == table)
			return defs->v[i].name;
	return NULL;
}

static void
print_ref(schema_printer *to, const column *c)
{
	const char *other = def_of(to->others, c->of), *own = def_of(&to->own, c->of);

	if (other) {
		buf_printf(to->out, "{\"$ref\": \"%s#/$defs/%s\"}", to->others->id, other);
		return;
	}
	if (!own) {
		assert_true(to->own.n < DEFS_MAX);
		for (int i = 0; i < to->own.n; i++)
			assert_string_not_equal(to->own.v[i].name, c->key);
		to->own.v[to->own.n].of = c->of;
		to->own.v[to->own.n].may_be_null = c->type == COLUMN_POINTED;
		to->own.v[to->own.n++].name = own = c->key;
	}
	buf_printf(to->out, "{\"$ref\": \"#/$defs/%s\"}", own);
}

static void
print_number(buf *out, const char *type, const column *c, int least, int most)
{
	if (c->least || c->most) {
		least = c->least;
		most = c->most;
	}
	buf_printf(out, "{\"type\": %s", type);
	if (least != INT_MIN)
		buf_printf(out, ", \"minimum\": %d", least);
	if (most)
		buf_printf(out, ", \"maximum\": %d", most);
	buf_char(out, '}');
}

static void
print_words(buf *out, const column *c)
{
	buf_str(out, "{\"enum\": [");
	for (const column_word *w = c->words; w->name; w++)
		buf_printf(out, "%s\"%s\"", w > c->words ? ", " : "", w->name);
	buf_str(out, "]}");
}

static void
print_type(schema_printer *to, const column *c)
{
	buf *out = to->out;

	switch (c->schema ? COLUMN_MADE : c->type) {
	case COLUMN_MADE:
		buf_str(out, c->schema);
		break;
	case COLUMN_OPTIONAL:
		buf_str(out, "{\"type\": [\"string\", \"null\"]}");
		break;
	case COLUMN_RAW:
		buf_str(out, "{\"type\": \"object\", \"additionalProperties\": true}");
		break;
	case COLUMN_COUNT:
		print_number(out, "\"integer\"", c, 0, 0);
		break;
	case COLUMN_RANK:
		print_number(out, "\"integer\"", c, 1, 0);
		break;
	case COLUMN_PLACE:
		print_number(out, "[\"integer\", \"null\"]", c, 0, 0);
		break;
	case COLUMN_INT:
		print_number(out, "\"integer\"", c, INT_MIN, 0);
		break;
	case COLUMN_NUMBER:
		print_number(out, "\"number\"", c, INT_MIN, 0);
		break;
	case COLUMN_FLAG:
		buf_str(out, c->may_miss ? "{\"const\": true}" : "{\"type\": \"boolean\"}");
		break;
	case COLUMN_DATE:
		print_number(out, "\"integer\"", c, 0, 99991231);
		break;
	case COLUMN_WORD:
		print_words(out, c);
		break;
	case COLUMN_FIELDS:
		buf_str(out,
		    "{\"type\": \"array\", \"items\": {\"type\": \"integer\", \"minimum\": 1, "
		    "\"maximum\": 35}}");
		break;
	case COLUMN_TEXTS:
		buf_str(out, "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}");
		break;
	case COLUMN_ROWS:
		buf_str(out, "{\"type\": \"array\", \"items\": ");
		print_ref(to, c);
		buf_char(out, '}');
		break;
	case COLUMN_WITHIN:
	case COLUMN_POINTED:
		print_ref(to, c);
		break;
	default:
		buf_str(out, "{\"type\": \"string\"}");
	}
}

static int
has_key(const flat_columns *all, const char *key)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->v[i]->key, key) == 0)
			return 1;
	return 0;
}

/* A list of keys in quotes, wrapped. */
static void
print_required(buf *out, int indent, const char *const *keys, size_t n)
{
	size_t line = out->n;

	buf_printf(out, "%*s\"required\": [", indent, "");
	for (size_t i = 0; i < n; i++) {
		if (out->n - line + strlen(keys[i]) > SCHEMA_WIDTH) {
			buf_printf(out, ",\n");
			line = out->n;
			buf_printf(out, "%*s\"%s\"", indent + 1, "", keys[i]);
		} else {
			buf_printf(out, "%s\"%s\"", i ? ", " : "", keys[i]);
		}
	}
	buf_str(out, "],\n");
}

/* required and properties of an object; `also`: keys of an alternative, which share all others. */
static void
print_keys(
    schema_printer *to, int indent, const column *table, const column *also, const char *frame)
{
	static const char *const framed[] = {"kind", "version", "index"};
	flat_columns one = {.n = 0}, other = {.n = 0};
	const char *keys[64];
	size_t n = 0;

	schema_flatten(&one, table);
	if (also)
		schema_flatten(&other, also);
	for (size_t i = 0; frame && i < 3; i++)
		keys[n++] = framed[i];
	for (size_t i = 0; i < one.n; i++)
		if (!one.v[i]->may_miss && (!also || has_key(&other, one.v[i]->key)))
			keys[n++] = one.v[i]->key;
	print_required(to->out, indent, keys, n);
	for (size_t i = 0; i < other.n; i++)
		if (!has_key(&one, other.v[i]->key))
			one.v[one.n++] = other.v[i];
	buf_printf(to->out, "%*s\"properties\": {\n%s", indent, "", frame ? frame : "");
	for (size_t i = 0; i < one.n; i++) {
		buf_printf(to->out, "%*s\"%s\": ", indent + 1, "", one.v[i]->key);
		print_type(to, one.v[i]);
		buf_str(to->out, i + 1 < one.n ? ",\n" : "\n");
	}
	buf_printf(to->out, "%*s}", indent, "");
}

/* Which keys an answer has that another of its kind lacks. */
static void
print_alternatives(buf *out, const column *table, const column *also)
{
	const column *both[2] = {table, also};

	buf_str(out, " \"anyOf\": [");
	for (int k = 0; k < 2; k++) {
		flat_columns one = {.n = 0}, other = {.n = 0};
		const char *gap = "";
		schema_flatten(&one, both[k]);
		schema_flatten(&other, both[!k]);
		buf_printf(out, "%s{\"required\": [", k ? ", " : "");
		for (size_t i = 0; i < one.n; i++)
			if (!has_key(&other, one.v[i]->key)) {
				buf_printf(out, "%s\"%s\"", gap, one.v[i]->key);
				gap = ", ";
			}
		buf_str(out, "]}");
	}
	buf_str(out, "],\n");
}

static const char schema_coverage[] =
    "  \"coverage\": {\n   \"type\": \"object\",\n   \"additionalProperties\": false,\n"
    "   \"required\": [\"files\", \"of_files\", \"documents\", \"of_documents\"],\n"
    "   \"properties\": {\n    \"files\": {\"type\": \"integer\", \"minimum\": 1},\n"
    "    \"of_files\": {\"type\": \"integer\", \"minimum\": 2},\n"
    "    \"documents\": {\"type\": \"integer\", \"minimum\": 0},\n"
    "    \"of_documents\": {\"type\": \"integer\", \"minimum\": 0}\n   }\n  },\n";

static void
print_definitions(schema_printer *to)
{
	for (int i = 0; i < to->own.n; i++) {
		buf_printf(to->out, "%s  \"%s\": {\n   \"type\": %s,\n",
		    i ? ",\n" : ",\n \"$defs\": {\n", to->own.v[i].name,
		    to->own.v[i].may_be_null ? "[\"object\", \"null\"]" : "\"object\"");
		print_keys(to, 3, to->own.v[i].of, NULL, NULL);
		buf_str(to->out, "\n  }");
	}
	buf_str(to->out, to->own.n ? "\n }\n}\n" : "\n}\n");
}

/* also: of another answer of the kind (search by groups), or NULL. */
static void
schema_print(schema_printer *to, const result_class *cls, const column *also, const char *title)
{
	buf frame = BUF_INIT;

	buf_printf(to->out,
	    "{\n \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
	    " \"$id\": \"urn:tensen:schema:%s:%d\",\n \"title\": \"%s\",\n \"type\": \"object\",\n",
	    cls->kind, cls->version, title);
	buf_printf(&frame,
	    strcmp(cls->kind, "ideas") ? "  \"kind\": {\"const\": \"%s\"},\n"
				       : "  \"kind\": {\"enum\": [\"%s\", \"combine\"]},\n",
	    cls->kind);
	buf_printf(&frame,
	    "  \"version\": {\"const\": %d},\n  \"index\": {\"type\": \"string\"},\n%s",
	    cls->version, schema_coverage);
	if (also)
		print_alternatives(to->out, cls->keys, also);
	print_keys(to, 1, cls->keys, also, buf_cstr(&frame));
	print_definitions(to);
	buf_clear(&frame);
}
