/* result/ideas/pair_columns.h - pairs of a query with documents: ideas, candidates, what was judged.
 *
 * Their CSV is a judged file (engine/eval/judged.c): grades are filled in and read back.  Ideas and
 * candidates share its columns. */
#pragma once
#include "result/write/columns.h"

extern const column aspect_columns[];    /* tensen_aspect */
extern const column judgement_columns[]; /* tensen_judgement */
extern const column idea_columns[];      /* tensen_idea */
extern const column candidate_columns[]; /* tensen_candidate */
extern const column unread_columns[];    /* the same without the sentence that met the aspect */
/* With the query's id before it and what made it behind it: a line of JSONL, a row of a CSV. */
extern const column idea_line[], candidate_line[], unread_line[];

/* "●●○ 粉、湿気": how many words both sentences of a tensen_candidate have, and which. */
void pair_shared_said(buf *out, const void *candidate, tensen_lang lang);
