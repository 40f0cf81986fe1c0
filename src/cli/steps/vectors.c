/* cli/steps/vectors.c - vectors from a .npy file of NumPy and the ids of its rows, one a line; or
 * from a server. */
#include "cli/steps/vectors.h"
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "assist/failure.h"

#define AT(member) offsetof(vectors_args, member)
const opt vectors_table[] = {
    {0, "vectors", OPT_STRING, AT(file), "FILE",
	.help = {"自分のモデルで作ったベクトルの .npy\n（n 行、float32 か float16）",
	    "vectors made by a model of one's own: .npy\nof n rows, float32 or float16"}},
    {0, "vector-ids", OPT_STRING, AT(ids), "FILE",
	.help = {"その各行の文献番号（一行一件）", "the ids of its rows, one a line"}},
    {0, "embeddings", OPT_STRING, AT(embed.url), "URL",
	.help = {"文献の題名・課題・手段・効果をこのサーバーへ送り、\nベクトルをもらう（/v1/"
		 "embeddings）",
	    "titles, problems, means and effects go to this\nserver for vectors (/v1/embeddings)"}},
    {0, "embeddings-name", OPT_STRING, AT(embed.name), "NAME",
	.help = {"モデルの名前（索引に控える）", "the name of the model, kept in the index"}},
    {0, "embeddings-key-file", OPT_STRING, AT(embed.key_file), "FILE",
	.help = {"鍵を一行目に書いたファイル（場所だけを控える）",
	    "a file whose first line is the key (path is kept)"}},
    {0, "embeddings-remote", OPT_SET, AT(embed.remote), NULL, .value = 1,
	.help = {"本文を別の機械へ送ることを認める", "texts may go to another machine"}},
    {0, "embeddings-characters", OPT_U32, AT(embed.characters), "N", .min = 100, .max = 100000,
	.help = {"一件から送る字数の上限", "characters of a document at most"},
	.unset = {"2000", "2000"}},
    {0, "embeddings-calls", OPT_U64, AT(embed.calls), "N", .min = 1,
	.help = {"送る要求の数の上限（一回 32 件）", "requests at most, of 32 documents each"}},
    {0, "embeddings-parallel", OPT_U32, AT(embed.parallel), "N", .min = 1, .max = 64,
	.help = {"同時に送る要求の数", "requests at once"}, .unset = {"4", "4"}},
    {0, "embeddings-seconds", OPT_U32, AT(embed.seconds), "N", .min = 1, .max = 3600,
	.help = {"一つの答えを待つ時間の上限", "longest wait for one answer"},
	.unset = {"120", "120"}},
    {0, "embeddings-dim", OPT_U32, AT(embed.dim), "N", .min = 8, .max = TENSEN_VECTOR_DIMS_MAX,
	.help = {"入れ子のベクトルの先頭 N 個だけを使う",
	    "the first N numbers count (nested vectors)"},
	.unset = {"すべて", "all"}},
    {.name = NULL}};
#undef AT

static tensen_status
map_file(vectors_files *f, const char *path, tensen_error *err)
{
	struct stat sb;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *p = MAP_FAILED;

	if (fd >= 0 && fstat(fd, &sb) == 0 && sb.st_size > 0)
		p = mmap(NULL, (size_t)sb.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED) {
		int number = errno;
		if (fd >= 0)
			close(fd);
		return failure(err, fd < 0 ? TENSEN_E_IO : TENSEN_E_INPUT, path, "%s",
		    fd < 0 ? tensen_os_error(number) : SAY_EXPECTED_NPY_FILE);
	}
	close(fd);
	f->map = p;
	f->map_size = (size_t)sb.st_size;
	return TENSEN_OK;
}

/* The value behind 'key': in the header, a dictionary of Python as NumPy writes it. */
static const char *
header_value(const char *header, const char *key)
{
	const char *p = strstr(header, key);

	p = p ? strchr(p + strlen(key), ':') : NULL;
	return p ? p + 1 + strspn(p + 1, " ") : NULL;
}

/* Form and size of the array: two dimensions, rows one behind the other, little-endian. */
static int
read_shape(vectors_files *f, const char *header)
{
	const char *descr = header_value(header, "'descr'"),
		   *order = header_value(header, "'fortran_order'"),
		   *shape = header_value(header, "'shape'");
	unsigned long long n, dim;
	char *end;

	if (!descr || !order || !shape || *shape != '(' || strncmp(order, "False", 5) != 0 ||
	    (strncmp(descr, "'<f4'", 5) != 0 && strncmp(descr, "'<f2'", 5) != 0))
		return 0;
	f->half = descr[3] == '2';
	n = strtoull(shape + 1, &end, 10);
	if (*end != ',')
		return 0;
	dim = strtoull(end + 1, &end, 10);
	if (*end != ')' || dim == 0 || dim > TENSEN_VECTOR_DIMS_MAX || n > UINT32_MAX)
		return 0;
	f->n = n;
	f->given = (uint32_t)dim;
	return 1;
}

static tensen_status
read_head(vectors_files *f, tensen_error *err)
{
	const uint8_t *p = f->map;
	size_t at = 0, length = 0;
	char header[4096];

	if (f->map_size > 12 && memcmp(p, "\x93NUMPY", 6) == 0) {
		at = p[6] == 1 ? 10 : 12;
		length = p[8] | (size_t)p[9] << 8;
		if (p[6] > 1)
			length |= (size_t)p[10] << 16 | (size_t)p[11] << 24;
	}
	if (at && length < sizeof header && at + length <= f->map_size) {
		memcpy(header, p + at, length);
		header[length] = '\0';
		f->numbers = p + at + length;
		if (read_shape(f, header) &&
		    f->n * f->given * (f->half ? 2 : 4) == f->map_size - at - length)
			return TENSEN_OK;
	}
	return failure(
	    err, TENSEN_E_INPUT, f->path, SAY_EXPECTED_NPY_FILE_N, TENSEN_VECTOR_DIMS_MAX);
}

static float
half_value(uint16_t h)
{
	int exponent = h >> 10 & 31;
	float x = (float)(h & 1023);

	if (exponent == 31)
		x = h & 1023 ? NAN : INFINITY;
	else
		x = exponent ? ldexpf(x + 1024, exponent - 25) : ldexpf(x, -24);
	return h & 0x8000 ? -x : x;
}

static void
get(void *payload, uint64_t i, float *out)
{
	const vectors_files *f = payload;
	const uint8_t *row = f->numbers + i * f->given * (f->half ? 2 : 4);

	if (!f->half) {
		memcpy(out, row, f->given * sizeof *out);
		return;
	}
	for (uint32_t d = 0; d < f->given; d++)
		out[d] = half_value((uint16_t)(row[2 * d] | row[2 * d + 1] << 8));
}

static const char *
id_of(void *payload, uint64_t i)
{
	return ((vectors_files *)payload)->ids[i];
}

static tensen_status
read_ids(vectors_files *f, const char *path, tensen_error *err)
{
	vectors_files text = {.path = path};
	uint64_t n = 0;
	char *line;
	tensen_status st = map_file(&text, path, err);

	if (st < 0)
		return st;
	f->lines = strndup((const char *)text.map, text.map_size);
	munmap((void *)(uintptr_t)text.map, text.map_size);
	f->ids = calloc(f->n + 1, sizeof *f->ids);
	if (!f->lines || !f->ids)
		return failure_nomem(err);
	for (char *rest = f->lines; (line = strsep(&rest, "\n"));) {
		line[strcspn(line, "\r")] = '\0';
		if (*line && n++ < f->n)
			f->ids[n - 1] = line;
	}
	if (n != f->n)
		return failure(err, TENSEN_E_INPUT, path, SAY_IDS_VECTORS, (unsigned long long)n,
		    (unsigned long long)f->n);
	return TENSEN_OK;
}

/* Each has a direction: finite numbers, and those that count are not all zero. */
static tensen_status
check_vectors(vectors_files *f, uint32_t dim, tensen_error *err)
{
	static const char *const wrong[] = {SAY_HOLDS_NO_NUMBER, SAY_ZERO};
	float x[TENSEN_VECTOR_DIMS_MAX];

	for (uint64_t i = 0; i < f->n; i++) {
		double norm = 0, all = 0;
		get(f, i, x);
		for (uint32_t d = 0; d < f->given; d++) {
			all += (double)x[d] * x[d];
			norm += d < dim ? (double)x[d] * x[d] : 0;
		}
		if (!isfinite(all) || !(norm > 0))
			return failure(err, TENSEN_E_INPUT, f->path, SAY_VECTOR_DOCUMENT,
			    (unsigned long long)i, f->ids[i], wrong[isfinite(all) != 0]);
	}
	return TENSEN_OK;
}

static void
report_line(const char *line, void *payload)
{
	const common *c = payload;

	if (!c->quiet)
		fprintf(stderr, "tensen: %s\n", line);
}

static tensen_status
open_server(vectors_files *f, const vectors_args *a, const char *index, const common *c,
    progress *bar, tensen_error *err)
{
	embed_opts o = a->embed;
	tensen_status st;

	o.lang = (tensen_lang)c->lang;
	o.report = report_line;
	o.report_payload = (void *)(uintptr_t)c;
	o.progress = progress_step;
	o.progress_payload = bar;
	st = embed_open(&f->server, &o, index, err);
	return st == TENSEN_OK && a->embed.url ? embed_check(f->server, err) : st;
}

static tensen_status
open_files(vectors_files *out, const vectors_args *a, tensen_error *err)
{
	uint32_t dim;
	tensen_status st;

	report_names(a->file, EXIT_INPUT);
	report_names(a->ids, EXIT_INPUT);
	if ((st = map_file(out, a->file, err)) < 0 || (st = read_head(out, err)) < 0 ||
	    (st = read_ids(out, a->ids, err)) < 0)
		return st;
	dim = a->embed.dim ? a->embed.dim : out->given;
	if (dim > out->given || dim < 8)
		return failure(err, TENSEN_E_ARG, a->file, SAY_VECTORS_NUMBERS_WHICH, out->given,
		    dim, 8u, (unsigned)TENSEN_VECTOR_DIMS_MAX);
	return check_vectors(out, dim, err);
}

tensen_status
vectors_open(vectors_files *out, const vectors_args *a, const char *index, const common *c,
    progress *bar, tensen_error *err)
{
	*out = (vectors_files){.path = a->file};
	if (!a->file != !a->ids)
		return failure(err, TENSEN_E_ARG, "--vectors", SAY_VECTORS_AND_VECTOR);
	if (a->file && a->embed.url)
		return failure(err, TENSEN_E_ARG, "--vectors", SAY_VECTORS_OR_EMBEDDINGS);
	if (a->embed.url || (a->kept && !a->file))
		return open_server(out, a, index, c, bar, err);
	return a->file ? open_files(out, a, err) : TENSEN_OK;
}

void
vectors_close(vectors_files *f)
{
	if (f->map)
		munmap((void *)(uintptr_t)f->map, f->map_size);
	free(f->lines);
	free(f->ids);
	embed_close(f->server);
}

static void
say(const tensen_vectors_kept *k, const char *index, const common *c)
{
	if (!c->quiet)
		fprintf(stderr,
		    c->lang == TENSEN_JA
			? "%s: %u 件の文献にモデルのベクトルを入れた（索引にない番号 %llu 件）\n"
			: "%s: vectors of a model for %u documents (%llu ids are not in the "
			  "index)\n",
		    index, k->documents, (unsigned long long)k->unknown);
}

tensen_status
vectors_put(
    vectors_files *f, const vectors_args *a, const char *index, const common *c, tensen_error *err)
{
	tensen_vectors v = TENSEN_VECTORS_INIT;
	tensen_vectors_kept kept;
	tensen_status st;

	if (f->server)
		return embed_documents(f->server, err);
	if (!f->path)
		return TENSEN_OK;
	v.model = a->embed.name;
	v.given = f->given;
	v.dim = a->embed.dim;
	v.n = f->n;
	v.id = id_of;
	v.get = get;
	v.payload = f;
	st = tensen_put_vectors(&kept, index, &v, err);
	if (st == TENSEN_OK)
		say(&kept, index, c);
	return st;
}
