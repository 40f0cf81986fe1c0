/* corpus/document/date.h - dates of documents and of filters, read by one parser.
 *
 * Reads 2004/6/2, 2004-06-02, 20040602, 2004.6.2, 2004年6月2日 and 平成16年6月2日 in any
 * width; month and day may be missing.  A day that no calendar has is no date. */
#pragma once
#include <stdint.h>
#include "util/span.h"

/* yyyymmdd of a cell of a file, 0 if s is no date.  A missing month or day counts as 1.  A time
 * of day or the same date in brackets may follow: 平成22年1月7日(2010.1.7).  Years outside
 * 1800 .. 2199 are misprints and no date. */
uint32_t date_parse(span text);

/* yyyymmdd of one end of a period that a user typed, 0 if s is no date.  A missing month or day
 * counts as the first one, with last = 1 as the last one.  Nothing may follow. */
uint32_t date_bound(span text, int last);
