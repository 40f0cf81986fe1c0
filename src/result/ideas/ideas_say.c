/* result/ideas/ideas_say.c - see ideas_say.h. */
#include "result/ideas/ideas_say.h"
#include <string.h>
#include "result/ideas/idea_words.h"
#include "corpus/document/document.h"
#include "result/write/columns.h"
#include "result/write/table.h"

/* "2014年・存続・開放": those of the three that are known. */
static void
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
document_say(buf *out, const tensen_document_ref *ref, tensen_lang lang)
{
	buf facts = BUF_INIT;

	facts_say(&facts, ref->date, ref->status, ref->open, lang);
	buf_printf(out, "%s%s%s", ref->id, ref->title[0] ? " " : "", ref->title);
	if (facts.n)
		buf_printf(out, lang == TENSEN_JA ? "（%s）" : " (%s)", buf_cstr(&facts));
	out->failed |= facts.failed;
	buf_clear(&facts);
}

void
idea_heading_say(buf *out, const tensen_idea *idea, tensen_lang lang)
{
	const tensen_document_ref *d = &idea->document;

	buf_str(out, idea->application);
	if (d->subclass[0])
		buf_printf(out, lang == TENSEN_JA ? "（%s%s%s）" : " (%s%s%s)", d->subclass,
		    d->subclass_name[lang][0] ? " " : "", d->subclass_name[lang]);
}

int
aspect_is_said(const tensen_aspect *one_aspect)
{
	return one_aspect->kind == TENSEN_ASPECT_GIVEN || one_aspect->kind == TENSEN_ASPECT_SAID ||
	       one_aspect->kind == TENSEN_ASPECT_ELSEWHERE;
}

void
asked_say(buf *out, const tensen_aspect *one_aspect, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;

	buf_printf(out, ja ? "［%s］%s" : "[%s] %s", aspect_words[one_aspect->kind].of[lang],
	    one_aspect->text);
	if (one_aspect->read)
		buf_printf(out,
		    ja ? "（見つけた %u、読んだ %u、良い %u）" : " (found %u, read %u, good %u)",
		    one_aspect->looked, one_aspect->read, one_aspect->good);
	else
		buf_printf(out, ja ? "（見つけた %u）" : " (found %u)", one_aspect->looked);
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
judged_say(buf *out, const tensen_judgement *judged, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;

	buf_printf(out, ja ? "評点 %d" : "graded %d", judged->grade);
	if (judged->shelf >= 0)
		buf_printf(out, ja ? "・%s" : ", %s", shelf_words[judged->shelf].of[lang]);
	buf_str(out, ja ? "（" : " (");
	judge_say(out, judged->by, ja);
	if (judged->date && judged->date[0])
		buf_printf(out, ja ? "、%s" : ", %s", judged->date);
	if (judged->doubt > 0)
		buf_str(out, ja ? "、再読でも残った" : ", held by a second reading");
	else if (judged->doubt < 0)
		buf_str(out, ja ? "、再読で退けられた" : ", refused by a second reading");
	buf_str(out, ja ? "）" : ")");
}

/* How many of such ideas other readers confirmed; of a person's own grades nothing is said. */
static void
confirmed_say(buf *out, const tensen_idea *idea, tensen_lang lang)
{
	const int ja = lang == TENSEN_JA;

	if (idea->house_graded)
		buf_printf(out,
		    ja ? "。このような用途仮説 %u 件のうち %u 件を、社内の評価者が認めている"
		       : "; of %u such ideas people of your own confirmed %u",
		    idea->house_graded, idea->house_confirmed);
	else if (idea->confirmed_of_ten)
		buf_printf(out,
		    ja ? "。このような用途仮説 10 件のうち %d 件を、読み手が認めている"
		       : "; of ten such ideas readers confirmed %d",
		    idea->confirmed_of_ten);
}

void
idea_judged_say(buf *out, const tensen_idea *idea, tensen_lang lang)
{
	const tensen_judgement judged = {.grade = idea->grade,
	    .shelf = (int)idea->shelf,
	    .by = idea->by,
	    .date = idea->date,
	    .doubt = idea->doubted};

	judged_say(out, &judged, lang);
	confirmed_say(out, idea, lang);
}

/* What was quoted; of a pair that was graded and not quoted, the sentences it was read by. */
const char *
idea_query_side(const tensen_idea *idea)
{
	return idea->quote_query[0] || idea->quote_document[0] ? idea->quote_query : idea->effect;
}

const char *
idea_document_side(const tensen_idea *idea)
{
	return idea->quote_query[0] || idea->quote_document[0] ? idea->quote_document
							       : idea->trouble;
}

/* ---- the unread list ---- */

void
unread_say(buf *out, const ideas_result *result, tensen_lang lang)
{
	buf_printf(out,
	    lang == TENSEN_JA ? "未読の候補 %zu 件: まだ誰も読んでいません。見る価値があるのは %d "
				"件に 1 件ほどです。"
			      : "Unread: %zu documents that nobody has read; about one in %d of "
				"such a list is worth "
				"a look.",
	    result->list.n, UNREAD_ONE_IN);
	buf_str(
	    out, lang == TENSEN_JA
		     ? "● は二つの文がともに言う語の数です（●●● は三つ以上か、同じ働き）。"
		     : " ● counts the words that both sentences have (●●●: three or more, or the "
		       "same function).");
	if (result->weak)
		buf_str(out,
		    lang == TENSEN_JA
			? "ただし、どの文献とも重なる語がわずかです。この候補は弱く、関係のない"
			  "ものを多く含みます。"
			: " No document shares more than a few words with this text: these are "
			  "weak, and most are beside the point.");
}

const char *
grading_say(tensen_lang lang)
{
	return lang == TENSEN_JA
		   ? "評点を付ける: --format csv で書き出し、評点の列に 3・2・1・0 を書き、"
		     "--grades で読み戻すと、3 と 2 は用途仮説になり、残りは並べ直されます。"
		   : "To grade them: write --format csv, put 3, 2, 1 or 0 into the column grade, "
		     "read "
		     "it back with --grades; 3 and 2 become ideas, and the rest is ordered anew.";
}

const char *
titles_say(tensen_lang lang)
{
	return lang == TENSEN_JA ? "課題の文がない文献（名称のみなど）"
				 : "Without a sentence of trouble (title only)";
}

int
begins_titles(const candidate_list *cands, size_t i)
{
	if (i && !cands->v[i - 1].trouble[0])
		return 0;
	while (i < cands->n && !cands->v[i].trouble[0])
		i++;
	return i == cands->n;
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

size_t
nothing_say(const char *lines[NOTHING_LINES], const ideas_result *result, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;
	size_t n = 0;

	if (result->n_left_out)
		lines[n++] =
		    ja ? "この絞り込みに合う用途仮説はありません。絞り込みをゆるめると出ます。"
		       : "No idea meets the filters: fewer of them would show some.";
	else
		lines[n++] = result->n_read
				 ? ja ? "読まれた文献の中に、残った用途仮説はありません。"
				      : "Nothing that was read has held."
			     : ja ? "用途仮説はまだありません。誰も読んでいないためです。"
				  : "No idea yet: nobody has read anything for this patent.";
	if (result->unfamiliar)
		lines[n++] =
		    ja ? "この文章は、語の半分以上が索引にないか、文になっていません。語の一部が重"
			 "なる"
			 "だけの文献は、候補に出しません（tensen candidates で見られます）。"
		       : "The index lacks half of the words of this text, or it is no sentence: "
			 "documents that share a few words are not listed (tensen candidates has "
			 "them).";
	if (result->title_only)
		lines[n++] = ja ? "要約を加える: 名称だけでは手がかりが足りません。"
				: "Add an abstract: a title alone says too little.";
	lines[n++] =
	    ja ? "観点を足す: 別の業界の物とその困りごとを、題名の言葉で短く書き、--aspect "
		 "で渡します。"
	       : "Add an aspect: an object of another trade and its trouble, in words of a title, "
		 "by --aspect.";
	if (!result->combined)
		lines[n++] = ja ? "読ませる: --model で言語モデルに読ませます。"
				: "Have it read: --model asks a language model.";
	return n;
}

void
state_say(buf *out, const idea_source *source, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;

	buf_str(out, status_word(source->document.status, lang));
	if (source->document.open)
		buf_str(out, ja ? "・開放" : ", open to licence");
	if (!source->document.date)
		return;
	buf_str(out, ja ? "（" : " (");
	table_date(out, source->document.date);
	buf_str(out, ja ? "）" : ")");
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
