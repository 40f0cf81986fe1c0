/* text/predicates.h - the verb that takes the noun before a particle, and how it is used.
 *
 *   振動を|効果的に|抑える     the verb behind を, across an adverb
 *   低減が|図られる            passive
 *   目詰まりが|生じにくい      denied
 *
 * Found in the morphs, without a parser. */
#ifndef TEXT_PREDICATES_H
#define TEXT_PREDICATES_H
#include "text/morphs.h"

typedef struct predicate {
	span action;                   /* base form or noun; action.n 0: none found */
	uint16_t flags;                /* LEX_* of it */
	uint32_t at;                   /* its morph */
	uint8_t denied, hard, passive; /* hard: にくい */
} predicate;

/* 1 and *p if a predicate stands at morph i, else 0. */
int predicate_at(const morphs *s, size_t i, predicate *p);
/* The predicate of the noun whose particle ends before morph i.  を (wo = 1) reaches across commas
 * and states, が does not. */
predicate predicate_behind(const morphs *s, size_t i, int wo);
/* The morph behind する, できる, 可能 or し得る at i, which make the noun before them a verb; else
 * 0. */
size_t predicate_verbalized(const morphs *s, size_t i);
/* 1 if the を at i only links phrases (を介して, を用いて). */
int predicate_is_link(const morphs *s, size_t i);

#endif
