/* text/signs.c - removes reference signs from a Japanese sentence.
 *
 *   制御部6は、移動台車5を  ->  制御部は、移動台車を
 *   第1反射面13aへ          ->  第1反射面へ
 *   基板2搬送用             ->  基板 搬送用        (no compound across a sign)
 *   2次電池, CO2, 厚さ5mm   ->  unchanged
 *
 * The lattice comes afterwards, because a number in a sentence makes it misread the words around.
 *
 * A reference sign is a number, perhaps followed by letters, primes and further digits (13a, 5',
 * 12-1).  It stands directly behind the kanji or kana of a noun, in a list (6,7 and 6~8 are
 * removed as one; 6、7及び8 keeps its words), or alone in brackets.  A number before a unit or a
 * counter is a quantity and stays. */
#include "text/steps.h"
#include "text/utf8.h"

void
signs_clear(signs *one)
{
	bufs_clear(&one->text, &one->map);
}

/* 1 if a counter behind a number makes it a quantity: 2次, 3本, 5個.  At the beginning of one of
 * the words below it is no counter: 基板2本体. */
static int
is_counter(const char *str, const char *end)
{
	static const char counters[] =
	    "次元軸層段個枚本度分秒回種倍階号点相値価員量人割行列桁極芯年月日時者群級条対重輪"
	    "液色番通件字万億千百乗箇ヶヵ句歳泊株羽匹頭着膳脚隻棟戸節巻冊部社国名位径電";
	static const char *const words[] = {"本体", "部材", "部分", "部品", "電極", "電流", "電圧",
	    "電源", "位置", "回転", "回路", "重量", "分岐", "分離", "時に", "通過", "径方", "巻回",
	    "対向", "列車", "点灯", "色素", "着脱", "着座", "頭部", "節点", "液体", "条件", "者が"};
	span rest = {str, (size_t)(end - str)};
	size_t n = str < end ? utf8_len((unsigned char)*str) : 0;

	if (n != 3 || rest.n < n || span_find(SPAN_LIT(counters), (span){str, n}, 0) == (size_t)-1)
		return 0;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_starts(rest, span_of(words[i])))
			return 0;
	return 1;
}

/* 1 if the Latin letters behind a number are a unit. */
static int
is_unit(span text)
{
	static const char *const units[] = {"mm", "cm", "nm", "km", "um", "kg", "mg", "ml", "mpa",
	    "kpa", "pa", "hz", "khz", "mhz", "ghz", "kw", "mw", "kv", "mv", "ma", "rpm", "wt",
	    "mol", "ppm", "ppb", "db", "sec", "min", "ms", "ev", "kn", "nmol", "cc", "dl", "vol",
	    "gb", "mb", "kb", "bit", "dpi", "fps", "kj", "mj", "lx", "cps", "d"};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (span_eq(text, span_of(units[i])))
			return 1;
	return 0;
}

/* The end of the sign that starts with the digit at p; NULL if it is a quantity. */
static const char *
sign_end(const char *str, const char *end)
{
	const char *digits = str, *letters;

	while (str < end && is_digit((unsigned char)*str))
		str++;
	if (str - digits > 5)
		return NULL;
	letters = str;
	while (str < end && is_lower((unsigned char)*str))
		str++;
	if (str - letters > 3 || is_unit((span){letters, (size_t)(str - letters)}))
		return NULL;
	while (str < end && (*str == '\'' || *str == '"'))
		str++;
	/* 12-1, 13a1: further parts of the sign */
	if (str < end && *str == '-' && str + 1 < end && is_digit((unsigned char)str[1]))
		return sign_end(str + 1, end);
	if (str > letters && str < end && is_digit((unsigned char)*str))
		return sign_end(str, end);
	if (str < end && (*str == '%' || *str == '.' || *str == '/' || *str == '='))
		return str == letters && *str == '.' &&
			       (str + 1 == end || !is_digit((unsigned char)str[1]))
			   ? str
			   : NULL;
	return is_counter(str, end) ||
		       (str < end &&
			   (span_starts(
				(span){str, (size_t)(end - str)}, SPAN_LIT("\xe2\x84\x83")) ||
			       span_starts((span){str, (size_t)(end - str)}, SPAN_LIT("\xc2\xb0"))))
		   ? NULL
		   : str;
}

/* The end of a list of signs: 6,7 or 6~8 or 6a・6b. */
static const char *
list_end(const char *str, const char *end)
{
	for (;;) {
		const char *q = str, *next;
		if (q < end && (*q == ',' || *q == '~' || *q == '/'))
			q++;
		else if (end - q > 3 && (memcmp(q, "・", 3) == 0 || memcmp(q, "、", 3) == 0))
			q += 3;
		else
			return str;
		while (q < end && *q == ' ')
			q++;
		if (q >= end || !is_digit((unsigned char)*q) || !(next = sign_end(q, end)))
			return str;
		str = next;
	}
}

/* 1 if a sign may follow the character before p; behind these hiragana a number is a quantity. */
static int
noun_before(const char *start, const char *str)
{
	static const char grammar[] = "はがをにでとものやへらずくつ";
	uint32_t c = utf8_before(start, str);

	if (is_hiragana(c)) /* of three bytes, all of them */
		return span_find(SPAN_LIT(grammar), (span){str - 3, 3}, 0) == (size_t)-1;
	if (c == 0x7b2c || c == 0x7d04 || c == 0x6570 || c == 0x5404) /* 第 約 数 各 */
		return 0;
	return is_kanji(c) || is_katakana(c);
}

/* The end of signs alone in brackets: (13a, 13b), (s101), (a); NULL for other brackets. */
static const char *
bracket_end(const char *str, const char *end)
{
	const char *q = str + 1;
	int digits = 0;

	while (q < end && q - str < 40 && *q != ')') {
		unsigned char c = (unsigned char)*q;
		if (is_digit(c))
			digits++;
		else if (end - q > 3 && (memcmp(q, "・", 3) == 0 || memcmp(q, "、", 3) == 0))
			q += 2;
		else if (!is_lower(c) && c != ',' && c != ' ' && c != '~' && c != '-' && c != '\'')
			return NULL;
		q++;
	}
	if (q >= end || *q != ')' || q - str < 2)
		return NULL;
	if (digits == 0)
		return q - str == 2 ? q + 1 : NULL; /* one letter */
	if (is_digit((unsigned char)str[1]) && !sign_end(str + 1, q))
		return NULL;
	/* (s101) and (d1) are signs; (sio2), with more letters before its digit, is a formula */
	return is_digit((unsigned char)str[1]) || (q - str > 2 && is_digit((unsigned char)str[2]))
		   ? q + 1
		   : NULL;
}

/* The end of a reference to a figure: 図4, 図1(a). */
static const char *
figure_end(const char *str, const char *end)
{
	const char *q = str + 3, *b;

	while (q < end && *q == ' ')
		q++;
	if (q >= end || !is_digit((unsigned char)*q))
		return NULL;
	while (q < end && (is_digit((unsigned char)*q) || is_lower((unsigned char)*q)))
		q++;
	if (q < end && *q == '(' && (b = bracket_end(q, end)))
		q = b;
	return q;
}

/* The end of the sign or figure to be removed at p, or NULL. */
static const char *
signs_removal(const char *start, const char *str, const char *end)
{
	const char *q;

	if (is_digit((unsigned char)*str)) {
		if (!noun_before(start, str) || !(q = sign_end(str, end)))
			return NULL;
		return list_end(q, end);
	}
	if (*str == '(')
		return bracket_end(str, end);
	if (end - str > 3 && memcmp(str, "図", 3) == 0)
		return figure_end(str, end);
	return NULL;
}

static int
may_hold_signs(span text)
{
	for (size_t i = 0; i < text.n; i++)
		if (is_digit((unsigned char)text.p[i]) || text.p[i] == '(')
			return 1;
	return 0;
}

static void
signs_copy(signs *out, const char *str, size_t n, const uint32_t *map)
{
	buf_add(&out->text, str, n);
	buf_add(&out->map, map, n * sizeof *map);
}

/* Writes the text without signs, and its map. */
static void
text_signs_strip(signs *out, mapped in)
{
	const char *start = in.text.p, *end = start + in.text.n, *kept = start;

	for (const char *p = start; p < end;) {
		const char *q = signs_removal(start, p, end);
		if (!q) {
			p += utf8_len((unsigned char)*p);
			continue;
		}
		signs_copy(out, kept, (size_t)(p - kept), in.map + (kept - start));
		/* a blank separates the words on both sides */
		signs_copy(out, " ", 1, in.map + (p - start));
		kept = p = q;
	}
	signs_copy(out, kept, (size_t)(end - kept), in.map + (kept - start));
	buf_add(&out->map, in.map + in.text.n, sizeof *in.map);
}

mapped
signs_strip(signs *out, mapped in)
{
	if (!may_hold_signs(in.text))
		return in;
	buf_reset(&out->text);
	buf_reset(&out->map);
	text_signs_strip(out, in);
	if (out->text.failed || out->map.failed)
		return (mapped){{"", 0}, NULL};
	return (mapped){{out->text.p, out->text.n}, (const uint32_t *)(const void *)out->map.p};
}
