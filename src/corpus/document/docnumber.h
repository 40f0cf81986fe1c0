/* corpus/document/docnumber.h - one spelling for every number of a Japanese patent.
 *
 * The canonical form is J-PlatPat's own (文献番号), half-width:
 *   特開2024-127407  特開平08-172838  特表2010-531669  実開平06-066980  実全昭63-194033
 *   特公平01-026831  再表2014/208038  特許7448894  実登3146848
 *   特願2021-565316  実願平05-013162  WO2021/124584  PCT/JP2019/046123
 * The year is western from 2000 on and of the era before; the serial number has six digits; an
 * international number has two digits of the year until 2003 (再表03/106539).  With one spelling,
 * records of one patent from a CSV, a gazette and a licence file unite. */
#pragma once
#include "util/span.h"

#define DOCNUMBER_MAX 64

/* Canonical form of s in out; its length, or 0 if s is no number of these kinds.
 * Reads 特開２０１０－０３５９１３（Ｐ２０１０－０３５９１３Ａ）, 特開平8-172838, 特許第7203250号,
 * 平成8年特許願第172838号, JP2010-035913A, JPH08172838A, JP-7203250-B2,
 * JPWO2019123512A1, WO 98/12345, 国際公開第2021/124584号 and their like. */
size_t docnumber_parse(span text, char out[DOCNUMBER_MAX]);

/* One spelling of a number of the United States, "US7198689" or "US2014159973" (the year, then the
 * serial number without zeros before it), of US 7,198,689 B2, US07198689-20070403, US-2014159973-A1
 * or US 2014/0159973 A1.  Ids keep their own spelling; this one leads to them, too.  0: none. */
size_t docnumber_us(span text, char out[DOCNUMBER_MAX]);

/* The same for the bare digits of a gazette ("2010000068") whose kind is known:
 * prefix is "特開", "特表", "再表", "特許", "特願", "実登", "実願", ... */
size_t docnumber_make(const char *prefix, span digits, char out[DOCNUMBER_MAX]);
