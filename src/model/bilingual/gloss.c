/* model/bilingual/gloss.c - see bilingual_impl.h. */
#include "model/bilingual/bilingual_impl.h"

int
entry_parse(entry_line *out, span line)
{
	const char *end = line.p + line.n, *slash, *open, *close = NULL;
	const char *blank = memchr(line.p, ' ', line.n);

	for (slash = blank; slash && (slash + 1 == end || slash[1] != '/');)
		slash = memchr(slash + 1, ' ', (size_t)(end - slash - 1));
	if (!slash || blank == line.p || (unsigned char)line.p[0] < 0x21)
		return 0;
	out->head = span_sub(line, 0, (size_t)(blank - line.p));
	out->reading = (span){"", 0};
	open = memchr(line.p, '[', (size_t)(slash - line.p));
	if (open)
		close = memchr(open, ']', (size_t)(slash - open));
	if (close)
		out->reading = (span){open + 1, (size_t)(close - open - 1)};
	out->glosses = (span){slash + 2, (size_t)(end - slash - 2)};
	return out->glosses.n > 1;
}

static int
is_marginal(span tag)
{
	static const span tags[] = {{"arch", 4}, {"obs", 3}, {"obsc", 4}, {"rare", 4}, {"vulg", 4},
	    {"X", 1}, {"sl", 2}, {"col", 3}, {"MA", 2}, {"Buddh", 5}, {"sumo", 4}, {"mahj", 4},
	    {"shogi", 5}, {"baseb", 5}};

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (span_eq(tag, tags[i]))
			return 1;
	return 0;
}

/* Reads a tag in parentheses, which applies to the glosses that follow. */
typedef struct state {
	unsigned sense;
	int marginal;
} state;

static void
take_tag(state *st, glosses *out, span tag)
{
	if (tag.n && tag.p[0] >= '1' && tag.p[0] <= '9') {
		st->sense = (unsigned)(tag.p[0] - '1');
		st->marginal = 0;
	} else if (span_eq(tag, SPAN_LIT("uk")))
		out->kana_word = 1;
	else if (is_marginal(tag))
		st->marginal = 1;
}

/* Copies the text outside parentheses, braces and double quotes. */
static size_t
plain_text(char *out, span text)
{
	size_t n = 0;
	int depth = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		depth += c == '(' || c == '{';
		if (depth == 0 && c != '"' && n < GLOSS_MAX)
			out[n++] = c;
		depth -= depth && (c == ')' || c == '}');
	}
	return n;
}

span
gloss_without_to(span text)
{
	if (span_starts(text, SPAN_LIT("to be ")))
		return span_sub(text, 6, text.n);
	return span_starts(text, SPAN_LIT("to ")) ? span_sub(text, 3, text.n) : text;
}

static void
add_gloss(glosses *out, const state *st, span piece)
{
	gloss *g = &out->v[out->n];
	span s;

	if (out->n == GLOSSES_MAX || (g->n = plain_text(g->s, piece)) >= GLOSS_MAX)
		return;
	s = gloss_without_to(span_trim((span){g->s, g->n}));
	if (s.n == 0)
		return;
	memmove(g->s, s.p, s.n);
	g->n = s.n;
	g->sense = st->sense;
	g->marginal = st->marginal;
	out->n++;
}

/* One piece between slashes: its tags, then its glosses between semicolons. */
static void
read_piece(glosses *out, state *st, span piece)
{
	piece = span_trim(piece);
	if (span_eq(piece, SPAN_LIT("(P)"))) {
		out->common = 1;
		return;
	}
	while (piece.n && piece.p[0] == '(') {
		size_t close = span_find(piece, SPAN_LIT(")"), 0);
		span tags = span_sub(piece, 1, close);
		if (close == (size_t)-1)
			return;
		while (tags.n)
			take_tag(st, out, cut_at(&tags, ','));
		piece = span_trim(span_sub(piece, close + 1, piece.n));
	}
	while (piece.n)
		add_gloss(out, st, cut_at(&piece, ';'));
}

void
glosses_read(glosses *out, span field)
{
	state st = {0, 0};

	out->n = 0;
	out->common = out->kana_word = 0;
	while (field.n)
		read_piece(out, &st, cut_at(&field, '/'));
}

/* ---- the same without reading an entry ---- */

/* 0 if the words of a gloss, articles aside, cannot be as many and begin as the stems do. */
static int
may_be_gloss(span piece, span term)
{
	char plain[GLOSS_MAX] = "";
	const char *p, *end, *stem = term.p, *stems_end = term.p + term.n;

	for (size_t i = 0; i < piece.n; i++)
		if (gloss_bracket(piece.p[i])) {
			piece = (span){plain, plain_text(plain, piece)};
			break;
		}
	piece = gloss_without_to(span_trim(piece));
	for (p = piece.p, end = p + piece.n; p < end; p++) {
		const char *word = p, *stop = stem;
		while (p < end && *p != ' ')
			p++;
		if (gloss_article((span){word, (size_t)(p - word)}))
			continue;
		while (stop < stems_end && *stop != ' ')
			stop++;
		if (stop == stem || !stem_begins((span){stem, (size_t)(stop - stem)},
					(span){word, (size_t)(p - word)}))
			return 0;
		stem = stop < stems_end ? stop + 1 : stop;
	}
	return stem == stems_end;
}

int
glosses_may_have(span field, span term)
{
	const char *p = field.p, *end = p + field.n;

	while (p < end) {
		const char *slash = memchr(p, '/', (size_t)(end - p)), *semi, *close;
		slash = slash ? slash : end;
		while (p < slash && ((unsigned char)*p <= ' ' || *p == '('))
			if (*p != '(')
				p++;
			else if ((close = memchr(p, ')', (size_t)(slash - p))))
				p = close + 1;
			else
				p = slash;
		for (; p < slash; p = semi + 1) {
			semi = memchr(p, ';', (size_t)(slash - p));
			semi = semi ? semi : slash;
			if (may_be_gloss((span){p, (size_t)(semi - p)}, term))
				return 1;
		}
		p = slash + 1;
	}
	return 0;
}
