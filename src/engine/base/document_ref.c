/* engine/base/document_ref.c - see document_ref.h. */
#include "engine/base/document_ref.h"

const char *
texts_joined(tensen_result *result, const span_list *texts, const char *with, uint32_t most)
{
	buf b = BUF_INIT;

	for (uint32_t i = 0; i < texts->n && i < most; i++) {
		buf_str(&b, i ? with : "");
		buf_span(&b, span_trim(texts->v[i]));
	}
	return result_text(result, &b);
}

void
field_lists(const char *out[2], tensen_result *result, const fields *names, uint64_t mask)
{
	for (int l = 0; l < 2; l++) {
		buf b = BUF_INIT;

		for (unsigned i = 1; i <= N_FIELDS; i++) {
			if (!(mask & FIELD_BIT(i)))
				continue;
			if (b.n)
				buf_str(&b, l == TENSEN_JA ? "、" : ", ");
			buf_span(&b, fields_info(names, i)->short_name[l]);
		}
		out[l] = result_text(result, &b);
	}
}

span
row_subclass(const rows *rows_of, uint32_t row)
{
	uint32_t n;
	const uint32_t *g = rows_groups(rows_of, row, &n);
	span name = n ? rows_group_name(rows_of, g[0]) : (span){"", 0};

	return name.n >= 4 ? span_sub(name, 0, 4) : (span){"", 0};
}

static const char *
row_applicants(tensen_result *result, const rows *rows_of, uint32_t row)
{
	buf b = BUF_INIT;
	uint32_t n;
	const uint32_t *a = rows_applicants(rows_of, row, &n);

	for (uint32_t i = 0; i < n; i++) {
		buf_str(&b, i ? "、" : "");
		buf_span(&b, rows_applicant_name(rows_of, a[i]));
	}
	return result_text(result, &b);
}

void
ref_of_row(tensen_document_ref *out, tensen_result *result, const tensen_index *ix, uint32_t row)
{
	const rows *r = &ix->store->rows;
	const field_info *field = fields_info(ix->fields, r->primary[row]);
	const subclass_info *info;

	*out = (tensen_document_ref){.row = row,
	    .id = result_copy(result, rows_id(r, row)),
	    .title = result_copy(result, rows_title(r, row)),
	    .applicants = row_applicants(result, r, row),
	    .url = "",
	    .license_id = "",
	    .license_terms = "",
	    .subclass = result_copy(result, row_subclass(r, row)),
	    .field = r->primary[row],
	    .fields = r->mask[row],
	    .date = r->date[row],
	    .open = (r->flags[row] & ROW_OPEN) != 0,
	    .status = r->status[row],
	    .title_only = row_is_title_alone(r, row)};
	info = fields_subclass(ix->fields, out->subclass);
	for (int l = 0; l < 2; l++) {
		out->subclass_name[l] = result_copy(result, info ? info->name[l] : (span){"", 0});
		out->field_name[l] =
		    result_copy(result, field ? field->short_name[l] : (span){"", 0});
	}
	field_lists(out->field_names, result, ix->fields, out->fields);
}

void
ref_add_text(tensen_document_ref *out, tensen_result *result, const document *doc)
{
	out->url = result_copy(result, doc->url);
	out->license_id = result_copy(result, doc->license_id);
	out->license_terms = result_copy(result, doc->license_terms);
}

void
ref_of_document(tensen_document_ref *out, tensen_result *result, const document *doc)
{
	*out = (tensen_document_ref){.row = ROW_NONE,
	    .id = result_copy(result, doc->id),
	    .title = result_copy(result, doc->title),
	    .applicants = texts_joined(result, &doc->applicants, "、", UINT32_MAX),
	    .date = doc->date,
	    .open = doc->open,
	    .status = doc->status};
	ref_add_text(out, result, doc);
}
