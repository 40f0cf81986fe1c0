/* corpus/input/unpack.c - see unpack.h. */
#include "corpus/input/unpack.h"
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>
#include <unicode/ucnv.h>
#include "text/utf8.h"
#include "util/fail.h"
#include "util/memory.h"

struct unpack {
	struct archive *a;
	unpack_kind kind;
	unpack_source from;
	tensen_status failed; /* of the source */
	tensen_error error;
	uint32_t members;
	uint64_t packed, given; /* bytes so far */
	char name[UNPACK_NAME * 3 + 1];
};

static la_ssize_t
on_read(struct archive *one, void *payload, const void **data)
{
	unpack *u = payload;
	size_t n = 0;

	if (u->failed == TENSEN_OK)
		u->failed = u->from.next(u->from.ctx, data, &n, &u->error);
	u->packed += n;
	if (u->failed == TENSEN_OK)
		return (la_ssize_t)n;
	archive_set_error(one, EIO, "the source failed");
	return ARCHIVE_FATAL;
}

static la_int64_t
on_seek(struct archive *one, void *payload, la_int64_t at, int from)
{
	const unpack *u = payload;
	int64_t place = u->from.seek(u->from.ctx, at, from);

	(void)one;
	return place < 0 ? ARCHIVE_FATAL : place;
}

static tensen_status
unpack_damaged(unpack *arc, tensen_error *err)
{
	const char *why = archive_error_string(arc->a);

	if (arc->failed < 0) {
		if (err)
			*err = arc->error;
		return arc->failed;
	}
	if (archive_errno(arc->a) == ENOMEM)
		return tensen_fail_nomem(err);
	return tensen_fail(err, TENSEN_E_INPUT, SAY_DAMAGED_OR_CUT,
	    arc->kind == UNPACK_ARCHIVE ? SAY_ARCHIVE : SAY_PACKED_DATA,
	    why ? why : SAY_ENDS_TOO_EARLY);
}

tensen_status
unpack_new(unpack **out, unpack_kind kind, unpack_source from, tensen_error *err)
{
	unpack *u = *out = calloc(1, sizeof *u);
	struct archive_entry *e;
	tensen_status st = u && (u->a = archive_read_new()) ? TENSEN_OK : tensen_fail_nomem(err);

	if (st < 0)
		return KEEP_OR_FREE(st, out, unpack_free);
	u->kind = kind;
	u->from = from;
	if (kind == UNPACK_ARCHIVE) {
		archive_read_support_format_tar(u->a);
		/* by its directory at the end, where that can be reached: what was cut off there is
		 * not seen by who reads from the front */
		if (from.seek)
			archive_read_support_format_zip_seekable(u->a);
		else
			archive_read_support_format_zip(u->a);
	} else {
		archive_read_support_filter_zstd(u->a);
		archive_read_support_filter_xz(u->a);
		archive_read_support_filter_bzip2(u->a);
		archive_read_support_format_raw(u->a);
	}
	archive_read_set_read_callback(u->a, on_read);
	if (from.seek)
		archive_read_set_seek_callback(u->a, on_seek);
	archive_read_set_callback_data(u->a, u);
	if (archive_read_open1(u->a) != ARCHIVE_OK ||
	    (kind != UNPACK_ARCHIVE && archive_read_next_header(u->a, &e) != ARCHIVE_OK))
		st = unpack_damaged(u, err);
	return KEEP_OR_FREE(st, out, unpack_free);
}

void
unpack_free(unpack *arc)
{
	if (!arc)
		return;
	archive_read_free(arc->a);
	free(arc);
}

/* Zip programs of Japanese Windows write names in CP932 and do not say so. */
static void
name_as_utf8(unpack *arc, const char *raw)
{
	UErrorCode e = U_ZERO_ERROR;

	if (utf8_bad_at(span_of(raw)) == strlen(raw)) {
		memcpy(arc->name, raw, strlen(raw) + 1);
		return;
	}
	ucnv_convert("UTF-8", "windows-31j", arc->name, (int32_t)sizeof arc->name, raw,
	    (int32_t)strlen(raw), &e);
	if (U_FAILURE(e))
		memcpy(arc->name, "?", 2);
}

static tensen_status
take_name(unpack *arc, struct archive_entry *archive, tensen_error *err)
{
	const char *raw = archive_entry_pathname_utf8(archive);

	if (!raw)
		raw = archive_entry_pathname(archive);
	if (!raw || !*raw)
		raw = "?";
	if (strlen(raw) > UNPACK_NAME)
		return tensen_fail(err, TENSEN_E_INPUT, SAY_ARCHIVE_HAS_NAME, UNPACK_NAME);
	name_as_utf8(arc, raw);
	for (char *p = arc->name; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	return TENSEN_OK;
}

/* 1 for files that systems leave in archives by themselves. */
static int
is_hidden(const char *name)
{
	if (strncmp(name, "__MACOSX/", 9) == 0)
		return 1;
	while (name) {
		if (name[0] == '.' && name[1] != '/' && !(name[1] == '.' && name[2] == '/'))
			return 1;
		name = strchr(name, '/');
		name = name ? name + 1 : NULL;
	}
	return 0;
}

tensen_status
unpack_next(unpack *arc, const char **name, tensen_error *err)
{
	struct archive_entry *e;
	tensen_status st;
	int rc;

	*name = NULL;
	while ((rc = archive_read_next_header(arc->a, &e)) != ARCHIVE_EOF) {
		if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
			return unpack_damaged(arc, err);
		if (++arc->members > UNPACK_MEMBERS)
			return tensen_fail(
			    err, TENSEN_E_INPUT, SAY_ARCHIVE_HAS_MORE, UNPACK_MEMBERS);
		if ((st = take_name(arc, e, err)) < 0)
			return st;
		if (archive_entry_filetype(e) != AE_IFREG || archive_entry_hardlink(e) ||
		    is_hidden(arc->name))
			continue;
		if (archive_entry_is_encrypted(e))
			return tensen_fail(err, TENSEN_E_INPUT, SAY_ARCHIVE_ENCRYPTED);
		*name = arc->name;
		return TENSEN_OK;
	}
	return arc->failed < 0 ? unpack_damaged(arc, err) : TENSEN_OK;
}

tensen_status
unpack_read(unpack *arc, void *ctx, size_t max, size_t *n, tensen_error *err)
{
	la_ssize_t got = archive_read_data(arc->a, ctx, max);

	/* a wrong checksum is only a warning to libarchive */
	*n = got > 0 ? (size_t)got : 0;
	arc->given += *n;
	return got < 0 ? unpack_damaged(arc, err) : unpack_limit(arc->given, arc->packed, err);
}

tensen_status
unpack_limit(uint64_t given, uint64_t packed, tensen_error *err)
{
	if (given <= UNPACK_FREE || given / UNPACK_RATIO <= packed)
		return TENSEN_OK;
	return tensen_fail(err, TENSEN_E_INPUT, SAY_UNPACKS_TO_MORE, UNPACK_RATIO);
}
