/* result/write/agreement.h - how often people agreed with a language model, in JSON and in words. */
#pragma once
#include <tensen/readings.h>
#include <tensen/result.h>
#include "util/buf.h"
#include "util/json/json.h"

/* The key "agreement"; nothing without pairs that both graded. */
void agreement_json(json *out, const tensen_agreement *agreed);
/* One line of at most `columns`; nothing without pairs. */
void agreement_line(buf *out, const tensen_agreement *agreed, tensen_lang lang, unsigned columns);
