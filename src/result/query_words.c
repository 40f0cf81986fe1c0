/* result/query_words.c - see query_words.h. */
#include "result/query_words.h"
#include "result/write/columns.h"
#include "result/write/html.h"
#include "result/write/markdown.h"
#include "result/write/table.h"

static const column translated_columns[] = {
    KEY("from", COLUMN_TEXT, translated_word, from),
    KEY("to", COLUMN_TEXT, translated_word, to),
    KEY("share", COLUMN_NUMBER, translated_word, share, .digits = 3),
    {.type = COLUMNS_END},
};

static const column other_columns[] = {
    KEY("word", COLUMN_TEXT, other_words, word),
    KEY("also", COLUMN_TEXTS, other_words, also, .n = MEMBER(other_words, n_also)),
    {.type = COLUMNS_END},
};

const column query_words_columns[] = {
    KEY("known_terms", COLUMN_COUNT, query_words, known),
    KEY("unknown_terms", COLUMN_COUNT, query_words, unknown),
    KEY("unknown_examples", COLUMN_TEXTS, query_words, examples,
	.n = MEMBER(query_words, n_examples)),
    KEY("translated", COLUMN_ROWS, query_words, translated, .n = MEMBER(query_words, n_translated),
	OF(translated_columns, translated_word), .may_miss = 1),
    KEY("translation", COLUMN_TEXT, query_words, translation, .may_miss = 1,
	.schema = "{\"enum\": [\"no_dictionary\", \"other_dictionary\"]}"),
    KEY("others", COLUMN_ROWS, query_words, others, .n = MEMBER(query_words, n_others),
	OF(other_columns, other_words), .may_miss = 1),
    KEY("missing", COLUMN_TEXT, query_words, missing, .may_miss = 1),
    KEY("nothing_here", COLUMN_FLAG, query_words, nothing_here, .may_miss = 1),
    {.type = COLUMNS_END},
};

const char *
nothing_here_say(tensen_lang lang)
{
	return lang == TENSEN_JA
		   ? "合う文献はありません。どれも、問いの語をわずかしか含みません。"
		   : "Nothing fits: each document here has few of the words that were asked.";
}

/* The same as one text, lines ending with a newline. */
static void
query_words_note_say(buf *out, const query_words *words, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;

	if (words->missing)
		buf_printf(out,
		    ja ? "注意：いちばん重い語「%s」は、どの文献にもありません\n"
		       : "note: no document has the weightiest word, \"%s\"\n",
		    words->missing);
	if (words->nothing_here)
		buf_printf(out, "%s\n", nothing_here_say(lang));
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
