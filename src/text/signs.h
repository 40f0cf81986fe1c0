/* text/signs.h - removes reference signs from a Japanese sentence.
 *
 *   制御部6は、移動台車5を  ->  制御部は、移動台車を
 *   第1反射面13aへ          ->  第1反射面へ
 *   基板2搬送用             ->  基板 搬送用        (no compound across a sign)
 *   2次電池, CO2, 厚さ5mm   ->  unchanged
 *
 * The lattice comes afterwards, because a number in a sentence makes it misread the words around.
 */
#ifndef TEXT_SIGNS_H
#define TEXT_SIGNS_H
#include <stdint.h>
#include "util/buf.h"

/* A sentence and, for each byte and for its end, the offset in the original text. */
typedef struct mapped {
	span text;
	const uint32_t *map;
} mapped;

/* Scratch for signs_strip(); owned by the caller. */
typedef struct signs {
	buf text, map;
} signs;

/* `in` is normalized.  The result is `in`, or lies in *scratch until the next call;
 * its map is NULL when out of memory. */
mapped signs_strip(signs *scratch, mapped in);
void signs_clear(signs *scratch);

#endif
