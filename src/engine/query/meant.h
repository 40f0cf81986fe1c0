/* engine/query/meant.h - the number that was probably meant where the index has no document of a
 * number: the same year and serial number of another kind (特表 for 特開), or one letter or digit
 * wrong, missing, too many, or two of them swapped. */
#pragma once
#include "engine/base/index.h"

/* The id of a document; of several of one kind of mistake the first row's.  Empty: none. */
span number_meant(const tensen_index *ix, span id);
