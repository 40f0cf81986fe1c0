/* model/bilingual/gloss.c - see bilingual_impl.h. */
#include "model/bilingual/bilingual_impl.h"

int
entry_parse(entry_line *out, span line)
{
	size_t slash = span_find(line, SPAN_LIT(" /"), 0),
	       blank = span_find(line, SPAN_LIT(" "), 0);
	size_t open = span_find(line, SPAN_LIT("["), 0), close;

	if (slash == (size_t)-1 || blank == 0 || (unsigned char)line.p[0] < 0x21)
		return 0;
	out->head = span_sub(line, 0, blank);
	out->reading = (span){"", 0};
	if (open < slash && (close = span_find(line, SPAN_LIT("]"), open)) < slash)
		out->reading = span_sub(line, open + 1, close);
	out->glosses = span_sub(line, slash + 2, line.n);
	return out->glosses.n > 1;
}

static int
is_marginal(span tag)
{
	static const char *const tags[] = {"arch", "obs", "obsc", "rare", "vulg", "X", "sl", "col",
	    "MA", "Buddh", "sumo", "mahj", "shogi", "baseb"};

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (span_eq(tag, span_of(tags[i])))
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

static void
add_gloss(glosses *out, const state *st, span piece)
{
	gloss *g = &out->v[out->n];
	span s;

	if (out->n == GLOSSES_MAX || (g->n = plain_text(g->s, piece)) >= GLOSS_MAX)
		return;
	s = span_trim((span){g->s, g->n});
	if (span_starts(s, SPAN_LIT("to be ")))
		s = span_sub(s, 6, s.n);
	else if (span_starts(s, SPAN_LIT("to ")))
		s = span_sub(s, 3, s.n);
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
		while (tags.n) {
			size_t comma = span_find(tags, SPAN_LIT(","), 0);
			take_tag(st, out, span_sub(tags, 0, comma));
			tags =
			    comma == (size_t)-1 ? (span){"", 0} : span_sub(tags, comma + 1, tags.n);
		}
		piece = span_trim(span_sub(piece, close + 1, piece.n));
	}
	while (piece.n) {
		size_t end = span_find(piece, SPAN_LIT(";"), 0);
		add_gloss(out, st, span_sub(piece, 0, end));
		piece = end == (size_t)-1 ? (span){"", 0} : span_sub(piece, end + 1, piece.n);
	}
}

void
glosses_read(glosses *out, span field)
{
	state st = {0, 0};

	out->n = 0;
	out->common = out->kana_word = 0;
	while (field.n) {
		size_t slash = span_find(field, SPAN_LIT("/"), 0);
		read_piece(out, &st, span_sub(field, 0, slash));
		field = slash == (size_t)-1 ? (span){"", 0} : span_sub(field, slash + 1, field.n);
	}
}
