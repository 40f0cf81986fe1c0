/* result/ideas/unread.h - how many documents of an unread list are worth a look. */
#ifndef RESULT_IDEAS_UNREAD_H
#define RESULT_IDEAS_UNREAD_H

/* Two readers graded the first ten documents of the lists of 24 patents that no method had seen: 2 or
 * 3 for .05 of the Japanese and .07 of the US documents (bench/ideas/read-24.md, third draw; .07 and
 * .15, .04 and .16 before); the lower share is said.  To be measured again whenever the list changes. */
#define UNREAD_ONE_IN 20

#endif
