/* cli/terminal/suggest.c - the word that was probably meant: a command, an option, a number
 * (report.h). */
#include "cli/terminal/report.h"
#include <stdio.h>
#include <string.h>

#define LONGEST 64 /* bytes compared: ids and options are short */

void
suggestion_begin(suggestion *hint, const char *word)
{
	size_t n = strlen(word);

	/* a letter of four may be wrong, at most 2: more is another word */
	*hint = (suggestion){word, NULL, (unsigned)(n / 4 < 2 ? n / 4 : 2) + 1};
}

static unsigned
suggest_least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Damerau's distance of two words of bytes, neighbours swapped counted once; at least `most`
 * is as good as more. */
static unsigned
suggest_distance(const char *str, size_t na, const char *text, size_t nb, unsigned most)
{
	unsigned rows[3][LONGEST + 1], *before = rows[0], *last = rows[1], *now = rows[2];

	for (size_t j = 0; j <= nb; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= na; i++) {
		unsigned best = now[0] = (unsigned)i;
		unsigned *spare = before;
		for (size_t j = 1; j <= nb; j++) {
			now[j] = suggest_least(suggest_least(last[j], now[j - 1]) + 1,
			    last[j - 1] + (str[i - 1] != text[j - 1]));
			if (i > 1 && j > 1 && str[i - 1] == text[j - 2] &&
			    str[i - 2] == text[j - 1])
				now[j] = suggest_least(now[j], before[j - 2] + 1);
			best = suggest_least(best, now[j]);
		}
		if (best >= most)
			return most;
		before = last;
		last = now;
		now = spare;
	}
	return last[nb];
}

void
suggestion_offer(suggestion *hint, const char *candidate)
{
	size_t n = strlen(hint->word), m = strlen(candidate);
	size_t apart = n > m ? n - m : m - n;
	unsigned d;

	if (n > LONGEST || m > LONGEST || apart >= hint->cost)
		return;
	d = suggest_distance(hint->word, n, candidate, m, hint->cost);
	if (d < hint->cost) {
		hint->cost = d;
		hint->best = candidate;
	}
}

void
suggestion_say(char *out, size_t n, const suggestion *hint, const char *before, tensen_lang lang)
{
	out[0] = '\0';
	if (hint->best)
		snprintf(out, n,
		    lang == TENSEN_JA ? "（もしかして: %s%s）" : " (did you mean %s%s?)", before,
		    hint->best);
}

void
suggest_id(suggestion *hint, const tensen_index *ix, const char *word)
{
	suggestion_begin(hint, word);
	hint->cost =
	    hint->cost < 2 ? hint->cost : 2; /* for patent numbers one wrong letter at most */
	for (uint32_t i = 0; i < tensen_index_count(ix) && hint->cost > 1; i++)
		suggestion_offer(hint, tensen_index_id(ix, i));
}
