/* engine/ideas/ideas.h - ideas of a query that was read before. */
#pragma once
#include "engine/base/query.h"
#include "engine/ideas/triage.h"
#include "result/ideas/ideas_result.h"

/* grades: the candidates that the ideas are made of, valid until the searcher's next query; all
 * zero when no term of the query is known. */
tensen_status ideas_answer(ideas_result *result, triage *grades, tensen_searcher *searcher,
    const query *q, const tensen_ideas_opts *opts, tensen_error *err);

/* From candidates that are in order already, before boldness: result->ideas, result->unread, result->asked. */
tensen_status ideas_from(ideas_result *result, triage *grades, tensen_searcher *searcher,
    const query *q, const tensen_ideas_opts *opts, tensen_error *err);

/* 1: the judgement makes an idea of its document. */
int judgement_held(const tensen_judgement *judged);
