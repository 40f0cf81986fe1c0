/* engine/ideas/application.h - what products a document is about, in a few words. */
#ifndef ENGINE_IDEAS_APPLICATION_H
#define ENGINE_IDEAS_APPLICATION_H
#include "result/result.h"

/* From its title: the first thing that it names ("苗植付け機の操舵装置" of 「苗植付け機の操舵装置、
 * 苗植付け機、及びプログラム」); without a title, the typical products of its class.  In the
 * result's arena. */
const char *application_name(tensen_result *r, span title, span products);

#endif
