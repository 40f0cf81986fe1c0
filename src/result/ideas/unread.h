/* result/ideas/unread.h - how many documents of an unread list are worth a look. */
#ifndef RESULT_IDEAS_UNREAD_H
#define RESULT_IDEAS_UNREAD_H

/* Readers graded the first ten documents of lists for patents that no method had seen: 2 or 3 for
 * .05 of the Japanese and .07 of the US documents (12 patents, 258 pairs, one reader; shared/judged
 * README, "candidates without scenes").  To be measured again whenever the list changes. */
#define UNREAD_ONE_IN 20

#endif
