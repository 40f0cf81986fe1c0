/* cli/terminal/suggest.c - the word that was probably meant: a command, an option, a number
 * (report.h). */
#include "cli/terminal/report.h"
#include <stdio.h>
#include <string.h>

#define LONGEST 64 /* bytes compared: ids and options are short */

void
suggestion_begin(suggestion *s, const char *word)
{
	size_t n = strlen(word);

	/* a letter of four may be wrong, at most 2: more is another word */
	*s = (suggestion){word, NULL, (unsigned)(n / 4 < 2 ? n / 4 : 2) + 1};
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Damerau's distance of two words of bytes, neighbours swapped counted once; at least `most`
 * is as good as more. */
static unsigned
distance(const char *a, size_t na, const char *b, size_t nb, unsigned most)
{
	unsigned rows[3][LONGEST + 1], *before = rows[0], *last = rows[1], *now = rows[2];

	for (size_t j = 0; j <= nb; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= na; i++) {
		unsigned best = now[0] = (unsigned)i;
		unsigned *spare = before;
		for (size_t j = 1; j <= nb; j++) {
			now[j] = least(
			    least(last[j], now[j - 1]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
			best = least(best, now[j]);
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
suggestion_offer(suggestion *s, const char *candidate)
{
	size_t n = strlen(s->word), m = strlen(candidate);
	size_t apart = n > m ? n - m : m - n;
	unsigned d;

	if (n > LONGEST || m > LONGEST || apart >= s->cost)
		return;
	d = distance(s->word, n, candidate, m, s->cost);
	if (d < s->cost) {
		s->cost = d;
		s->best = candidate;
	}
}

void
suggestion_say(char *out, size_t n, const suggestion *s, const char *before, tensen_lang lang)
{
	out[0] = '\0';
	if (s->best)
		snprintf(out, n,
		    lang == TENSEN_JA ? "（もしかして: %s%s）" : " (did you mean %s%s?)", before,
		    s->best);
}

void
suggest_id(suggestion *s, const tensen_index *ix, const char *word)
{
	suggestion_begin(s, word);
	s->cost = s->cost < 2 ? s->cost : 2; /* for patent numbers one wrong letter at most */
	for (uint32_t i = 0; i < tensen_index_count(ix) && s->cost > 1; i++)
		suggestion_offer(s, tensen_index_id(ix, i));
}
