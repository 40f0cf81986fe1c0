/* text/functions.h - "what is done to what" from the morphs of one sentence.
 *
 *   振動を効果的に抑える     振動>抑制       N を ... V
 *   隙間が生じる             隙間>発生       N が ... V (intransitive or passive)
 *   漏れの防止を図る         漏れ>抑制       N の V-noun
 *   目詰まりが生じにくい     目詰まり>抑制   something happens, denied
 *   揺れ低減装置             揺れ>抑制       inside a compound
 *
 * Patterns over particles find functions without a parser, because patents seldom omit particles.
 * A function whose object is a compound or has a class is followed by its generalization on the
 * same bytes (車体振動>抑制, 振動>抑制; ビビリ>抑制, 振動>抑制), so that different wordings of one
 * function share a term. */
#ifndef TEXT_FUNCTIONS_H
#define TEXT_FUNCTIONS_H
#include "text/runs.h"

void functions_emit(const morphs *m, const runs *r, const lexicon *x, emitter *e);

#endif
