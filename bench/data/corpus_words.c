/* bench/data/corpus_words.c - see corpus_words.h.
 *
 * Japanese nouns are those of IPADIC's source (package mecab-ipadic), cheapest
 * and so most usual first, behind the technical words of models/: MeCab cuts the
 * text as it cuts real text, at the borders of words that are in its
 * dictionary.  English nouns are roots with affixes.  Compounds are made of
 * nouns, as they are in patents; that is where new vocabulary comes from. */
#include "corpus_words.h"
#include <err.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "text/utf8.h"
#include "util/files/file.h"
#include "util/memory.h"
#include "util/threads/sort.h"

#define MAX_NOUNS 40000
#define MAX_ACTIONS 1200

static const char *const own_ja =
    "基板 電極 筐体 軸 回路 信号 制御 部材 表面 端部 開口 凹部 凸部 溝 孔 面 層 膜 板 管 弁 "
    "軸受 歯車 ばね 容器 蓋 底面 側面 上面 下面 内周 外周 先端 基端 中央 外側 内側 空間 隙間 "
    "流路 流体 液体 気体 空気 水 温度 圧力 速度 位置 角度 距離 時間 周波数 電圧 電流 電力 画像 "
    "情報 データ 端末 サーバ ユーザ 通信 記憶 検出 センサ カメラ 光 光源 レンズ ミラー 波長 反射 "
    "透過 偏光 発光 表示 画面 入力 出力 処理 判定 演算 比較 推定 学習 モデル 樹脂 金属 繊維 "
    "ゴム ガラス セラミック 粒子 粉末 溶液 溶媒 触媒 反応 酸化 還元 重合 樹脂層 組成 含有 質量 "
    "割合 濃度 粘度 硬度 強度 剛性 弾性 耐熱 耐水 耐久 絶縁 導電 磁石 コイル モータ ロータ "
    "ステータ "
    "エンジン 車両 車輪 タイヤ 座席 扉 窓 壁 床 天井 屋根 柱 梁 杭 土 地盤 工具 刃 切断 溶接 "
    "加工 成形 金型 射出 押出 加熱 冷却 乾燥 洗浄 搬送 供給 排出 包装 袋 紙 布 糸 食品 飲料 "
    "細胞 抗体 遺伝子 薬剤 成分 化合物 患者 生体 血液 皮膚 針 カテーテル 電池 正極 負極 電解質 "
    "燃料 排気 吸気 熱交換器 圧縮機 ポンプ フィルタ ノズル ローラ ベルト フレーム ケース カバー";

static const char *const own_en =
    "substrate electrode housing shaft circuit signal controller member surface end opening recess "
    "groove hole layer film plate tube valve bearing gear spring container lid side space gap "
    "channel fluid liquid gas air water temperature pressure speed position angle distance time "
    "frequency voltage current power image information data terminal server user network memory "
    "sensor camera light source lens mirror wavelength reflection display screen input output "
    "processor model resin metal fiber rubber glass ceramic particle powder solution solvent "
    "catalyst reaction polymer composition content concentration viscosity strength rigidity "
    "magnet coil motor rotor stator engine vehicle wheel tire seat door window wall floor roof "
    "column beam soil tool blade weld mold heat cooling drying conveyor supply package bag paper "
    "cloth yarn food beverage cell antibody gene drug compound patient tissue blood skin needle "
    "catheter battery cathode anode electrolyte fuel exhaust intake compressor pump filter nozzle "
    "roller belt frame case cover";

static const char *const harms_en =
    "vibration noise leakage corrosion wear friction heat crack deformation contamination "
    "interference distortion fatigue clogging adhesion loss delay error drift peeling breakage "
    "shock overheating condensation rust";

static void
add(strtab *t, span s)
{
	if (s.n && strtab_add(t, s) == STRTAB_NONE)
		errx(1, "words: out of memory");
}

static void
add_list(strtab *t, span list, const char *separator)
{
	span sep = span_of(separator);

	while (list.n) {
		size_t to = span_find(list, sep, 0);
		size_t end = to == (size_t)-1 ? list.n : to;
		add(t, span_sub(list, 0, end));
		list = span_sub(list, to == (size_t)-1 ? list.n : end + sep.n, list.n);
	}
}

static span
model_file(const words *w, const char *name)
{
	tensen_error err = {0};
	span s;

	if (models_get(w->models, name, &s, &err) < 0)
		errx(1, "%s: %s", name, err.message);
	return s;
}

/* Two to five kanji, or katakana from three on: the shapes of technical nouns. */
static int
is_technical(span s)
{
	size_t kanji = 0, kana = 0, others = 0;

	for (size_t i = 0; i + 2 < s.n; i += 3) {
		unsigned char a = (unsigned char)s.p[i], b = (unsigned char)s.p[i + 1];
		if ((a & 0xf0) != 0xe0)
			return 0;
		if (a == 0xe3 && (b == 0x82 || b == 0x83))
			kana++; /* U+3080 .. U+30FF, hiragana's end among them: see below */
		else if (a >= 0xe4 && a <= 0xe9)
			kanji++;
		else
			others++;
		if (a == 0xe3 && b == 0x82 && (unsigned char)s.p[i + 2] < 0xa0)
			return 0;
	}
	if (others || s.n % 3)
		return 0;
	return kana ? kana >= 3 && !kanji : kanji >= 2 && kanji <= 5;
}

typedef struct priced {
	span word;
	int cost;
} priced;

static int
by_cost(const void *a, const void *b)
{
	const priced *x = a, *y = b;
	size_t n = x->word.n < y->word.n ? x->word.n : y->word.n;
	int c = ORDER(x->cost, y->cost);

	return c ? c : memcmp(x->word.p, y->word.p, n);
}

/* The whole file in UTF-8; the caller frees it. */
static char *
utf8_file(const char *dir, const char *name, size_t *n)
{
	char path[4096];
	filemap f;
	tensen_error err = {0};
	iconv_t cd = iconv_open("UTF-8", "EUC-JP");
	char *in, *out, *to;
	size_t left, room;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	if (filemap_open(&f, path, &err) < 0)
		errx(
		    1, "%s: not there; install mecab-ipadic or name its folder with --words", path);
	left = f.n;
	room = f.n * 2;
	to = out = malloc(room + 1);
	in = (char *)(uintptr_t)f.p;
	if (!out || cd == (iconv_t)-1 || iconv(cd, &in, &left, &to, &room) == (size_t)-1)
		errx(1, "%s: not in EUC-JP", path);
	iconv_close(cd);
	filemap_close(&f);
	*n = (size_t)(to - out);
	return out;
}

static void
add_dictionary(words *w, const char *dir)
{
	static const char *const names[] = {"Noun.verbal.csv", "Noun.csv"};
	priced *v = calloc(100000, sizeof *v);
	char *text[2];
	size_t k = 0, verbal = 0;

	if (!v)
		errx(1, "words: out of memory");
	for (int f = 0; f < 2; f++) {
		size_t n;
		text[f] = utf8_file(dir, names[f], &n);
		for (char *p = text[f], *end = p + n; p < end && k < 100000;) {
			char *line = memchr(p, '\n', (size_t)(end - p));
			char *comma = memchr(p, ',', (size_t)(end - p));
			int l, r, cost;
			if (!line || !comma)
				break;
			span s = {p, (size_t)(comma - p)};
			*line = 0;
			if (sscanf(comma + 1, "%d,%d,%d", &l, &r, &cost) == 3 && is_technical(s))
				v[k++] = (priced){s, cost};
			p = line + 1;
		}
		verbal = f ? verbal : k;
	}
	qsort(v, verbal, sizeof *v, by_cost);
	for (size_t i = 0; i < verbal && i < MAX_ACTIONS; i++)
		add(&w->actions[LANG_JA], v[i].word);
	qsort(v, k, sizeof *v, by_cost);
	for (size_t i = 0; i < k && w->common[LANG_JA].n < MAX_NOUNS; i++)
		add(&w->common[LANG_JA], v[i].word);
	free_all(text[0], text[1], v);
}

/* Roots with affixes in an order that is always the same. */
static void
add_made_english(strtab *t)
{
	static const char *const head[] = {"", "pre", "sub", "inter", "micro", "thermo", "electro",
	    "hydro", "photo", "poly", "multi", "semi", "trans", "counter", "bi", "mono"};
	static const char *const root[] = {"duct", "form", "press", "ject", "tract", "port",
	    "struct", "meter", "graph", "cast", "flex", "lock", "seal", "clamp", "plat", "strut",
	    "rim", "hub", "vane", "gate", "core", "web", "rail", "slot", "pad", "crank", "latch",
	    "wick", "bond", "mesh", "sorb", "lumen", "vapor", "grain", "fil", "clad", "ring",
	    "spool", "tread", "coat"};
	static const char *const tail[] = {"", "or", "ation", "ing", "ant", "ive", "ment", "ure",
	    "ite", "ane", "ide", "ulator", "ility", "age", "ism", "onent"};
	char word[64];

	for (uint32_t i = 0; i < 16 * 40 * 16 && t->n < MAX_NOUNS; i++) {
		uint32_t j = (uint32_t)(rng_at(7, i) % (16 * 40 * 16));
		snprintf(
		    word, sizeof word, "%s%s%s", head[j % 16], root[j / 16 % 40], tail[j / 640]);
		add(t, span_of(word));
	}
}

static int
ends_in(span s, const char *end)
{
	size_t n = strlen(end);

	return s.n > n && memcmp(s.p + s.n - n, end, n) == 0;
}

static void
add_actions(words *w)
{
	tsv in = {.file = model_file(w, "functions.tsv")};
	span c[3];
	size_t n;

	while ((n = tsv_next(&in, c, 3))) {
		if (is_ascii(c[0])) {
			if (n < 3 && !ends_in(c[0], "s") && !ends_in(c[0], "ed") &&
			    !ends_in(c[0], "ing"))
				add(&w->actions[LANG_EN], c[0]);
		} else if (n == 3 && span_eq(c[2], SPAN_LIT("action")) && is_technical(c[0])) {
			add(&w->actions[LANG_JA], c[0]);
		}
	}
}

static void
add_things(words *w)
{
	tsv in = {.file = model_file(w, "ipc-subclasses.tsv")};
	span c[5];

	while (tsv_next(&in, c, 5) == 5) {
		add_list(&w->things[LANG_JA], c[3], "、");
		add_list(&w->things[LANG_EN], c[4], ", ");
	}
	in = (tsv){.file = model_file(w, "things.tsv")};
	while (tsv_next(&in, c, 2) >= 1) {
		if (is_technical(c[0]))
			add(&w->harms[LANG_JA], c[0]);
	}
	in = (tsv){.file = model_file(w, "words.tsv")};
	while (tsv_next(&in, c, 2) >= 1)
		add(&w->common[LANG_JA], c[0]);
}

/* Rules of each field, and the fields' shares from the diagonal of the shipped prior. */
static void
add_fields(words *w)
{
	span file = model_file(w, "ipc-fields.tsv"), c[4];
	uint32_t n = 0, cap = 4096;

	w->rules = calloc(cap, sizeof *w->rules);
	if (!w->rules)
		errx(1, "words: out of memory");
	for (unsigned f = 1; f <= N_FIELDS; f++) {
		tsv in = {.file = file};
		while (tsv_next(&in, c, 4) == 4) {
			if ((unsigned)atoi(c[3].p) != f || c[0].n != 4 || n == cap)
				continue;
			memcpy(w->rules[n].subclass, c[0].p, 4);
			w->rules[n].from = (uint32_t)atoi(c[1].p);
			w->rules[n++].to = (uint32_t)atoi(c[2].p);
		}
		w->rule_end[f] = n;
		w->share[f] = w->share[f - 1] + (double)fields_prior(w->fields, f, f);
	}
}

void
words_open(words *w, const char *ipadic)
{
	tensen_error err = {0};

	memset(w, 0, sizeof *w);
	for (int l = 0; l < N_LANGS; l++) {
		strtab_init(&w->common[l]);
		strtab_init(&w->harms[l]);
		strtab_init(&w->actions[l]);
		strtab_init(&w->things[l]);
	}
	if (models_open(&w->models, NULL, &err) < 0 || fields_open(&w->fields, w->models, &err) < 0)
		errx(1, "models: %s", err.message);
	add_list(&w->common[LANG_JA], span_of(own_ja), " ");
	add_list(&w->common[LANG_EN], span_of(own_en), " ");
	add_list(&w->harms[LANG_EN], span_of(harms_en), " ");
	add_things(w);
	add_actions(w);
	add_dictionary(w, ipadic);
	add_made_english(&w->common[LANG_EN]);
	add_fields(w);
}

void
words_close(words *w)
{
	for (int l = 0; l < N_LANGS; l++) {
		strtab_clear(&w->common[l]);
		strtab_clear(&w->harms[l]);
		strtab_clear(&w->actions[l]);
		strtab_clear(&w->things[l]);
	}
	free(w->rules);
	fields_close(w->fields);
	models_close(w->models);
}

/* The inverse of the distribution's integral; r is a whole rank. */
uint32_t
zipf(rng *r, double s, double q, double n)
{
	double a = pow(1.0 + q, 1.0 - s), b = pow(n + 1.0 + q, 1.0 - s);
	double x = pow(a + rng_unit(r) * (b - a), 1.0 / (1.0 - s)) - q;

	return x < 1 ? 1 : x > n ? (uint32_t)n : (uint32_t)x;
}

/* A topic has usual words of its own: the common list in another order. */
static span
simple_noun(const words *w, language l, uint64_t topic, rng *r)
{
	const strtab *t = &w->common[l];
	uint32_t rank = topic ? zipf(r, 1.25, 3, t->n) : zipf(r, 1.05, 60, t->n);

	if (topic && rng_below(r, 100) < 75)
		rank = (uint32_t)(rng_at(topic, rank) % (t->n < 6000 ? t->n : 6000)) + 1;
	return strtab_get(t, rank - 1);
}

void
noun_add(buf *out, const words *w, language l, uint64_t topic, uint32_t rank)
{
	static const char *const suffix[] = {"部", "体", "層", "材", "器", "芯", "機", "弁", "面",
	    "剤", "率", "板", "管", "式", "用", "性"};
	const strtab *things = &w->things[l];
	rng r = {rng_at(topic, rank)};
	uint32_t kind = rng_below(&r, 100);
	const char *blank = l == LANG_EN ? " " : "";

	if (!topic && rank <= 160) { /* of every field: as they come */
		buf_span(out, strtab_get(&w->common[l], rank - 1));
	} else if (rank < 12 && topic && kind < 40) {
		buf_span(out, strtab_get(things, rng_below(&r, things->n)));
	} else if (kind < (rank < 300 ? 55u : 8u)) {
		buf_span(out, simple_noun(w, l, topic, &r));
	} else {
		buf_span(out, simple_noun(w, l, topic, &r));
		if (kind % 4 == 0) {
			buf_str(out, blank);
			buf_span(out, simple_noun(w, l, topic, &r));
		}
		if (kind % 2 || l == LANG_EN) {
			buf_str(out, blank);
			buf_span(out, simple_noun(w, l, topic, &r));
		} else {
			buf_str(out, suffix[rng_below(&r, 16)]);
		}
	}
}
