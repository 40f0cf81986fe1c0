/* text/morphs.c - see morphs.h. */
#include "text/morphs.h"
#include "text/utf8.h"

/* Columns of a feature string of IPADIC:
 * 品詞,細分類1,細分類2,細分類3,活用型,活用形,原形,読み,発音 */
enum { COL_POS = 0, COL_SUB1 = 1, COL_SUB2 = 2, COL_TYPE = 4, COL_FORM = 5, COL_BASE = 6 };
#define N_COLUMNS 7 /* those we read */

typedef struct feature {
	span col[N_COLUMNS];
} feature;

static void
feature_read(feature *f, const char *s)
{
	for (int i = 0; i < N_COLUMNS; i++) {
		const char *comma = s;
		while (*comma && *comma != ',')
			comma++;
		f->col[i] = (span){s, (size_t)(comma - s)};
		s = *comma ? comma + 1 : comma;
	}
}

#define IS(s, lit) span_eq((s), SPAN_LIT(lit))

static morph_kind
noun_kind(const feature *f)
{
	span sub = f->col[COL_SUB1];

	if (IS(sub, "一般") || IS(sub, "固有名詞"))
		return M_NOUN;
	if (IS(sub, "サ変接続"))
		return M_SAHEN;
	if (IS(sub, "接尾")) {
		span sub2 = f->col[COL_SUB2];
		if (IS(sub2, "助数詞"))
			return M_COUNTER;
		if (IS(sub2, "副詞可能"))
			return M_WHEN;
		return IS(sub2, "助動詞語幹") || IS(sub2, "特殊") ? M_DEPENDENT : M_SUFFIX;
	}
	if (IS(sub, "数"))
		return M_NUMBER;
	if (IS(sub, "形容動詞語幹") || IS(sub, "ナイ形容詞語幹"))
		return M_STATE;
	return IS(sub, "副詞可能") ? M_WHEN : M_DEPENDENT;
}

static morph_kind
kind_of(const feature *f)
{
	span pos = f->col[COL_POS], sub = f->col[COL_SUB1];

	if (IS(pos, "名詞"))
		return noun_kind(f);
	if (IS(pos, "助詞"))
		return M_PARTICLE;
	if (IS(pos, "動詞"))
		return IS(sub, "自立") ? M_VERB : M_VERB_TAIL;
	if (IS(pos, "助動詞"))
		return M_AUXILIARY;
	if (IS(pos, "記号"))
		return IS(sub, "アルファベット") ? M_NOUN : M_SYMBOL;
	if (IS(pos, "接頭詞"))
		return M_PREFIX;
	if (IS(pos, "形容詞"))
		return IS(sub, "自立") ? M_ADJECTIVE : M_ADJECTIVE_TAIL;
	return IS(pos, "副詞") ? M_ADVERB : M_OTHER;
}

/* IPADIC has no half-width symbols: they come as unknown nouns. */
static int
is_symbols(span s)
{
	size_t n;

	for (const char *p = s.p, *end = p + s.n; p < end; p += n) {
		uint32_t c = utf8_get(p, end, &n);
		if (is_japanese(c) || is_digit(c) || is_latin(c) || (c >= 0xc0 && c < 0x2000))
			return 0;
	}
	return 1;
}

static void
fill(morph *m, const mecab_node_t *node, const lexicon *x)
{
	feature f;

	feature_read(&f, node->feature);
	m->surface = (span){node->surface, node->length};
	m->kind = (uint8_t)kind_of(&f);
	m->flags = node->rlength > node->length ? MORPH_GAP : 0;
	m->base = m->surface;
	if (node->stat == MECAB_UNK_NODE) {
		m->flags |= MORPH_UNKNOWN;
		if (is_symbols(m->surface))
			m->kind = M_SYMBOL;
	} else if (f.col[COL_BASE].n && !IS(f.col[COL_BASE], "*"))
		m->base = f.col[COL_BASE];
	if (m->kind == M_VERB) {
		if (span_starts(f.col[COL_FORM], SPAN_LIT("連用形")))
			m->flags |= MORPH_STEM;
		if (span_starts(f.col[COL_TYPE], SPAN_LIT("サ変")))
			m->flags |= MORPH_SURU;
	}
	if (m->kind != M_PARTICLE && m->kind != M_SYMBOL && m->kind != M_AUXILIARY)
		m->base = lexicon_canonical(x, m->base);
	m->lex = lexicon_get(x, m->base);
}

/* Letters and digits that touch are one word: co2, b12, a4. */
static int
joins_latin(const morph *last, const mecab_node_t *node)
{
	unsigned char c = (unsigned char)node->surface[0], d;

	if (node->rlength != node->length || last->surface.p + last->surface.n != node->surface)
		return 0;
	d = (unsigned char)last->surface.p[0];
	return is_lower(d) && last->kind == M_NOUN && (is_lower(c) || is_digit(c));
}

static morph *
append(morphs *m)
{
	static const morph zero = {{NULL, 0}, {NULL, 0}, NULL, 0, 0};

	buf_add(&m->mem, &zero, sizeof zero);
	if (m->mem.failed)
		return NULL;
	m->v = (morph *)(void *)m->mem.p;
	return &m->v[m->n++];
}

static int
read_node(morphs *m, const mecab_node_t *node, const lexicon *x)
{
	morph *last = m->n ? &m->v[m->n - 1] : NULL, *next;

	if (last && joins_latin(last, node)) {
		last->surface.n += node->length;
		last->base = lexicon_canonical(x, last->surface);
		last->lex = lexicon_get(x, last->base);
		return 0;
	}
	if (!(next = append(m)))
		return -1;
	fill(next, node, x);
	if (next->kind != M_SYMBOL && next->kind != M_NUMBER) {
		m->words++;
		m->unknown += (next->flags & MORPH_UNKNOWN) != 0;
	}
	return 0;
}

int
morphs_read(morphs *m, mecab_t *tagger, mecab_lattice_t *lattice, const lexicon *x, span sentence)
{
	const mecab_node_t *node;

	buf_reset(&m->mem);
	m->n = 0;
	mecab_lattice_set_sentence2(lattice, sentence.p, sentence.n);
	if (!mecab_parse_lattice(tagger, lattice) || !(node = mecab_lattice_get_bos_node(lattice)))
		return 0;
	for (; node; node = node->next)
		if (node->stat != MECAB_BOS_NODE && node->stat != MECAB_EOS_NODE &&
		    read_node(m, node, x) < 0)
			return -1;
	return 1;
}

void
morphs_clear(morphs *m)
{
	buf_clear(&m->mem);
	m->v = NULL;
	m->n = 0;
}
