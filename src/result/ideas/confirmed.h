/* result/ideas/confirmed.h - how many of ten ideas readers confirmed. */
#ifndef RESULT_IDEAS_CONFIRMED_H
#define RESULT_IDEAS_CONFIRMED_H

/* Of ten ideas that a model graded 2 or 3 and a second reading did not strike, so many were 2 or 3 for
 * readers who saw the texts alone, on patents that no method had met (bench/ideas/read-24.md).  By what
 * was known of the document: its text, its title alone.  To be measured again whenever prompts change. */
static const unsigned confirmed_of_ten[] = {9, 8};

#endif
