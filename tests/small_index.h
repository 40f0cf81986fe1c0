/* tests/small_index.h - an index of twelve invented documents in two hundred kilobytes with every
 * section that an index of one file may have, for damage, and questions to it. */
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support.h"
#include "util/rng.h"

#define N_NUMBERS 24 /* of a vector of a model */
#define N_ANSWERS 7

static const struct {
	const char *ipc, *object, *trouble, *means;
} inventions[] = {
    {"A63F 5/04", "遊技機の回転体", "振動による騒音", "粘性流体を封入した緩衝室を設ける"},
    {"F16F 15/02", "工作機械の主軸", "高速回転時の振動", "磁性流体で減衰力を変える"},
    {"B01D 53/14", "排ガス処理塔", "吸収液の飛散", "多孔質の充填材に液膜を保持する"},
    {"G01N 21/27", "水質測定装置", "光学窓の汚れ", "超音波で付着物を剥離する"},
    {"A61K 9/20", "口腔内崩壊錠", "搬送中の欠け", "崩壊剤を表層に偏在させる"},
    {"H01L 21/67", "ウエハ搬送装置", "微細な粒子の付着", "気流で粒子を排出する"},
    {"E04B 1/98", "建物の床構造", "歩行による騒音", "粘弾性体を挟んだ二重床とする"},
    {"A01G 9/24", "温室の換気装置", "結露による病害", "吸湿材で空気を乾燥する"},
    {"B60N 2/70", "自動車の座席", "長時間着座の疲労", "空気室の圧力を周期的に変える"},
    {"C08L 23/04", "包装用樹脂フィルム", "低温での割れ", "弾性粒子を分散させる"},
    {"H04N 5/232", "撮像装置", "手振れによる画像の劣化", "角速度を検出して光学系を動かす"},
    {"G06Q 10/08", "倉庫の在庫管理", "棚卸しの手間", "無線タグを一括で読み取る"},
};
#define N_SMALL (sizeof inventions / sizeof *inventions)

/* Every main group is used three times: enough to be a group of its own. */
static inline void
small_corpus(const char *path, size_t from, size_t to)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	for (size_t i = from; i < to; i++)
		fprintf(f,
		    "{\"id\":\"TEST-%02zu\",\"title\":\"%s\",\"abstract\":\"【課題】%sの%"
		    "sを抑制する。"
		    "【解決手段】%s。\",\"ipc\":[\"%s\",\"%s\",\"%s\"],\"applicants\":["
		    "\"甲社（架空）\"],"
		    "\"date\":\"2020-01-%02zu\",\"open\":%s}\n",
		    i, inventions[i].object, inventions[i].object, inventions[i].trouble,
		    inventions[i].means, inventions[i].ipc, inventions[(i * 5 + 1) % N_SMALL].ipc,
		    inventions[(i * 7 + 3) % N_SMALL].ipc, i + 1, i % 3 ? "false" : "true");
	assert_int_equal(fclose(f), 0);
}

static inline const char *
small_id(void *payload, uint64_t i)
{
	static char id[16];

	snprintf(id, sizeof id, "TEST-%02u", (unsigned)i + *(unsigned *)payload);
	return id;
}

static inline void
small_vector(void *payload, uint64_t i, float *out)
{
	(void)payload;
	for (uint32_t d = 0; d < N_NUMBERS; d++)
		out[d] = rng_gauss_at(20260108, i * N_NUMBERS + d);
}

/* The index as if a model had answered. */
static inline void
small_vectors(const char *path, unsigned from, unsigned to)
{
	tensen_vectors v = TENSEN_VECTORS_INIT;
	tensen_vectors_kept kept;
	float probe[N_NUMBERS];
	tensen_error err;

	small_vector(NULL, 1000, probe);
	v.model = "invented";
	v.given = N_NUMBERS;
	v.n = to - from;
	v.id = small_id;
	v.get = small_vector;
	v.payload = &from;
	v.probe = probe;
	if (tensen_put_vectors(&kept, path, &v, &err) < 0)
		fail_msg("%s: %s", err.where, err.message);
	assert_int_equal(kept.documents, to - from);
}

static inline void
small_index(const char *name, size_t from, size_t to)
{
	tensen_build_opts o = TENSEN_BUILD_OPTS_INIT;
	const char *input = place("corpus.jsonl");

	small_corpus(input, from, to);
	o.dims = 8;
	build_index(place(name), &input, 1, &o);
	small_vectors(place(name), (unsigned)from, (unsigned)to);
}

/* --- asking --- */

/* JSON without the signature of the index, which any change to its table changes. */
static inline char *
small_rendered(tensen_result *r, tensen_status st)
{
	static const tensen_style as_json = {.format = TENSEN_JSON};
	static const char key[] = "\"index\": \"";
	tensen_text text = {NULL, 0, 0};
	char *signature;

	if (st == TENSEN_OK) {
		assert_int_equal(tensen_result_render(r, &as_json, &text, NULL), TENSEN_OK);
		signature = strstr(text.p, key);
		assert_non_null(signature);
		memset(signature + sizeof key - 1, '-', 16);
	}
	tensen_result_free(r);
	return text.p;
}

/* The answers to all questions; NULL for a refused one, and for the text without texts: only that
 * opens a dictionary. */
static inline void
small_ask(const tensen_index *index, char *out[N_ANSWERS], int texts)
{
	static const char words[] = "騒音と振動を抑制する粘弾性体の床";
	tensen_query by_id = {.id = "TEST-01"},
		     by_text = {.text = words, .text_len = sizeof words - 1};
	tensen_ideas_opts all = {.k = 35, .boldness = 0.5f};
	tensen_search_opts explain = {.k = 20, .explain = 1},
			   vectors = {.k = 20, .side = TENSEN_EMBEDDINGS};
	tensen_searcher *s;
	tensen_result *r = NULL;
	tensen_status st;

	memset(out, 0, N_ANSWERS * sizeof *out);
	if (tensen_searcher_new(&s, index, NULL) < 0)
		return;
	st = tensen_search(s, &by_id, &explain, &r, NULL);
	out[0] = small_rendered(r, st);
	if (texts) {
		st = tensen_search(s, &by_text, NULL, &r, NULL);
		out[1] = small_rendered(r, st);
	}
	st = tensen_ideas(s, &by_id, &all, &r, NULL);
	out[2] = small_rendered(r, st);
	st = tensen_show(s, &by_id, &r, NULL);
	out[3] = small_rendered(r, st);
	st = tensen_index_fields(index, &r, NULL);
	out[4] = small_rendered(r, st);
	st = tensen_search(s, &by_id, &vectors, &r, NULL);
	out[5] = small_rendered(r, st);
	st = tensen_report(index, NULL, &r, NULL);
	out[6] = small_rendered(r, st);
	tensen_searcher_free(s);
}

static inline void
small_forget(char *v[N_ANSWERS])
{
	for (int i = 0; i < N_ANSWERS; i++)
		free(v[i]);
}
