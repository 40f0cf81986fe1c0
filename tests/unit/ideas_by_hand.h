/* ideas_by_hand.h - an ideas result filled in by hand, for tests of its forms. */
#pragma once
#include "result/ideas/ideas_result.h"

static const tensen_aspect hand_aspects[] = {
    {"めくり動作の終わりで筒が揺れないようにする", TENSEN_ASPECT_EFFECT, 12, 3, 1},
    {"揺れを抑えたい", TENSEN_ASPECT_GIVEN, 5, 0, 0}};
static const char *const hand_applicants[] = {"甲工業株式会社", "丙自動車"};
static const tensen_candidate hand_unread[] = {
    {.document = {.id = "DEMO-32-002",
	 .title = "ベビーカー",
	 .applicants = "乙製作所",
	 .url = "",
	 .subclass = "B62B",
	 .subclass_name = {"手押し車", "hand carts"},
	 .field = 32,
	 .field_name = {"運輸", "Transport"},
	 .date = 20200101},
	.effect = "めくり動作の終わりで筒が揺れない。",
	.trouble = "押棒の揺れが幼児に伝わるという問題がある。",
	.sentence = "",
	.asked = &hand_aspects[0],
	.application = {"ベビーカー", "pushchairs"}},
    {.document = {.id = "DEMO-26-003",
	 .title = "管継手",
	 .applicants = "",
	 .url = "",
	 .subclass = "",
	 .subclass_name = {"", ""},
	 .field_name = {"", ""},
	 .title_only = 1},
	.effect = "めくり動作の終わりで筒が揺れない。",
	.trouble = "",
	.sentence = "",
	.aspect = 1,
	.asked = &hand_aspects[1],
	.application = {"管継手", "pipe joints"}}};
static const tensen_idea hand_ideas[] = {
    {.rank = 1,
	.asked = &hand_aspects[0],
	.document = {.id = "DEMO-32-001",
	    .title = "車両用座席のリクライニング装置",
	    .applicants = "甲工業株式会社",
	    .url = "https://example.org/DEMO-32-001",
	    .subclass = "B60N",
	    .subclass_name = {"車両の座席", "vehicle seats"},
	    .field = 32,
	    .field_name = {"運輸", "Transport"},
	    .date = 20140619,
	    .open = 1,
	    .status = 1},
	.application = "車両用座席の背もたれ",
	.transfer = "筒の揺れを抑える粘性体が、背もたれの戻りの揺れにも効く。",
	.quote_query = "粘性体が揺れを抑える",
	.quote_document = "背もたれの揺れを抑えたい",
	.objection = "座席に要る力は一桁大きい。",
	.effect = "",
	.trouble = "",
	.note = "",
	.grade = 3,
	.shelf = TENSEN_NEW_USE,
	.by = "some-model-7b (prompt 3)",
	.date = "2026-11-21",
	.doubted = 1,
	.doubt_by = "some-model-7b (prompt 3)",
	.distance = 0.7F,
	.applicants = hand_applicants,
	.n_applicants = 2},
    {.rank = 2,
	.document = {.id = "DEMO-26-009",
	    .title = "制振管継手",
	    .applicants = "",
	    .url = "",
	    .subclass = "F16L",
	    .subclass_name = {"管・管継手", "pipes"},
	    .field = 26,
	    .field_name = {"機械要素", "Mechanical elements"},
	    .title_only = 1},
	.application = "制振管継手",
	.transfer = "",
	.quote_query = "",
	.quote_document = "",
	.objection = "",
	.effect = "めくり終わりで筒が揺れない。",
	.trouble = "",
	.note = "配管メーカーに訊く",
	.grade = 2,
	.shelf = TENSEN_PRECEDENT,
	.by = "",
	.date = "",
	.doubt_by = "",
	.aspect = TENSEN_NO_ASPECT,
	.distance = 0.4F}};
static const idea_source hand_source = {.document = {.id = "DEMO-35-012",
					    .title = "日めくりの装着筒",
					    .license_id = "L2023000001",
					    .license_terms = "有償",
					    .applicants = "丁紙業",
					    .date = 20120301,
					    .status = 1,
					    .open = 1},
    .classes = "B42D 5/00",
    .problem = "めくり終わりで筒が揺れる。",
    .means = "筒の軸受に粘性体を封じ、揺れを抑える。"};

/* A new use and a precedent, and two unread documents; the caller frees it. */
static inline ideas_result *
ideas_by_hand(int combined)
{
	ideas_result *r = result_new(combined ? &combine_class : &ideas_class);

	r->combined = combined;
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
	r->ideas = hand_ideas;
	r->n_read = 4;
	r->n_ideas = 2;
	r->list = (candidate_list){hand_unread, 2, hand_aspects, 2};
	return r;
}
