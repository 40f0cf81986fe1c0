/* text/display.c - a term as people read it; term_display() is in analyzer.h.
 *
 *   振動>抑制      ->  振動の抑制        an action noun: の is right for what happens and what is done
 *   負荷>かかる    ->  負荷がかかる      a verb that takes no object
 *   穴>あける      ->  穴をあける
 *   valve>open     ->  open valve
 *
 * A term keeps no particle, because 振動を抑える and 振動が抑えられる are one function. */
#include "text/analyzer.h"
#include "text/utf8.h"

/* The last kana of 伝わる, かかる: the row of a before る. */
static const char a_row[] = "あかがさざただなはばぱまやらわ";

/* Transitive, though they end so. */
static const char *const with_object[] = {
    "やる", "はかる", "あずかる", "預かる", "教わる", "授かる", "賜る", "承る"};

/* Intransitive without that ending; of ipadic's verbs those that functions of 2,145 Japanese patents
 * had, and their neighbours. */
static const char *const without_object[] = {"入る", "降る", "載る", "乗る", "生じる", "生ずる",
    "起こる", "起きる", "届く", "動く", "働く", "続く", "付く", "つく", "近づく", "近付く", "傾く",
    "開く", "空く", "浮く", "湿る", "湿気る", "膨らむ", "縮む", "進む", "沈む", "緩む", "ゆるむ",
    "歪む", "ゆがむ", "弛む", "撓む", "たわむ", "噛み合う", "かみ合う", "噛合う", "重なり合う",
    "延びる", "伸びる", "落ちる", "満ちる", "できる", "出来る", "錆びる", "流れる", "離れる",
    "外れる", "折れる", "剥がれる", "剥れる", "現れる", "割れる", "切れる", "破れる", "汚れる",
    "濡れる", "壊れる", "倒れる", "崩れる", "漏れる", "もれる", "溢れる", "あふれる", "こぼれる",
    "ずれる", "揺れる", "隠れる", "触れる", "ぶれる", "抜ける", "溶ける", "砕ける", "焼ける",
    "裂ける", "欠ける", "焦げる", "燃える", "消える", "冷える", "増える", "見える", "絶える",
    "冷める", "減る", "滑る", "曇る", "光る", "残る", "戻る", "移る", "映る", "積もる", "濁る",
    "腐る", "止まる", "固まる", "詰まる", "目立つ", "立つ", "飛ぶ", "乾く", "揃う", "そろう",
    "和らぐ", "揺らぐ", "結びつく", "結び付く", "くっつく", "べたつく", "ふらつく", "がたつく",
    "びびる", "入り込む", "食い込む", "落ち込む", "割り込む", "染み込む", "しみ込む", "浮き上がる"};

/* Nothing is said without the に before them. */
static const char *const of_a_place[] = {"基づく", "もとづく", "向かう", "向う", "至る", "達する",
    "抗する", "属する", "接する", "対する", "反する", "位置する", "関する", "従う", "位置", "沿う",
    "応じる"};

static int
is_among(const char *const *words, size_t n, span action)
{
	for (size_t i = 0; i < n; i++)
		if (span_eq(action, span_of(words[i])))
			return 1;
	return 0;
}

/* The last character of a text of kana. */
static span
last_kana(span text)
{
	const size_t n = sizeof "る" - 1;

	return text.n < n ? (span){text.p, 0} : (span){text.p + text.n - n, n};
}

/* 1 if the characters of `row` have the last one of a text. */
static int
ends_in(span text, const char *row)
{
	const span last = last_kana(text);

	return last.n && span_find(span_of(row), last, 0) != (size_t)-1;
}

/* 1 for a verb or an adjective that says what happens to its noun, and does nothing to it. */
static int
takes_ga(span action)
{
	const span stem = {action.p, action.n - last_kana(action).n};

	if (is_among(without_object, sizeof without_object / sizeof *without_object, action) ||
	    ends_in(action, "い"))
		return 1;
	return ends_in(action, "る") && ends_in(stem, a_row) &&
	       !is_among(with_object, sizeof with_object / sizeof *with_object, action);
}

static const char *
particle_before(span action)
{
	if (!ends_in(action, "うくぐすつぬぶむるい"))
		return "の";
	return takes_ga(action) ? "が" : "を";
}

static int
holds_japanese_at_end(span text)
{
	return text.n && is_japanese(utf8_before(text.p, text.p + text.n));
}

void
term_display(buf *out, span canonical, int kind)
{
	size_t mark = kind == TERM_FUNCTION ? span_find(canonical, SPAN_LIT(">"), 0) : (size_t)-1;
	span object, action;

	if (mark == (size_t)-1) {
		buf_span(out, canonical);
		return;
	}
	object = span_sub(canonical, 0, mark);
	action = span_sub(canonical, mark + 1, canonical.n);
	if (!holds_japanese_at_end(action)) {
		buf_span(out, action);
		buf_char(out, ' ');
		buf_span(out, object);
		return;
	}
	buf_span(out, object);
	buf_str(out, particle_before(action));
	buf_span(out, action);
}

int
term_is_whole(span function)
{
	const unsigned char *p = (const unsigned char *)function.p;
	const size_t mark = span_find(function, SPAN_LIT(">"), 0);
	const span action = mark == (size_t)-1 ? (span){function.p + function.n, 0}
					       : span_sub(function, mark + 1, function.n);
	int japanese = 0;

	for (size_t i = 0; i < function.n && i < mark; i++) {
		if (p[i] >= '0' && p[i] <= '9')
			return 0;
		japanese |= p[i] >= 0xe3;
	}
	return (!japanese || p[0] >= 0xe3) &&
	       (!holds_japanese_at_end(action) || utf8_count(action) > 1) &&
	       !is_among(of_a_place, sizeof of_a_place / sizeof *of_a_place, action);
}
