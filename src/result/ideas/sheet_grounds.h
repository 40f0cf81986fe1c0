/* result/ideas/sheet_grounds.h - the middle of a sheet: why the idea fits, by which documents, and
 * what speaks against it. */
#ifndef RESULT_IDEAS_SHEET_GROUNDS_H
#define RESULT_IDEAS_SHEET_GROUNDS_H
#include "result/ideas/sheet_text.h"

/* Adds its own height. */
void sheet_grounds(sheet *s);

#endif
