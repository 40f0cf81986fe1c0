/* engine/ideas/trouble.h - the sentence that a reader is shown of a text: its trouble, or its gain.
 *
 * TROUBLE  Of the sections of the problem the sentence that names a trouble most plainly; without
 *          such a section the one of the other texts that names a trouble or a purpose.
 * EFFECT   The first sentence of the effect, else of the problem, else the title. */
#pragma once
#include "engine/base/document_terms.h"

/* Borrowed from the sections; empty: none. */
span trouble_of(const document_sections *sections);
span effect_of(const document_sections *sections);
