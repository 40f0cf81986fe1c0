/* corpus/formats/columns.c - see columns.h.
 *
 * Names are compared in half-width capitals without blanks (U+3000 too), brackets, underscores
 * and other marks: from year to year the bulk files of the open-patent database spell
 * 国際特許分類（IPC）, 国際特許分類_IPC_ and 特許権譲渡　対価条件. */
#include "corpus/formats/columns.h"
#include <string.h>
#include "corpus/document/fold.h"
#include "util/fail.h"

#define KEY_MAX 192 /* bytes; a longer name matches no column */

typedef struct column {
	const char *name;
	uint8_t field;
} column;

static const column jplatpat[] = {{"文献番号", FIELD_ID}, {"出願番号", FIELD_NUMBER},
    {"出願日", FIELD_FILED}, {"公知日", FIELD_DATE}, {"発明の名称", FIELD_TITLE},
    {"考案の名称", FIELD_TITLE}, {"出願人権利者", FIELD_APPLICANTS}, {"FI", FIELD_FI},
    {"IPC", FIELD_IPC}, {"Fターム", FIELD_FTERM}, {"要約", FIELD_ABSTRACT},
    {"公開番号", FIELD_NUMBER}, {"公告番号", FIELD_NUMBER}, {"登録番号", FIELD_NUMBER},
    {"その他", FIELD_NUMBER}, {"ステージ", FIELD_STATUS}, {"文献URL", FIELD_URL}};

/* 特許権譲渡 and 特許権実施許諾 columns are all licence terms; see plidb_field(). */
static const column plidb[] = {{"開放特許情報番号", FIELD_ID}, {"タイトル", FIELD_TITLE},
    {"発明の名称", FIELD_TITLE2}, {"出願番号", FIELD_NUMBER}, {"公開番号", FIELD_NUMBER},
    {"登録番号", FIELD_NUMBER}, {"出願日", FIELD_FILED}, {"特許権者", FIELD_APPLICANTS},
    {"出願人", FIELD_APPLICANTS2}, {"適用製品", FIELD_PRODUCTS}, {"目的", FIELD_PROBLEM},
    {"効果", FIELD_EFFECT}, {"技術概要", FIELD_MEANS}, {"国際特許分類IPC", FIELD_IPC},
    {"国際特許分類", FIELD_IPC}};

/* The keys of JSONL as the README has them, frequent ones first; --column accepts them on the
 * left. */
static const column own[] = {{"id", FIELD_ID}, {"title", FIELD_TITLE}, {"abstract", FIELD_ABSTRACT},
    {"problem", FIELD_PROBLEM}, {"means", FIELD_MEANS}, {"effect", FIELD_EFFECT},
    {"claims", FIELD_CLAIM}, {"description", FIELD_DESCRIPTION}, {"ipc", FIELD_IPC},
    {"fi", FIELD_FI}, {"cpc", FIELD_CPC}, {"fterm", FIELD_FTERM}, {"applicants", FIELD_APPLICANTS},
    {"date", FIELD_DATE}, {"status", FIELD_STATUS}, {"open", FIELD_OPEN},
    {"products", FIELD_PRODUCTS}, {"url", FIELD_URL}, {"lang", FIELD_LANG},
    {"license", FIELD_LICENSE_TERMS}, {"license_id", FIELD_LICENSE_ID}, {"numbers", FIELD_NUMBER}};

/* Other names that users' tables have. */
static const column others[] = {{"DOCID", FIELD_ID}, {"PUBLICATIONNUMBER", FIELD_ID},
    {"PUBLICATIONNO", FIELD_ID}, {"PATENTNUMBER", FIELD_ID}, {"PATENTNO", FIELD_ID},
    {"PATENTID", FIELD_ID}, {"文献番号", FIELD_ID}, {"公報番号", FIELD_ID}, {"番号", FIELD_ID},
    {"TEXT", FIELD_ABSTRACT}, {"SUMMARY", FIELD_ABSTRACT}, {"CLAIM", FIELD_CLAIM},
    {"APPLICANT", FIELD_APPLICANTS}, {"ASSIGNEE", FIELD_APPLICANTS},
    {"ASSIGNEES", FIELD_APPLICANTS}, {"IPCS", FIELD_IPC}, {"CPCS", FIELD_CPC},
    {"FTERMS", FIELD_FTERM}, {"FILINGDATE", FIELD_FILED}, {"APPLICATIONDATE", FIELD_FILED},
    {"PUBLICATIONDATE", FIELD_DATE}, {"LANGUAGE", FIELD_LANG}, {"LEGALSTATUS", FIELD_STATUS},
    {"タイトル", FIELD_TITLE}, {"名称", FIELD_TITLE}, {"発明等の名称", FIELD_TITLE},
    {"発明の名称", FIELD_TITLE}, {"考案の名称", FIELD_TITLE}, {"要約", FIELD_ABSTRACT},
    {"本文", FIELD_ABSTRACT}, {"課題", FIELD_PROBLEM}, {"目的", FIELD_PROBLEM},
    {"解決手段", FIELD_MEANS}, {"構成", FIELD_MEANS}, {"効果", FIELD_EFFECT},
    {"請求項", FIELD_CLAIM}, {"請求の範囲", FIELD_CLAIM}, {"特許請求の範囲", FIELD_CLAIM},
    {"明細書", FIELD_DESCRIPTION}, {"詳細な説明", FIELD_DESCRIPTION},
    {"発明の詳細な説明", FIELD_DESCRIPTION}, {"国際特許分類", FIELD_IPC}, {"Fターム", FIELD_FTERM},
    {"出願人", FIELD_APPLICANTS}, {"権利者", FIELD_APPLICANTS}, {"出願人権利者", FIELD_APPLICANTS},
    {"出願番号", FIELD_NUMBER}, {"公開番号", FIELD_NUMBER}, {"公告番号", FIELD_NUMBER},
    {"登録番号", FIELD_NUMBER}, {"出願日", FIELD_FILED}, {"公知日", FIELD_DATE},
    {"公開日", FIELD_DATE}, {"発行日", FIELD_DATE}, {"ステージ", FIELD_STATUS},
    {"状態", FIELD_STATUS}, {"適用製品", FIELD_PRODUCTS}, {"文献URL", FIELD_URL}};

#define COUNT(t) (sizeof(t) / sizeof *(t))

/* The form in which names are compared: fold_key(), then without the marks that differ between
 * tables. */
static span
key_of(span name, char out[KEY_MAX])
{
	static const char *const marks[] = {
	    "_", "(", ")", "/", "-", ".", "'", "\"", "・", "【", "】", "［", "］", "、", "："};
	size_t n = fold_key(name, out, KEY_MAX), k = 0;

	if (n == SIZE_MAX)
		return (span){"", 0};
	for (size_t i = 0; i < n;) {
		size_t skip = 0;
		for (size_t m = 0; m < COUNT(marks) && !skip; m++)
			if (span_starts((span){out + i, n - i}, span_of(marks[m])))
				skip = strlen(marks[m]);
		if (!skip)
			out[k++] = out[i];
		i += skip ? skip : 1;
	}
	return (span){out, k};
}

/* Both sides go through key_of(): it also makes the ー of ステージ a plain dash. */
static record_field
columns_find(const column *col, size_t n, span key)
{
	for (size_t i = 0; i < n; i++) {
		char other[KEY_MAX];
		if (span_eq(key, key_of(span_of(col[i].name), other)))
			return (record_field)col[i].field;
	}
	return FIELD_EXTRA;
}

static int
columns_has(const span *names, uint32_t n, const char *name)
{
	char want[KEY_MAX], key[KEY_MAX];
	span w = key_of(span_of(name), want);

	for (uint32_t i = 0; i < n; i++)
		if (span_eq(w, key_of(names[i], key)))
			return 1;
	return 0;
}

static record_field
table_field(span key)
{
	record_field f = columns_find(own, COUNT(own), key);

	return f != FIELD_EXTRA ? f : columns_find(others, COUNT(others), key);
}

record_field
columns_json_key(span key)
{
	char k[KEY_MAX];

	for (size_t i = 0; i < COUNT(own); i++) /* in its exact spelling it needs no folding */
		if (span_eq(key, span_of(own[i].name)))
			return (record_field)own[i].field;
	return table_field(key_of(key, k));
}

int
columns_is_id(span name)
{
	char key[KEY_MAX];

	return span_eq(key_of(name, key), SPAN_LIT("ID"));
}

static record_field
plidb_field(span key)
{
	char sale[KEY_MAX], licence[KEY_MAX];

	if (span_starts(key, key_of(span_of("特許権譲渡"), sale)) ||
	    span_starts(key, key_of(span_of("特許権実施許諾"), licence)))
		return FIELD_TERM;
	return columns_find(plidb, COUNT(plidb), key);
}

/* The two sides of a mapping such as "id=Pub. No": returns the field, FIELD_EXTRA if this is no
 * mapping; *name is the column's. */
static record_field
mapping_read(const char *mapping, span *name)
{
	const char *eq = strchr(mapping, '=');
	char key[KEY_MAX];

	*name = span_of(eq ? eq + 1 : "");
	return eq ? columns_find(
			own, COUNT(own), key_of((span){mapping, (size_t)(eq - mapping)}, key))
		  : FIELD_EXTRA;
}

/* The field that the user gave this column, FIELD_EXTRA if none. */
static record_field
mapped_field(span key, const char *const *columns)
{
	for (; columns && *columns; columns++) {
		char k[KEY_MAX];
		span of;
		record_field f = mapping_read(*columns, &of);
		if (f != FIELD_EXTRA && span_eq(key, key_of(of, k)))
			return f;
	}
	return FIELD_EXTRA;
}

/* 1 if the user gave this field to some column; then no other column gets it. */
static int
is_mapped(record_field field, const char *const *columns)
{
	for (; columns && *columns; columns++) {
		span of;
		if (mapping_read(*columns, &of) == field)
			return 1;
	}
	return 0;
}

record_field
columns_field(corpus_format format, span name, const char *const *columns)
{
	char k[KEY_MAX];
	span key = key_of(name, k);
	record_field f = mapped_field(key, columns);

	if (f != FIELD_EXTRA)
		return f;
	f = format == FORMAT_JPLATPAT ? columns_find(jplatpat, COUNT(jplatpat), key)
	    : format == FORMAT_PLIDB  ? plidb_field(key)
				      : table_field(key);
	return is_mapped(f, columns) ? FIELD_EXTRA : f;
}

tensen_status
columns_check(const char *const *columns, tensen_error *err)
{
	for (; columns && *columns; columns++) {
		span of;
		if (mapping_read(*columns, &of) == FIELD_EXTRA)
			return tensen_fail(err, TENSEN_E_ARG, SAY_EXPECTED_FIELD_COLUMN, *columns);
	}
	return TENSEN_OK;
}

static int
is_text_field(record_field field)
{
	return field == FIELD_TITLE || field == FIELD_ABSTRACT || field == FIELD_PROBLEM ||
	       field == FIELD_MEANS || field == FIELD_EFFECT || field == FIELD_DESCRIPTION ||
	       field == FIELD_CLAIM || field == FIELD_PRODUCTS;
}

static void
columns_survey(corpus_format format, const span *names, uint32_t n, const char *const *columns,
    int *id, int *texts, int *known)
{
	*id = *texts = *known = 0;
	for (uint32_t i = 0; i < n; i++) {
		record_field f = columns_field(format, names[i], columns);
		*id += f == FIELD_ID;
		*texts += is_text_field(f);
		*known += f != FIELD_EXTRA;
	}
}

corpus_format
columns_format(const span *names, uint32_t n)
{
	int id, texts, known;

	if (columns_has(names, n, "開放特許情報番号"))
		return FORMAT_PLIDB;
	if (columns_has(names, n, "文献番号") && columns_has(names, n, "出願人/権利者"))
		return FORMAT_JPLATPAT;
	columns_survey(FORMAT_TABLE, names, n, NULL, &id, &texts, &known);
	return id && texts ? FORMAT_TABLE : FORMAT_AUTO;
}

int
columns_are_header(const span *names, uint32_t n)
{
	int id, texts, known;

	columns_survey(FORMAT_TABLE, names, n, NULL, &id, &texts, &known);
	return n >= 2 && (known >= 2 || id);
}

/* The names that are there, as far as a line holds them. */
static void
add_found(buf *out, const span *names, uint32_t n)
{
	for (uint32_t i = 0; i < n && out->n < 180; i++) {
		buf_str(out, i ? ", " : "");
		buf_span(out, names[i].n > 60 ? span_sub(names[i], 0, 60) : names[i]);
	}
}

/* Says which --column asked for a column that is not there; 1 if one did. */
static int
lacks_column(buf *out, const span *names, uint32_t n, const char *const *columns, const char *found)
{
	for (; columns && *columns; columns++) {
		const char *eq = strchr(*columns, '=');
		if (!eq || columns_has(names, n, eq + 1))
			continue;
		buf_printf(out, SAY_NO_COLUMN_ASKED, eq + 1, *columns, found);
		return 1;
	}
	return 0;
}

void
columns_missing(
    buf *out, corpus_format format, const span *names, uint32_t n, const char *const *columns)
{
	static const char *const id_name[] = {[FORMAT_JPLATPAT] = "文献番号",
	    [FORMAT_PLIDB] = "開放特許情報番号",
	    [FORMAT_TABLE] = SAY_ID_OR};
	static const char *const text_name[] = {[FORMAT_JPLATPAT] = SAY_OR,
	    [FORMAT_PLIDB] = SAY_TITLE_OR_SUMMARY,
	    [FORMAT_TABLE] = SAY_TEXT_TITLE_ABSTRACT};
	buf found = BUF_INIT;
	int id, texts, known;

	columns_survey(format, names, n, columns, &id, &texts, &known);
	if (id && texts)
		return;
	add_found(&found, names, n);
	if (!lacks_column(out, names, n, columns, buf_cstr(&found))) {
		if (!id && !texts)
			buf_printf(out, SAY_NO_COLUMNS, id_name[format], text_name[format],
			    buf_cstr(&found));
		else
			buf_printf(out, SAY_NO_COLUMN, id ? text_name[format] : id_name[format],
			    buf_cstr(&found));
	}
	buf_clear(&found);
}
