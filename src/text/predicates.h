/* text/predicates.h - which verb takes what stands before it, and what is said of it.
 *
 *   振動を|効果的に|抑える     the verb behind を, over what describes it
 *   低減が|図られる            passive
 *   目詰まりが|生じにくい      denied
 *
 * Found by the morphs alone, without a parser. */
#ifndef TEXT_PREDICATES_H
#define TEXT_PREDICATES_H
#include "text/morphs.h"

typedef struct predicate {
	span action;                   /* base form or noun; action.n 0: none found */
	uint16_t flags;                /* LEX_* of it */
	uint32_t at;                   /* its morph */
	uint8_t denied, hard, passive; /* hard: にくい */
} predicate;

/* The predicate at morph i, if one is there: 1 and *p. */
int predicate_at(const morphs *s, size_t i, predicate *p);
/* The predicate that takes what stands before morph i.  を (wo 1) reaches over commas
 * and states, が does not. */
predicate predicate_behind(const morphs *s, size_t i, int wo);
/* する, できる, 可能, し得る behind a noun make it a verb.  The morph behind, or 0. */
size_t predicate_verbalized(const morphs *s, size_t i);
/* Is the を at i only part of a link (を介して, を用いて)? */
int predicate_is_link(const morphs *s, size_t i);

#endif
