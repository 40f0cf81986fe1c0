/* corpus/document/classes.h - splits a cell into class symbols, F-terms or names.
 *
 * Every symbol gets one spelling, so that records of one patent from different files unite:
 * IPC and CPC "A63F 5/04", FI as J-PlatPat writes it "A63F5/04,512@D", F-terms "2B382GC15".
 * A part that is no symbol is kept unchanged; fields/ ignores it. */
#pragma once
#include "corpus/document/document.h"

/* Splits at , ; | line ends, and at blanks before the next symbol.  Editions
 * and versions ("20060101AFI20091204BHJP", "(2006.01)") are dropped. */
tensen_status classes_add_ipc(arena *mem, span_list *spans, span cell);
/* A token that does not begin a symbol belongs to the one before:
 * "B01D53/14,102,B01D53/14@C" is two; "B41J3/04 103A" is B41J3/04,103@A. */
tensen_status classes_add_fi(arena *mem, span_list *spans, span cell);
tensen_status classes_add_fterm(arena *mem, span_list *spans, span cell);
/* Splits at commas, semicolons and bars, but not inside "Co., Ltd." */
tensen_status classes_add_names(arena *mem, span_list *spans, span cell);

/* 1 if s begins like a class symbol of a section that exists (A-H, Y). */
int class_exists(span symbol);
