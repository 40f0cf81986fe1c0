/* ideas_by_hand.h - an ideas result filled in by hand, for tests of its forms. */
#ifndef TESTS_IDEAS_BY_HAND_H
#define TESTS_IDEAS_BY_HAND_H
#include "result/ideas/ideas_result.h"

static const tensen_aspect hand_aspects[] = {
    {"めくり動作の終わりで筒が揺れないようにする", TENSEN_ASPECT_EFFECT, 1, 12, 1},
    {"揺れを抑えたい", TENSEN_ASPECT_GIVEN, 2, 5, 0}};
static const char *const hand_highlights[] = {"揺れ", "抑え"};
static const tensen_signal hand_signals[] = {{"words", 0.41F, 0.92F}, {"distance", 0.7F, -0.31F},
    {"area", 0.2F, 0.11F}, {"met", 0.1F, 0.01F}};
static const tensen_judgement hand_judgement = {.id = "DEMO-32-001",
    .grade = 2,
    .shelf = TENSEN_NEW_USE,
    .by = "some-model-7b",
    .date = "2026-11-21",
    .application = "車両用座席の背もたれ",
    .transfer = "筒の揺れを抑える粘性体が、背もたれの戻りの揺れにも効く。",
    .quote_query = "粘性体が揺れを抑える",
    .quote_document = "背もたれの揺れを抑えたい",
    .objection = "座席に要る力は一桁大きい。"};
static const tensen_candidate hand_candidates[] = {
    {.id = "DEMO-32-001",
	.title = "車両用座席のリクライニング装置",
	.sentence = "背もたれが戻るときの揺れを抑えたいという要望がある。",
	.highlights = hand_highlights,
	.n_highlights = 2,
	.share = 0.43F,
	.band = TENSEN_BAND_HIGH,
	.application = {"車両用座席のリクライニング装置", "seat recliners"},
	.subclass = "B60N",
	.subclass_name = {"車両の座席", "vehicle seats"},
	.field = 32,
	.applicants = "甲工業株式会社",
	.date = 20140619,
	.open = 1,
	.status = 1,
	.signals = hand_signals,
	.n_signals = 4,
	.judgement = &hand_judgement},
    {.id = "DEMO-32-002",
	.title = "座席",
	.sentence = "座席",
	.aspect = 1,
	.share = 0.12F,
	.band = TENSEN_BAND_LOW,
	.title_only = 1,
	.application = {"座席", "seats"},
	.subclass = "",
	.subclass_name = {"", ""},
	.applicants = ""},
    {.id = "DEMO-26-003",
	.title = "管継手",
	.sentence = "管の揺れを粘性体で抑える。",
	.aspect = 1,
	.share = 0.22F,
	.band = TENSEN_BAND_MIDDLE,
	.shelf = TENSEN_PRECEDENT,
	.application = {"管継手", "pipe joints"},
	.subclass = "F16L",
	.subclass_name = {"管・管継手", "pipes"},
	.field = 26,
	.applicants = "乙製作所",
	.date = 20200101,
	.signals = hand_signals,
	.n_signals = 1}};
static const tensen_nearest hand_near = {
    "DEMO-32-009", "座席の緩衝器", "座席の衝撃を緩衝器で和らげる。", 0.61F, 0, 20110101, 0, 2};
static const tensen_nearest hand_exists = {"DEMO-26-009", "制振管継手",
    "粘性体を封じた継手が管の揺れを抑える。", 0.93F, 1, 20180101, 0, 1};
static const char *const hand_applicants[] = {"甲工業株式会社", "丙自動車"};
static const idea_detail hand_details[] = {
    {{"機械要素", "Mechanical elements"}, {"機械", "Mechanical engineering"},
	{"管・管継手", "pipes"}, {"継手、バルブ", "joints, valves"}, 40},
    {{"運輸", "Transport"}, {"機械", "Mechanical engineering"}, {"車両の座席", "vehicle seats"},
	{"自動車の座席", "car seats"}, 20}};
static const idea_source hand_source = {.id = "DEMO-35-012",
    .title = "日めくりの装着筒",
    .license_id = "L2023000001",
    .license_terms = "有償",
    .applicants = "丁紙業",
    .classes = "B42D 5/00",
    .problem = "めくり終わりで筒が揺れる。",
    .means = "筒の軸受に粘性体を封じ、揺れを抑える。",
    .date = 20120301,
    .status = 1,
    .open = 1};

static tensen_idea hand_ideas[2];

/* An idea is of the application, shelf and confidence of its lead. */
static inline tensen_idea *
hand_idea(size_t i, const tensen_candidate *lead, float distance, const char *ja, const char *en)
{
	hand_ideas[i] = (tensen_idea){.application = {lead->application[0], lead->application[1]},
	    .field = lead->field,
	    .subclass = lead->subclass,
	    .shelf = lead->shelf,
	    .band = lead->band,
	    .share = lead->share,
	    .distance = distance,
	    .statement_ja = ja,
	    .statement_en = en,
	    .lead = lead};
	return &hand_ideas[i];
}

static inline void
make_hand_ideas(void)
{
	tensen_idea *joint =
	    hand_idea(0, &hand_candidates[2], 0.4F, "管継手では、ほぼ同じ手段が既に使われている。",
		"Pipe joints use practically the same means already.");
	tensen_idea *seat = hand_idea(1, &hand_candidates[0], 0.7F,
	    "車両用座席の背もたれが戻るときの揺れを抑えるのに使える見込みがある。",
	    "May serve to calm the backrest of a car seat.");

	joint->nearest = &hand_exists;
	seat->nearest = &hand_near;
	seat->others = &hand_candidates[1];
	seat->n_others = 1;
	seat->applicants = hand_applicants;
	seat->n_applicants = 2;
}

/* Two ideas on two shelves; the caller frees it. */
static inline ideas_result *
ideas_by_hand(int combined)
{
	ideas_result *r = combined ? combine_result_new() : ideas_result_new();

	r->id = "DEMO-35-012";
	r->title = "日めくりの装着筒";
	r->own_fields[0] = "その他の消費財";
	r->own_fields[1] = "Other consumer goods";
	r->query_fields = UINT64_C(1) << 34;
	r->sources = &hand_source;
	r->n_sources = 1;
	r->boldness = 0.25F;
	r->words.known = 20;
	r->functions = "揺れを抑える";
	r->n_family = 7;
	make_hand_ideas();
	r->ideas = hand_ideas;
	r->details = hand_details;
	r->n_ideas = 2;
	r->list = (candidate_list){hand_candidates, 3, hand_aspects, 2};
	return r;
}

#endif
