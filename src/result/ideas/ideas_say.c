/* result/ideas/ideas_say.c - see ideas_say.h. */
#include "result/ideas/ideas_say.h"
#include <string.h>
#include "result/ideas/idea_words.h"
#include "corpus/document/document.h"
#include "result/write/table.h"

const char *
shelf_heading(tensen_shelf s, tensen_lang lang)
{
	static const char *const words[N_IDEA_SHELVES][2] = {
	    {"新しい用途の候補", "New uses"}, {"先例のある用途", "Precedents elsewhere"}};

	return words[s == TENSEN_PRECEDENT][lang];
}

const char *
shelf_note(tensen_shelf s, tensen_lang lang)
{
	static const char *const words[N_IDEA_SHELVES][2] = {
	    {"元の特許とは別の製品分野で、役に立つ見込みのある用途。",
		"Other product areas where the patent may be of use."},
	    {"別の製品分野で、ほぼ同じ手段が既に使われている用途。",
		"Other product areas that use practically the same means already."}};

	return words[s == TENSEN_PRECEDENT][lang];
}

void
confidence_say(buf *out, tensen_band b, float share, tensen_lang lang)
{
	buf_printf(out, lang == TENSEN_JA ? "確度 %s（%.0f%%）" : "confidence %s (%.0f%%)",
	    band_words[b].of[lang], 100 * (double)share);
}

const char *
confidence_note(tensen_lang lang)
{
	return lang == TENSEN_JA
		   ? "確度の％は、読み手が評点 2 "
		     "以上（検討に値する）と評価する見込みで、評価済みの組から推定した。"
		   : "Confidence: the share of such pairs that readers graded 2 or better (worth "
		     "looking into), estimated from graded pairs.";
}

void
subclass_say(buf *out, const char *symbol, const char *name)
{
	buf_printf(out, "%s%s%s", symbol, symbol[0] && name[0] ? " " : "", symbol[0] ? name : "");
}

void
facts_say(buf *out, uint32_t date, uint8_t status, int open, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;
	const char *gap = "";

	if (date) {
		buf_printf(out, ja ? "%u年" : "%u", date / 10000);
		gap = ja ? "・" : ", ";
	}
	if (status) {
		buf_printf(out, "%s%s", gap, status_word(status, lang));
		gap = ja ? "・" : ", ";
	}
	if (open)
		buf_printf(out, "%s%s", gap, ja ? "開放" : "open to licence");
}

void
document_say(buf *out, const tensen_candidate *x, tensen_lang lang)
{
	buf facts = BUF_INIT;

	facts_say(&facts, x->date, x->status, x->open, lang);
	buf_printf(out, "%s%s%s", x->id, x->title[0] ? " " : "", x->title);
	if (facts.n)
		buf_printf(out, lang == TENSEN_JA ? "（%s）" : " (%s)", buf_cstr(&facts));
	out->failed |= facts.failed;
	buf_clear(&facts);
}

const char *
aspect_say(const tensen_aspect *a, tensen_lang lang)
{
	if (a->kind != TENSEN_ASPECT_AREA)
		return a->text;
	return lang == TENSEN_JA ? "元の全文を、この種の手段が転用されやすい分類の中で探した。"
				 : "The whole text, among classes that such means often travel to.";
}

const char *
nearest_word(const tensen_nearest *x, tensen_lang lang)
{
	static const char *const words[2][2] = {
	    {"最も近い文献", "nearest"}, {"既にある", "exists"}};

	return words[x->exists != 0][lang];
}

const char *
nearest_note(const tensen_nearest *x, tensen_lang lang)
{
	static const char *const words[2][2] = {
	    {"この分野で元の特許に最も近い文献。先行例を調べる出発点になる。",
		"The document of this area nearest to the patent: where a search for prior art "
		"begins."},
	    {"同じ課題を同じ手段で解く文献。この用途は既にある。",
		"It solves the same problem by the same means: the use exists already."}};

	return words[x->exists != 0][lang];
}

/* A language model is named with the version of its prompt (src/result/JSON.md). */
static void
judge_say(buf *out, const char *by, int ja)
{
	if (!by || !by[0])
		buf_str(out, ja ? "人による評価" : "by a person");
	else if (strstr(by, " (prompt "))
		buf_printf(out, ja ? "言語モデル %s による評価" : "by the language model %s", by);
	else
		buf_printf(out, ja ? "%s による評価" : "by %s", by);
}

void
judged_say(buf *out, const tensen_judgement *x, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;

	buf_printf(out, ja ? "評点 %d" : "graded %d", x->grade);
	if (x->shelf >= 0)
		buf_printf(out, ja ? "・%s" : ", %s", shelf_words[x->shelf].of[lang]);
	buf_str(out, ja ? "（" : " (");
	judge_say(out, x->by, ja);
	if (x->date && x->date[0])
		buf_printf(out, ja ? "、%s" : ", %s", x->date);
	buf_str(out, ja ? "）" : ")");
}

/* Names of signals in a list of those that add and those that subtract. */
static const struct {
	const char *name, *of[2];
} signals[] = {
    {"place", {"観点での検索順位", "place in the search"}},
    {"whole", {"元の全文との共通語", "words of the whole text"}},
    {"near", {"話題の近さ", "nearness in topic"}},
    {"problem", {"課題の近さ", "nearness of problem"}},
    {"subclass", {"サブクラスの重なり", "subclasses shared"}},
    {"class", {"同じ IPC クラス", "same IPC class"}},
    {"group", {"同じメイングループ", "same main group"}},
    {"area", {"転用の多い分野", "area it may travel to"}},
    {"distance", {"分野の距離", "distance of fields"}},
    {"close", {"ほぼ同じ話題", "much the same topic"}},
    {"plain", {"全文の語での順位", "place by the whole text"}},
    {"scene", {"場面の語での順位", "place by words of a scene"}},
    {"scenes", {"場面の語との一致", "words of scenes"}},
    {"agreed", {"場面と転用の多い分野の両方に当たる", "scenes in an area it may travel to"}},
};

const char *
signal_word(const char *name, tensen_lang lang)
{
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (strcmp(signals[i].name, name) == 0)
			return signals[i].of[lang];
	return name;
}

#define SIGNALS_SHOWN 6  /* as many as engine/ideas/candidate_fill.c fills */
#define ADDS_LEAST 0.05F /* log-odds: less moves the share by a hundredth at most */

size_t
signals_shown(const tensen_candidate *c)
{
	size_t n = 0;

	while (n < c->n_signals && n < SIGNALS_SHOWN &&
	       (c->signals[n].adds >= ADDS_LEAST || c->signals[n].adds <= -ADDS_LEAST))
		n++;
	return n;
}

const char *
title_only_say(tensen_lang lang)
{
	return lang == TENSEN_JA
		   ? "名称しか登録されていないため、名称だけで探しました。要約を加えると手がかりが"
		     "増えます。"
		   : "Nothing but the title is known: an abstract would give more to go by.";
}

const char *
document_title_only_say(tensen_lang lang)
{
	return lang == TENSEN_JA ? "名称しか登録されていない文献です。"
				 : "Nothing but the title of this document is known.";
}

/* Says where to find the candidates that are too uncertain for an idea. */
static const char *
candidates_left(buf *keep, const ideas_result *r, tensen_lang lang)
{
	static const char *const words[2][2] = {
	    {"自分で選ぶ: tensen candidates で、確度の足りない候補 %zu "
	     "件を一覧にし、評点を付けられます。",
		"Choose yourself: tensen candidates lists the %zu that are less sure."},
	    {"自分で選ぶ: 確度の足りない候補 %zu 件は、--format json の candidates にあります。",
		"Choose yourself: --format json lists the %zu that are less sure."}};

	buf_printf(keep, words[r->combined][lang], r->list.n);
	return buf_cstr(keep);
}

size_t
nothing_say(const char *lines[NOTHING_LINES], buf *keep, const ideas_result *r, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;
	size_t n = 0;

	lines[n++] = ja ? "良い仮説は見つかりませんでした。" : "No good idea was found.";
	if (r->unfamiliar)
		lines[n++] = ja ? "この文章は、索引の文献とほとんど言葉が重なりません。技術の説明か"
				  "確かめてください。"
				: "The text shares hardly a word with the index: is it a technical "
				  "description?";
	if (r->title_only)
		lines[n++] = ja ? "要約を加える: 名称だけでは手がかりが足りません。"
				: "Add an abstract: a title alone says too little.";
	lines[n++] = ja ? "観点を足す: 効果や使う場面を一文で書き、--aspect で渡します。"
			: "Add an aspect: one sentence on an effect or a scene, by --aspect.";
	lines[n++] = ja ? "文献を増やす: 背景となる文献が多いほど、転用先が見つかります。"
			: "Add documents: the more background, the more areas can be found.";
	if (r->list.n)
		lines[n++] = candidates_left(keep, r, lang);
	return n;
}

void
state_say(buf *out, const idea_source *x, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;

	buf_str(out, status_word(x->status, lang));
	if (x->open)
		buf_str(out, ja ? "・開放" : ", open to licence");
	if (!x->date)
		return;
	buf_str(out, ja ? "（" : " (");
	table_date(out, x->date);
	buf_str(out, ja ? " 公報）" : ")");
}

void
licence_say(buf *out, const char *id, const char *terms)
{
	buf_printf(out, "%s%s%s", id, id[0] ? " " : "", terms);
}

const char *
owner_word(uint8_t status, tensen_lang lang)
{
	static const char *const words[2][2] = {{"出願人", "Applicant"}, {"権利者", "Owner"}};

	return words[status == DOC_ALIVE][lang];
}
