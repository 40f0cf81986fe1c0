/* result/query_words.c - see query_words.h. */
#include "result/query_words.h"
#include "result/write/html.h"
#include "result/write/markdown.h"
#include "result/write/table.h"

static void
translated_json(json *out, const query_words *words)
{
	json_key(out, "translated");
	json_open(out, '[');
	for (uint32_t i = 0; i < words->n_translated; i++) {
		json_open(out, '{');
		json_key_str(out, "from", words->translated[i].from);
		json_key_str(out, "to", words->translated[i].to);
		json_key_num(out, "share", (double)words->translated[i].share, 3);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void
others_json(json *out, const query_words *words)
{
	json_key(out, "others");
	json_open(out, '[');
	for (uint32_t i = 0; i < words->n_others; i++) {
		json_open(out, '{');
		json_key_str(out, "word", words->others[i].word);
		json_key_strs(out, "also", words->others[i].also, words->others[i].n_also);
		json_close(out, '}');
	}
	json_close(out, ']');
}

void
query_words_json(json *out, const query_words *words)
{
	json_key_int(out, "known_terms", words->known);
	json_key_int(out, "unknown_terms", words->unknown);
	json_key_strs(out, "unknown_examples", words->examples, words->n_examples);
	if (words->n_translated)
		translated_json(out, words);
	if (words->translation)
		json_key_str(out, "translation", words->translation);
	if (words->n_others)
		others_json(out, words);
	if (words->missing)
		json_key_str(out, "missing", words->missing);
	if (words->nothing_here)
		json_key_bool(out, "nothing_here", 1);
}

void
query_words_note_say(buf *out, const query_words *words, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;

	if (words->missing)
		buf_printf(out,
		    ja ? "注意：いちばん重い語「%s」は、どの文献にもありません\n"
		       : "note: no document has the weightiest word, \"%s\"\n",
		    words->missing);
	if (words->nothing_here)
		buf_str(out, ja ? "問いの語を二つ以上もつ文献はありません\n"
				: "nothing here: no document has two words of the question\n");
	if (words->known && words->n_examples) {
		buf_str(out, ja ? "索引にない語：" : "words not in the index: ");
		words_joined(out, words->examples, words->n_examples, lang);
		buf_char(out, '\n');
	}
	for (uint32_t i = 0; i < words->n_others; i++) {
		buf_str(out, i == 0 ? ja ? "同じものを指す語でも探しました：" : "also asked: "
			     : ja ? "；"
				  : "; ");
		buf_printf(out, ja ? "%s→" : "%s: ", words->others[i].word);
		words_joined(out, words->others[i].also, words->others[i].n_also, lang);
	}
	if (words->n_others)
		buf_char(out, '\n');
}

void
query_words_note(buf *out, const query_words *words, tensen_lang lang, size_t columns)
{
	buf text = BUF_INIT;
	const char *line, *end;

	query_words_note_say(&text, words, lang);
	for (line = buf_cstr(&text); *line; line = end + 1) {
		end = strchr(line, '\n');
		table_wrap(out, (span){line, (size_t)(end - line)}, columns - 2, 2);
	}
	buf_end_part(out, &text);
}

void
query_words_say(buf *out, const query_words *words, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;

	if (words->known) {
		buf_str(out, ja ? "該当なし" : "none");
		return;
	}
	if (words->n_examples == 0) {
		buf_str(out, ja ? "手がかりになる語がありません" : "there is no word to go by");
		return;
	}
	buf_str(out,
	    ja ? "入力の語は、どれも索引にありません: " : "no word of the query is in the index: ");
	words_joined(out, words->examples, words->n_examples, lang);
}

void
query_words_table(buf *out, const query_words *words, tensen_lang lang, size_t columns)
{
	buf line = BUF_INIT;

	query_words_say(&line, words, lang);
	table_wrap(out, (span){line.p, line.n}, columns - 2, 2);
	buf_end_part(out, &line);
}

void
query_words_markdown(buf *out, const query_words *words, tensen_lang lang)
{
	buf line = BUF_INIT;

	query_words_say(&line, words, lang);
	buf_char(out, '\n');
	md_str(out, buf_cstr(&line));
	buf_char(out, '\n');
	buf_end_part(out, &line);
}

void
query_words_html(buf *out, const query_words *words, tensen_lang lang)
{
	buf line = BUF_INIT;

	query_words_say(&line, words, lang);
	html_element(out, "p", buf_cstr(&line));
	buf_end_part(out, &line);
}
