/* corpus/document/document_name.h - what a document is called: its title, or of an English document
 * without one the first noun phrase of its abstract, "bias circuit for a large device" of "A bias
 * circuit for a large device comprising a power supply ...". */
#pragma once
#include "corpus/document/document.h"

/* Borrowed from d; empty if neither names anything.  *made: 1 if it is no title of its own. */
span document_name(const document *doc, int *made);
