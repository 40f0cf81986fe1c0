/* corpus/document/entity.h - &amp; &#39; and their like, which some sources leave in their texts. */
#pragma once
#include "util/span.h"

#define ENTITY_MAX 4 /* bytes of a character; never more than its entity has */

/* The length of the entity that s begins with, 0 if it is none; *n bytes of its character in out. */
size_t entity_read(span bytes, char out[ENTITY_MAX], size_t *n);
